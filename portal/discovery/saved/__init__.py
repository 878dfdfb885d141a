"""Searches that someone keeps, and what is told of them: a search is its owner's alone, nobody else reads it."""

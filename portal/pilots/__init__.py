"""Pilots: a scope, dates, and numbered versions of the rules that missions inside them follow."""

"""Occupations and the skills that go with them: what says which skills are often found together.

They come from ESCO and from the starter vocabulary, like skills, and nobody edits them here. `kept` holds them in
memory, `queries` is the way in.
"""

"""Governing the library: what a librarian does to skills and families, written down so that it can be undone.

`journal` notes what every operation changed, row by row; `undo` puts it back. `references` is where features say how
the rows that name a skill follow it when it is merged into another.
"""

"""Skills that people may have and did not write: shown to themselves alone, from the occupations they are nearest to.

Nothing is ever added to a profile by itself: what is shown is taken through the form that adds a skill, or set aside.
"""

"""Finding the skill that someone has in mind from what they type: an index in memory, of every name in both languages.

`portal.skills.queries` is the way in. `index` scores, `kept` keeps an index for as long as the vocabulary is the same.
"""

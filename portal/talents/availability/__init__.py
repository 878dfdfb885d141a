"""When someone could give time, and when not: the wish they write, and the pauses they announce.

Nothing here depends on a placement, and no placement changes it: an allocation is what was agreed, this is what someone
says.
"""

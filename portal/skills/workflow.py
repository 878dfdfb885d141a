"""What may become of a skill, and moments in the life of the library that features above react to."""

from __future__ import annotations

from portal import policies
from portal.core.consequence import Consequence
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, move
from portal.skills.models import SkillState

S = SkillState
SKILL = Workflow(
    "skill",
    SkillState,
    (
        move("accept", [S.PROPOSED], S.ACTIVE, policies.library_govern, _l("Accept it")),
        move("refuse", [S.PROPOSED], S.REFUSED, policies.library_govern, _l("Refuse it")),
        move("merge", [S.PROPOSED, S.ACTIVE, S.RETIRED], S.MERGED, policies.library_govern, _l("Merge it")),
        move("retire", [S.ACTIVE], S.RETIRED, policies.library_govern, _l("Retire it")),
        move("reinstate", [S.RETIRED], S.ACTIVE, policies.library_govern, _l("Offer it again")),
    ),
)

# Called inside the transaction that wrote skills that were there before, with their ids: they are called otherwise, or
# others hold them and ask for them.
labels_changed = Consequence("skills changed")
# Called inside the transaction of a merge, with its author, the skill that is gone, the one that stays, and the ids of
# the rows that follow, by table.
skill_merged = Consequence("a skill was merged into another")
# The same of a split, with the skill that stays, the new one, and the ids of the rows that were made.
skill_split = Consequence("a skill was split in two")
# Called inside the transaction that undoes an operation, with its author, the id of the skill that it was mostly about
# (or None), and what it puts back, moves back or takes away: rows by table, as they are or were.
operation_undone = Consequence("an operation on the library was undone")
# Called with the librarian, the skill, and its proposals: it is not kept, and leaves the profiles it was on.
proposal_refused = Consequence("a proposed skill was refused")

"""What of the library's own tables keeps naming a skill that was merged."""

from __future__ import annotations

from portal.skills.library.models import LibraryOperation, SkillPair, SkillProposal
from portal.skills.library.references import stays
from portal.skills.models import Skill, SkillLabel

stays(SkillLabel, "skill_id", because="its names stay with it, and are lent to the one that remains")
stays(Skill, "successor_id", because="the merge itself sends those who followed it to the one that remains")
stays(LibraryOperation, "skill_id", "other_id", because="the journal says what was done, to the skill it was done to")
stays(SkillProposal, "skill_id", because="what was proposed is followed to the skill it became")
stays(SkillPair, "first_id", "second_id", because="only pairs of skills that both stand are shown")

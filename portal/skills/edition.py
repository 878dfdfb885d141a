"""The names of skills, which are read again after a write to the library: see `portal.core.edition`."""

from __future__ import annotations

from portal.core.edition import watch
from portal.skills.models import Skill, SkillLabel

NAME = "skill names"

watch(NAME, (Skill, SkillLabel))

"""What is counted and looked for among people, read again after a write to any of it: see `portal.core.edition`."""

from __future__ import annotations

from portal.core.edition import watch
from portal.organization.models import Person, Unit
from portal.talents.availability.models import Pause
from portal.talents.models import Experience, HeldSkill, Profile

NAME = "people"

watch(NAME, (Person, Profile, Experience, HeldSkill, Pause, Unit))

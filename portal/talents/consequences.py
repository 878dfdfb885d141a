"""What profiles do about changes elsewhere: someone who left is no longer found."""

from __future__ import annotations

from portal.organization.workflow import person_left
from portal.talents.notifications import mark_for_index

person_left.then(mark_for_index)

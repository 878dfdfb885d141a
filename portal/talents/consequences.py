"""What profiles do about changes elsewhere: someone who left is no longer found, a new name is."""

from __future__ import annotations

from portal.organization.workflow import person_left
from portal.talents import directory_text
from portal.talents.notifications import mark_for_index

person_left.then(mark_for_index)
directory_text.follow()

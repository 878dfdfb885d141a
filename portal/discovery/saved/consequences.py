"""What becomes of the searches of someone who leaves, or who may read something else from now on. Runs inside the
caller's transaction."""

from __future__ import annotations

from portal.accounts.workflow import access_changed
from portal.discovery.saved.alerts import note_access
from portal.discovery.saved.doubts import doubt_finds_about, doubt_finds_of
from portal.discovery.saved.services import forget_searches
from portal.organization.workflow import person_left
from portal.talents.notifications import profile_narrowed

access_changed.then(note_access)
access_changed.then(doubt_finds_of)
profile_narrowed.then(doubt_finds_about)
person_left.then(forget_searches)

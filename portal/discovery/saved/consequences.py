"""What becomes of the searches of someone who leaves. Runs inside the caller's transaction."""

from __future__ import annotations

from portal.discovery.saved.services import forget_searches
from portal.organization.workflow import person_left

person_left.then(forget_searches)

"""Every mapped class, so that one import completes the metadata (migrations, tests, the application factory)."""

from portal.accounts import models as accounts
from portal.allocations import models as allocations
from portal.allocations.recalling import models as recalls
from portal.allocations.relieving import models as relief
from portal.applications import models as applications
from portal.applications.alternates import models as alternates
from portal.applications.notes import models as notes
from portal.applications.offering import models as offering
from portal.applications.pooling import models as pooling
from portal.applications.thread import models as thread
from portal.calendars import models as calendars
from portal.core import audit, outbox, submission
from portal.discovery.feeds import models as feeds
from portal.discovery.recent import models as recent_searches
from portal.discovery.saved import models as saved
from portal.discovery.unmet import models as unmet
from portal.engagements import models as engagements
from portal.missions import models as missions
from portal.missions.following import models as following
from portal.missions.keeping import models as kept_copies
from portal.missions.pausing import models as pausing
from portal.missions.proposing import models as proposing
from portal.missions.questions import models as questions
from portal.missions.transferring import models as transferring
from portal.notices import models as notices
from portal.organization import delegations
from portal.organization import models as organization
from portal.pilots import models as pilots
from portal.public import models as public
from portal.recognition import models as recognition
from portal.rooms import models as rooms
from portal.skills import models as skills
from portal.skills.library import models as library
from portal.skills.occupations import models as occupations
from portal.talents import models as talents
from portal.talents.availability import models as availability
from portal.talents.cv import models as cv
from portal.talents.hidden_skills import models as hidden_skills
from portal.talents.looks import models as looks
from portal.talents.photo import models as photo

__all__ = [
    "accounts",
    "allocations",
    "alternates",
    "applications",
    "audit",
    "availability",
    "calendars",
    "cv",
    "delegations",
    "engagements",
    "feeds",
    "following",
    "hidden_skills",
    "kept_copies",
    "library",
    "looks",
    "missions",
    "notes",
    "notices",
    "occupations",
    "offering",
    "organization",
    "outbox",
    "pausing",
    "photo",
    "pilots",
    "pooling",
    "proposing",
    "public",
    "questions",
    "recalls",
    "recent_searches",
    "recognition",
    "relief",
    "rooms",
    "saved",
    "skills",
    "submission",
    "talents",
    "thread",
    "transferring",
    "unmet",
]

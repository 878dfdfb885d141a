"""The words of roles."""

from __future__ import annotations

from portal.accounts.models import Role
from portal.core.i18n import lazy_gettext as _l

ROLES = {
    Role.HR: _l("Human Resources"),
    Role.PROCUREMENT: _l("Procurement"),
    Role.PILOT_SPONSOR: _l("Pilot sponsor"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
# What a role adds to what everyone does: read before it is given, and in the mail to who receives it.
ROLE_DUTIES = {
    Role.HR: _l("Validates missions, approves pilots, decides where no manager can, and brings people in."),
    Role.PROCUREMENT: _l("Confirms the place of externals with a rate and dates, and reads what they cost."),
    Role.PILOT_SPONSOR: _l("Writes pilots and their rules, and validates the missions of the pilots they answer for."),
    Role.ADMINISTRATOR: _l("Opens and closes accounts, gives and takes roles, and brings people in."),
}

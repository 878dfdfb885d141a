"""The words of what an import changes, and of accounts."""

from __future__ import annotations

from portal.administration.queries import Standing
from portal.core.i18n import lazy_gettext as _l

FIELDS = {
    "given_name": _l("given name"),
    "family_name": _l("family name"),
    "email": _l("e-mail address"),
    "kind": _l("kind"),
    "unit": _l("unit"),
    "manager": _l("manager"),
    "job_title": _l("job title"),
    "place": _l("place"),
    "firm": _l("firm"),
    "daily_rate": _l("daily rate"),
    "presence": _l("presence"),
}
STANDINGS = {
    Standing.OPEN: _l("Can sign in"),
    Standing.INVITED: _l("No password yet"),
    Standing.CLOSED: _l("Closed"),
    Standing.LEFT: _l("Has left"),
}
TONES = {Standing.OPEN: "good", Standing.INVITED: "todo", Standing.CLOSED: "stop", Standing.LEFT: ""}
EVENTS = {
    "create": _l("Account created"),
    "update": _l("Changed by an import"),
    "leave": _l("Marked as having left, by an import"),
    "choose_password": _l("First password chosen"),
    "change_password": _l("Password changed"),
    "give_role": _l("Role given: %(role)s"),
    "take_role": _l("Role taken away: %(role)s"),
    "invite": _l("Link to choose a password sent"),
    "disable": _l("Account closed"),
    "enable": _l("Account opened again"),
}

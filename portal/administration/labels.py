"""The words of what an import changes."""

from __future__ import annotations

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

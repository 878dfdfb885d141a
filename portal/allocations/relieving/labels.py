"""The words for the parts of a relief note."""

from __future__ import annotations

from portal.core.i18n import lazy_gettext as _l

PARTS = {
    "paused": _l("Paused meanwhile"),
    "shared": _l("Shared between colleagues"),
    "replaced": _l("Done otherwise, or by someone else"),
    "checked": _l("To check at mid-mission"),
}

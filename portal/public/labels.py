"""What the history says of the public catalogue."""

from __future__ import annotations

from typing import Any

from portal.core.i18n import lazy_gettext as _l

EVENTS: dict[str, Any] = {
    "turn_on": _l("Turned the public catalogue on"),
    "rename": _l("Changed the name of the organization there"),
    "turn_off": _l("Turned the public catalogue off"),
}

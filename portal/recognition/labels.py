"""The words for the states of a recognition and for who sees it."""

from __future__ import annotations

from portal.core.i18n import lazy_gettext as _l
from portal.recognition.models import RecognitionState as S
from portal.recognition.models import Shown

STATE = {
    S.DRAFTED: _l("Waits for the owner"),
    S.ATTESTED: _l("Attested"),
    S.SEEN: _l("Recorded by the manager"),
    S.PUBLISHED: _l("On the profile"),
}

TONE = {S.DRAFTED: "todo", S.ATTESTED: "info", S.SEEN: "info", S.PUBLISHED: "good"}

SHOWN = {
    Shown.INSIDE: _l("Everyone who can open my profile"),
    Shown.MANAGER: _l("Only those who already know: my manager and the mission’s owner"),
}

# An external has a contract, not a manager.
SHOWN_TO_EXTERNAL = {
    Shown.INSIDE: SHOWN[Shown.INSIDE],
    Shown.MANAGER: _l("Only those who already know: the mission’s owner"),
}

# Each in itself, whatever the language of the page.
LANGUAGES = {"fr": "Français", "en": "English"}

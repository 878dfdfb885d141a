"""A share of a week, in percent: it goes by five."""

from __future__ import annotations

from flask_babel.speaklater import LazyString

from portal.core.i18n import lazy_gettext as _l

LEAST, MOST, STEP = 5, 100, 5


def is_share(percent: int, *, least: int = LEAST) -> bool:
    """Whether this is a share of a week; `least` is 0 where none at all is one."""
    return least <= percent <= MOST and percent % STEP == 0


def share_sentence(*, least: int = LEAST) -> LazyString:
    """What to say when it is not."""
    return _l("Choose a share between %(least)s and 100, in steps of 5.", least=least)

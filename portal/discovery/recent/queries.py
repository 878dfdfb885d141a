"""Reading one's own searches: nobody reads another's."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from portal.core import clock
from portal.core.model import UtcDateTime
from portal.core.prepared import Prepared
from portal.discovery.recent.models import KEPT, MOST, RecentSearch, SearchChoice
from portal.organization.models import Person
from portal.skills.suggestions.words import words_of

_RECENT = Prepared(
    sa.select(RecentSearch.text, RecentSearch.folded)
    .where(
        RecentSearch.person_id == sa.bindparam("me", type_=sa.Integer),
        RecentSearch.searched_at > sa.bindparam("since", type_=UtcDateTime()),
    )
    .order_by(RecentSearch.searched_at.desc(), RecentSearch.id.desc())
    .limit(MOST)
)
_CHOICE = Prepared(
    sa.select(SearchChoice.keeps_searches).where(SearchChoice.person_id == sa.bindparam("me", type_=sa.Integer))
)


def recent_searches(person: Person, words: Sequence[str] = ()) -> list[str]:
    """The last searches of `person`, the latest first: those where each of these folded words begins one of theirs."""
    rows = _RECENT.rows(me=person.id, since=clock.now() - KEPT)
    return [row.text for row in rows if _begins(words, words_of(row.folded))]


def _begins(words: Sequence[str], known: Sequence[str]) -> bool:
    return all(any(one.startswith(word) for one in known) for word in words)


def keeps_searches(person: Person) -> bool:
    """Whether `person` has their searches kept, as they do until they choose otherwise."""
    row = _CHOICE.row(me=person.id)
    return row is None or bool(row.keeps_searches)

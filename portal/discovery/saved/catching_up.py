"""Putting kept searches to the whole index, when what someone may find changed without a mission or a person changing.

Three things do that, and each has its rule, so that what is new is told once and nobody is flooded:

- someone's access changed (a role, an account opened again, an external who became an employee): everything that their
  searches find now, that they did not find when it was last noted and were never told of, is new to them;
- the index was built again (another vocabulary, a machine restored, a month more): only what was published, or who
  arrived, since the search was saved or changed. What is older and answers only now is noted, and no news;
- a mission was opened to more people: the mission changed, and is compared as any change is: see `alerts`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from portal.discovery.documents import Thing
from portal.discovery.index import engine
from portal.discovery.saved.matching import Watched, all_answers

PERSON = "person:"


def answered_now(searches: Collection[Watched]) -> dict[int, set[Thing]]:
    """What each of some searches finds now in the whole index, the latest thousand at most, by id of the search.

    Searches of people who read the same are put once: what only one person reads is their own, which is no news. Raises
    `IndexUnavailable`: the outbox then tries again.
    """
    alike: dict[Any, list[Watched]] = defaultdict(list)
    for search in searches:
        side = frozenset(token for token in search.readers if not token.startswith(PERSON))
        alike[json.dumps(search.params, sort_keys=True), search.locale, side].append(search)
    found: dict[int, set[Thing]] = {}
    for (_asked, locale, side), same in alike.items():
        things = _answers(same, locale, side)
        found |= {search.id: things for search in same if things}
    return found


def _answers(same: Sequence[Watched], locale: str, side: frozenset[str]) -> set[Thing]:
    query = same[0].ask.query(side, locale)
    return set(all_answers(engine(), replace(query, order="newest"))[0])

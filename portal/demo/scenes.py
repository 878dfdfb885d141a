"""What happens to the three people one can sign in as, and to the team around the manager's desk."""

from __future__ import annotations

from typing import NamedTuple

# Kept out of the other stories, so that their desks and profiles stay readable. Alban has just arrived.
RESERVED = ("M0042", "M0043", "M0044", "M0045", "M0046", "M0020", "X0001", "M0031", "M0054")


# Seats that stay to be taken, whatever day the demo is loaded on: visitors can go all the way to a confirmed place.
# Nobody holds a place of the last of these missions, which grows old: its owners were warned twice.
# The mission's key and the place of the seat in it.
STILL_FREE = frozenset(
    {
        *(("ticket-machine-screens", 1), ("twelve-field-portraits", 1)),
        *(("second-life-tram-seats", 0), ("second-life-tram-seats", 1)),
    }
)


class Scene(NamedTuple):
    """Someone's way on a mission: which seat, how many days after publication, and how far it goes."""

    identifier: str
    seat: int
    after_days: int
    ending: str


# What waits here was asked for less than five working days ago, whatever the day of the week: later, it would have been
# passed on to the next level, or lapsed.
SCENES: dict[str, tuple[Scene, ...]] = {
    # Inès: recognised last spring, lends a little now, and asks for more.
    "readable-signature-grid": (Scene("M0042", 0, 2, "confirmed"),),
    "rosters-chosen-by-drivers": (Scene("M0042", 1, 3, "confirmed"),),
    "map-customer-data-before-crm": (Scene("M0042", 0, 0, "waiting"),),
    # Awa already gives much of her week; one more mission would pass her ceiling.
    "renewal-file-with-the-field": (Scene("M0044", 0, 2, "confirmed"),),
    "plain-disruption-messages": (Scene("M0044", 0, 34, "waiting"),),
    # Léa finished a mission that her manager has not recognised yet, and asks for a small one.
    "peak-hour-connections-marseille": (Scene("M0046", 1, 2, "confirmed"),),
    "supplier-scorecard": (Scene("M0046", 1, 0, "waiting"),),
    # Tom and Jules lend a little: their hours come to be confirmed.
    "lighter-executive-calendar": (Scene("M0043", 0, 2, "confirmed"),),
    "crew-room-redesign": (Scene("M0045", 0, 2, "confirmed"),),
    # Sofia works on one mission and was offered another.
    "what-passengers-read-on-the-map": (Scene("X0001", 0, 8, "confirmed"),),
    "field-app-usable-by-all": (Scene("X0001", 0, 15, "offered"),),
}

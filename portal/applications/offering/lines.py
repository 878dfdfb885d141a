"""An offer as the list shows it: plain values, so that it is drawn once for all who read the same."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from portal.applications.offering.models import SelfOffer
from portal.core.bilingual import Text, pick
from portal.organization.faces import Face


class Line(NamedTuple):
    """What one line shows, in `locale`."""

    public_id: str
    locale: str
    title: Text
    percent: int
    first_week: date
    last_week: date
    skills: tuple[Text, ...]
    person_id: int
    person: Face
    unit: str


def line_of(offer: SelfOffer, locale: str) -> Line:
    """The line of an offer, with its person, their unit and its skills read before."""
    person = offer.person
    return Line(
        offer.public_id,
        locale,
        Text(offer.title, offer.language),
        offer.percent,
        offer.first_week,
        offer.last_week,
        tuple(pick(skill, "label", locale) for skill in offer.skills),
        offer.person_id,
        Face(person.public_id, person.given_name, person.family_name, person.kind),
        pick(person.unit, "name", locale).text,
    )

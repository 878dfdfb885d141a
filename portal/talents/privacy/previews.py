"""One's own profile through the eyes of others: the page is read for them, by the rules that hold for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import Role
from portal.core.errors import NotFound
from portal.core.i18n import gettext as _
from portal.extensions import db
from portal.organization.models import Kind, Person
from portal.talents.extensions import owners_met
from portal.talents.visibility import Reader, StandIn

COLLEAGUE, EXTERNAL, HR, MANAGER = "colleague", "external", "hr", "manager"
_ANYONE = {
    COLLEAGUE: StandIn(),
    EXTERNAL: StandIn(kind=Kind.FREELANCE),
    HR: StandIn(roles=frozenset({Role.HR})),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """Someone whose eyes may be borrowed: who stands for anyone of a kind, or a person by their id. `key` stands in
    the address, `link` is what leads there, `mission` the title of the one they own."""

    key: str
    link: Any
    reader_id: int | None = None
    mission: str = ""

    @property
    def reader(self) -> Reader:
        """Who reads."""
        return _ANYONE[self.key] if self.reader_id is None else db.session.get_one(Person, self.reader_id)


def previews_of(person: Person, *, with_owners: bool = True) -> Iterator[Preview]:
    """Whose eyes someone may borrow: those of any colleague, external or human resources, of their manager, and of the
    owners of the missions they applied to. One query, none without owners."""
    yield Preview(COLLEAGUE, _("See it as a colleague"))
    yield Preview(EXTERNAL, _("See it as an external"))
    yield Preview(HR, _("See it as human resources"))
    if person.needs_authorization and person.manager_id is not None:
        yield Preview(MANAGER, _("See it as my manager"), person.manager_id)
    for meet in owners_met if with_owners else ():
        for key, owner_id, mission in meet(person):
            link = _("See it as the owner of “%(mission)s”", mission=mission)
            yield Preview(key, link, owner_id, mission)


def preview_named(person: Person, key: str) -> Preview:
    """The eyes that an address names, a colleague's when it names none. Raises `NotFound` for any that one cannot
    borrow."""
    found = next((one for one in previews_of(person) if one.key == (key or COLLEAGUE)), None)
    if found is None:
        raise NotFound
    return found


def told(preview: Preview, reader: Any) -> Any:
    """Through whose eyes one looks, as a sentence."""
    if preview.mission:
        return _(
            "This is your profile as %(name)s, who owns “%(mission)s”, sees it.",
            name=reader.full_name,
            mission=preview.mission,
        )
    if preview.key == MANAGER:
        return _("This is your profile as %(name)s, your manager, sees it.", name=reader.full_name)
    return {
        COLLEAGUE: _("This is your profile as a colleague sees it."),
        EXTERNAL: _("This is your profile as an external sees it."),
        HR: _("This is your profile as human resources see it."),
    }[preview.key]

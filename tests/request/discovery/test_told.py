"""Looking for people without an index: in what their reader may read, as it was written last."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.transaction import transaction
from portal.discovery.told import told
from portal.extensions import db
from portal.organization.models import Person
from portal.skills.words import words_of
from portal.talents.models import Experience, HeldSkill, Profile
from portal.talents.queries import visible_to
from tests.cast import PEOPLE


@pytest.fixture
def found(app, cast):
    """The names of the cast that a reader finds by words, kinds of talent and units."""

    def find(reader: str, text: str, kinds: tuple[str, ...] = (), units: tuple[str, ...] = ()) -> set[str]:
        with app.app_context():
            everyone = told()
            person = getattr(cast, reader).person()
            bits = everyone.found(person, words_of(text))
            for facet, values in (("contract", kinds), ("unit", units)):
                bits &= everyone.having(person, facet, values) if values else bits
            ids = everyone.page(bits, start=0, count=len(everyone.ids))
            assert len(ids) == len(set(ids)) == bits.bit_count()
            return {name for name in PEOPLE if getattr(cast, name).id in ids}

    return find


def write(app, change) -> None:
    with app.app_context(), transaction() as session:
        change(session)


def profile(cast, **texts):
    return lambda session: session.add(Profile(person_id=cast.tom.id, **texts))


def job(cast, words):
    def change(session):
        session.get_one(Person, cast.tom.id).job_title = words

    return change


def experience(cast, words):
    past = Experience(person_id=cast.tom.id, title_fr=words, started_on=clock.today())
    return lambda session: session.add(past)


def test_an_external_finds_nobody_by_what_externals_do_not_read(app, cast, found):
    write(app, profile(cast, headline_fr="Cartographe", summary_en="Shepherd of flows"))
    write(app, job(cast, "Éclusier"))
    write(app, experience(cast, "Gardien de phare"))
    for words, employees_only in (("cartographe", False), ("shepherd", True), ("eclusier", True), ("phare", True)):
        assert found("ines", words) == {"tom"}
        assert found("sofia", words) == (set() if employees_only else {"tom"})


def test_what_was_just_written_is_found_at_once(app, cast, world, found):
    assert found("ines", "lefevre") == {"tom"}
    assert found("ines", "crm") == set()
    crm = world.skill("CRM")
    write(app, lambda session: session.add(HeldSkill(person_id=cast.lea.id, skill_id=crm.id, level=2)))
    assert found("ines", "crm") == {"lea"}
    write(app, lambda session: session.execute(sa.delete(HeldSkill)))
    assert found("ines", "crm") == set()
    write(app, lambda session: setattr(session.get_one(Person, cast.tom.id), "family_name", "Lenoir"))
    assert found("ines", "lefevre") == set()


def test_every_word_counts_wherever_it_stands(app, cast, world, found):
    crm = world.skill("CRM", "Relation client")
    world.holds(cast.tom, crm, 3)
    world.holds(cast.lea, crm, 3)
    assert found("ines", "client") == {"tom", "lea"}
    assert found("ines", "tom relation crm") == {"tom"}
    assert found("ines", "tom lea") == set()
    assert found("ines", "%") == set()


def test_kinds_and_units_narrow(app, cast, found):
    with app.app_context():
        marketing = cast.tom.person().unit.public_id
    assert found("ines", "", kinds=("freelance", "temp")) == {"sofia", "lila"}
    assert found("ines", "", kinds=("freelance",), units=(marketing,)) == {"sofia"}
    assert found("ines", "", units=("nowhere",)) == set()


def test_those_who_left_are_not_found_and_everyone_else_is(app, cast, found):
    write(app, lambda session: setattr(session.get_one(Person, cast.jade.id), "left_on", clock.today()))
    assert found("ines", "jade") == set()
    with app.app_context():
        for reader in (cast.ines.person(), cast.sofia.person()):
            assert set(told().ids) == set(db.session.scalars(visible_to(reader).with_only_columns(Person.id)))

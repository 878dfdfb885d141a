"""The level that counts, kept beside each skill: always what the rule says, and read wherever levels are compared."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionState
from portal.recognition import queries as recognitions
from portal.recognition import services as recognition
from portal.talents import services
from portal.talents.evidence.counting import is_out_of_date, level_that_counts, recount
from portal.talents.models import EvidenceKind, HeldSkill, SkillEvidence
from tests.threads import in_threads

OUTCOME = "Twenty flows described, and a team that can go on alone."
ATTESTED, DECLARED = EvidenceKind.ATTESTED, EvidenceKind.DECLARED


def counted(held) -> tuple[int, int]:
    row = held.load()
    return row.level, row.counted_level


def days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


@pytest.fixture
def sql(world):
    return world.skill("SQL")


@pytest.fixture
def attest(app, world, cast):
    """`attest(skill, level, of=…)`: Karim attests it on a mission of his, by the service."""

    def do(skill, level, *, of):
        mission = world.mission(first=-6, last=-2, state=MissionState.COMPLETED, skills=((skill, 2),))
        drafted = world.recognition(world.seated(mission, of))
        with app.test_request_context():
            karim = cast.karim.person()
            found = recognitions.get_visible(karim, drafted.public_id)
            recognition.attest_recognition(
                karim, found, outcome=OUTCOME, lang="en", minutes=60, levels={skill.id: level}
            )

    return do


def test_what_the_column_says_is_the_rule(app, world, cast):
    rng = random.Random(7)
    with app.app_context(), transaction() as session:
        session.expire_all()
    skills = [world.skill(f"Skill {number}") for number in range(40)]
    for skill in skills:
        world.holds(cast.tom, skill, rng.randint(1, 4))
        for _ in range(rng.randint(0, 5)):
            kind = rng.choice((ATTESTED, ATTESTED, DECLARED, EvidenceKind.ENDORSED))
            by = rng.choice((cast.karim, cast.claire, cast.lea, cast.jade))
            fields = {"level": rng.randint(1, 4), "at": days_ago(rng.randint(1, 6))}
            if kind is EvidenceKind.ENDORSED:
                by = getattr(cast, ["ines", "nadia", "marc", "dora", "oscar", "paul"][rng.randrange(6)])
                with app.app_context():
                    known = sa.select(SkillEvidence.id).filter_by(
                        person_id=cast.tom.id, skill_id=skill.id, by_id=by.id, kind=kind
                    )
                    if db.session.scalar(known):
                        continue
            world.evidence(cast.tom, skill, kind, by=by, **fields)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(HeldSkill).where(is_out_of_date())) == 0
        for held in db.session.scalars(sa.select(HeldSkill)):
            rows = db.session.scalars(sa.select(SkillEvidence).filter_by(skill_id=held.skill_id)).all()
            attested = [(row.level, row.at) for row in rows if row.kind is ATTESTED]
            said = max((row.at for row in rows if row.kind is DECLARED), default=None)
            assert held.counted_level == level_that_counts(held.level, said, attested)


def test_it_follows_each_verb(app, world, cast, visit, sql, attest):
    sofia = visit(cast.sofia)
    sofia.submit(sofia.get("/profile/skills/new"), "/profile/skills", {"label": "SQL", "level": "4"})
    with app.app_context():
        held = db.session.scalars(sa.select(HeldSkill)).one()
        assert (held.level, held.counted_level) == (4, 4)
        address = f"/profile/skills/{held.public_id}"

    def now() -> tuple[int, int]:
        with app.app_context():
            row = db.session.scalars(sa.select(HeldSkill)).one()
            assert db.session.scalar(sa.select(sa.func.count()).select_from(HeldSkill).where(is_out_of_date())) == 0
            return row.level, row.counted_level

    attest(sql, 3, of=cast.sofia)
    assert now() == (4, 3)
    page = sofia.get(address)
    assert "Attested on a mission: “masters”." in page.text
    sofia.submit(page, address, {"level": "2"})
    assert now() == (2, 2), "nobody is put above what they say of themselves since"
    sofia.submit(sofia.get(address), address, {"level": "4"})
    assert now() == (4, 3)
    done = sofia.submit(sofia.get("/profile"), f"{address}/remove")
    page = sofia.get(done.location)
    sofia.submit(page, "/restore", {"event": next(page.find("button", form="undo")).attrib["value"]})
    assert now() == (4, 3), "what was attested is not left behind by removing and putting back"
    done = sofia.submit(sofia.get("/profile"), "/remove")
    sofia.submit(sofia.get("/profile/skills/new"), "/profile/skills", {"label": "SQL", "level": "4"})
    assert now() == (4, 3), "nor by adding it anew"


def test_one_who_declares_less_than_was_attested_may_say_so_again(app, world, cast, visit, sql, attest):
    held = world.holds(cast.tom, sql, 2)
    attest(sql, 3, of=cast.tom)
    tom = visit(cast.tom)
    address = f"/profile/skills/{held.public_id}"
    with app.app_context():
        assert counted(held) == (2, 3)
    tom.submit(tom.get(address), address, {"level": "2"})
    with app.app_context():
        assert counted(held) == (2, 2)


def test_an_attestation_leaves_an_open_form_as_it_was(app, world, cast, visit, sql, attest):
    held = world.holds(cast.tom, sql, 4)
    tom = visit(cast.tom)
    address = f"/profile/skills/{held.public_id}"
    page = tom.get(address)
    attest(sql, 2, of=cast.tom)
    tom.submit(page, address, {"level": "3"})
    with app.app_context():
        assert counted(held) == (3, 2)


def test_everyone_at_once(app, world, cast, sql):
    held = [world.holds(who, sql, 4) for who in (cast.tom, cast.lea)]
    with app.app_context(), transaction() as session:
        session.execute(sa.update(HeldSkill).values(counted_level=1))
        recount(session)
        assert [counted(one) for one in held] == [(4, 4), (4, 4)]


@pytest.mark.parametrize("attempt", range(4))
def test_attesting_and_declaring_at_once(app, world, cast, sql, attempt):
    """Whoever writes last, the attested level counts: neither overlooks what the other is writing."""
    mission = world.mission(first=-6, last=-2, state=MissionState.COMPLETED, skills=((sql, 2),))
    drafted = world.recognition(world.seated(mission, cast.ines))
    held = world.holds(cast.ines, sql, 1)
    start, failures = Barrier(2), []

    def attest():
        karim = cast.karim.person()
        found = recognitions.get_visible(karim, drafted.public_id)
        start.wait(timeout=30)
        recognition.attest_recognition(karim, found, outcome=OUTCOME, lang="en", minutes=60, levels={sql.id: 3})

    def declare():
        ines = cast.ines.person()
        start.wait(timeout=30)
        services.change_skill(ines, ines, held.public_id, level=4, appetite=None)

    def run(deed):
        with app.test_request_context():
            try:
                deed()
            except Exception as error:
                failures.append(error)

    in_threads(partial(run, deed) for deed in (attest, declare))
    assert failures == []
    with app.app_context():
        assert counted(held) == (4, 3)


# Where levels are compared, sorted or shown


@pytest.fixture
def overrated(world, cast, sql):
    """Tom declares 4; 2 was attested."""
    held = world.holds(cast.tom, sql, 4)
    world.evidence(cast.tom, sql, ATTESTED, by=cast.karim, mission=world.mission(), level=2)
    return held


def test_the_directory_keeps_who_counts_at_the_level(visit, cast, world, sql, overrated):
    world.holds(cast.lea, sql, 3)
    page = visit(cast.ines).get("/talents?skill=SQL&level=3")
    assert "Léa Nguyen" in page.text
    assert "Tom Lefèvre" not in page.text
    assert "Tom Lefèvre" in visit(cast.ines).get("/talents?skill=SQL&level=2").text
    table = visit(cast.helene).get("/talents/export.csv?skill=SQL").html
    assert "SQL (practises)" in table
    assert "SQL (teaches)" not in table


def test_a_skill_counts_who_practises_it(visit, cast, world, sql):
    world.holds(cast.tom, sql, 4)
    world.evidence(cast.tom, sql, ATTESTED, by=cast.karim, mission=world.mission(), level=1)
    world.holds(cast.lea, sql, 2)
    page = visit(cast.ines).get(f"/skills/{sql.public_id}")
    assert "1person practises it, or better" in page.text.replace(" person", "person")


def test_missions_mark_what_fits_by_it(visit, cast, world, sql, overrated):
    mission = world.mission(skills=((sql, 3),))
    page = visit(cast.tom).get(f"/missions/{mission.public_id}")
    assert "you hold it at a lower level" in page.text


def test_candidates_are_held_against_it(visit, cast, world, sql, overrated):
    mission = world.mission(skills=((sql, 3),))
    application = world.application(mission, cast.tom)
    page = visit(cast.karim).get(f"/applications/{application.public_id}")
    assert "Held at level 2, below what is asked." in page.text


def test_the_desk_and_the_cv_say_it(visit, cast, world, sql, overrated):
    request = world.authorization(world.mission(skills=((sql, 3),)), cast.tom)
    desk = visit(cast.nadia).get(f"/desk/{request.public_id}")
    assert "level 2 of 4" in desk.text
    assert "level 4 of 4" not in desk.text
    cv = visit(cast.tom).get("/profile/cv")
    assert "practises, attested on 1 mission" in cv.text


def test_the_file_of_a_cv_says_what_is_declared(visit, cast, world, sql, overrated):
    tom = visit(cast.tom)
    assert '"level": "teaches"' in tom.client.get("/profile/cv.json").get_data(as_text=True)

"""A search never tells what its author may not read: no hit, no count, no suggestion, for any role.

Each hidden place holds a word of its own. The table says who may find it; everybody else searches it, with a slip in
it too, and must learn nothing.
"""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core.transaction import transaction
from portal.core.worker import drain
from portal.discovery import index
from portal.discovery.documents import document_ids, every_document
from portal.discovery.readers import readers_of
from portal.engagements.models import Tier
from portal.extensions import db
from portal.missions.models import Audience, MissionState, Stage
from portal.missions.queries import visible_to
from portal.organization.models import Person
from portal.talents.models import Appetite, EvidenceKind
from tests.cast import PEOPLE
from tests.html_of_search import counts_of, titles_of

EXTERNALS = {"sofia", "theo", "lila"}
EVERYONE = set(PEOPLE)
EMPLOYEES = EVERYONE - EXTERNALS
NOBODY: set[str] = set()

# word: who may find it. Karim and Claire own the missions; Helene is HR; Simone sponsors the pilot; Jade left. Of the
# externals, Theo alone works for a firm of the panel.
CANARIES = {
    "draftitlex": {"karim", "claire"},
    "draftbriefx": {"karim", "claire"},
    "submittedx": {"karim", "claire", "helene", "simone"},
    "internalx": EMPLOYEES,
    "externalx": EVERYONE,
    "insidefirstx": EMPLOYEES,
    "panelledx": EMPLOYEES | {"theo"},
    "cancelledx": {"karim", "claire", "helene"},
    "applicationx": NOBODY,
    "offerx": NOBODY,
    "declinedx": NOBODY,
    "leftx": NOBODY,
    "summaryx": EMPLOYEES,
    "jobx": EMPLOYEES,
    "experiencex": EMPLOYEES,
    "experiencetextx": NOBODY,
    "placex": EMPLOYEES,
    "headlinex": EVERYONE,
    "skillx": EVERYONE,
    "identifierx": NOBODY,
}


def write(world, cast) -> None:
    """Everything that hides a word."""
    owned = {"owner": cast.karim, "co_owner": cast.claire}
    draft = world.mission(**owned, title_en="Draftitlex", state=MissionState.DRAFT)
    with world.app.app_context(), transaction():
        draft.load().brief.tools_fr = "Draftbriefx"
    pilot = world.pilot()
    world.mission(**owned, summary_fr="Submittedx", state=MissionState.SUBMITTED, pilot=pilot)
    world.mission(**owned, title_fr="Internalx", audience=Audience.EMPLOYEES)
    world.mission(**owned, title_fr="Externalx", audience=Audience.EXTERNALS)
    world.firm(cast.theo, Tier.STRATEGIC)
    world.firm(cast.sofia, Tier.AD_HOC)
    world.mission(**owned, title_fr="Insidefirstx", stage=Stage.INTERNAL)
    world.mission(**owned, title_fr="Panelledx", audience=Audience.EXTERNALS, stage=Stage.PANEL)
    world.mission(**owned, title_en="Cancelledx", state=MissionState.CANCELLED, published_at=None)
    applied = world.application(
        world.mission(), cast.ines, state=ApplicationState.OFFERED, message="Applicationx is my word."
    )
    world.application(world.mission(), cast.tom, state=ApplicationState.DECLINED, message="Declinedx")
    with world.app.app_context(), transaction():
        applied.load().offer.message = "Offerx"
        applied.load().offer.why = "Offerx"
    skill = world.skill("Skillx")
    world.profile(cast.jade, headline_en="Leftx")
    world.profile(cast.tom, headline_fr="Headlinex", summary_en="Summaryx")
    world.holds(cast.tom, skill, 3, appetite=Appetite.AVOID)
    world.evidence(cast.tom, skill, EvidenceKind.ENDORSED, by=cast.lea, level=3)
    world.experience(cast.tom, title_fr="Experiencex", summary_fr="Experiencetextx")
    with world.app.app_context(), transaction():
        tom = cast.tom.person()
        tom.job_title, tom.place, tom.identifier = "Jobx", "Placex", "Identifierx"
        cast.jade.person().left_on = date(2024, 1, 1)


def slipped(word: str) -> str:
    """The word with two letters swapped, as someone would type it too fast."""
    return word[:2] + word[3] + word[2] + word[4:]


@pytest.mark.parametrize("engine", ["index", "database", "late"])
def test_words_are_found_by_those_who_may_read_them_and_nobody_else(world, cast, visit, engine):
    """`late`: the index was built when everything was open to everyone, and heard nothing since."""
    write(world, cast)
    if engine != "database":
        with world.app.app_context():
            index.rebuild()
    if engine == "late":
        with world.app.app_context():
            open_everything(index.engine())
    wrong = []
    for name in ("ines", "nadia", "karim", "helene", "simone", "paul", "adele", "sofia", "lila", "theo"):
        visitor = visit(getattr(cast, name))
        for word, allowed in CANARIES.items():
            page = visitor.get(f"/search?q={word}")
            found = bool(titles_of(page)) or sum(counts_of(page).values()) > 0
            told = "Did you mean" in page.text
            if name not in allowed and (found or told):
                wrong.append(f"{name} finds {word}")
            if name in allowed and not found and not _only_in_index(word, engine):
                wrong.append(f"{name} does not find {word}")
            if name not in allowed and slipped(word) != word:
                page = visitor.get(f"/search?q={slipped(word)}")
                if titles_of(page) or "Did you mean" in page.text:
                    wrong.append(f"{name} is told of {word}")
    assert not wrong


def _only_in_index(word: str, engine: str) -> bool:
    """The plain comparison of the database does not read briefs nor a person's place."""
    return engine != "index" and word in ("draftbriefx", "placex")


def open_everything(engine) -> None:
    """Put every document back as if everyone could read it."""
    from dataclasses import replace

    from sqlalchemy.orm import Session

    everyone = frozenset({"employees", "externals"})
    with Session(db.engine) as session:
        documents = [replace(document, readers=everyone) for document in every_document(session)]
    engine.rebuild(documents)


def test_facets_count_only_what_may_be_read(world, cast, visit):
    write(world, cast)
    with world.app.app_context():
        index.rebuild()
    page = visit(cast.sofia).get("/search?q=the&kind=mission")
    with world.app.app_context():
        readable = len(db.session.scalars(visible_to(cast.sofia.person())).all())
    assert counts_of(page)["Missions"] <= readable


def test_tokens_say_what_the_queries_say(world, cast):
    """For every person and every mission: sharing a token is the same as being able to read."""
    write(world, cast)
    for state in MissionState:
        for audience in Audience:
            world.mission(state=state, audience=audience, owner=cast.oscar)
    with world.app.app_context():
        from sqlalchemy.orm import Session

        with Session(db.engine) as session:
            readers = {document.id: document.readers for document in every_document(session)}
        for person in db.session.scalars(sa.select(Person)):
            mine = readers_of(person)
            seen = {name for row in db.session.scalars(visible_to(person)) for name in document_ids("mission", row.id)}
            by_token = {name for name, tokens in readers.items() if name.startswith("mission") and tokens & mine}
            assert by_token == seen, person.full_name


def test_someone_who_leaves_is_gone_once_the_worker_passed(world, cast, visit, app):
    from portal.organization.workflow import person_left

    world.profile(cast.tom, headline_en="Leavingx")
    with app.app_context():
        index.rebuild()
    assert titles_of(visit(cast.ines).get("/search?q=leavingx")) == ["Tom Lefèvre"]
    with app.app_context(), transaction():
        tom = cast.tom.person()
        tom.left_on = date(2024, 1, 1)
        person_left(tom)
    assert not titles_of(visit(cast.ines).get("/search?q=leavingx"))
    with app.app_context():
        drain()
        assert not index.verify()

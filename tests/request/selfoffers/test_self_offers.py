"""A talent says what they would like to do; those who look for people read it and invite; it ends when it is stale."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.offering import services
from portal.applications.offering.models import MOST_OPEN, STANDS, WARNED, SelfOffer, SelfOfferState
from portal.core import clock, worker
from portal.core.audit import Event
from portal.core.errors import Conflict, Forbidden
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Audience, MissionState, Stage
from portal.organization.models import Kind
from portal.organization.workflow import person_left
from portal.skills.library.merging import merge
from portal.talents.availability.models import Pause
from tests.mailbox import mails_written
from tests.selfoffers import said
from tests.threads import in_threads

LIST, MINE, NEW = "/self-offers", "/self-offers/mine", "/self-offers/new"
MOST_STATEMENTS = 15
S = SelfOfferState


@pytest.fixture
def post(app, cast):
    """What someone (Inès unless told otherwise) offers. Its public id."""

    def make(person=None, **changes):
        with app.app_context():
            return services.post_self_offer((person or cast.ines).person(), said(**changes)).public_id

    return make


@pytest.fixture
def read(app):
    """A column of it as it is written."""

    def column(public_id, name="state"):
        with app.app_context():
            found = db.session.scalars(sa.select(SelfOffer).where(SelfOffer.public_id == public_id)).one()
            return getattr(found, name)

    return column


@pytest.fixture
def told(app):
    """Who was told what of their offers."""

    def those():
        with app.app_context():
            written = [(mail["to"].partition("@")[0], mail["event"]) for mail in mails_written()]
        return [(to, event) for to, event in written if event.startswith("self_offers/")]

    return those


def typed(**changes):
    words = said()
    values = {
        "title": words.title,
        "text": words.text,
        "percent": "20",
        "first_week": words.first_week.isoformat(),
        "last_week": words.last_week.isoformat(),
    }
    return {f"offer-{name}": value for name, value in (values | changes).items()}


def pass_days(app, days):
    with app.app_context(), clock.at(clock.now() + timedelta(days=days)):
        worker.do_chores()


def test_from_words_to_an_invitation(visit, cast, world):
    world.mission(title_en="Read what customers write")
    ines = visit(cast.ines)
    assert MINE in ines.get("/applications").html
    page = ines.get(NEW)
    assert "Read by employees who own a mission, and by human resources" in page.text
    where = ines.submit(page, NEW, typed()).location
    shown = ines.get(where)
    assert "Those who look for people can read it now." in shown.text
    assert "Nobody invited you yet." in shown.text
    karim = visit(cast.karim)
    assert LIST in karim.get("/applications/received").html
    found = karim.get(LIST)
    assert "1 offer" in found.text
    assert "Listen to our customers" in found.text
    assert f"/talents/{cast.ines.public_id}/invite" in found.html
    invite = karim.get(f"/talents/{cast.ines.public_id}/invite")
    karim.submit(invite, "/invite", {"invite-message": "You wrote that you listen."})
    assert "Read what customers write" in ines.get(where).text
    # Who is a candidate already is not invited again to the same mission.
    assert f"/talents/{cast.ines.public_id}/invite" not in karim.get(LIST).html


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Say it in a few words."),
        ({"title": "x" * 161}, "Keep it under 160 characters."),
        ({"text": ""}, "Say what you would like to do, and what you bring."),
        ({"percent": "12"}, "Choose a share between 5 and 100, in steps of 5."),
        ({"first_week": "2020-01-06", "last_week": "2020-01-13"}, "These weeks are past."),
        ({"last_week": "2020-01-13"}, "The last week comes before the first."),
        ({"last_week": "2090-01-02"}, "Choose weeks nearer to today."),
        ({"skills-0": "Zorglub"}, "The library has no skill of this name"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(app, visit, cast, changes, sentence):
    ines = visit(cast.ines)
    page = ines.submit(ines.get(NEW), NEW, typed(**changes), status=422)
    assert sentence in page.text
    if "text" not in changes:
        assert said().text in page.html
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(SelfOffer.id))) == 0


def test_skills_are_kept_and_edited(app, visit, cast, world, post, read):
    names = ("Active listening", "Plain words")
    keys = [world.skill(name).id for name in names]
    ines = visit(cast.ines)
    where = ines.submit(ines.get(NEW), NEW, typed(**{"skills-0": names[0].upper(), "skills-3": names[1]})).location
    key = where.rpartition("/")[2]
    assert names[0] in ines.get(where).text
    edit = ines.get(f"{where}/edit")
    assert names[0] in edit.html
    assert names[1] in edit.html
    until = read(key, "until")
    ines.submit(edit, "/edit", {"offer-title": "Listen, then write", "offer-skills-0": ""})
    with app.app_context():
        offer = db.session.scalars(sa.select(SelfOffer)).one()
        assert [skill.id for skill in offer.skills] == keys[1:]
        assert (offer.title, offer.until) == ("Listen, then write", until)
        events = db.session.scalars(
            sa.select(Event.action).where(Event.subject_type == "self_offer").order_by(Event.id)
        ).all()
    assert events == ["post", "edit"]
    stale = ines.submit(edit, "/edit", {"offer-title": "Again"}, status=409)
    assert "Again" in stale.html


def test_three_stand_at_most_even_at_once(app, visit, cast, post):
    for number in range(MOST_OPEN - 1):
        post(title=f"Idea {number}")

    refused = []

    def one_more():
        with app.app_context():
            try:
                services.post_self_offer(cast.ines.person(), said())
            except Conflict as error:
                refused.append(error)

    in_threads([one_more] * 4)
    assert len(refused) == 3
    visit(cast.ines).get(NEW, status=409)


def test_who_reads_it(visit, cast, world, post):
    key = post()
    address = f"{LIST}/{key}"
    visit(cast.ines).get(address)
    visit(cast.helene).get(address)
    # Karim owns no mission yet; nor do the others. The manager of whoever wrote it is no exception.
    for someone in (cast.karim, cast.nadia, cast.tom, cast.sofia):
        visit(someone).get(address, status=404)
    world.mission(owner=cast.karim, state=MissionState.DRAFT)
    visit(cast.karim).get(address)
    world.mission(owner=cast.nadia, state=MissionState.CLOSED)
    visit(cast.nadia).get(address, status=404)
    for someone in (cast.nadia, cast.tom, cast.sofia):
        browser = visit(someone)
        assert browser.get(LIST, status=303).location.endswith(MINE)
        assert "Here is what you offer." in browser.get(MINE).text
    assert "Listen to our customers" in visit(cast.helene).get(LIST).text


@pytest.mark.parametrize("step", ["withdraw", "renew", "edit"])
def test_nobody_else_changes_it(visit, cast, world, post, read, step):
    key = post()
    world.mission()
    karim = visit(cast.karim)
    data = {"csrf_token": karim.token("/missions"), **typed()}
    karim.post(f"{LIST}/{key}/{step}", data, status=403)
    tom = visit(cast.tom)
    tom.post(f"{LIST}/{key}/{step}", {**data, "csrf_token": tom.token("/missions")}, status=404)
    assert read(key) is S.OPEN


def test_taken_off_then_shown_again(visit, cast, world, post, read):
    world.mission()
    key = post()
    ines, address = visit(cast.ines), f"{LIST}/{key}"
    page = ines.get(address)
    after = ines.get(ines.submit(page, "/withdraw").location)
    assert "Nobody reads it any more." in after.text
    visit(cast.karim).get(address, status=404)
    assert "Listen to our customers" not in visit(cast.karim).get(LIST).text
    ines.submit(page, "/withdraw", status=409)
    ines.get(f"{address}/edit", status=409)
    ines.submit(after, "/renew")
    assert read(key) is S.OPEN
    assert "Listen to our customers" in visit(cast.karim).get(LIST).text


def test_it_is_asked_about_then_it_ends(app, visit, cast, world, post, read, told):
    world.mission()
    key = post()
    pass_days(app, (STANDS - WARNED).days - 1)
    assert told() == []
    for _ in range(2):
        pass_days(app, (STANDS - WARNED).days)
    assert told() == [("ines", "self_offers/ending")]
    pass_days(app, STANDS.days + 1)
    assert read(key) is S.LAPSED
    assert told() == [("ines", "self_offers/ending"), ("ines", "self_offers/lapsed")]


def test_one_press_lets_it_stand(app, visit, cast, post, read, told):
    key = post(last_week=clock.this_week() + timedelta(weeks=20))
    with clock.at(clock.now() + STANDS - timedelta(days=2)):
        with app.app_context():
            worker.do_chores()
        ines = visit(cast.ines)
        ines.submit(ines.get(f"{LIST}/{key}"), "/renew")
        assert read(key, "until") == clock.today() + STANDS
        assert read(key, "warned_on") is None
    pass_days(app, STANDS.days + 1)
    assert read(key) is S.OPEN


def test_past_weeks_are_not_shown_again(app, cast, post, read):
    key = post()
    with app.app_context(), clock.at(clock.now() + timedelta(weeks=30)):
        offer = db.session.scalars(sa.select(SelfOffer)).one()
        with pytest.raises(Conflict):
            services.renew_self_offer(cast.ines.person(), offer)
        with pytest.raises(Forbidden):
            services.withdraw_self_offer(cast.tom.person(), offer)
    assert read(key) is S.OPEN


def test_who_leaves_offers_nothing(app, cast, post, read):
    key = post()
    with app.app_context(), transaction():
        person = cast.ines.person()
        person.left_on = clock.today()
        person_left(person)
    assert read(key) is S.LAPSED


def test_who_is_on_pause_is_asked_nothing(app, visit, cast, world, post):
    world.mission()
    key = post()
    with app.app_context(), transaction() as session:
        today = clock.today()
        session.add(Pause(person_id=cast.ines.id, starts_on=today, ends_on=today + timedelta(days=9), note=""))
    karim = visit(cast.karim)
    assert "Listen to our customers" not in karim.get(LIST).text
    karim.get(f"{LIST}/{key}", status=404)
    visit(cast.ines).get(f"{LIST}/{key}")


def test_the_list_is_narrowed(visit, cast, world, post):
    world.mission()
    post(title="Écouter les clients", percent=40)
    post(cast.sofia, title="Make forms that everyone fills", percent=10)
    karim = visit(cast.karim)

    def found(query):
        page = karim.get(f"{LIST}?{query}")
        return [title for title in ("Écouter les clients", "Make forms that everyone fills") if title in page.text]

    assert len(found("")) == 2
    assert found("q=ecouter") == ["Écouter les clients"]
    assert found("q=everyone+forms") == ["Make forms that everyone fills"]
    assert found("kind=freelance") == ["Make forms that everyone fills"]
    assert found("share=40") == ["Écouter les clients"]
    assert found("q=nothing") == []
    assert len(found("share=7&kind=x&fits=maybe&page=99999")) in (0, 2)
    assert "Nothing that fits" in karim.get(f"{LIST}?q=nothing").text


def test_words_are_looked_for_in_what_is_said_now_and_in_its_skills(app, visit, cast, world, post):
    world.mission()
    skill = world.skill("Data visualisation")
    key = post(title="Écouter les clients")
    karim = visit(cast.karim)
    assert "Écouter les clients" in karim.get(f"{LIST}?q=ecouter").text
    with app.app_context():
        offer = db.session.scalars(sa.select(SelfOffer).where(SelfOffer.public_id == key)).one()
        services.edit_self_offer(offer.person, offer, said(title="Dessiner des façades", skills=[skill.load()]))
    for words, found in (("DATA visualisation", True), ("facades DATA", True), ("ecouter", False)):
        assert ("Dessiner des façades" in karim.get(f"{LIST}?q={words}").text) is found, words


@pytest.mark.parametrize(
    ("case", "fits"),
    [
        ("employee", True),
        ("other weeks", False),
        ("other skill", False),
        ("full", False),
        ("closed to their kind", False),
        ("inside first", False),
        ("open", True),
    ],
)
def test_what_fits_a_place_is_named_where_people_are_invited(app, visit, cast, world, post, case, fits):
    external = case in ("closed to their kind", "inside first", "open")
    audience = Audience.EMPLOYEES if case == "closed to their kind" else Audience.BOTH
    stage = Stage.INTERNAL if case in ("inside first", "closed to their kind") else Stage.OPEN
    asked, other = world.skill("Active listening"), world.skill("Plain words")
    mission = world.mission(audience=audience, stage=stage, first=2, last=6, skills=[(asked, 2)])
    with app.app_context():
        skills = [(other if case == "other skill" else asked).load()]
        first = clock.this_week() + timedelta(weeks=7 if case == "other weeks" else 4)
        person = cast.sofia if external else cast.ines
        words = said(skills=skills, first_week=first, last_week=first + timedelta(weeks=4))
        services.post_self_offer(person.person(), words)
        if case == "full":
            with transaction():
                seat = mission.load().seats[0]
                seat.taken = seat.places
    karim = visit(cast.karim)
    assert ("Listen to our customers" in karim.get(f"/missions/{mission.public_id}/invite").text) is fits
    assert karim.query_count <= MOST_STATEMENTS
    assert ("Listen to our customers" in karim.get(f"{LIST}?fits=1").text) is fits


def test_the_list_stays_within_its_statements(app, visit, cast, world):
    world.mission()
    with app.app_context():
        for name in ("ines", "tom", "lea", "sofia", "theo", "lila", "nadia"):
            for number in range(MOST_OPEN):
                services.post_self_offer(getattr(cast, name).person(), said(title=f"{name} {number}"))
    karim = visit(cast.karim)
    page = karim.get(f"{LIST}?fits=0&q=desk")
    assert "21 offers" in page.text
    assert karim.query_count <= MOST_STATEMENTS
    ines = visit(cast.ines)
    ines.get(MINE)
    assert ines.query_count <= MOST_STATEMENTS


def test_a_rate_is_nowhere(visit, cast, world, post):
    world.mission(audience=Audience.BOTH, stage=Stage.OPEN)
    key = post(cast.sofia)
    karim = visit(cast.karim)
    for address in (LIST, f"{LIST}/{key}"):
        assert "€" not in karim.get(address).text
    assert Kind.FREELANCE.value in karim.get(LIST).html


def test_a_skill_that_is_merged_keeps_its_offers(app, cast, world, post):
    kept, lost = world.skill("Active listening"), world.skill("Careful listening")
    with app.app_context():
        both = [lost.load(), kept.load()]
        services.post_self_offer(cast.ines.person(), said(skills=both))
        services.post_self_offer(cast.tom.person(), said(skills=both[:1]))
        merge(cast.helene.person(), lost.load(), kept.load())
        offers = db.session.scalars(sa.select(SelfOffer).order_by(SelfOffer.id)).all()
        assert [[skill.id for skill in offer.skills] for offer in offers] == [[kept.id], [kept.id]]
        # Chosen before the merge and sent after it: the skill that stands is named.
        late = services.post_self_offer(cast.lea.person(), said(skills=[lost.load()]))
        assert [skill.id for skill in late.skills] == [kept.id]

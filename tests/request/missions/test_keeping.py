"""What is written in the form of a mission and not saved: kept for its author alone, gone on with or thrown away."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
import sqlalchemy as sa

from portal.accounts.services import disable_account
from portal.core import clock
from portal.core.errors import Conflict
from portal.core.transaction import transaction
from portal.core.worker import do_chores
from portal.extensions import db
from portal.missions.keeping.models import LONGEST, KeptCopy
from portal.missions.keeping.services import keep_copy
from portal.missions.models import Mission, MissionState
from portal.organization.workflow import person_left
from tests.request.missions.test_form import NEW, edit
from tests.request.security.conftest import digest
from tests.threads import in_threads

WAITS = "You had written something on"
BACK = "is back in the form. It is not saved until you save it."
CHANGED = "The mission was changed after you began to write this."


def kept_at(path):
    return f"{path}/kept"


def keep(browser, page, path, typed, *, status=200):
    """What the script sends while someone types in the form that `page` shows."""
    return browser.post(kept_at(path), {**page.form(path), **typed}, status=status)


def go_on(browser, page):
    return browser.get(page.links()["Go on with it"])


def discard(browser, page, **options):
    return browser.submit(page, "/discard", **options)


@pytest.fixture
def kept(app):
    """Whose forms are kept, about which mission and with which title."""

    def read() -> list[tuple[int, int | None, str]]:
        with app.app_context():
            rows = db.session.scalars(sa.select(KeptCopy).order_by(KeptCopy.id)).all()
            return [(row.author_id, row.mission_id, dict(row.fields).get("title_en", "")) for row in rows]

    return read


@pytest.fixture
def mission(world, cast):
    return world.mission(state=MissionState.DRAFT, co_owner=cast.jade, title_en="As it was")


def test_what_was_typed_comes_back_and_is_saved_when_it_is_sent(app, visit, cast, world, kept):
    world.skill("SQL")
    karim = visit(cast.karim)
    page = karim.get(NEW)
    assert WAITS not in page.text
    page = karim.submit(page, NEW, {"title_en": "Map", "do": "add_seat"}, status=200)
    typed = {"title_en": "Map the flows", "co_owner": "Jade", "audience": "both", "closes_on": "2020-02-30"}
    rows = {"seats-1-percent": "beaucoup", "seats-1-skills-0-label": "sq", "seats-1-skills-0-level": "3"}
    said = keep(karim, page, NEW, typed | rows)
    assert said.html.startswith("Kept at ")
    assert kept() == [(cast.karim.id, None, "Map the flows")]
    page = karim.get(NEW)
    assert karim.query_count <= 15
    assert WAITS in page.text
    assert page.form(NEW)["title_en"] == ""
    page = go_on(karim, page)
    assert karim.query_count <= 15
    assert BACK in page.text
    form = page.form(NEW)
    assert {name: form[name] for name in typed | rows} == typed | rows
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Mission.id))) == 0
    rest = {"closes_on": "", "co_owner": "Jade Petit", "seats-1-percent": "20", "seats-1-skills-0-label": "SQL"}
    refused = karim.submit(page, NEW, rest | {"seats-0-percent": "17"}, status=422)
    assert len(kept()) == 1
    karim.submit(refused, NEW, {"seats-0-percent": "20"})
    assert kept() == []
    assert WAITS not in karim.get(NEW).text
    with app.app_context():
        assert db.session.scalars(sa.select(Mission.title_en)).all() == ["Map the flows"]


def test_it_is_no_edit(app, visit, cast, mission):
    karim = visit(cast.karim)
    page = karim.get(edit(mission))
    before = digest(app)
    keep(karim, page, edit(mission), {"title_en": "Not yet"})
    after = digest(app)
    assert [name for name in after if after[name] != before[name]] == ["kept_copy"]
    karim.get(edit(mission))
    go_on(karim, karim.get(edit(mission)))
    assert digest(app) == after


def test_one_is_kept_for_each_mission_and_author(visit, cast, mission, kept):
    karim, jade = visit(cast.karim), visit(cast.jade)
    for browser, path, titles in ((karim, NEW, "ab"), (karim, edit(mission), "cd"), (jade, edit(mission), "ef")):
        page = browser.get(path)
        for title in titles:
            keep(browser, page, path, {"title_en": title})
    assert kept() == [(cast.karim.id, None, "b"), (cast.karim.id, mission.id, "d"), (cast.jade.id, mission.id, "f")]
    jade.submit(jade.get(edit(mission)), "/edit", {"title_en": "Jade's"})
    assert len(kept()) == 3


def test_saving_an_edit_forgets_what_it_kept(app, visit, cast, mission, kept):
    karim = visit(cast.karim)
    page = karim.get(edit(mission))
    keep(karim, page, edit(mission), {"title_en": "Half"})
    karim.submit(page, "/edit", {"title_en": "Whole"})
    assert kept() == []
    keep(karim, karim.get(edit(mission)), edit(mission), {"title_en": "Again"})
    karim.submit(go_on(karim, karim.get(edit(mission))), "/edit")
    assert kept() == []
    with app.app_context():
        assert mission.load().title_en == "Again"


def test_another_window_writes_over_nothing_until_it_goes_on(visit, cast, kept):
    karim = visit(cast.karim)
    first, second = karim.get(NEW), karim.get(NEW)
    keep(karim, first, NEW, {"title_en": "First"})
    keep(karim, second, NEW, {"title_en": "Second"}, status=409)
    third = karim.get(NEW)
    keep(karim, third, NEW, {"title_en": "Third"}, status=409)
    gone_on = go_on(karim, third)
    keep(karim, gone_on, NEW, {"title_en": "Gone on"})
    keep(karim, gone_on, NEW, {"title_en": "Gone on with"})
    keep(karim, first, NEW, {"title_en": "First, late"}, status=409)
    assert kept() == [(cast.karim.id, None, "Gone on with")]
    karim.submit(second, NEW, {"title_en": "Saved beside it"})
    assert kept() == [(cast.karim.id, None, "Gone on with")]


def test_two_windows_at_once_keep_one(app, cast, kept):
    ready, said = Barrier(2), []

    def write(key: str) -> None:
        with app.app_context():
            person = cast.karim.person()
            ready.wait()
            try:
                keep_copy(person, None, [("title_en", key)], version=None, writer=key)
            except Conflict:
                said.append("refused")
            else:
                said.append("kept")

    in_threads([partial(write, "one"), partial(write, "two")])
    assert sorted(said) == ["kept", "refused"]
    assert len(kept()) == 1


def test_home_leads_back_to_it(visit, cast, mission):
    karim = visit(cast.karim)
    assert "is not saved" not in karim.get("/").text
    keep(karim, karim.get(edit(mission)), edit(mission), {"title_en": "Changed later"})
    form = karim.get(karim.get("/").links()["What you wrote about a mission is not saved."])
    assert BACK in form.text
    assert form.form(edit(mission))["title_en"] == "Changed later"
    keep(karim, karim.get(NEW), NEW, {"title_en": "Begun"})
    form = karim.get(karim.get("/").links()["What you wrote about 2 missions is not saved."])
    assert form.form(NEW)["title_en"] == "Begun"
    assert "is not saved" not in visit(cast.jade).get("/").text


def test_thrown_away_it_is_gone(visit, cast, mission, kept):
    karim = visit(cast.karim)
    for path in (NEW, edit(mission)):
        keep(karim, karim.get(path), path, {"title_en": "Gone"})
        page = karim.get(path)
        assert discard(karim, page).location == path
        assert kept() == []
        assert "What was not saved is thrown away." in karim.get(path).text
        discard(karim, page, status=404)
        karim.get(page.links()["Go on with it"], status=404)


def test_a_mission_that_changed_meanwhile_is_said_and_not_undone(app, visit, cast, mission, kept):
    karim, jade = visit(cast.karim), visit(cast.jade)
    keep(karim, karim.get(edit(mission)), edit(mission), {"title_en": "Karim's"})
    assert CHANGED not in karim.get(edit(mission)).text
    jade.submit(jade.get(edit(mission)), "/edit", {"title_en": "Jade's", "place": "Lyon"})
    page = karim.get(edit(mission))
    assert CHANGED in page.text
    assert page.form("/edit")["title_en"] == "Jade's"
    assert page.links()["The mission as it stands"] == f"/missions/{mission.public_id}"
    page = go_on(karim, page)
    assert CHANGED in page.text
    assert page.form("/edit")["title_en"] == "Karim's"
    assert page.links()["The mission as it stands"] == f"/missions/{mission.public_id}"
    keep(karim, page, edit(mission), {"title_en": "Karim's, later"})
    page = go_on(karim, karim.get(edit(mission)))
    assert CHANGED in page.text, "it is still written on what the mission was"
    jade.submit(jade.get(edit(mission)), "/edit", {"place": "Nantes"})
    overtaken = karim.submit(page, "/edit", status=409)
    assert overtaken.form("/edit")["title_en"] == "Karim's, later"
    assert len(kept()) == 1
    karim.submit(overtaken, "/edit")
    assert kept() == []
    with app.app_context():
        assert mission.load().title_en == "Karim's, later"


def test_once_the_mission_is_closed_what_was_written_is_still_shown(app, visit, cast, mission, kept):
    karim = visit(cast.karim)
    page = karim.get(edit(mission))
    with app.app_context(), transaction():
        mission.load().state = MissionState.SUBMITTED
    karim.get(edit(mission), status=409)
    keep(karim, page, edit(mission), {"title_en": "Too late"})
    closed = karim.get(edit(mission), status=409)
    assert "This mission can no longer be edited." in closed.text
    assert "Too late" in closed.text


def test_only_its_author_reads_it_or_throws_it_away(visit, cast, mission, kept):
    karim = visit(cast.karim)
    keep(karim, karim.get(edit(mission)), edit(mission), {"title_en": "Canaryword"})
    page = karim.get(edit(mission))
    address, thrown = (
        page.links()["Go on with it"],
        next(form.attrib["action"] for form in page.find("form") if form.attrib.get("action", "").endswith("/discard")),
    )
    jade = visit(cast.jade)
    assert WAITS not in jade.get(edit(mission)).text
    jade.get(address, status=404)
    for name in ("jade", "helene", "adele", "nadia", "ines"):
        other = visit(getattr(cast, name))
        other.get(f"{NEW}?{address.partition('?')[2]}", status=404)
        other.post(thrown, {"csrf_token": other.token()}, status=404)
    assert len(kept()) == 1
    karim.get(f"{NEW}?{address.partition('?')[2]}", status=404)


def test_who_could_not_save_it_keeps_nothing(visit, cast, mission, kept):
    typed = {"submission_key": "k", "title_en": "Mine", "version": "1"}
    for name, path, status in (
        ("claire", edit(mission), 404),
        ("sofia", NEW, 403),
        ("sofia", edit(mission), 403),
    ):
        other = visit(getattr(cast, name))
        other.post(kept_at(path), typed | {"csrf_token": other.token("/account")}, status=status)
    assert kept() == []


def test_who_reads_it_and_does_not_own_it_keeps_nothing(visit, cast, world, kept):
    open_one = world.mission()
    claire = visit(cast.claire)
    typed = {"submission_key": "k", "title_en": "Mine", "csrf_token": claire.token()}
    claire.post(kept_at(edit(open_one)), typed, status=403)
    assert kept() == []


def test_once_signed_out_nothing_is_kept_and_nothing_breaks(visit, cast, kept):
    karim = visit(cast.karim)
    page = karim.get(NEW)
    karim.submit(page, "/sign-out")
    answer = karim.client.post(kept_at(NEW), data={**page.form(NEW), "title_en": "Late"})
    assert answer.status_code in (302, 400)
    assert kept() == []


@pytest.mark.parametrize(
    "typed",
    [{"title_en": "x" * LONGEST}, {"submission_key": ""}],
    ids=["too long", "without a key"],
)
def test_what_cannot_be_kept_is_refused(visit, cast, kept, typed):
    karim = visit(cast.karim)
    keep(karim, karim.get(NEW), NEW, typed, status=422)
    assert kept() == []


def test_the_longest_brief_is_kept(visit, cast, kept):
    karim = visit(cast.karim)
    page = karim.get(NEW)
    texts = {name: "é" * 4000 for name in page.form(NEW) if name.endswith(("_fr", "_en"))}
    keep(karim, page, NEW, texts)
    page = go_on(karim, karim.get(NEW))
    assert page.form(NEW)["context_fr"] == "é" * 4000


@pytest.mark.parametrize("version", ["²", "9" * 40, "", "-1"])
def test_an_unreadable_version_is_one_that_changed(visit, cast, mission, version):
    karim = visit(cast.karim)
    keep(karim, karim.get(edit(mission)), edit(mission), {"version": version})
    assert CHANGED in karim.get(edit(mission)).text


def test_it_is_forgotten_after_thirty_days(app, visit, cast, kept):
    karim = visit(cast.karim)
    for days, key in ((31, "old"), (29, "recent")):
        with app.app_context(), clock.at(clock.now() - timedelta(days=days)):
            author = cast.karim if key == "old" else cast.ines
            keep_copy(author.person(), None, [("title_en", key)], version=None, writer=key)
    assert WAITS not in karim.get(NEW).text
    assert WAITS in visit(cast.ines).get(NEW).text
    with app.app_context():
        do_chores()
    assert kept() == [(cast.ines.id, None, "recent")]


def test_what_is_too_old_gives_way_before_the_chore(app, visit, cast, kept):
    with app.app_context(), clock.at(clock.now() - timedelta(days=31)):
        keep_copy(cast.karim.person(), None, [("title_en", "old")], version=None, writer="old")
    karim = visit(cast.karim)
    keep(karim, karim.get(NEW), NEW, {"title_en": "new"})
    assert kept() == [(cast.karim.id, None, "new")]


@pytest.mark.parametrize("leaves", [True, False])
def test_it_goes_with_its_author(app, cast, kept, leaves):
    with app.app_context():
        for author in (cast.karim, cast.ines):
            keep_copy(author.person(), None, [("title_en", "x")], version=None, writer="k")
        if leaves:
            with transaction():
                person = cast.karim.person()
                person.left_on = clock.today()
                person_left(person)
        else:
            disable_account(cast.adele.person(), cast.karim.person().account)
    assert [author for author, _, _ in kept()] == [cast.ines.id]


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_in_both_languages(visit, cast, mission, locale):
    karim = visit(cast.karim, locale=locale)
    said = keep(karim, karim.get(edit(mission)), edit(mission), {"title_en": "x"})
    assert {"fr": "Gardé à ", "en": "Kept at "}[locale] in said.html
    page = karim.get(edit(mission))
    link = {"fr": "Reprendre", "en": "Go on with it"}[locale]
    assert link in page.links()
    assert {"fr": "Jeter", "en": "Throw it away"}[locale] in page.text
    assert {"fr": "de nouveau dans le formulaire", "en": "back in the form"}[locale] in karim.get(
        page.links()[link]
    ).text

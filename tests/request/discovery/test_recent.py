"""One's recent searches: kept for oneself, cleared by oneself, and gone in time."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.accounts.services import disable_account, enable_account
from portal.core import clock
from portal.core.audit import Event
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.core.worker import do_chores
from portal.discovery.recent import services
from portal.discovery.recent.models import RecentSearch, SearchChoice
from portal.discovery.recent.queries import keeps_searches, recent_searches
from portal.extensions import db
from portal.organization.workflow import person_left
from tests.html_of_suggestions import groups_of, names_of, typed

TITLE = "Your recent searches"


@pytest.fixture
def keep(app, cast):
    """Keeps what someone searched for, some days ago."""

    def put(*texts: str, by: str = "ines", days: float = 0) -> None:
        since = clock.now() - timedelta(days=days, minutes=1)
        for second, text in enumerate(texts):
            with app.app_context(), clock.at(since + timedelta(seconds=second)):
                services.keep_search(getattr(cast, by).person(), text)

    return put


@pytest.fixture
def kept(app, cast):
    """What is kept of someone's searches, the latest first."""

    def read(name: str = "ines") -> list[str]:
        with app.app_context():
            return recent_searches(getattr(cast, name).person())

    return read


def test_a_search_that_is_sent_is_kept_once_and_comes_first(keep, kept):
    keep("python", "Données  ouvertes", "DONNEES OUVERTES", "python ")
    assert kept() == ["python", "DONNEES OUVERTES"]


def test_ten_are_kept(keep, kept):
    keep(*(f"search {number}" for number in range(14)))
    assert kept() == [f"search {number}" for number in range(13, 3, -1)]


def test_none_is_kept_for_longer_than_ninety_days(app, keep, kept):
    keep("old", days=91)
    keep("recent", days=89)
    assert kept() == ["recent"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(RecentSearch.id))) == 2
        do_chores()
        assert list(db.session.scalars(sa.select(RecentSearch.text))) == ["recent"]


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\u0301"])
def test_nothing_is_kept_of_nothing(cast, visit, kept, text):
    ines = visit(cast.ines)
    ines.post("/search/recent", {"text": text, "csrf_token": ines.token()}, status=204)
    assert kept() == []


def test_any_text_is_kept_within_bounds(keep, kept):
    keep("ﷺ" * 300, "a" * 5000, "<b>\u202e 'x'; --")
    assert [len(text) for text in kept()] == [12, 200, 200]


def test_reading_keeps_nothing_and_typing_neither(cast, visit, kept):
    ines = visit(cast.ines)
    ines.get("/search?q=python")
    typed(ines, "python")
    assert kept() == []
    assert typed(ines, "py").html.count("data-keep") == 1


def test_the_box_offers_them_before_anything_is_typed_and_those_that_fit_after(cast, visit, keep):
    keep("analyse de données", "Nadia Benali", "marchés publics", "marchés d’été", "marché du travail", "marche à pied")
    ines = visit(cast.ines)
    first = groups_of(typed(ines, ""))
    assert [name for name, _ in first[TITLE]][:2] == ["marche à pied", "marché du travail"]
    assert first[TITLE][-1] == ("analyse de données", "/search?q=analyse+de+donn%C3%A9es")
    assert names_of(typed(ines, "don an"), TITLE) == ["analyse de données"]
    assert names_of(typed(ines, "marche"), TITLE) == ["marche à pied", "marché du travail", "marchés d’été"]


def test_they_are_for_the_person_alone(cast, visit, keep, kept):
    keep("secretword")
    for name in ("nadia", "helene", "adele", "sofia"):
        other = visit(getattr(cast, name))
        for page in (typed(other, ""), typed(other, "secretword"), other.get("/search"), other.get("/account")):
            assert "secretword" not in page.html.replace("“secretword”", "").replace("q=secretword", "").replace(
                'data-keep="secretword"', ""
            )
            assert TITLE not in groups_of(page)
        other.post("/search/recent/clear", {"one": "secretword", "csrf_token": other.token()})
        other.post("/search/recent/clear", {"all": "yes", "csrf_token": other.token()})
    assert kept() == ["secretword"]


def test_one_is_cleared_or_all_from_the_page(cast, visit, keep, kept):
    keep("python", "Été", "sql")
    ines = visit(cast.ines)
    page = ines.get("/search")
    assert [link for link in page.links() if link in ("python", "Été", "sql")] == ["sql", "Été", "python"]
    gone = ines.submit(page, "/search/recent/clear", {"one": "Été"})
    assert gone.location == "/search"
    assert "“Été” is no longer among your recent searches." in ines.get("/search").text
    assert kept() == ["sql", "python"]
    ines.submit(page, "/search/recent/clear", {"one": "Été"})
    ines.submit(page, "/search/recent/clear", {"all": "yes"})
    assert kept() == []
    assert "Your recent searches are cleared." in ines.get("/search").text
    assert TITLE not in ines.get("/search").text


def test_below_the_box_what_is_left_is_shown_again(cast, visit, keep):
    keep("python", "sql")
    ines = visit(cast.ines)
    page = typed(ines, "")
    headers = {"HX-Request": "true", "HX-Target": "find_list"}
    left = ines.submit(page, "/search/recent/clear", {"one": "sql"}, status=200, headers=headers, fragment=True)
    assert names_of(left, TITLE) == ["python"]
    left = ines.submit(page, "/search/recent/clear", {"all": "yes"}, status=200, headers=headers, fragment=True)
    assert groups_of(left) == {}


def test_one_can_stop_keeping_them_and_begin_again(app, cast, visit, keep, kept):
    keep("python")
    keep("hers", by="nadia")
    ines = visit(cast.ines)
    page = ines.get("/account")
    assert "See 1 kept search" in page.text
    ines.submit(page, "/search/recent/keeping", {"keep": "no"})
    page = ines.get("/account")
    assert "What you search for is not kept." in page.text
    assert kept() == []
    assert kept("nadia") == ["hers"]
    keep("sql")
    assert kept() == []
    ines.submit(page, "/search/recent/keeping", {"keep": "yes"})
    ines.submit(page, "/search/recent/keeping", {"keep": "yes"})
    keep("sql")
    assert kept() == ["sql"]
    with app.app_context():
        assert keeps_searches(cast.ines.person())
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SearchChoice)) == 1


def test_they_go_with_the_account(app, cast, keep, kept):
    keep("python")
    keep("gone", by="tom")
    keep("stays", by="lea")
    with app.app_context():
        account = cast.ines.person().account
        disable_account(cast.adele.person(), account)
        enable_account(cast.adele.person(), account)
    with app.app_context(), transaction():
        person_left(cast.tom.person())
    assert (kept(), kept("tom"), kept("lea")) == ([], [], ["stays"])


def test_they_leave_no_trace_elsewhere(app, cast, visit, caplog):
    ines = visit(cast.ines)
    with caplog.at_level(logging.DEBUG), app.app_context():
        ines.post("/search/recent", {"text": "secretword", "csrf_token": ines.token()}, status=204)
        typed(ines, "")
        ines.post("/search/recent/clear", {"all": "yes", "csrf_token": ines.token()})
    assert "secretword" not in caplog.text
    with app.app_context():
        for model in (Event, OutboxItem):
            assert "secretword" not in repr([tuple(row) for row in db.session.execute(sa.select(*model.__table__.c))])


def test_a_form_from_elsewhere_keeps_and_clears_nothing(cast, visit, keep, kept):
    keep("python")
    ines = visit(cast.ines)
    for path in ("/search/recent", "/search/recent/clear", "/search/recent/keeping"):
        ines.post(path, {"text": "x", "all": "yes", "keep": "no"}, status=400)
        ines.post(path, {"csrf_token": ines.token()}, headers={"Sec-Fetch-Site": "cross-site"}, status=403)
    assert kept() == ["python"]


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_pages_say_it_in_both_languages(cast, visit, keep, locale):
    keep("python")
    ines = visit(cast.ines, locale=locale)
    title = {"en": TITLE, "fr": "Vos recherches récentes"}[locale]
    for path in ("/search", "/account"):
        assert title in ines.get(path).text
    assert list(groups_of(typed(ines, ""))) == [title]

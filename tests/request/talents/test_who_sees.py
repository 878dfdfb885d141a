"""Who reads which section of a profile: for each reader, section and circle, on each page that shows any of it."""

from __future__ import annotations

import csv
import io

import pytest

from portal.allocations.models import Authorization
from portal.core import reindex
from portal.core.worker import drain
from portal.discovery import index
from portal.extensions import db
from portal.talents.models import Circle, Section
from tests.html_of_search import counts_of, titles_of
from tests.request.talents.seen import TIES, WORDS, expected, narrow, scene


def sections_on(page) -> set[Section]:
    return {section for section, word in WORDS.items() if word in page.html}


@pytest.mark.parametrize("name", TIES)
def test_the_table(world, cast, visit, name):
    seen = scene(world, cast, name)
    readers = {reader: visit(getattr(cast, reader)) for reader in TIES[name]}
    wrong = []
    for circle in Circle:
        narrow(world, seen.person, circle)
        for reader, tie in TIES[name].items():
            address = "/profile" if reader == name else f"/talents/{seen.person.public_id}"
            shown = sections_on(readers[reader].get(address))
            due = {section for section in Section if expected(reader, tie, circle, section)}
            if shown != due:
                wrong.append((circle.value, reader, sorted(shown ^ due)))
            photo = readers[reader].client.get(f"/talents/{seen.person.public_id}/photo").status_code
            if photo != (200 if Section.PHOTO in due else 404):
                wrong.append((circle.value, reader, "photo", photo))
    assert not wrong


def test_one_section_is_narrowed_without_the_others(world, cast, visit):
    seen = scene(world, cast, "tom")
    ines = visit(cast.ines)
    for section in Section:
        narrow(world, seen.person, Circle.INSIDE)
        narrow(world, seen.person, Circle.RESPONSIBLE, section)
        assert sections_on(ines.get(f"/talents/{seen.person.public_id}")) == set(Section) - {section}


def test_the_name_and_the_headline_stay(world, cast, visit):
    seen = scene(world, cast, "tom")
    narrow(world, seen.person, Circle.SELF)
    page = visit(cast.theo).get(f"/talents/{seen.person.public_id}")
    for word in ("Tom Lefèvre", "Headlineword", "Marketing and Brand"):
        assert word in page.text


@pytest.mark.parametrize("circle", Circle)
@pytest.mark.parametrize(
    ("key", "reader"),
    [
        ("colleague", "ines"),
        ("external", "theo"),
        ("hr", "helene"),
        ("manager", "nadia"),
        ("owner", "karim"),
    ],
)
def test_seeing_as_someone_is_what_they_see(world, cast, visit, circle, key, reader):
    seen = scene(world, cast, "tom")
    narrow(world, seen.person, circle)
    address = f"/talents/{seen.person.public_id}"
    tom = visit(cast.tom)
    named = seen.mission.public_id if key == "owner" else key
    shown = tom.get(f"{address}?as={named}")
    theirs = visit(getattr(cast, reader)).get(address)
    main = {title: _main(page) for title, page in (("preview", shown), ("real", theirs))}
    assert main["preview"] == main["real"]
    assert "Back to my profile" in shown.text


def _main(page) -> str:
    """What is said of him: not that he sees who looks, nor what only a colleague may press."""
    text = page.text
    text = text[text.index("Tom Lefèvre Employee") :].split("About the data")[0]
    for pressed in (
        "Tom keeps part of this to some people, and sees that you read it.",
        "Endorse at another level, or with a word: Skillword",
        "Endorse Skillword",
    ):
        text = text.replace(pressed, "")
    return " ".join(text.split())


def test_only_eyes_that_one_may_borrow(world, cast, visit):
    seen = scene(world, cast, "tom")
    address = f"/talents/{seen.person.public_id}"
    visit(cast.tom).get(f"{address}?as=nobody", status=404)
    narrow(world, seen.person, Circle.RESPONSIBLE)
    assert not sections_on(visit(cast.ines).get(f"{address}?as=hr"))
    assert "See it as my manager" not in visit(cast.sofia).get("/profile").text


@pytest.mark.parametrize("circle", [Circle.SELF, Circle.RESPONSIBLE, Circle.OWNERS])
def test_no_list_finds_anyone_by_what_is_not_for_everyone(world, cast, visit, circle):
    """Whoever asks: a list would tell of a section without a trace."""
    seen = scene(world, cast, "tom")
    narrow(world, seen.person, circle)
    with world.app.app_context():
        index.rebuild()
    for name in ("ines", "nadia", "helene", "karim", "adele", "theo", "tom"):
        reader = visit(getattr(cast, name))
        listed = reader.get("/talents?q=lefevre")
        assert "Skillword" not in listed.html.split('id="results"')[1]
        assert "60%" not in listed.text
        assert titles_of(reader.get("/talents?skill=Skillword")) == []
        if name != "theo":
            assert titles_of(reader.get("/talents?share=10")) == []
        skill = reader.get(f"/skills/{seen.skill.public_id}")
        assert "0people practise it" in skill.text
        for word in ("skillword", "summaryword", "experienceword", "skilwlord", "sumamryword"):
            page = reader.get(f"/search?q={word}&kind=talent")
            assert titles_of(page) == []
            assert "Did you mean" not in page.text
        page = reader.get("/search?q=headlineword&kind=talent")
        assert titles_of(page) == ["Tom Lefèvre"]
        if name != "tom":
            assert "Skillword" not in page.html
        assert "Summaryword" not in page.html


def test_what_is_open_is_found(world, cast, visit):
    seen = scene(world, cast, "tom")
    with world.app.app_context():
        index.rebuild()
    ines = visit(cast.ines)
    assert titles_of(ines.get("/talents?skill=Skillword")) == ["Tom Lefèvre"]
    assert "1person practises it" in ines.get(f"/skills/{seen.skill.public_id}").text
    for word in ("skillword", "summaryword", "experienceword"):
        assert titles_of(ines.get(f"/search?q={word}&kind=talent")) == ["Tom Lefèvre"]


def test_a_change_holds_at_once_even_before_the_index_knows(world, cast, visit):
    scene(world, cast, "tom")
    with world.app.app_context():
        index.rebuild()
    tom, ines = visit(cast.tom), visit(cast.ines)
    assert counts_of(ines.get("/search?q=skillword"))["People"] == 1
    page = tom.get("/profile/readers")
    tom.submit(page, "/profile/readers", {section.value: "responsible" for section in Section})
    for word in ("skillword", "summaryword", "experienceword", "skilwlord"):
        found = ines.get(f"/search?q={word}")
        assert counts_of(found)["People"] == 0
        assert "Did you mean" not in found.text
    with world.app.app_context():
        drain()
        assert not reindex.is_late_to_hide()
    assert counts_of(ines.get("/search?q=skillword"))["People"] == 0
    assert titles_of(ines.get("/search?q=headlineword&kind=talent")) == ["Tom Lefèvre"]
    page = tom.get("/profile/readers")
    tom.submit(page, "/profile/readers", {section.value: "inside" for section in Section})
    with world.app.app_context():
        drain()
    assert counts_of(ines.get("/search?q=skillword"))["People"] == 1


def test_the_table_of_human_resources_holds_what_is_open(world, cast, visit):
    seen = scene(world, cast, "tom")
    helene = visit(cast.helene)

    def cells():
        text = helene.client.get("/talents/export.csv?q=lefevre").get_data(as_text=True)
        return next(iter(csv.DictReader(io.StringIO(text.lstrip("\ufeff")))))

    assert (cells()["Skills and level"], cells()["Share available"]) == ("Skillword (masters)", "60")
    narrow(world, seen.person, Circle.RESPONSIBLE)
    assert (cells()["Skills and level"], cells()["Share available"], cells()["Weeks of notice"]) == ("", "", "")


@pytest.mark.parametrize("circle", Circle)
def test_the_pages_of_those_who_choose(world, cast, visit, circle):
    seen = scene(world, cast, "tom")
    narrow(world, seen.person, circle)
    karim = visit(cast.karim)
    board = karim.get(f"/missions/{seen.mission.public_id}/applications")
    page = karim.get(f"/applications/{seen.application.public_id}")
    shown = expected("karim", Circle.OWNERS, circle, Section.SKILLS)
    assert ("The skill asked" in board.text) is shown
    assert ("Does not show their skills to you" in board.text) is not shown
    assert ("Held at level 3" in page.text) is shown
    assert ("Tom does not show their skills to you" in page.text) is not shown
    assert ("2 weeks of notice" in page.text) is shown
    assert ("Tom does not show you when they are free" in page.text) is not shown


@pytest.mark.parametrize("circle", Circle)
def test_the_desk_of_who_decides(world, cast, visit, circle):
    seen = scene(world, cast, "tom")
    request = world.authorization(world.mission(skills=((seen.skill, 2),)), cast.tom, decider=cast.marc)
    narrow(world, seen.person, circle)
    page = visit(cast.marc).get(f"/desk/{request.public_id}")
    shown = circle is not Circle.SELF
    assert ("Holds the skill asked" in page.text) is shown
    assert ("Tom does not show their skills to you" in page.text) is not shown
    with world.app.app_context():
        assert db.session.get_one(Authorization, request.id).decider_id == cast.marc.id


def test_a_persons_own_skills_count_for_themselves(world, cast, visit):
    seen = scene(world, cast, "tom")
    other = world.mission(owner=cast.jade, skills=((seen.skill, 2),), title_en="Another flow")
    narrow(world, seen.person, Circle.SELF)
    page = visit(cast.tom).get(f"/missions/{other.public_id}")
    assert "Skillword" in page.text
    assert sections_on(visit(cast.tom).get("/profile")) == set(Section)


def test_no_page_asks_much_more(world, cast, visit):
    seen = scene(world, cast, "tom")
    narrow(world, seen.person, Circle.OWNERS)
    for name, address in (
        ("ines", f"/talents/{seen.person.public_id}"),
        ("karim", f"/talents/{seen.person.public_id}"),
        ("karim", f"/missions/{seen.mission.public_id}/applications"),
        ("karim", f"/applications/{seen.application.public_id}"),
        ("tom", "/profile"),
        ("tom", "/profile/readers"),
        ("tom", "/profile/looks"),
        ("tom", "/profile/photo"),
        ("ines", "/talents?skill=Skillword"),
    ):
        reader = visit(getattr(cast, name))
        reader.get(address)
        reader.get(address)
        assert reader.query_count <= 15, (name, address, reader.queries)

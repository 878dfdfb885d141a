"""Where nothing answers, the neighbouring searches that something answers, with how much; and the levels of a skill."""

from __future__ import annotations

import pytest

from portal.discovery import index
from portal.discovery.ways import shorter_texts
from portal.missions.models import Audience, MissionState, Remote
from tests.html_of_search import counts_of, titles_of
from tests.visitor import text_of


@pytest.fixture
def indexed(app):
    def build() -> None:
        with app.app_context():
            index.rebuild()

    return build


def ways_of(page) -> dict[str, tuple[str, int]]:
    """What each way changes: the address it leads to, and how many answers it says there are."""
    found = {}
    for lines in page.find("ul", class_="lines"):
        for line in lines.iter("li"):
            (link,), said = line.iter("a"), next(line.iter("span"))
            found[text_of(link)] = link.attrib["href"], int(text_of(said).split()[0])
    return found


def write(world, cast) -> None:
    world.mission(title_en="Paint the depot", percent=10, remote=Remote.FULLY, audience=Audience.BOTH)
    world.mission(title_en="Paint the trains", percent=60, audience=Audience.EMPLOYEES)
    world.mission(title_en="Paint nothing", percent=60, state=MissionState.DRAFT, owner=cast.karim)
    world.profile(cast.tom, headline_en="Singer")


@pytest.mark.parametrize("state", ["index", "database"])
@pytest.mark.parametrize("name", ["ines", "sofia", "karim"])
def test_each_filter_says_what_there_is_without_it(world, cast, visit, indexed, state, name):
    write(world, cast)
    if state == "index":
        indexed()
    visitor = visit(getattr(cast, name))
    page = visitor.get("/search?q=paint&kind=mission&share=more&remote=fully")
    ways = ways_of(page)
    assert not titles_of(page)
    wanted = {"ines": (1, 1, 2), "sofia": (1, 0, 1), "karim": (1, 2, 3)}[name]
    labels = ("Without the filter “More than 20%”", "Without the filter “Fully remote”", "Without any filter")
    assert {label: count for label, (_, count) in ways.items()} == {
        label: count for label, count in zip(labels, wanted, strict=True) if count
    }
    for href, count in ways.values():
        assert len(titles_of(visitor.get(href))) == count
    assert visitor.query_count <= 15
    assert "Tell me when there is an answer" in page.links()
    assert "Newest first" not in page.links()
    assert "Save this search" not in page.links()


def test_the_other_tab_is_offered(world, cast, visit, indexed):
    write(world, cast)
    indexed()
    ines = visit(cast.ines)
    ways = ways_of(ines.get("/search?q=singer&kind=mission"))
    assert {label: count for label, (_, count) in ways.items()} == {"The same among people": 1}
    assert titles_of(ines.get(ways["The same among people"][0])) == ["Tom Lefèvre"]


def test_a_word_can_be_left_out(world, cast, visit, indexed):
    write(world, cast)
    indexed()
    ines = visit(cast.ines)
    page = ines.get("/search?q=paint+depot+zebra")
    assert "Nothing has all of these words" in page.text
    ways = ways_of(page)
    assert {label: count for label, (_, count) in ways.items()} == {"With fewer words: “paint depot”": 1}
    assert titles_of(ines.get(ways["With fewer words: “paint depot”"][0]))[0] == "Paint the depot"
    assert counts_of(ines.get("/search?q=%22depot+paint%22"))["Everything"] == 0
    assert ways_of(ines.get("/search?q=%22depot+paint%22"))["With fewer words: “depot paint”"][1] == 1
    assert not ways_of(ines.get("/search?q=paint"))


def test_a_page_past_the_last_leads_back(world, cast, visit, indexed):
    write(world, cast)
    indexed()
    page = visit(cast.ines).get("/search?q=paint&page=9")
    assert "There are fewer pages than that" in page.text
    assert "Nothing found" not in page.text


def test_each_level_of_a_skill_says_how_many_have_it(world, cast, visit, indexed):
    sql, crm = world.skill("SQL"), world.skill("CRM")
    for someone, level in ((cast.tom, 4), (cast.lea, 2), (cast.sofia, 2)):
        world.holds(someone, sql, level)
    world.holds(cast.lea, crm, 3)
    indexed()
    ines = visit(cast.ines)

    def levels(asked: str) -> list[list[int]]:
        page = ines.get(f"/search?kind=talent&{asked}")
        options = [[text_of(one) for one in select.iter("option")] for select in page.find("select", name="skill")]
        return [[int(text.rpartition("(")[2].rstrip(")")) for text in some if "(" in text] for some in options]

    assert levels(f"skill={sql.public_id}:2") == [[3, 3, 1, 1]]
    assert levels(f"skill={sql.public_id}:4&contract=freelance") == [[1, 1, 0, 0]]
    both = f"skill={sql.public_id}:1&skill={crm.public_id}:1"
    assert sorted(levels(both)) == [[1, 1, 0, 0], [1, 1, 1, 0]]
    assert sorted(levels(f"{both}&skills=any")) == [[3, 3, 2, 2], [3, 3, 3, 3]]


def test_the_texts_with_a_word_less():
    assert shorter_texts("paint") == []
    assert shorter_texts("paint the depot") == ["the depot", "paint the"]
    assert shorter_texts('"old depot" paint') == ["paint", '"old depot"']
    assert shorter_texts('"old depot"') == ["old depot"]
    assert shorter_texts('"old depot" "new line" paint') == ['"new line" paint', '"old depot" paint']
    assert shorter_texts('"a depot" "the line" "new paint"') == []
    assert shorter_texts('"the old depot" line paint') == ["line paint"]
    assert len(shorter_texts("alpha beta gamma delta epsilon zeta eta theta")) == 6
    assert shorter_texts("") == shorter_texts("()") == []

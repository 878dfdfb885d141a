"""The library as a file: out, read before it is written, in once, and put aside."""

from __future__ import annotations

import csv
import io
import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core.errors import Conflict
from portal.core.tables import read_table
from portal.extensions import db
from portal.skills.library import keeping, table, undo
from portal.skills.library.models import LibraryOperation
from portal.skills.library.names import Wording
from portal.skills.models import Skill
from portal.skills.queries import resolve_label
from tests.cast import Cast
from tests.factories import Ref, World


def sent(browser, text: str, *, status: int = 303):
    """A file with this text, sent as a browser would."""
    page = browser.get("/library/file")
    data = {"file": (io.BytesIO(text.encode()), "skills.csv")}
    return browser.submit(page, "/library/file", data, status=status, content_type="multipart/form-data")


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count(Skill.id)))


def test_out_and_in_again_changes_nothing(app: Flask, visit, cast: Cast, world: World, javascript: Ref) -> None:
    world.holds(cast.ines, javascript)
    world.skill("=SUM(A1)", "-2+3")
    browser = visit(cast.helene)
    answer = browser.get("/library/skills.csv")
    rows = list(csv.DictReader(io.StringIO(answer.html.removeprefix("\ufeff"))))
    assert [row["label_en"] for row in rows] == ["'=SUM(A1)", "JavaScript"]
    assert rows[1]["held_by"] == "1"
    page = browser.get(sent(browser, answer.html).location)
    assert "nothing to write" in page.text
    assert "/confirm" not in page.html


def test_filtered_as_it_is_shown(visit, cast: Cast, js: Ref, javascript: Ref) -> None:
    text = visit(cast.helene).get("/library/skills.csv?q=javas").html
    assert "JavaScript" in text
    assert "JS" not in text


def test_lines_change_and_make_skills_once(app: Flask, visit, cast: Cast, javascript: Ref) -> None:
    browser = visit(cast.helene)
    with app.app_context():
        keeping.add_family(cast.helene.person(), "Toile", "Web")
    text = (
        "id,label_fr,label_en,other_names_en,family,priority_en\n"
        f"{javascript.public_id},JavaScript (langage),JavaScript,ECMAScript|Node.js,Web,Wanted\n"
        ",Pliage,Folding,Origami,toile,\n"
    )
    address = sent(browser, text).location
    page = browser.get(address)
    assert "1to create" in page.text
    assert "1to change" in page.text
    assert "Node.js" in page.text
    with app.app_context():
        assert count() == 1
    answer = browser.submit(page, "/confirm")
    assert "1 skill created, 1 skill changed" in browser.get(answer.location).text
    with app.app_context():
        assert resolve_label("origami", "en").family.name_en == "Web"
        assert resolve_label("node.js", "en").id == javascript.id
        assert javascript.load().priority_en == "Wanted"
    assert "nothing to write" in browser.get(sent(browser, text).location).text
    assert browser.submit(page, "/confirm").location.endswith("/library/file")
    with app.app_context():
        assert count() == 2
        operation = db.session.scalars(sa.select(LibraryOperation).order_by(LibraryOperation.id.desc())).first()
        undo.undo(cast.helene.person(), operation)
        assert count() == 1
        assert resolve_label("node.js", "en") is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nobody,A,B,", "line 2: no skill of the library has this identifier: nobody"),
        (",A,,", "line 2: a name is missing"),
        (",JavaScript,JavaScript,", "line 2: another skill is called “JavaScript”"),
        (",A,B,Nowhere", "line 2: no family has this name: Nowhere"),
        (",A,B,\n,A,B,", "line 3: line 2 is about the same skill"),
        (",A,B", "line 2: 3 values where 4 are expected"),
        (f",{'x' * 301},B,", "line 2: a name is longer than 300"),
    ],
)
def test_each_wrong_line_is_named(app: Flask, visit, cast: Cast, javascript: Ref, line: str, reason: str) -> None:
    browser = visit(cast.helene)
    page = sent(browser, f"id,label_fr,label_en,family\n{line}\n", status=422)
    assert reason.casefold() in page.text.casefold()
    with app.app_context():
        assert count() == 1


@pytest.mark.parametrize("text", ["", "label_fr\nA\n", "\x00\x01", 'label_fr,label_en\n"A,B\n'])
def test_what_is_no_table_is_refused(visit, cast: Cast, text: str) -> None:
    assert "Nothing was written" in sent(visit(cast.helene), text, status=422).text


def test_put_aside(visit, cast: Cast) -> None:
    browser = visit(cast.helene)
    page = browser.get(sent(browser, "label_fr,label_en\nA,B\n").location)
    browser.submit(page, "/discard")
    assert browser.submit(page, "/confirm").location.endswith("/library/file")


def test_the_library_that_changed_meanwhile_is_read_again(app: Flask, visit, cast: Cast, world: World) -> None:
    browser = visit(cast.helene)
    page = browser.get(sent(browser, "label_fr,label_en\nPliage,Folding\n").location)
    world.skill("Folding", "Autre chose")
    late = browser.submit(page, "/confirm", status=409)
    assert "another skill is called “Folding” already" in late.text


def test_two_files_at_once_make_each_skill_once(app: Flask, cast: Cast) -> None:
    read = read_table(b"label_fr,label_en\nPliage,Folding\n", table.COLUMNS)
    with app.app_context():
        hr = cast.helene.person()
        assert table.bring_in(hr, read) is not None
        assert table.bring_in(cast.helene.person(), read) is None
        assert count() == 1


def test_a_file_of_another_librarian_is_not_found(visit, cast: Cast, app: Flask) -> None:
    browser = visit(cast.helene)
    address = sent(browser, "label_fr,label_en\nA,B\n").location
    visit(cast.ines).get(address, status=403)
    browser.get(address[:-22] + "A" * 22, status=404)


def test_two_lines_do_not_give_one_name(app: Flask, visit, cast: Cast, js: Ref, javascript: Ref) -> None:
    text = f"id,label_fr,label_en\n{js.public_id},Script,Script\n{javascript.public_id},script,Other\n"
    page = sent(visit(cast.helene), text, status=422)
    assert "line 3: line 2 gives another skill the same name" in page.text.casefold()


def test_a_skill_written_while_a_file_is_brought_in_is_not_overwritten(
    app: Flask, cast: Cast, javascript: Ref, monkeypatch
) -> None:
    """On PostgreSQL a librarian may write between the reading and the writing; SQLite has them wait."""
    text = f"id,label_fr,label_en\n{javascript.public_id},JavaScript,ECMAScript\n"
    read = read_table(text.encode(), table.COLUMNS)
    planned, outcomes, meanwhile = table.plan, [], []

    def edit() -> None:
        with app.test_request_context():
            words = Wording("JavaScript", "JavaScript", description_en="Theirs.")
            keeping.edit(cast.helene.person(), javascript.load(), words)
            outcomes.append("edited")

    def plan_while_they_write(one):
        found = planned(one)
        if db.session().info.get("writing") and not meanwhile:
            meanwhile.append(threading.Thread(target=edit))
            meanwhile[0].start()
            meanwhile[0].join(0.5)
        return found

    monkeypatch.setattr(table, "plan", plan_while_they_write)
    with app.app_context():
        try:
            table.bring_in(cast.helene.person(), read)
            outcomes.append("brought in")
        except Conflict:
            outcomes.append("told")
        meanwhile[0].join(30)
        db.session.rollback()
        assert outcomes in (["edited", "told"], ["brought in", "edited"])
        assert (javascript.load().label_en, javascript.load().description_en) == ("JavaScript", "Theirs.")

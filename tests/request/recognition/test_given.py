"""Those one attested or recorded stay within reach."""

from __future__ import annotations

import pytest

from portal.core.transaction import transaction
from portal.recognition.models import RecognitionState
from tests.visitor import text_of

TITLE = "Those you attested or recorded"


def given(page):
    """What the section says, line by line."""
    section = next((one for one in page.find("section") if one.attrib.get("aria-labelledby") == "given"), None)
    return [text_of(line) for line in section.iter("li")] if section is not None else []


def test_the_owner_and_the_manager_find_theirs(visit, cast, world, seat):
    recognition = world.recognition(seat, state=RecognitionState.SEEN)
    (line,) = given(visit(cast.karim).get("/recognitions"))
    assert "Inès Carvalho" in line
    assert "you attested it on" in line
    nadia = visit(cast.nadia)
    (line,) = given(nadia.get("/recognitions"))
    assert "you recorded it on" in line
    assert "attested" not in line
    assert nadia.query_count <= 10
    assert nadia.get("/recognitions").links()["Inès Carvalho"] == f"/recognitions/{recognition.public_id}"


def test_who_did_both_reads_both(visit, cast, world, seat):
    world.recognition(seat, state=RecognitionState.SEEN, recorded_by_id=cast.karim.id)
    (line,) = given(visit(cast.karim).get("/recognitions"))
    assert "you attested it on" in line
    assert ", you recorded it on" in line


def test_what_still_waits_is_not_among_them(visit, cast, drafted):
    assert given(visit(cast.karim).get("/recognitions")) == []


@pytest.mark.parametrize("name", ["ines", "claire", "tom", "helene", "sofia"])
def test_others_have_no_such_list(visit, cast, world, seat, name):
    world.recognition(seat, state=RecognitionState.SEEN)
    assert TITLE not in visit(getattr(cast, name)).get("/recognitions").text


def test_what_they_may_no_longer_read_is_left_out(app, visit, cast, world, seat):
    world.recognition(seat, state=RecognitionState.SEEN)
    with app.app_context(), transaction():
        cast.ines.person().manager_id = cast.oscar.id
    assert given(visit(cast.nadia).get("/recognitions")) == []


def test_in_french(visit, cast, world, seat):
    world.recognition(seat, state=RecognitionState.SEEN)
    page = visit(cast.karim, locale="fr").get("/recognitions")
    assert "Celles que vous avez attestées ou enregistrées" in page.text

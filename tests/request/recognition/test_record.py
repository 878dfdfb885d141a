"""The line manager sees it, with a few words or none."""

from __future__ import annotations

import pytest

from portal.recognition import queries
from portal.recognition.models import RecognitionState as S
from portal.waiting import waiting_for
from tests.mailbox import mails_written


@pytest.fixture
def attested(world, seat):
    return world.recognition(seat, state=S.ATTESTED)


def path(recognition):
    return f"/recognitions/{recognition.public_id}/record"


def test_the_manager_records_with_words(app, visit, cast, attested):
    visitor = visit(cast.nadia)
    assert path(attested) in visitor.get("/recognitions").links().values()
    page = visitor.get(path(attested))
    assert "Twenty flows described" in page.text
    answer = visitor.submit(page, "/record", {"words": "Bravo, on continue.", "lang": "fr"})
    sheet = visitor.get(answer.location)
    assert "“Bravo, on continue.”" in sheet.text, "the reader's quotation marks around words in another language"
    assert any(e.attrib.get("lang") == "fr" for e in sheet.find("span"))
    with app.app_context():
        row = attested.load()
        assert (row.state, row.recorded_by_id, row.words_lang) == (S.SEEN, cast.nadia.id, "fr")
        assert [(mail["event"], mail["to"]) for mail in mails_written()] == [("recognition/recorded", cast.ines.email)]


def test_words_are_optional(app, visit, cast, attested):
    visitor = visit(cast.nadia)
    visitor.submit(visitor.get(path(attested)), "/record")
    with app.app_context():
        assert attested.load().state is S.SEEN


def test_too_many_words_are_kept_and_refused(visit, cast, attested):
    visitor = visit(cast.nadia)
    page = visitor.submit(visitor.get(path(attested)), "/record", {"words": "x" * 601}, status=422)
    assert "600 characters at most." in page.field_error("words")
    assert page.form("/record")["words"] == "x" * 601


@pytest.mark.parametrize(("name", "status"), [("jade", 404), ("marc", 404), ("ines", 403), ("karim", 403)])
def test_others_do_not_record(visit, cast, attested, name, status):
    visitor = visit(getattr(cast, name))
    visitor.get(path(attested), status=status)
    visitor.post(path(attested), {"csrf_token": visitor.token("/recognitions"), "lang": "en"}, status=status)


def test_what_is_not_attested_is_not_recorded(visit, cast, drafted):
    visitor = visit(cast.nadia)
    visitor.get(path(drafted), status=409)
    visitor.post(path(drafted), {"csrf_token": visitor.token("/recognitions"), "lang": "en"}, status=409)


def test_twice_is_once_and_a_second_time_is_too_late(visit, cast, attested):
    visitor = visit(cast.nadia)
    page, other = visitor.get(path(attested)), visitor.get(path(attested))
    visitor.submit(page, "/record")
    visitor.submit(page, "/record")
    visitor.submit(other, "/record", status=409)


def test_what_waits_is_counted_as_it_is_listed(app, world, cast, attested):
    world.recognition(world.seated(world.mission(owner=cast.nadia, first=-6, last=-2), cast.jade))
    with app.app_context():
        nadia = cast.nadia.person()
        waiting = waiting_for(nadia)
        assert waiting.recognitions == len(queries.to_record(nadia)) == 1
        assert waiting.attestations == len(queries.to_attest(nadia)) == 1

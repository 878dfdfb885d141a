"""/authorizations/…: where a talent and an owner follow a request for time, and answer other terms."""

from __future__ import annotations

import pytest

from portal.allocations.models import AuthorizationState as S
from portal.core import clock
from tests.factories import week

ANSWERS = ("accept", "decline")


def address(request, answer=""):
    return f"/authorizations/{request.public_id}{'/' + answer if answer else ''}"


def test_the_talent_and_the_owners_read_the_terms_and_answer(cast, world, counter, visit, stand, mails):
    request = counter(mission=world.mission(co_owner=cast.claire), note="The trade fair is in May")
    ines = visit(cast.ines)
    page = ines.get(address(request))
    assert "What Nadia Benali proposes instead" in page.text
    assert "The trade fair is in May" in page.text
    after = ines.get(ines.submit(page, "/accept").location)
    assert "You said yes. The other side was told and must now answer." in after.text
    assert "/accept" not in after.html
    assert stand(request)[0] == "countered"
    claire = visit(cast.claire)
    done = claire.submit(claire.get(address(request)), "/accept")
    assert "Both sides agree" in claire.get(done.location).text
    assert stand(request)[0] == "approved"
    told = mails()
    assert ("karim", "allocations/half_accepted") in told
    assert ("claire", "allocations/half_accepted") in told
    assert ("ines", "allocations/approved") in told


def test_the_owner_may_answer_first(cast, counter, visit, stand, mails):
    request = counter()
    karim = visit(cast.karim)
    karim.submit(karim.get(address(request)), "/accept")
    assert stand(request)[0] == "countered"
    assert mails() == [("ines", "allocations/half_accepted")]


@pytest.mark.parametrize("name", ["ines", "karim"])
def test_either_side_declines_and_keeps_the_first_request(cast, counter, visit, stand, name):
    request = counter()
    someone = visit(getattr(cast, name))
    done = someone.submit(someone.get(address(request)), "/decline", {"text": "Too little to succeed"})
    page = someone.get(done.location)
    assert "The first request went back to the manager" in page.text
    assert "Too little to succeed" in page.text
    assert "proposes instead" not in page.text
    assert stand(request) == ("requested", cast.nadia.id)


def test_in_french(cast, counter, visit):
    request = counter()
    karim = visit(cast.karim, locale="fr")
    page = karim.get(address(request))
    assert "Ce que propose Nadia Benali à la place" in page.text
    assert "Cartographier les données clients" in page.text
    after = karim.get(karim.submit(page, "/decline", {"text": "Trop peu"}).location)
    assert "Trop peu" in after.text
    assert "a dit non aux autres conditions" in after.text


def test_strangers_find_nothing(cast, counter, visit):
    request = counter()
    for stranger in (cast.tom, cast.oscar, cast.marc, cast.sofia, cast.paul, cast.simone):
        someone = visit(stranger)
        someone.get(address(request), status=404)
        for answer in ANSWERS:
            someone.post(address(request, answer), {"csrf_token": someone.token()}, status=404)
    visit(cast.ines).get("/authorizations/AAAAAAAAAAAAAAAAAAAAAA", status=404)


def test_nobody_signed_in_is_sent_to_sign_in(counter, visit):
    assert "/sign-in" in visit().get(address(counter()), status=302).location


def test_those_who_may_look_may_not_answer(cast, counter, visit, stand):
    request = counter()
    for person in (cast.nadia, cast.helene):
        someone = visit(person)
        page = someone.get(address(request))
        assert "/accept" not in page.html
        for answer in ANSWERS:
            someone.post(address(request, answer), {"csrf_token": someone.token()}, status=403)
    assert stand(request)[0] == "countered"


@pytest.mark.parametrize("state", [S.REQUESTED, S.ESCALATED, S.APPROVED, S.REFUSED, S.LAPSED, S.ENDED])
def test_there_is_nothing_to_answer_in_other_states(cast, world, visit, state):
    decided = {} if state in (S.REQUESTED, S.ESCALATED, S.LAPSED) else {"decided_by_id": cast.nadia.id}
    request = world.authorization(world.mission(), cast.ines, state=state, **decided)
    for person in (cast.ines, cast.karim):
        someone = visit(person)
        assert "/accept" not in someone.get(address(request)).html
        for answer in ANSWERS:
            someone.post(address(request, answer), {"csrf_token": someone.token()}, status=409)


def test_a_second_yes_of_the_same_side_changes_nothing(app, cast, counter, visit, stand):
    request = counter()
    ines = visit(cast.ines)
    ines.submit(ines.get(address(request)), "/accept")
    with app.app_context():
        fresh = {"csrf_token": ines.token(), "version": str(request.load().version)}
    late = ines.post(address(request, "accept"), fresh, status=409)
    assert "You already said yes to these terms." in late.text
    assert stand(request)[0] == "countered"


def test_an_answer_to_terms_that_moved_on_is_refused(cast, counter, visit, stand):
    request = counter()
    ines, karim = visit(cast.ines), visit(cast.karim)
    read = ines.get(address(request))
    karim.submit(karim.get(address(request)), "/decline")
    nadia = visit(cast.nadia)
    nadia.submit(
        nadia.get(f"/desk/{request.public_id}"), "/counter", {"counter-percent": "5", "counter-note": "Even less"}
    )
    for answer in ANSWERS:
        ines.submit(read, f"/{answer}", status=409)
    assert stand(request)[0] == "countered"


def test_too_long_a_word_is_kept_and_named(cast, counter, visit, stand):
    request = counter()
    ines = visit(cast.ines)
    page = ines.submit(ines.get(address(request)), "/decline", {"text": "é" * 2001}, status=422)
    assert page.field_error("text")
    assert "é" * 2001 in page.html
    assert stand(request)[0] == "countered"


def test_with_or_without_script_it_is_the_same_page(cast, counter, visit):
    """It declares no fragment: whoever asks for one has the page, and after an answer is sent where it shows."""
    request = counter()
    ines = visit(cast.ines)
    headers = {"HX-Request": "true", "HX-Target": "main"}
    page = ines.get(address(request))
    assert ines.get(address(request), headers=headers).text == page.text
    done = ines.submit(page, "/accept", headers=headers, status=204)
    assert done.response.headers["HX-Redirect"] == address(request)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (S.REQUESTED, "Nadia Benali authorizes the time"),
        (S.ESCALATED, "Nadia Benali authorizes the time"),
        (S.APPROVED, "Nadia Benali authorized 20%"),
        (S.ACTIVE, "Nadia Benali authorized 20%"),
        (S.REFUSED, "Nadia Benali could not lend this time"),
        (S.ENDED, "Nadia Benali authorized 20%"),
    ],
)
def test_where_it_stands_in_every_state(cast, world, visit, state, words):
    decided = {} if state in (S.REQUESTED, S.ESCALATED) else {"decided_by_id": cast.nadia.id}
    request = world.authorization(
        world.mission(), cast.ines, state=state, **decided, decided_at=clock.now() if decided else None
    )
    for locale in ("en", "fr"):
        page = visit(cast.ines, locale=locale).get(address(request))
        assert "Nadia Benali" in page.text
    assert words in visit(cast.ines).get(address(request)).text


def test_a_refusal_says_from_when_it_would_be_possible(cast, world, visit):
    request = world.authorization(world.mission(), cast.ines)
    nadia = visit(cast.nadia)
    data = {"refuse-reason": "workload", "refuse-text": "After the fair", "refuse-possible_from": str(week(9))}
    nadia.submit(nadia.get(f"/desk/{request.public_id}"), "/refuse", data)
    page = visit(cast.ines).get(address(request))
    assert "possible from" in page.text
    assert "The workload in the team. After the fair" in page.text

"""From home to the answer to other terms, by following links only."""

from __future__ import annotations

import pytest

from portal.allocations.application_panel import authorization_steps
from portal.applications.extensions import clearance_steps
from portal.engagements.path import engagement_steps
from tests.factories import week

SENTENCE = "A manager proposed other terms: your answer is awaited."


def test_each_kind_of_clearance_tells_its_part_of_the_path(app):
    assert [authorization_steps, engagement_steps] == clearance_steps


@pytest.mark.parametrize("name", ["ines", "karim"])
def test_from_home_to_the_answer_by_links_only(visit, cast, counter, stand, name):
    request = counter()
    someone = visit(getattr(cast, name))
    page = someone.get(someone.get("/").links()[SENTENCE])
    assert "Inès Carvalho · proposed by Nadia Benali" in page.text
    page = someone.get(page.links()["Map the customer data"])
    assert "What Nadia Benali proposes instead" in page.text
    done = someone.get(someone.submit(page, "/accept").location)
    assert "You said yes. The other side was told and must now answer." in done.text
    assert stand(request)[0] == "countered"
    assert SENTENCE not in someone.get("/").links()
    assert "Nothing is waiting for your answer" in someone.get("/authorizations").text


def test_the_application_itself_shows_the_terms_and_takes_the_answers(app, visit, cast, counter, stand):
    request = counter()
    with app.app_context():
        address = f"/applications/{request.load().application.public_id}"
    for person in (cast.ines, cast.karim):
        someone = visit(person)
        page = someone.get(address)
        assert "What Nadia Benali proposes instead" in page.text
        assert "10% of the week" in page.text
        assert "Nadia Benali proposed" in page.text
        someone.submit(page, "/accept")
        assert someone.get(address).links()["Follow the request for time"].endswith(request.public_id)
        assert someone.get(f"/authorizations/{request.public_id}").links()["Back to the application"] == address
    assert stand(request)[0] == "approved"


def test_the_path_says_until_when_and_who_is_next(visit, cast, world):
    request = world.authorization(world.mission(), cast.ines)
    page = application_of(visit(cast.ines), request)
    assert "Nadia Benali authorizes the time" in page.text
    assert "without an answer by then, Marc Ollivier decides" in page.text


def test_a_refusal_says_why_and_from_when_it_is_possible(visit, cast, world):
    request = world.authorization(world.mission(), cast.ines)
    nadia = visit(cast.nadia)
    refusal = {"refuse-reason": "workload", "refuse-possible_from": week(9).isoformat()}
    nadia.submit(nadia.get(f"/desk/{request.public_id}"), "/refuse", refusal)
    for person in (cast.ines, cast.karim):
        page = application_of(visit(person), request)
        assert "Nadia Benali could not lend this time" in page.text
        assert "The workload in the team, possible from" in page.text


def test_hr_reads_the_terms_and_answers_nothing(visit, cast, counter):
    request = counter()
    page = application_of(visit(cast.helene), request)
    assert "What Nadia Benali proposes instead" in page.text
    assert "/accept" not in page.html


def test_too_late_an_answer_keeps_what_was_typed(visit, cast, counter):
    request = counter()
    ines = visit(cast.ines)
    page = application_of(ines, request)
    karim = visit(cast.karim)
    karim.submit(karim.get(f"/authorizations/{request.public_id}"), "/decline")
    late = ines.submit(page, "/decline", {"text": "Not this quarter"}, status=409)
    assert "Not this quarter" in late.text
    assert "Nadia Benali authorizes the time" in late.text


def test_a_word_too_long_is_refused_where_it_was_typed(visit, cast, counter):
    request = counter()
    ines = visit(cast.ines)
    page = ines.submit(application_of(ines, request), "/decline", {"text": "a" * 2001}, status=422)
    assert page.field_error("text")


def test_strangers_find_no_request(visit, cast, counter):
    request = counter()
    for stranger in (cast.oscar, cast.tom, cast.sofia):
        someone = visit(stranger)
        someone.get(f"/authorizations/{request.public_id}", status=404)
        token = {"csrf_token": someone.token()}
        someone.post(f"/authorizations/{request.public_id}/accept", token, status=404)


def test_who_decides_does_not_answer(visit, cast, counter):
    request = counter()
    nadia = visit(cast.nadia)
    token = {"csrf_token": nadia.token()}
    nadia.post(f"/authorizations/{request.public_id}/accept", token, status=403)


def test_in_french(visit, cast, counter):
    request = counter()
    ines = visit(cast.ines, locale="fr")
    assert "proposées par Nadia Benali" in ines.get("/authorizations").text
    assert "Suivre la demande de temps" in application_of(ines, request).text
    assert "Retour à la candidature" in ines.get(f"/authorizations/{request.public_id}").text


def application_of(visitor, request):
    with visitor.app.app_context():
        address = f"/applications/{request.load().application.public_id}"
    return visitor.get(address)


@pytest.mark.parametrize(
    ("locale", "words", "state"),
    [
        ("en", "Your turn: answer the other terms that the manager proposes", "Other terms proposed"),
        ("fr", "À vous : répondez aux autres conditions que le manager propose", "Autres conditions proposées"),
    ],
)
def test_lists_say_whose_turn_it_is_to_answer_other_terms(app, visit, cast, counter, locale, words, state):
    request = counter(mission=None)
    with app.app_context():
        found = request.load()
        mission, application = found.mission.public_id, found.application.public_id
    ines = visit(cast.ines, locale=locale)
    for path in ("/applications", "/", f"/missions/{mission}", f"/applications/{application}"):
        page = ines.get(path)
        assert words.replace("À vous :", "À vous\xa0:") in page.html.replace("&nbsp;", "\xa0"), path
    assert state in ines.get("/applications").text
    assert "authorizes the time" not in ines.get("/applications").text


def test_once_one_side_said_yes_the_other_is_named(app, visit, cast, counter):
    request = counter()
    with app.app_context():
        candidates = f"/missions/{request.load().mission.public_id}/applications"
    ines, karim = visit(cast.ines), visit(cast.karim)
    yours = "Your turn: answer the other terms that the manager proposes"
    assert yours in karim.get(candidates).text
    ines.submit(ines.get(f"/authorizations/{request.public_id}"), "/accept")
    assert "Karim Haddad answers the other terms that the manager proposes" in ines.get("/applications").text
    assert yours in karim.get(candidates).text
    helene = visit(cast.helene).get(candidates)
    assert "Karim Haddad answers the other terms" in helene.text


def test_the_owner_who_said_yes_waits_for_the_talent(app, visit, cast, counter):
    request = counter()
    karim = visit(cast.karim)
    karim.submit(karim.get(f"/authorizations/{request.public_id}"), "/accept")
    with app.app_context():
        candidates = f"/missions/{request.load().mission.public_id}/applications"
    assert "Inès Carvalho answers the other terms that the manager proposes" in karim.get(candidates).text


def test_a_list_of_many_costs_one_query_more(app, visit, cast, counter, world):
    for person in (cast.ines, cast.tom, cast.lea):
        counter(person)
    karim = visit(cast.karim)
    page = world.mission(places=3)
    for person in (cast.ines, cast.tom, cast.lea):
        counter(person, mission=page)
    karim.get(f"/missions/{page.public_id}/applications")
    assert karim.query_count <= 10

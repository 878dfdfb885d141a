"""Questions on a brief: read by all who read it, asked without one's name, answered by those who own it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core import audit, clock
from portal.extensions import db
from portal.missions.models import Audience, MissionState
from portal.missions.questions import services
from portal.missions.questions.models import Question
from portal.missions.questions.rules import MOST_WAITING

S = MissionState
ASKED, ANSWER = "Is the CRM export ready?", "Yes, since Monday."


@pytest.fixture
def ask(app):
    """`ask(cast.ines, mission)` asks a question and gives its public id."""

    def make(person, mission, text=ASKED):
        with app.app_context():
            return services.ask_question(person.person(), mission.load(), text=text, key=None).public_id

    return make


@pytest.fixture
def answer(app):
    """`answer(cast.karim, question)` answers it."""

    def make(person, question, text=ANSWER):
        with app.app_context():
            found = db.session.scalar(sa.select(Question).where(Question.public_id == question))
            services.answer_question(person.person(), found, text=text, version=None)

    return make


def send(browser, mission, text=ASKED, *, status=303):
    page = browser.get(f"/missions/{mission.public_id}")
    return browser.submit(page, f"/{mission.public_id}/questions", {"ask-text": text}, status=status)


def force(browser, path, data=None, *, status):
    return browser.post(path, {"csrf_token": browser.token("/account"), **(data or {})}, status=status)


def test_asked_and_answered(visit, cast, world, mails):
    mission = world.mission(co_owner=cast.jade)
    ines, karim = visit(cast.ines), visit(cast.karim)
    done = send(ines, mission)
    assert "Your question was sent to Karim Haddad and Jade Petit." in ines.get(done.location).text
    page = karim.get(f"/missions/{mission.public_id}")
    assert f"{ASKED}" in page.text and "Inès Carvalho asked on" in page.text
    link = next(a.attrib["href"] for a in page.find("a") if a.attrib["href"].startswith("/questions/"))
    form = karim.get(link)
    karim.submit(form, "/answer", {"answer-text": ANSWER})
    assert ANSWER in ines.get(f"/missions/{mission.public_id}").text
    assert mails() == [("ines", "question_answered"), ("jade", "question_asked"), ("karim", "question_asked")]


@pytest.mark.parametrize("who", ["tom", "sofia", "helene"])
def test_only_owners_learn_who_asks(visit, cast, world, ask, who):
    mission = world.mission(audience=Audience.BOTH)
    ask(cast.ines, mission)
    text = visit(getattr(cast, who)).get(f"/missions/{mission.public_id}").text
    assert ASKED in text
    assert "Carvalho" not in text


def test_externals_read_no_question_of_a_mission_for_employees(visit, cast, world, ask):
    mission = world.mission(audience=Audience.EMPLOYEES)
    question = ask(cast.ines, mission)
    sofia = visit(cast.sofia)
    sofia.get(f"/missions/{mission.public_id}/questions", status=404)
    sofia.get(f"/questions/{question}", status=404)
    force(sofia, f"/missions/{mission.public_id}/questions", {"ask-text": "Hello?"}, status=404)


def test_only_owners_answer(visit, cast, world, ask):
    question = ask(cast.ines, world.mission())
    for who in (cast.ines, cast.tom, cast.helene):
        browser = visit(who)
        browser.get(f"/questions/{question}", status=403)
        force(browser, f"/questions/{question}/answer", {"answer-text": "No."}, status=403)
        force(browser, f"/questions/{question}/set-aside", {"aside-text": "No."}, status=403)


def test_owners_do_not_ask(visit, cast, world):
    mission = world.mission()
    karim = visit(cast.karim)
    assert "Ask a question" not in karim.get(f"/missions/{mission.public_id}").text
    force(karim, f"/missions/{mission.public_id}/questions", {"ask-text": "Me?"}, status=403)


@pytest.mark.parametrize("state", [S.STAFFED, S.IN_PROGRESS, S.COMPLETED, S.CLOSED, S.CANCELLED, S.EXPIRED])
def test_no_question_once_nobody_can_apply(visit, cast, world, state):
    mission = world.mission(state=state)
    tom = visit(cast.tom)
    assert "Ask a question" not in tom.get(f"/missions/{mission.public_id}").text
    page = force(tom, f"/missions/{mission.public_id}/questions", {"ask-text": ASKED}, status=409)
    assert "takes no questions any more" in page.text and ASKED in page.text


def test_a_draft_has_none(visit, cast, world):
    mission = world.mission(state=S.DRAFT)
    force(visit(cast.tom), f"/missions/{mission.public_id}/questions", {"ask-text": ASKED}, status=404)


@pytest.mark.parametrize(("text", "said"), [("", "Write your question."), ("x" * 1001, "Keep it under 1000")])
def test_what_is_wrong_is_said_at_the_field(visit, cast, world, text, said):
    page = send(visit(cast.ines), world.mission(), text, status=422)
    assert said in page.field_error("ask-text")
    assert not text or text in page.text


def test_too_many_that_wait(visit, cast, world, ask, answer):
    mission = world.mission()
    questions = [ask(cast.ines, mission, f"Question {number}?") for number in range(MOST_WAITING)]
    page = send(visit(cast.ines), mission, status=409)
    assert "5 questions of yours wait for an answer here." in page.text
    send(visit(cast.tom), mission)
    answer(cast.karim, questions[0])
    send(visit(cast.ines), mission)


def test_the_same_form_asks_once(app, visit, cast, world):
    ines, mission = visit(cast.ines), world.mission()
    page = ines.get(f"/missions/{mission.public_id}")
    for _ in range(2):
        ines.submit(page, f"/{mission.public_id}/questions", {"ask-text": ASKED})
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Question)) == 1


def test_two_owners_answer_at_once(visit, cast, world, ask):
    question = ask(cast.ines, world.mission(co_owner=cast.jade))
    karim, jade = visit(cast.karim), visit(cast.jade)
    first, second = karim.get(f"/questions/{question}"), jade.get(f"/questions/{question}")
    karim.submit(first, "/answer", {"answer-text": ANSWER})
    page = jade.submit(second, "/answer", {"answer-text": "Mine."}, status=409)
    assert "Someone changed this a moment ago." in page.text
    assert "Mine." in page.text


def test_an_answer_is_said_better(app, visit, cast, world, ask, answer, mails):
    question = ask(cast.ines, world.mission())
    answer(cast.karim, question)
    answer(cast.karim, question, "Since Tuesday.")
    answer(cast.karim, question, "Since Tuesday.")
    assert mails() == [("ines", "question_answered"), ("ines", "question_answered"), ("karim", "question_asked")]
    with app.app_context():
        (found,) = db.session.scalars(sa.select(Question)).all()
        assert found.answer == "Since Tuesday."


def test_taken_back_before_it_is_answered(visit, cast, world, ask, answer):
    mission = world.mission()
    question = ask(cast.ines, mission)
    ines, tom = visit(cast.ines), visit(cast.tom)
    force(tom, f"/questions/{question}/withdraw", status=403)
    page = ines.get(f"/missions/{mission.public_id}")
    ines.submit(page, "/withdraw")
    assert ASKED not in tom.get(f"/missions/{mission.public_id}").text
    force(ines, f"/questions/{question}/withdraw", status=404)
    again = ask(cast.ines, mission)
    answer(cast.karim, again)
    assert "others have read it" in force(ines, f"/questions/{again}/withdraw", status=409).text


def test_set_aside_with_a_reason_that_is_read(visit, cast, world, ask, mails):
    mission = world.mission()
    question = ask(cast.ines, mission)
    karim = visit(cast.karim)
    page = karim.submit(karim.get(f"/questions/{question}"), "/set-aside", {"aside-text": ""}, status=422)
    assert "Say why" in page.field_error("aside-text")
    karim.submit(karim.get(f"/questions/{question}"), "/set-aside", {"aside-text": "It names a colleague."})
    assert ASKED not in visit(cast.tom).get(f"/missions/{mission.public_id}").text
    assert ("ines", "question_set_aside") in mails()


def test_words_stay_words(visit, cast, world, ask, answer):
    mission = world.mission()
    question = ask(cast.ines, mission, "<b>x</b> {{ 7*7 }} javascript:alert(1)")
    answer(cast.karim, question, "<script>y</script>")
    body = visit(cast.tom).get(f"/missions/{mission.public_id}").response.get_data(as_text=True)
    assert "<b>x</b>" not in body and "<script>y" not in body
    assert "&lt;b&gt;x&lt;/b&gt; {{ 7*7 }}" in body


def test_many_questions_cost_as_one(visit, cast, world, ask):
    mission = world.mission()
    ask(cast.ines, mission)
    tom = visit(cast.tom)
    tom.get(f"/missions/{mission.public_id}")
    one = tom.query_count
    for number in range(3):
        ask(cast.lea, mission, f"Question {number}?")
    tom.get(f"/missions/{mission.public_id}")
    assert tom.query_count == one <= 15


@pytest.mark.parametrize(("locale", "words"), [("fr", "Questions sur le descriptif"), ("en", "Questions on the brief")])
def test_in_both_languages(visit, cast, world, locale, words):
    assert words in visit(cast.tom, locale=locale).get(f"/missions/{world.mission().public_id}/questions").text


def test_its_history(app, cast, world, ask, answer):
    question = ask(cast.ines, world.mission())
    answer(cast.karim, question)
    with app.app_context():
        (found,) = db.session.scalars(sa.select(Question)).all()
        assert found.answered_at <= clock.now()
        assert [event.action for event in _events(found)] == ["ask", "answer"]


def _events(question):
    return db.session.scalars(audit.history(question)).all()

"""The brief tells its author what it lacks, while it is written and before it is submitted."""

from __future__ import annotations

import pytest

from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Mission, MissionState
from tests.request.missions.test_form import NEW, WHOLE

SPARE = ("success_sign_en", "context_en", "tools_en")


def spare(**more):
    return {name: text for name, text in WHOLE.items() if name not in SPARE} | more


def test_a_brief_that_leaves_too_much_out_is_kept_and_not_submitted(visit, cast, world, mails):
    world.skill("SQL")
    karim = visit(cast.karim)
    done = karim.submit(karim.get(NEW), NEW, spare(do="submit"))
    page = karim.get(done.location)
    assert "Everything is saved. Before the mission can be submitted:" in page.text
    assert "Say how one will know that it worked." in page.text
    assert "4 points of 9 are said" in page.text
    assert "7 are needed before it is submitted." in page.text
    assert mails() == []
    done = karim.submit(page, "/edit", {name: WHOLE[name] for name in SPARE} | {"do": "submit"})
    assert "The mission is submitted." in karim.get(done.location).text


def test_the_step_itself_refuses_it(visit, cast, world, state_of, app):
    mission = world.mission(state=MissionState.DRAFT, co_owner=cast.jade)
    with app.app_context(), transaction():
        brief = mission.load().brief
        for name in ("context", "tools", "what_next"):
            setattr(brief, f"{name}_fr", "")
            setattr(brief, f"{name}_en", "")
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}")
    answer = karim.submit(page, "/submit", status=422)
    assert "Say what comes next for whoever takes part." in answer.text
    assert state_of(mission) == "draft"


def test_it_is_measured_while_one_writes_and_nothing_is_saved(visit, cast, world, app):
    karim = visit(cast.karim)
    form = {"csrf_token": karim.token(NEW), **spare(do="measure", contact_en="You report to Karim", audience="both")}
    whole = karim.post(NEW, form, status=200)
    assert "5 points of 9 are said" in whole.text
    assert "These words describe employment: report to." in whole.text
    part = karim.client.post(NEW, data=form, headers={"HX-Request": "true", "HX-Target": "clarity"})
    text = part.get_data(as_text=True)
    assert text.startswith("<section")
    assert 'id="clarity"' in text
    with app.app_context():
        assert db.session.query(Mission).count() == 0
    assert "describe employment" not in karim.post(NEW, form | {"audience": "employees"}, status=200).text


def test_in_french(visit, cast):
    page = visit(cast.karim, locale="fr").get(NEW)
    assert "2 points sur 9 sont dits" in page.text
    assert "Dites ce que la mission doit changer." in page.text


@pytest.mark.parametrize(
    ("audience", "place", "sentence"),
    [
        ("both", "employees", "No place is open to externals"),
        ("both", "externals", "No place is open to employees"),
        ("externals", "externals", ""),
        ("employees", "employees", ""),
        ("both", "both", ""),
    ],
)
def test_whoever_it_addresses_has_a_place(visit, cast, world, audience, place, sentence):
    world.skill("SQL")
    karim = visit(cast.karim)
    done = karim.submit(karim.get(NEW), NEW, {**WHOLE, "audience": audience, "seats-0-audience": place, "do": "submit"})
    page = karim.get(done.location).text
    assert ("The mission is submitted." in page) is not bool(sentence)
    assert sentence in page


def test_whoever_validates_it_reads_the_words_that_describe_employment(visit, cast, world):
    world.skill("SQL")
    karim = visit(cast.karim)
    brief = {**WHOLE, "context_en": "You report to our line manager, at fixed working hours.", "do": "submit"}
    address = karim.submit(karim.get(NEW), NEW, brief).location
    helene = visit(cast.helene)
    assert "These words describe employment: report to, line manager, working hours." in helene.get(address).text
    assert "These words describe employment" not in karim.get(address).text

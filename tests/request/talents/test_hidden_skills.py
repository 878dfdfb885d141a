"""Skills that someone may have: shown to them alone, added through the usual form, or set aside for good."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core import audit
from portal.core.errors import Forbidden
from portal.core.transaction import transaction
from portal.extensions import db
from portal.skills.models import Skill, SkillLabel, SkillState
from portal.talents.hidden_skills import services
from portal.talents.hidden_skills.models import SetAsideSkill
from portal.talents.hidden_skills.queries import hidden_skills
from tests.factories import Ref

PAGE = "/profile/suggestions"
SOME = f"{PAGE}/some"


@pytest.fixture
def skills(world) -> dict[str, Ref]:
    """Twelve skills, and two occupations that take some: a data analyst and an accountant."""
    names = {
        "SQL": "SQL",
        "Charts": "Graphiques",
        "Statistics": "Statistiques",
        "Python": "Python",
        "Surveys": "Enquêtes",
        "Ledgers": "Grands livres",
        "Taxes": "Impôts",
        "Invoices": "Factures",
        "Audit": "Audit",
    }
    made = {english: world.skill(english, french) for english, french in names.items()}
    world.occupation(
        "data analyst",
        tuple(made[name] for name in ("SQL", "Charts", "Statistics", "Python")),
        (made["Surveys"],),
        label_fr="analyste de données",
        names_en="insight analyst",
    )
    world.occupation(
        "accountant", tuple(made[name] for name in ("Ledgers", "Taxes", "Invoices", "Audit")), label_fr="comptable"
    )
    return made


@pytest.fixture
def sofia(world, cast, skills):
    """Sofia, who wrote two skills of a data analyst."""
    world.holds(cast.sofia, skills["SQL"], 3)
    world.holds(cast.sofia, skills["Charts"], 2)
    return cast.sofia


def found(app, person, locale: str = "en", limit: int = 12) -> list[str]:
    with app.app_context():
        return [one.label.text for one in hidden_skills(person.person(), locale, limit)]


def retire(app, skill: Ref) -> None:
    with app.app_context(), transaction():
        skill.load().state = SkillState.RETIRED


def events(app) -> list[str]:
    with app.app_context():
        return list(
            db.session.scalars(
                sa.select(audit.Event.action).where(audit.Event.action.startswith("profile.")).order_by(audit.Event.id)
            )
        )


def test_they_come_from_the_nearest_occupation(visit, sofia):
    browser = visit(sofia)
    page = browser.get(PAGE)
    assert "Often found in: data analyst" in page.text
    assert "From your skills: SQL, Charts." in page.text
    for name in ("Statistics", "Python", "Surveys"):
        assert name in page.text
    assert "Ledgers" not in page.text
    browser.get(PAGE)
    assert browser.query_count <= 8, "once the occupations are read"
    assert "analyste de données" in visit(sofia, locale="fr").get(PAGE).text


def test_ones_own_profile_asks_for_some_and_no_other_does(visit, cast, sofia):
    browser = visit(sofia)
    own = browser.get("/profile")
    assert own.links()["See the skills suggested to you"] == PAGE, "without a script"
    (section,) = own.find("section", id="hidden-skills")
    assert (section.attrib["hx-get"], section.attrib["hx-trigger"]) == (SOME, "revealed")
    some = browser.fragment(SOME, "hidden-skills")
    for words in ("Profiles like yours often have", "Statistics", "Often found in: data analyst", "Only you see these"):
        assert words in some.text
    browser.fragment(SOME, "hidden-skills")
    assert browser.query_count <= 6
    address = f"/talents/{sofia.public_id}"
    for reader, path in (
        (sofia, address),
        (sofia, f"{address}?as=external"),
        (cast.claire, address),
        (cast.adele, address),
    ):
        page = visit(reader).get(path)
        assert "Statistics" not in page.text and "Profiles like yours" not in page.text


def test_what_is_held_retired_or_almost_the_same_is_not_suggested(app, world, sofia, skills):
    assert found(app, sofia) == ["Statistics", "Python", "Surveys"]
    world.holds(sofia, skills["Python"], 1)
    retire(app, skills["Surveys"])
    assert found(app, sofia) == ["Statistics"]
    world.holds(sofia, world.skill("Use of statistics", "Statistiques appliquées"), 1)
    assert found(app, sofia) == []


def test_a_skill_under_another_key_counts_as_the_same(app, world, cast, skills):
    """Two vocabularies name SQL: whoever holds one holds the other."""
    with app.app_context(), transaction() as session:
        other = Skill(key="other:sql", source="other", label_en="SQL", label_fr="SQL")
        other.labels = [SkillLabel(lang=lang, text="SQL", folded="sql", is_preferred=True) for lang in ("en", "fr")]
        session.add(other)
        session.flush()
        other_id = other.id
    world.holds(cast.tom, Ref(Skill, other_id))
    world.holds(cast.tom, skills["Charts"])
    assert found(app, cast.tom) == ["Statistics", "Python", "Surveys"]


def test_a_job_title_is_enough(app, visit, world, cast, skills):
    assert found(app, cast.tom) == []
    world.experience(cast.tom, title_en="Senior insight analyst", title_fr="Chargé de mission")
    assert set(found(app, cast.tom)) == {"SQL", "Charts", "Statistics", "Python", "Surveys"}
    page = visit(cast.tom).get(PAGE)
    assert "From your job titles: Senior insight analyst." in page.text
    with app.app_context(), transaction():
        cast.lea.person().job_title = "Comptable"
    assert "Ledgers" in found(app, cast.lea)


def test_no_more_than_asked(app, sofia):
    assert found(app, sofia, "fr", 2) == ["Statistiques", "Python"]


def test_nothing_to_suggest_says_so(visit, cast):
    page = visit(cast.tom).get(PAGE)
    assert "Nothing to suggest for now" in page.text
    assert "Nothing to suggest for now" in visit(cast.tom).fragment(SOME, "hidden-skills").text


def test_adding_goes_through_the_form_with_the_skill_chosen(visit, sofia, skills):
    browser = visit(sofia)
    link = next(href for text, href in browser.get(PAGE).links().items() if text.startswith("Add it Statistics"))
    page = browser.get(link)
    form = page.form("/profile/skills")
    assert (form["label"], form["chosen"]) == ("Statistics", skills["Statistics"].public_id)
    browser.submit(page, "/profile/skills", status=422)
    browser.submit(page, "/profile/skills", {"level": "2"})
    assert "“Statistics” is on your profile." in browser.get("/profile").text
    assert "From your skills: SQL, Charts, Statistics." in browser.get(PAGE).text


def test_a_skill_that_left_meanwhile_is_not_chosen(app, visit, sofia, skills):
    retire(app, skills["Python"])
    page = visit(sofia).get(f"/profile/skills/new?skill={skills['Python'].public_id}")
    assert page.form("/profile/skills")["chosen"] == ""


def test_not_me_is_for_good_and_can_be_taken_back(app, visit, sofia, skills):
    browser = visit(sofia)
    chosen = {"skill": skills["Python"].public_id}
    browser.submit(browser.get(PAGE), f"{PAGE}/set-aside", chosen)
    page = browser.get(PAGE)
    assert "“Python” will not be suggested again." in page.text
    assert "What you set aside (1)" in page.text
    assert found(app, sofia) == ["Statistics", "Surveys"]
    browser.submit(page, f"{PAGE}/restore", chosen)
    page = browser.get(PAGE)
    assert "“Python” may be suggested again." in page.text and "What you set aside" not in page.text
    assert found(app, sofia) == ["Statistics", "Python", "Surveys"]
    assert events(app) == ["profile.set_aside_skill", "profile.consider_skill"]
    told = browser.get("/profile").text
    assert "said that “Python” is not among your skills" in told and "let “Python” be suggested again" in told


def test_pressed_twice_it_is_set_aside_once(app, visit, sofia, skills):
    browser = visit(sofia)
    page = browser.fragment(SOME, "hidden-skills")
    for _ in range(2):
        answer = browser.submit(page, f"{PAGE}/set-aside", {"skill": skills["Python"].public_id})
        assert answer.response.location.endswith("/profile#hidden-skills")
    page = browser.get("/profile")
    for _ in range(2):
        browser.submit(page, f"{PAGE}/restore", {"skill": skills["Python"].public_id})
    assert events(app) == ["profile.set_aside_skill", "profile.consider_skill"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(SetAsideSkill.id))) == 0


def test_one_that_is_held_by_now_is_not_set_aside(app, visit, world, sofia, skills):
    browser = visit(sofia)
    page = browser.get(PAGE)
    world.holds(sofia, skills["Python"])
    answer = browser.submit(page, f"{PAGE}/set-aside", {"skill": skills["Python"].public_id}, status=409)
    assert "This skill is on your profile by now." in answer.text
    assert "Statistics" in answer.text, "the page as it stands"
    assert events(app) == []


def test_what_is_held_again_is_no_longer_among_what_was_set_aside(visit, world, sofia, skills):
    browser = visit(sofia)
    browser.submit(browser.get(PAGE), f"{PAGE}/set-aside", {"skill": skills["Python"].public_id})
    world.holds(sofia, skills["Python"])
    assert "What you set aside" not in browser.get(PAGE).text


def test_unknown_skills_are_not_found(app, visit, sofia, skills):
    browser = visit(sofia)
    page = browser.get(PAGE)
    retire(app, skills["Python"])
    for public_id in ("", "nowhere", skills["Python"].public_id):
        browser.submit(page, f"{PAGE}/set-aside", {"skill": public_id}, status=404)
    browser.submit(page, f"{PAGE}/restore", {"skill": "nowhere"}, status=404)


def test_strangers_sign_in_first(visit):
    assert "/sign-in" in visit().get(PAGE, status=302).response.location


def test_nobody_answers_for_someone_else(app, cast, sofia, skills):
    with app.app_context():
        for verb in (services.set_aside, services.consider_again):
            with pytest.raises(Forbidden):
                verb(cast.helene.person(), sofia.person(), skills["Python"].public_id)

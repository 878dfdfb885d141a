"""The skills that a word of a question names, without an index: as the library stands."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.transaction import transaction
from portal.skills.models import SkillLabel
from portal.skills.words import words_of


@pytest.fixture
def named(app, world):
    """The names of skills that the only word of a question names."""
    known = {name: world.skill(name).id for name in ("Modélisation de données", "Conduite du changement", "C++")}

    def find(word: str) -> set[str]:
        with app.app_context():
            (found,) = words_of(word)
            return {name for name, skill_id in known.items() if skill_id in found.skills}

    return find


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("données", {"Modélisation de données"}),
        ("DONNEES", {"Modélisation de données"}),
        ("modelis", {"Modélisation de données"}),
        ("change", {"Conduite du changement"}),
        ("c++", {"C++"}),
        ("du", {"Conduite du changement"}),
        ("%", set()),
        ("_", set()),
        ("vente", set()),
    ],
)
def test_a_word_names_the_skills_that_hold_it_in_one_of_their_names(named, word, names):
    assert named(word) == names


def test_a_name_just_given_or_taken_away_counts_at_once(app, named):
    assert named("navigation") == set()
    with app.app_context(), transaction() as session:
        label = session.scalars(sa.select(SkillLabel).where(SkillLabel.text.startswith("Conduite"))).first()
        label.skill.labels.append(SkillLabel(lang="fr", text="Navigation", folded="navigation"))
    assert named("navigation") == {"Conduite du changement"}
    with app.app_context(), transaction() as session:
        session.execute(sa.delete(SkillLabel).where(SkillLabel.folded == "navigation"))
    assert named("navigation") == set()


def test_a_question_without_words_asks_nothing(app):
    with app.app_context():
        assert words_of(" ") == []

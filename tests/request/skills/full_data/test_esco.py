"""ESCO 1.2.0 whole: what it holds, and what is then found."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.extensions import db
from portal.skills import queries
from portal.skills.models import Skill, SkillFamily, SkillLabel
from portal.skills.occupations.models import OccupationSkill
from portal.skills.occupations.services import import_esco_occupations
from portal.skills.services import import_esco, load_starter
from portal.skills.suggestions import kept
from portal.skills.vocabulary.merge import Outcome
from tests.request.skills.full_data.conftest import ESCO

pytestmark = pytest.mark.full_data

# Of 129,004 lines of relations, 17 name a skill a second time for an occupation, as optional when it is essential.
SKILLS, OCCUPATIONS, RELATIONS = 13_939, 3_039, 128_987


def test_esco_comes_in_whole_and_only_once(app: Flask) -> None:
    with app.app_context():
        load_starter()
        assert import_esco(ESCO) == Outcome(created=SKILLS)
        assert import_esco(ESCO) == Outcome(unchanged=SKILLS)

        assert import_esco_occupations(ESCO) == Outcome(created=OCCUPATIONS)
        assert import_esco_occupations(ESCO) == Outcome(unchanged=OCCUPATIONS)
        assert db.session.scalar(sa.select(sa.func.count(OccupationSkill.id))) == RELATIONS

        families = db.session.scalar(
            sa.select(sa.func.count(SkillFamily.id)).where(SkillFamily.key.startswith("esco:"))
        )
        homeless = db.session.scalar(sa.select(sa.func.count(Skill.id)).where(Skill.family_id.is_(None)))
        straight = db.session.scalar(sa.select(sa.func.count(SkillLabel.id)).where(SkillLabel.text.like("%_'_%")))
        assert (families, homeless) == (21, 0)
        assert straight is not None and straight < 30, "apostrophes are typographic, quotation marks apart"

        found = queries.resolve_label("gestion de projet", "fr")
        assert found is not None and found.source == "starter", "the organization's own words come first"
        assert queries.resolve_label("Haskell", "en") is not None
        kept.read_now()
        assert all(s.label.startswith("Comptabilité") for s in queries.suggest("comptabilite", "fr", limit=2))

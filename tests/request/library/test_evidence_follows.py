"""Evidence follows its skill, and the level that counts follows the evidence: merged, split, undone."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.extensions import db
from portal.skills.library import merging, splitting, undo
from portal.skills.library.names import Wording
from portal.talents.evidence import endorsing
from portal.talents.evidence.counting import is_out_of_date
from portal.talents.evidence.endorsing import Word
from portal.talents.evidence.reading import evidence_of
from portal.talents.models import EvidenceKind, HeldSkill, SkillEvidence


def counted() -> dict[int, int]:
    """The level that counts by skill; nothing may stray from the rule."""
    assert db.session.scalar(sa.select(sa.func.count()).select_from(HeldSkill).where(is_out_of_date())) == 0
    return dict(db.session.execute(sa.select(HeldSkill.skill_id, HeldSkill.counted_level)).all())


@pytest.fixture
def attested(world, cast, js, javascript):
    """Inès declares 4 in both; 2 was attested in the one that goes."""
    for skill in (js, javascript):
        world.holds(cast.ines, skill, 4)
    world.evidence(cast.ines, js, EvidenceKind.ATTESTED, by=cast.karim, mission=world.mission(), level=2)


def test_what_was_attested_counts_in_the_skill_that_stays(app, cast, js, javascript, attested):
    with app.app_context():
        assert counted() == {js.id: 2, javascript.id: 4}
        operation = merging.merge(cast.helene.person(), js.load(), javascript.load())
        assert counted() == {javascript.id: 2}
        undo.undo(cast.helene.person(), operation)
        assert counted() == {js.id: 2, javascript.id: 4}


def test_a_split_that_leaves_the_evidence_counts_what_is_declared(app, cast, js, attested):
    with app.app_context():
        parts = splitting.Parts(
            Wording("JS", "JS"), Wording("Scripts de page", "Page scripts"), {HeldSkill.__tablename__}
        )
        operation = splitting.split(cast.helene.person(), js.load(), parts)
        assert counted()[operation.other_id] == 4
        assert counted()[js.id] == 2
        undo.undo(cast.helene.person(), operation)
        assert counted()[js.id] == 2


def test_one_word_of_each_colleague_stands(app, world, cast, js, javascript):
    held = {skill.id: world.holds(cast.ines, skill, 3) for skill in (js, javascript)}
    with app.test_request_context():
        lea = cast.lea.person()
        for skill, level in ((js, 2), (javascript, 4)):
            said = endorsing.endorse_skill(lea, held[skill.id].public_id, Word(level), version=0).endorsement.public_id
        merging.merge(cast.helene.person(), js.load(), javascript.load())
        (evidence,) = evidence_of(cast.tom.person(), cast.ines.person(), "en").values()
        assert [proof.level for proof in evidence.endorsed] == [4]
        assert evidence.colleagues == 1
        endorsing.withdraw_endorsement(cast.lea.person(), said)
        assert evidence_of(cast.tom.person(), cast.ines.person(), "en") == {}
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SkillEvidence)) == 2, "nothing is deleted"

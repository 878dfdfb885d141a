"""Bringing vocabularies into the library, twice, after changes here and there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core.errors import Invalid
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.core.worker import drain
from portal.discovery import index
from portal.extensions import db
from portal.skills.models import Skill, SkillFamily, SkillLabel, SkillState
from portal.skills.services import import_esco, load_starter
from portal.skills.vocabulary.merge import Outcome
from tests.factories import ref
from tests.request.skills.vocabularies import changed, write_sample

URI = "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-0000000000{:02}"


def skill(number: int) -> Skill:
    db.session.expire_all()
    return db.session.scalars(sa.select(Skill).where(Skill.key == URI.format(number))).one()


def digest_of_tables() -> str:
    parts = []
    for model in (SkillFamily, Skill, SkillLabel):
        rows = db.session.execute(sa.select(*model.__table__.columns).order_by(model.id)).all()
        parts.append(repr([tuple(row) for row in rows]))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def test_the_starter_vocabulary_comes_in_once(app: Flask) -> None:
    with app.app_context():
        first = load_starter()
        assert first.created > 390
        assert first == Outcome(created=first.created)
        before = digest_of_tables()
        assert load_starter() == Outcome(unchanged=first.created)
        assert digest_of_tables() == before
        sql = db.session.scalars(sa.select(Skill).where(Skill.key == "starter:sql")).one()
        assert (sql.source, sql.label_fr, sql.label_en, sql.state) == ("starter", "SQL", "SQL", SkillState.ACTIVE)
        assert sql.family.key == "starter:data"


def test_esco_is_read_as_it_lies(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        told: list[int] = []
        assert import_esco(write_sample(tmp_path), progress=told.append) == Outcome(created=12)
        assert sum(told) == 12
        helped = skill(3)
        assert helped.source == "esco"
        assert helped.label_fr == "Aider un collègue à s’installer"
        assert helped.label_en == "Help a colleague to settle in"
        assert helped.family.name_fr == "Prendre soin"
        labels = {(row.lang, row.text, row.is_preferred) for row in helped.labels}
        assert labels == {
            ("fr", "Aider un collègue à s’installer", True),
            ("fr", "Accueillir un nouveau venu", False),
            ("en", "Help a colleague to settle in", True),
            ("en", "Welcome a newcomer", False),
        }
        assert skill(2).description_fr == "Écrire ce qui a été décidé, par qui et pour quand."


def test_families_are_the_top_groups_that_hold_a_skill(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path))
        keys = set(db.session.scalars(sa.select(SkillFamily.key)))
        assert keys == {f"esco:{code}" for code in ("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "06", "04", "L")}
        assert skill(9).family.name_fr == "Technologies de l’information (TIC)"
        assert skill(9).family.name_en == "Information technologies (ICT)"
        assert skill(12).family.key == "esco:L", "a skill without a group is under its broader one"


def test_a_second_import_writes_nothing(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path))
        before = digest_of_tables()
        statements: list[str] = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        assert import_esco(tmp_path) == Outcome(unchanged=12)
        assert [s for s in statements if not s.startswith(("SELECT", "BEGIN"))] == []
        assert digest_of_tables() == before


def test_other_labels_reach_the_search(app: Flask, cast, world, visit, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path / "1"))
        shared = ref(skill(4))
    world.mission(title_en="Share the load", skills=((shared, 2),))
    with app.app_context():
        index.rebuild()
        newer = write_sample(tmp_path / "2", lambda rows: changed(rows, "4", label_en="zygomorphic planning"))
        import_esco(newer)
        drain()
        asked = sa.select(sa.func.count(OutboxItem.id)).where(OutboxItem.key.startswith("index:skills:"))
        assert db.session.scalar(asked) == 1
    assert "Share the load" in visit(cast.ines).get("/search?q=zygomorphic").text
    with app.app_context():
        import_esco(newer)
        assert db.session.scalar(asked) == 1


def test_what_changed_in_the_classification_changes_here(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path / "1"))
        newer = write_sample(
            tmp_path / "2", lambda rows: changed(rows, "4", label_fr="distribuer le travail", alt_fr="")
        )
        assert import_esco(newer) == Outcome(changed=1, unchanged=11)
        shared = skill(4)
        assert shared.label_fr == "Distribuer le travail"
        assert {row.text for row in shared.labels if row.lang == "fr"} == {"Distribuer le travail"}
        assert import_esco(newer) == Outcome(unchanged=12)


def test_what_someone_changed_here_is_left(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path / "1"))
        with transaction():
            skill(4).label_fr = "Répartir les tâches de l’équipe"
        with transaction() as session:
            session.add(SkillLabel(skill_id=skill(5).id, lang="fr", text="Ranger", folded="ranger"))

        def rewrite(rows: list[dict[str, str]]) -> list[dict[str, str]]:
            return changed(changed(rows, "4", label_fr="distribuer le travail"), "5", label_en="file things")

        newer = write_sample(tmp_path / "2", rewrite)
        assert import_esco(newer) == Outcome(unchanged=10, kept=2)
        assert skill(4).label_fr == "Répartir les tâches de l’équipe"
        assert skill(5).label_en == "Sort files on a computer"
        assert "Ranger" in {row.text for row in skill(5).labels}


def test_a_retired_skill_stays_retired_and_a_dropped_one_is_kept(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path / "1"))
        with transaction():
            skill(6).state = SkillState.RETIRED

        def rewrite(rows: list[dict[str, str]]) -> list[dict[str, str]]:
            return changed(rows, "6", desc_en="Lift with the knees.")[:-1]

        assert import_esco(write_sample(tmp_path / "2", rewrite)) == Outcome(changed=1, unchanged=10, absent=1)
        assert skill(6).state is SkillState.RETIRED
        assert skill(6).description_en == "Lift with the knees."
        assert skill(12).state is SkillState.ACTIVE


def test_a_folder_that_is_not_esco_is_refused(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        with pytest.raises(Invalid, match=r"^esco\.files$"):
            import_esco(tmp_path)
        write_sample(tmp_path)
        (tmp_path / "skills.csv.gz").write_bytes(b"not compressed")
        with pytest.raises(Invalid, match=r"^esco\.unreadable$"):
            import_esco(tmp_path)
        write_sample(tmp_path, lambda rows: [*rows, rows[0]])
        with pytest.raises(Invalid, match=r"^vocabulary\.doubles$"):
            import_esco(tmp_path)
        assert db.session.scalar(sa.select(sa.func.count(Skill.id))) == 0

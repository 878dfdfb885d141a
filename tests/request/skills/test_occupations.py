"""Bringing occupations in, twice, after changes; and what is kept of them in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core.errors import Invalid
from portal.core.transaction import transaction
from portal.extensions import db
from portal.skills.models import Skill
from portal.skills.occupations import kept
from portal.skills.occupations.models import Occupation, OccupationSkill
from portal.skills.occupations.services import import_esco_occupations, load_starter_occupations
from portal.skills.services import import_esco, load_starter
from portal.skills.vocabulary.merge import Outcome
from tests.request.skills.vocabularies import rewrite, write_sample

URI = "http://data.europa.eu/esco/occupation/00000000-0000-4000-9000-0000000000{:02}"


def taken(number: int) -> dict[str, bool]:
    """The skills of an occupation of the sample, by English label, and whether it always takes them."""
    rows = db.session.execute(
        sa.select(Skill.label_en, OccupationSkill.is_essential)
        .join(OccupationSkill, OccupationSkill.skill_id == Skill.id)
        .join(Occupation, Occupation.id == OccupationSkill.occupation_id)
        .where(Occupation.key == URI.format(number))
    )
    return {row[0]: row[1] for row in rows}


def test_the_starter_occupations_come_in_once(app: Flask) -> None:
    with app.app_context():
        load_starter()
        first = load_starter_occupations()
        assert first == Outcome(created=first.created) and first.created >= 60
        assert load_starter_occupations() == Outcome(unchanged=first.created)


def test_esco_is_read_as_it_lies(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path))
        assert import_esco_occupations(tmp_path, dry_run=True) == Outcome(created=3)
        assert db.session.scalar(sa.select(sa.func.count(Occupation.id))) == 0
        assert import_esco_occupations(tmp_path) == Outcome(created=3)
        layer = db.session.scalars(sa.select(Occupation).where(Occupation.key == URI.format(1))).one()
        assert (layer.source, layer.label_en) == ("esco", "track layer")
        assert layer.label_fr == "poseur de voies\u00a0/ poseuse de voies"
        assert layer.names_fr.split("\n") == [
            "poseur de rails", "poseur de voies", "poseuse de rails", "poseuse de voies"
        ]  # fmt: skip
        assert taken(1) == {"Lay a track": True, "Move crates": True, "Share out the work": False}
        assert taken(2) == {"Drive a track machine": True, "Lay a track": True}, "essential wins over optional"


def test_a_second_import_writes_nothing(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path))
        import_esco_occupations(tmp_path)
        statements: list[str] = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        assert import_esco_occupations(tmp_path) == Outcome(unchanged=3)
        assert [s for s in statements if not s.startswith(("SELECT", "BEGIN"))] == []


def test_what_changed_in_the_classification_changes_here(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path))
        import_esco_occupations(tmp_path)
        rewrite(tmp_path / "occupation_skills.csv.gz", lambda rows: [row for row in rows if row["skill_id"] != "6"])
        rewrite(tmp_path / "occupations.csv.gz", lambda rows: rows[:2])
        assert import_esco_occupations(tmp_path) == Outcome(changed=1, unchanged=1, absent=1)
        assert taken(1) == {"Lay a track": True, "Share out the work": False}
        assert len(taken(3)) == 5, "nothing is removed"


def test_a_skill_that_the_library_lacks_is_passed_over(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path / "fewer", lambda rows: [row for row in rows if row["id"] != "6"]))
        assert import_esco_occupations(write_sample(tmp_path / "all")) == Outcome(created=3)
        assert taken(1) == {"Lay a track": True, "Share out the work": False}


def test_a_folder_that_cannot_be_read_is_refused(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path))
        rewrite(tmp_path / "occupations.csv.gz", lambda rows: [*rows, rows[0]])
        with pytest.raises(Invalid, match=r"^vocabulary\.doubles$"):
            import_esco_occupations(tmp_path)
        (tmp_path / "occupation_skills.csv.gz").write_bytes(b"not compressed")
        with pytest.raises(Invalid, match=r"^esco\.unreadable$"):
            import_esco_occupations(tmp_path)


def test_they_are_kept_until_they_change(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path))
        assert kept.current().patterns.size == 0
        import_esco_occupations(tmp_path)
        first = kept.current()
        assert kept.current() is first
        number = first.labels.index(("responsable de bureau", "office supervisor"))
        assert first.named(["Head of Office", "Nobody", ""]) == {number}
        with transaction() as session:
            session.execute(sa.update(Occupation).where(Occupation.key == URI.format(3)).values(label_en="head"))
        assert kept.current().label(number, "en").text == "head"


def test_many_are_read_beside_the_page(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_AT_ONCE", 2)
    with app.app_context():
        import_esco(write_sample(tmp_path))
        import_esco_occupations(tmp_path)
        assert kept.read_now().patterns.size == 3
        assert kept.current() is not None

"""The technology names of O*NET: which come in, under which names, and which are left to a skill that has them."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core.errors import Invalid
from portal.core.transaction import transaction
from portal.extensions import db
from portal.skills.models import Skill, SkillLabel
from portal.skills.queries import resolve_label
from portal.skills.services import import_esco, import_onet, load_starter
from portal.skills.vocabulary.merge import Outcome
from portal.skills.vocabulary.onet import technologies
from tests.request.skills.test_command import run
from tests.request.skills.vocabularies import changed, write_sample

COLUMNS = ("O*NET-SOC Code", "Title", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand")
ROWS = (
    ("Docker", "Application server software", "Y"),
    ("Docker", "Application server software", "Y"),
    ("Fictiva Planner", "Project management software", "N"),
    ("Fictiva software", "Project management software", "N"),
    ("Cost accounting software", "Accounting software", "N"),
    ("Fictiva Planner (accounting feature)", "Accounting software", "N"),
    ("Amazon Web Services AWS software", "Cloud-based management software", "Y"),
    ("Quick brown fox language QBFL", "Development environment software", "N"),
    ("Trader&apos;s Ledger", "Accounting software", "N"),
)


def write_onet(folder: Path, rows: tuple[tuple[str, str, str], ...] = ROWS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / "technology_skills.csv.gz", "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(("11-1011.00", "Chief", name, "1", category, hot, "N") for name, category, hot in rows)
    return folder


def technology(name: str) -> Skill:
    return db.session.scalars(sa.select(Skill).where(Skill.key == f"onet:{name}")).one()


def test_technologies_come_in_under_their_names(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        told: list[int] = []
        assert import_onet(write_onet(tmp_path), progress=told.append) == Outcome(created=6)
        assert sum(told) == 6
        docker = technology("docker")
        assert (docker.label_fr, docker.label_en, docker.source) == ("Docker", "Docker", "onet")
        assert (docker.family.name_fr, docker.family.name_en) == (
            "Technologies et logiciels",
            "Technologies and software",
        )
        assert docker.description_en == "A technology in the category “Application server software”."
        assert docker.description_fr == "Technologie de la catégorie «\u00a0Serveurs d’applications\u00a0»."
        assert technology("fictiva software").label_en == "Fictiva", "a maker's name"
        assert technology("trader's ledger").label_en == "Trader’s Ledger"
        for name in ("AWS", "Amazon Web Services", "Amazon Web Services AWS software"):
            assert resolve_label(name, "fr").label_en == "Amazon Web Services AWS"
        assert resolve_label("qbfl", "en").label_en == "Quick brown fox language QBFL"


def test_a_second_import_writes_nothing_and_a_dry_run_neither(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        folder = write_onet(tmp_path)
        assert import_onet(folder, dry_run=True) == Outcome(created=6)
        assert db.session.scalar(sa.select(sa.func.count(Skill.id))) == 0
        import_onet(folder)
        assert import_onet(folder) == Outcome(unchanged=6)
        with transaction():
            technology("docker").label_fr = "Docker (conteneurs)"
        newer = write_onet(tmp_path / "2", (("Docker", "Operating system software", "Y"), *ROWS[2:]))
        assert import_onet(newer) == Outcome(unchanged=5, kept=1)


def test_a_name_that_another_skill_has_is_left_to_it(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_starter()
        import_esco(
            write_sample(
                tmp_path / "esco",
                lambda rows: changed(
                    changed(rows, "9", label_en="Planner (software)", alt_en="Fictiva Planner"),
                    "10",
                    alt_en="Fictiva",
                ),
            )
        )
        found = import_onet(write_onet(tmp_path / "onet"))
        assert found == Outcome(created=3, joined=3), "Docker, Amazon Web Services and Fictiva Planner"
        assert resolve_label("docker", "en").source == "starter"
        assert technology("fictiva software"), "an example given under a wider skill is no name of it"
        assert import_onet(tmp_path / "onet") == Outcome(unchanged=3, joined=3)
        labels = sa.select(sa.func.count(SkillLabel.id)).where(SkillLabel.folded == "docker", SkillLabel.lang == "en")
        assert db.session.scalar(labels) == 1


@pytest.mark.parametrize(
    ("name", "is_technology"),
    [
        ("Docker", True),
        ("C", True),
        ("Scalable vector graphics SVG", True),
        ("MEDITECH software", True),
        ("Adobe Creative Cloud software", True),
        ("Posting software", False),
        ("Warehouse management system WMS", False),
        ("Point of sale POS restaurant software", False),
        ("Image databases", False),
        ("Goldenseal (accounting feature)", False),
    ],
)
def test_what_is_a_technology(name: str, is_technology: bool) -> None:
    assert (technologies([name]) == [name]) is is_technology
    assert technologies([name], {name}) == [name] or name.endswith("feature)")


def test_the_command_says_what_it_does_and_thanks(app: Flask, tmp_path: Path) -> None:
    folder = write_onet(tmp_path)
    status, said = run(app, str(folder), "--dry-run")
    assert (status, "Dry run: nothing is written." in said, "O*NET: 6 created" in said) == (0, True, True)
    status, said = run(app, str(folder))
    assert (status, "O*NET: 6 created, 0 changed, 0 unchanged." in said) == (0, True)
    assert "O*NET 29.2 Database by the U.S. Department of Labor" in said
    (folder / "technology_skills.csv.gz").write_bytes(b"not compressed")
    status, said = run(app, str(folder))
    assert (status, "This folder cannot be read" in said) == (1, True)


def test_a_folder_without_the_file_is_refused(app: Flask, tmp_path: Path) -> None:
    with app.app_context(), pytest.raises(Invalid, match=r"^onet\.files$"):
        import_onet(tmp_path)


def test_the_pages_say_where_it_comes_from(app: Flask, visit, cast, tmp_path: Path) -> None:
    assert "No skill of this library comes from O*NET for now." in visit().get("/about/data").text
    with app.app_context():
        import_onet(write_onet(tmp_path))
        address = f"/skills/{technology('docker').public_id}"
    assert "6 skills of this library come from O*NET." in visit().get("/about/data").text
    page = visit(locale="fr").get("/about/data").text
    assert "ministère du Travail des États-Unis" in page
    assert "6 compétences de cette bibliothèque viennent d’O*NET." in page
    assert "the same in every language" in visit(cast.sofia).get(address).text
    assert "le même dans toutes les langues" in visit(cast.sofia, locale="fr").get(address).text

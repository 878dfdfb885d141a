"""`portal import skills`, as an administrator runs it."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from tests.request.skills.vocabularies import changed, write_sample


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["import", "skills", *arguments])
    return result.exit_code, result.output


def test_esco_comes_in_and_says_where_it_comes_from(app: Flask, tmp_path: Path) -> None:
    status, said = run(app, str(write_sample(tmp_path)))
    assert status == 0
    assert "ESCO: 12 created, 0 changed, 0 unchanged." in said
    assert "ESCO occupations: 3 created, 0 changed, 0 unchanged." in said
    assert "This service uses the ESCO classification of the European Commission" in said
    status, said = run(app, str(tmp_path))
    assert (status, "ESCO: 0 created, 0 changed, 12 unchanged." in said) == (0, True)
    assert "ESCO occupations: 0 created, 0 changed, 3 unchanged." in said


def test_a_folder_without_occupations_brings_skills_alone(app: Flask, tmp_path: Path) -> None:
    (write_sample(tmp_path) / "occupations.csv.gz").unlink()
    status, said = run(app, str(tmp_path))
    assert (status, "ESCO: 12 created" in said, "occupations" in said) == (0, True, False)


def test_what_was_dropped_is_told(app: Flask, tmp_path: Path) -> None:
    run(app, str(write_sample(tmp_path / "1")))
    status, said = run(
        app, str(write_sample(tmp_path / "2", lambda rows: changed(rows, "1", label_en="run a session")[:-2]))
    )
    assert (status, "0 created, 1 changed, 9 unchanged, 2 no longer there, kept." in said) == (0, True)


def test_without_a_folder_the_starter_vocabulary_comes_in(app: Flask) -> None:
    status, said = run(app)
    assert (status, "\nstarter vocabulary: 399 created" in said) == (0, True)
    assert "\nstarter occupations: 72 created" in said


def test_a_folder_without_the_files_is_refused(app: Flask, tmp_path: Path) -> None:
    status, said = run(app, str(tmp_path))
    assert status == 1
    assert "These files are missing: skills.csv.gz, skill_groups.csv.gz, skill_broader_skill.csv.gz." in said

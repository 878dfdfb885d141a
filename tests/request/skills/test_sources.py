"""The public page that says where the data come from, and the way to it from every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal.skills.occupations.services import import_esco_occupations, load_starter_occupations
from portal.skills.services import import_esco, load_starter
from tests.cast import Cast
from tests.request.skills.vocabularies import write_sample


def test_anyone_reads_the_attribution_in_english(app: Flask, visit, tmp_path: Path) -> None:
    browser = visit(locale="en")
    page = browser.get("/about/data")
    assert "This service uses the ESCO classification of the European Commission." in page.text
    assert "The data were modified" in page.text
    assert "No skill of this library comes from ESCO for now." in page.text
    with app.app_context():
        load_starter()
        import_esco(write_sample(tmp_path))
        load_starter_occupations()
        import_esco_occupations(tmp_path)
    page = browser.get("/about/data")
    assert "12 skills of this library come from ESCO." in page.text
    assert "399 skills of this library come from it." in page.text
    assert "3 occupations come from it too" in page.text
    assert "It also describes 72 occupations" in page.text
    assert browser.query_count <= 10


def test_anyone_reads_the_attribution_in_french(visit) -> None:
    page = visit(locale="fr").get("/about/data")
    assert "Ce service utilise la classification ESCO de la Commission européenne." in page.text
    assert "Les données ont été modifiées" in page.text


@pytest.mark.parametrize("path", ["/sign-in", "/about/data"])
def test_the_foot_of_public_pages_leads_there(visit, path: str) -> None:
    assert visit().get(path).links()["About the data"] == "/about/data"


def test_the_foot_of_a_talents_page_leads_there(visit, cast: Cast) -> None:
    assert visit(cast.sofia).get("/skills").links()["About the data"] == "/about/data"

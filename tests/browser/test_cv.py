"""A CV comes in, line by line, and goes out on paper: in both languages, with and without scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door

pytestmark = pytest.mark.browser

RESUME = {
    "basics": {"label": "Conducteur de trains, puis formateur"},
    "work": [
        {"name": "Rail du Bief", "position": "Conducteur", "startDate": "2009-03", "endDate": "2014-06"},
        {"name": "Rail du Bief", "position": "Formateur", "startDate": "2014-07", "endDate": "2016-12"},
    ],
    "skills": [{"name": "Kayak de nuit"}],
}


@pytest.mark.parametrize(
    ("locale", "script", "email"),
    [("fr", True, "tom.lefevre@merane.example"), ("en", False, "lea.nguyen@merane.example")],
)
def test_a_cv_comes_in_and_goes_out(door: Door, tmp_path: Path, locale: str, script: bool, email: str) -> None:
    file = tmp_path / "resume.json"
    file.write_text(json.dumps(RESUME), encoding="utf-8")
    screen = door.enter(email, locale, java_script_enabled=script)
    screen.open("/profile")
    screen.follow("Bring in one you already have")
    screen.page.locator('input[name="file"]').set_input_files(file)
    screen.press("Compare with my profile")
    screen.reads("Nothing is written yet. Keep checked what you want on your profile.")
    screen.shows("Kayak de nuit")
    screen.page.get_by_label("Formateur · Rail du Bief").uncheck()
    screen.press("Write what is chosen")
    expect(screen.page.locator("#experience")).to_contain_text("Conducteur · Rail du Bief")
    expect(screen.page.locator("#experience")).not_to_contain_text("Formateur")
    screen.follow("Print it or take it as a file")
    sheet = screen.page.locator("article.cv")
    expect(sheet).to_contain_text("Rail du Bief · " + ("mars 2009" if locale == "fr" else "March 2009"))
    screen.page.emulate_media(media="print")
    expect(sheet).to_be_visible()
    expect(screen.page.locator("aside")).to_be_hidden()
    expect(screen.page.locator("header.bar")).to_be_hidden()
    screen.page.emulate_media(media="screen")
    screen.page.locator('input[name="part"][value="experience"]').uncheck()
    screen.press("Show it this way")
    expect(screen.page.locator("article.cv")).not_to_contain_text("Rail du Bief")
    with screen.page.expect_download() as download:
        screen.main.get_by_role("link", name=screen.words.pattern("Download the PDF")).click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    screen.open("/profile/import")
    screen.press("Undo it")
    expect(screen.page.locator("#experience")).not_to_contain_text("Rail du Bief")

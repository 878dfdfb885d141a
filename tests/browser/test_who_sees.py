"""Someone keeps a section to some, looks through others' eyes, and reads who looked: with and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.demo.portraits import PORTRAITS, drawn
from tests.browser.conftest import Door

pytestmark = pytest.mark.browser

KEPT = "Your manager and human resources see this."


@pytest.mark.parametrize(("locale", "script"), [("fr", True), ("en", False)])
def test_a_section_is_kept_to_some(door: Door, tmp_path: Path, locale: str, script: bool) -> None:
    jules = door.enter("jules.martin@merane.example", locale, java_script_enabled=script)
    jules.open("/profile")
    jules.follow("Choose who sees what", within=jules.page.locator("#privacy"))
    group = jules.page.locator("fieldset#experience")
    group.get_by_label(jules.words.pattern(KEPT)).check()
    jules.press("Save")
    jules.reads("From now on, each section is seen by those you chose.")
    expect(jules.page.locator("#experience .readers")).to_contain_text(jules.words.pattern(KEPT, whole=False))
    jules.follow("See it as a colleague")
    expect(jules.page.locator("#experience")).to_have_count(0)
    jules.follow("See it as my manager")
    expect(jules.page.locator("#experience")).to_be_visible()
    profile = jules.path.partition("?")[0]

    nadia = door.enter("nadia.benali@merane.example", locale)
    nadia.open(profile)
    expect(nadia.page.locator("#experience")).to_be_visible()
    jules.open("/profile")
    jules.follow("Who looked")
    row = jules.page.get_by_role("row", name="Nadia Benali")
    expect(row).to_contain_text(jules.words.pattern("as your manager", whole=False))

    picture = tmp_path / "me.png"
    picture.write_bytes(drawn(PORTRAITS["M0031"]))
    jules.open("/profile/photo")
    jules.page.locator('input[name="photo"]').set_input_files(picture)
    jules.press("Use this picture")
    nadia.open(profile)
    shown = nadia.page.locator("main img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.naturalWidth") == 256
    jules.open("/profile/photo")
    jules.press("Erase my photo")
    nadia.open(profile)
    expect(nadia.page.locator("main img")).to_have_count(0)
    assert not nadia.complaints
    assert not jules.complaints

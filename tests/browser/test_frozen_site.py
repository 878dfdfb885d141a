"""The public catalogue as files, served by a bare file server under a path, while the portal does not run."""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.config import ROOT
from tests.browser.test_pages import faults_of_page
from tests.frozen import crawl, faults_of

pytestmark = pytest.mark.browser

UNDER = "some/where"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server and nothing more."""

    def log_message(self, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture(scope="module")
def site(demo_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's catalogue, written by the command."""
    folder = tmp_path_factory.mktemp("bare") / UNDER
    settings = {name: value for name, value in os.environ.items() if not name.startswith("TRANSVERSE_")}
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "freeze", str(folder), "--address", "https://m.example/"],
        cwd=ROOT,
        env={**settings, "TRANSVERSE_INSTANCE": str(demo_instance)},
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where a bare file server shows it."""
    handler = functools.partial(Quiet, directory=str(site.parents[1]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{UNDER}/"
        server.shutdown()
        thread.join()


def opened(chromium: Browser, address: str, **options: object) -> tuple[Page, list[str]]:
    """A window on it, and what its console complains of or what it could not load."""
    page = chromium.new_context(viewport={"width": 390, "height": 900}, **options).new_page()  # type: ignore[arg-type]
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
    page.goto(address)
    return page, complaints


def test_every_page_is_there_and_valid(site: Path) -> None:
    reached, _ = crawl(site)
    names = [name for name in reached if name.endswith(".html")]
    assert len(names) == 1 + 2 * (1 + len(list(site.glob("fr/missions/*.html"))))
    assert {name: faults_of((site / name).read_text("utf-8")) for name in names} == {name: [] for name in names}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_visitor_looks_for_a_mission_and_finds_the_way_to_apply(chromium: Browser, address: str, scheme: str) -> None:
    page, complaints = opened(chromium, address, color_scheme=scheme)
    assert faults_of_page(page) == []
    page.get_by_role("link", name="Missions ouvertes à tous").click()
    rows = page.locator("#missions > li")
    count = rows.count()
    assert count >= 3
    assert faults_of_page(page) == []
    field = page.get_by_role("searchbox")
    field.press_sequentially("accessibil RGA")
    shown = rows.filter(visible=True)
    expect(shown).not_to_have_count(count)
    expect(page.locator("#found")).to_have_text(f"{shown.count()} missions")
    assert shown.count() >= 1
    field.fill("zorglub")
    expect(page.locator("#found")).to_have_text("Aucune mission ne contient ces mots.")
    field.fill("")
    expect(rows.filter(visible=True)).to_have_count(count)
    field.fill("ACCESSIBILITÉ")
    expect(rows.filter(visible=True)).not_to_have_count(count)
    rows.filter(visible=True).first.get_by_role("link").first.click()
    assert faults_of_page(page) == []
    apply = page.get_by_role("link", name="Postuler sur le portail").first
    assert "/missions/" in (apply.get_attribute("href") or "")
    page.get_by_role("banner").locator("a[hreflang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Apply on the portal").first).to_be_visible()
    page.get_by_role("link", name="All the missions").click()
    expect(page.locator("#missions > li")).to_have_count(count)
    assert complaints == []
    page.context.close()


def test_without_a_script_the_list_is_whole(chromium: Browser, address: str) -> None:
    page, complaints = opened(chromium, f"{address}en/index.html", java_script_enabled=False)
    expect(page.get_by_role("searchbox")).to_have_count(0)
    assert page.locator("#missions > li").count() >= 3
    assert complaints == []
    page.context.close()

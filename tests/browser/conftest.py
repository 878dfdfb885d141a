"""One Chromium and one served portal, with the demo organization, for the browser tests of a process."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from portal.demo.sign_ins import PASSWORD
from tests.browser.screen import WAIT_MS, Screen
from tests.browser.serving import LOADING_SECONDS, Served

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FOLDER = Path(__file__).parent
SECONDS_FOR_A_TEST = 600


def pytest_itemcollected(item: pytest.Item) -> None:
    """The first of them may wait for the demo to be loaded."""
    item.add_marker(pytest.mark.timeout(SECONDS_FOR_A_TEST))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The demo is loaded at once, while other tests run. Browser tests come last, together, for Playwright's loop then
    stands in nobody's way; the longest of them, the walks, come first, so that processes end at about the same time.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if FOLDER not in item.path.parents:
        return 1
    return {"test_demo.py": 0, "test_pages.py": 2}.get(item.path.name, 3)


def pytest_exception_interact(node: pytest.Item, report: pytest.TestReport) -> None:
    """A test that failed tells what its windows showed."""
    door = getattr(node, "funcargs", {}).get("door")
    for number, screen in enumerate(door.opened if door else (), start=1):
        report.sections.append((f"window {number}", screen.account()))


@pytest.fixture(scope="session")
def demo_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder whose database holds the demo organization, loaded once for all the processes of the suite.
    Nobody serves it: tests take copies.

    `TEST_DEMO_INSTANCE` names one that is already loaded, to save its quarter of a minute while writing tests.
    """
    if ready := os.environ.get("TEST_DEMO_INSTANCE"):
        return Path(ready)
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _load(shared / "demo-loading").rename(folder)
    return folder


def _load(folder: Path) -> Path:
    folder.mkdir()
    served = Served(folder)
    try:
        served.start(LOADING_SECONDS)
    finally:
        served.stop()
    return folder


@pytest.fixture(scope="session")
def served(demo_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo organization, served for the whole session by real processes."""
    folder = tmp_path_factory.mktemp("served") / "demo"
    shutil.copytree(demo_instance, folder)
    served = Served(folder)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = shutil.which("chromium")
    assert program, "chromium is missing: .ci/system-packages installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


class Door:
    """Opens windows for people. Each signs in by the form once; later windows find the session again."""

    def __init__(self, chromium: Browser, served: Served) -> None:
        self.chromium = chromium
        self.served = served
        self.kept: dict[str, Any] = {}
        self.opened: list[Screen] = []

    def window(self, locale: str, **options: Any) -> Screen:
        """A window where nobody is signed in."""
        options = {"viewport": {"width": 1280, "height": 900}, **options}
        context = self.chromium.new_context(base_url=self.served.url, locale=locale, **options)
        screen = Screen(context, locale)
        self.opened.append(screen)
        return screen

    def sign_in(self, email: str, locale: str, **options: Any) -> Screen:
        """Come in by the form, from the first page, and read the portal in `locale`."""
        screen = self.window(locale, **options)
        screen.open("/sign-in")
        screen.write({"email": email, "password": PASSWORD})
        screen.press("Sign in", within=screen.page.locator("form", has=screen.page.locator("input#password")))
        speak(screen)
        self.kept[email] = screen.context.storage_state()
        return screen

    def enter(self, email: str, locale: str, **options: Any) -> Screen:
        """A window where someone is signed in already, at the first page."""
        if email not in self.kept:
            return self.sign_in(email, locale, **options)
        screen = self.window(locale, storage_state=self.kept[email], **options)
        screen.open("/")
        speak(screen)
        return screen

    def close(self) -> None:
        """Close every window; assert that no console had anything to say."""
        complaints = [complaint for screen in self.opened for complaint in screen.complaints]
        for screen in self.opened:
            screen.close()
        self.opened.clear()
        assert not complaints, complaints


def speak(screen: Screen) -> None:
    """Press the language button when the account reads the other language."""
    if screen.page.locator("html").get_attribute("lang") != screen.words.locale:
        with screen.page.expect_navigation(timeout=WAIT_MS):
            languages = screen.page.locator("header form", has=screen.page.locator('input[name="locale"]'))
            languages.first.get_by_role("button").click()
    assert screen.page.locator("html").get_attribute("lang") == screen.words.locale


@pytest.fixture(scope="session")
def signed_in(served: Served, chromium: Browser) -> Door:
    return Door(chromium, served)


@pytest.fixture
def door(signed_in: Door) -> Iterator[Door]:
    """How tests open windows; closed after each test, and the consoles must have been silent."""
    yield signed_in
    signed_in.close()


@pytest.fixture
def enter(door: Door) -> Callable[..., Screen]:
    """`enter("ines.carvalho@merane.example", "fr")` is a window where she is signed in."""
    return door.enter

"""One person's window on the portal: opened, read and used through the words that stand on it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.browser.words import Words, loose

# Chromium logs the status of a page that was refused: a refused form answers 422, a stale one 409, a stranger 404.
REFUSED_ON_PURPOSE = re.compile(r"the server responded with a status of 4(04|09|22)\b")
# The script says so of a question that the next letter typed, or another page, made needless before it was answered.
GIVEN_UP = re.compile(r"^htmx:(sendAbort|afterRequest)\b")
WAIT_MS = 30_000


class Screen:
    """A page in one language. `complaints` gathers what the browser's console had to say."""

    def __init__(self, context: BrowserContext, locale: str) -> None:
        self.context = context
        self.words = Words(locale)
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        is_expected = REFUSED_ON_PURPOSE.search(message.text) or GIVEN_UP.search(message.text)
        if message.type in ("error", "warning") and not is_expected:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> None:
        """Go to an address, which must answer 200."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    @property
    def path(self) -> str:
        """Where it is, without the host."""
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    @property
    def main(self) -> Locator:
        """What the page is about."""
        return self.page.locator("main")

    def button(self, source: str, *, within: Locator | None = None, **values: Any) -> Locator:
        """The button that says this, in what can be seen."""
        place = within or self.page
        return place.get_by_role("button", name=self.words.pattern(source, **values)).filter(visible=True)

    def press(self, source: str, *, within: Locator | None = None, **values: Any) -> None:
        """Press a button, and wait for the page it leads to."""
        with self.page.expect_navigation(timeout=WAIT_MS):
            self.button(source, within=within, **values).click()

    def follow(self, text: re.Pattern[str] | str, *, within: Locator | None = None, **values: Any) -> None:
        """Follow a link: a sentence of the portal in English, or a pattern for what its content says."""
        name = text if isinstance(text, re.Pattern) else self.words.pattern(text, **values)
        with self.page.expect_navigation(timeout=WAIT_MS):
            (within or self.page).get_by_role("link", name=name).filter(visible=True).first.click()

    def unfold(self, source: str, **values: Any) -> None:
        """Open a button that asks for words first."""
        self.main.locator("summary", has_text=self.words.pattern(source, **values)).click()

    def write(self, values: dict[str, str]) -> None:
        """Fill fields of the page by their names, unfolding the other language's where they are folded away."""
        for name, text in values.items():
            field = self.page.locator(f'[name="{name}"]:not([type="hidden"])')
            folded = self.main.locator("details.other-language:not([open])", has=field)
            if folded.count():
                folded.locator("summary").click()
            self.main.locator(field).fill(text)

    def reads(self, source: str, **values: Any) -> None:
        """Assert that a sentence of the portal stands on the page."""
        expect(self.page.locator("body")).to_contain_text(
            self.words.pattern(source, whole=False, **values), timeout=WAIT_MS
        )

    def shows(self, text: str) -> None:
        """Assert that a text stands in the content, whatever its spaces."""
        expect(self.main).to_contain_text(loose(text), timeout=WAIT_MS)

    def account(self) -> str:
        """Where this window is and what it shows, for whoever reads why a test failed."""
        text = self.page.locator("body").inner_text(timeout=2000)
        return f"{self.page.url}\n{text[:2500]}"

    def close(self) -> None:
        """Close the window with everything it kept."""
        self.context.close()

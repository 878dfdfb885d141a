"""A CV on paper: no entry is cut by the end of a page, no title stands alone, long texts flow."""

from __future__ import annotations

import re

import pytest

from portal.core.bilingual import Text
from portal.talents.cv import pdf
from portal.talents.cv.sheet import Entry, Paragraph, Part, Sheet


def sheet_of(*entries: Entry, key: str = "experience") -> Sheet:
    parts = (Part(key, "Part", entries),) if entries else ()
    return Sheet("en", "Tom Lefèvre, CV", "Tom Lefèvre", Text("Analyst", "en"), (), "Page {page}", parts=parts)


def pages_of(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[int]]:
    """The pages on which each text was written, by text."""
    seen: dict[str, set[int]] = {}
    write = pdf._Paper.write_block

    def note(self, text, *args, dry=False, **options):
        first = self.page
        height = write(self, text, *args, dry=dry, **options)
        if not dry:
            seen.setdefault(text, set()).update({first, self.page})
        return height

    monkeypatch.setattr(pdf._Paper, "write_block", note)
    pdf.render(sheet)
    return seen


def entry(number: int, lines: int) -> Entry:
    text = tuple(Paragraph(f"Entry {number}, line {line}. " + "word " * 40, line % 2 == 0) for line in range(lines))
    return Entry(f"Title {number}", "en", "Somewhere", "2019 – 2020", text=text, text_lang="en")


def test_an_entry_is_on_one_page(monkeypatch):
    entries = [entry(number, 3 + number % 5) for number in range(14)]
    seen = pages_of(sheet_of(*entries), monkeypatch)
    assert max(page for pages in seen.values() for page in pages) > 2
    for one in entries:
        assert len(set().union(seen[one.title], *(seen[part.text] for part in one.text))) == 1


def test_a_title_never_stands_alone(monkeypatch):
    for lines in range(2, 12):
        first, second = Part("experience", "First", (entry(1, lines),)), Part("experience", "Second", (entry(2, 9),))
        base = sheet_of()
        with monkeypatch.context() as patch:
            seen = pages_of(Sheet(**{**vars(base), "parts": (first, second)}), patch)
        assert seen["Second"] == seen["Title 2"]


def test_an_entry_longer_than_a_page_flows():
    body = pdf.render(sheet_of(entry(1, 60)))
    assert len(re.findall(rb"/Type /Page\b", body)) > 1


def test_many_short_lines_flow():
    body = pdf.render(sheet_of(*(Entry(f"Skill {n}", "en", "masters " * 9) for n in range(120)), key="skills"))
    assert len(re.findall(rb"/Type /Page\b", body)) > 2


def test_the_text_can_be_read_out_of_the_file():
    """Each font says which letter each of its signs is."""
    body = pdf.render(sheet_of(Entry("Łukasz’s œuvre", "en")))
    maps = re.findall(rb"begincmap.*?endcmap", body, re.DOTALL)
    assert any(b"<0153>" in one and b"<0141>" in one for one in maps)

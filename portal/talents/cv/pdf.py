"""A CV as a PDF, with fpdf2: pure Python, our own font inside, no program beside it.

Text is text (it can be selected, searched and read aloud, in the order of the sheet); the document says its title,
its author and its language, and its parts are bookmarks. An entry is never cut by the end of a page, unless it is
longer than a page; a title never stands alone at the foot of one.
"""

from __future__ import annotations

import logging
import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF, ViewerPreferences
from fpdf.enums import MethodReturnValue, XPos, YPos

from portal.core import clock
from portal.talents.cv.sheet import PAGE, Entry, Paragraph, Part, Sheet

_FONTS = Path(__file__).with_name("fonts")
_REGULAR, _STRONG = _FONTS / "figtree-5.3.0-regular.ttf", _FONTS / "figtree-5.3.0-semibold.ttf"
# It tells every letter of every document.
logging.getLogger("fontTools").setLevel(logging.WARNING)
# Millimetres and points.
MARGIN, LINE, GAP, ITEM = 18.0, 5.1, 3.2, 4.0
INK, QUIET, BRAND, RULE = (28, 35, 48), (84, 92, 109), (13, 92, 99), (211, 206, 194)


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    with TTFont(_REGULAR, lazy=True) as font:
        return frozenset(font.getBestCmap())


def unwritable(sheet: Sheet) -> str:
    """The letters of a sheet that our font does not have, each once: with them a PDF would lose words."""
    texts = [sheet.name, sheet.headline.text, *sheet.contact, *(one.text for one in sheet.summary)]
    for part in sheet.parts:
        for entry in part.entries:
            texts += [entry.title, entry.detail, *(one.text for one in entry.text)]
    missing = {c for text in texts for c in writable(text) if ord(c) not in _known() and c != "\n"}
    return "".join(sorted(missing))


def writable(text: str) -> str:
    """`text` composed, without the signs that our font lacks; letters that it lacks stay, for `unwritable` to find."""
    text = unicodedata.normalize("NFC", text)
    kept = []
    for character in text:
        kind = unicodedata.category(character)[0]
        if character == "\n" or kind in "LMN" or (kind != "C" and ord(character) in _known()):
            kept.append(character)
        elif kind == "Z":
            kept.append(" ")
    return "".join(kept)


class _Paper(FPDF):
    """A4, with the name and the number of the page at its foot from the second page on."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(format="A4")
        self.sheet = sheet
        self.add_font("Figtree", "", _REGULAR)
        self.add_font("Figtree", "B", _STRONG)
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, margin=MARGIN)
        self.set_title(sheet.title)
        self.set_author(sheet.name)
        self.set_lang({"fr": "fr-FR", "en": "en-GB"}[sheet.lang])
        self.set_creator("Transverse")
        self.set_creation_date(clock.now())
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)

    def footer(self) -> None:
        """Nothing on a CV of one page, nor on the first."""
        if self.page_no() == 1:
            return
        self.set_y(-MARGIN + 6)
        self.pen(8.5, QUIET)
        self.cell(0, 4, writable(self.sheet.foot.replace(PAGE, str(self.page_no()))), align="R")

    def pen(self, size: float, colour: tuple[int, int, int] = INK, style: str = "") -> None:
        """What the next words are written with; `size` in points."""
        self.set_font("Figtree", style, size)
        self.set_text_color(*colour)

    def write_block(self, text: str, line: float = LINE, *, indent: float = 0.0, dry: bool = False) -> float:
        """A paragraph from the left margin plus `indent`. Returns its height in millimetres; `dry` only measures."""
        if not dry:
            self.set_x(self.l_margin + indent)
        height = self.multi_cell(
            self.epw - indent,
            line,
            writable(text),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
            dry_run=dry,
            output=MethodReturnValue.HEIGHT,
        )
        return float(height)  # type: ignore[arg-type]

    @property
    def room(self) -> float:
        """How much is left on the page, in millimetres."""
        return float(self.page_break_trigger - self.get_y())

    def want(self, height: float) -> None:
        """A new page when `height` does not fit on this one, and would on a whole page."""
        if self.room < height <= self.eph:
            self.add_page()


def render(sheet: Sheet) -> bytes:
    """The sheet as a PDF file."""
    paper = _Paper(sheet)
    paper.add_page()
    _head(paper, sheet)
    for part in sheet.parts:
        _part(paper, part)
    return bytes(paper.output())


def _head(paper: _Paper, sheet: Sheet) -> None:
    paper.pen(23, style="B")
    paper.write_block(sheet.name, 9.5)
    if sheet.headline:
        paper.pen(12.5, BRAND, "B")
        paper.write_block(sheet.headline.text, 6)
    if sheet.contact:
        paper.pen(9.5, QUIET)
        paper.ln(1)
        paper.write_block(" · ".join(sheet.contact), 4.8)
    if sheet.summary:
        paper.ln(GAP)
        _text(paper, sheet.summary)


def _part(paper: _Paper, part: Part) -> None:
    paper.pen(12.5, BRAND, "B")
    title_height = 6 + GAP + 3
    paper.want(title_height + _height(paper, part.key, part.entries[0]))
    paper.ln(GAP + 2)
    paper.start_section(writable(part.title))
    paper.pen(12.5, BRAND, "B")
    paper.write_block(part.title, 6)
    paper.set_draw_color(*RULE)
    paper.line(paper.l_margin, paper.get_y() + 0.6, paper.l_margin + paper.epw, paper.get_y() + 0.6)
    paper.ln(2.2)
    for entry in part.entries:
        paper.want(_height(paper, part.key, entry))
        if part.key == "experience":
            _experience(paper, entry)
        else:
            _fact(paper, entry)


def _height(paper: _Paper, key: str, entry: Entry) -> float:
    return _experience(paper, entry, dry=True) if key == "experience" else _fact(paper, entry, dry=True)


def _experience(paper: _Paper, entry: Entry, *, dry: bool = False) -> float:
    paper.pen(11, style="B")
    height = paper.write_block(entry.title, dry=dry)
    paper.pen(9.5, QUIET)
    height += paper.write_block(" · ".join(filter(None, [entry.detail, entry.period])), 4.8, dry=dry)
    height += _text(paper, entry.text, dry=dry) + GAP
    if not dry:
        paper.ln(GAP)
    return height


def _text(paper: _Paper, text: tuple[Paragraph, ...], *, dry: bool = False) -> float:
    paper.pen(10)
    height = 0.0
    for paragraph in text:
        if paragraph.is_item and not dry:
            top = paper.get_y()
            if paper.room >= LINE:
                paper.cell(ITEM, LINE, "•")
                paper.set_y(top)
        height += paper.write_block(paragraph.text, indent=ITEM if paragraph.is_item else 0, dry=dry)
        if not paragraph.is_item:
            height += 0.8
            if not dry:
                paper.ln(0.8)
    return height


def _fact(paper: _Paper, entry: Entry, *, dry: bool = False) -> float:
    """A name, and a few words at the same height, in two columns."""
    name_width = paper.epw * 0.55
    paper.pen(10)
    measured = {"align": "L", "dry_run": True, "output": MethodReturnValue.HEIGHT}
    name, words = writable(entry.title), writable(entry.detail)
    height = max(
        float(paper.multi_cell(name_width, LINE, name, **measured)),  # type: ignore[arg-type]
        float(paper.multi_cell(paper.epw - name_width, LINE, words, **measured)),  # type: ignore[arg-type]
    )
    if not dry:
        top = paper.get_y()
        paper.multi_cell(name_width, LINE, name, align="L", new_x=XPos.RIGHT, new_y=YPos.TOP)
        paper.pen(10, QUIET)
        paper.multi_cell(paper.epw - name_width, LINE, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        paper.set_y(top + height)
    return height

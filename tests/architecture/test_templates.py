"""What a template may not hold."""

from __future__ import annotations

import re

import pytest

from portal.config import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORBIDDEN = {
    "an inline style": r"\sstyle=",
    "an inline script or style element": r"<script>|<style",
    "an inline handler": r"\son[a-z]+=",
    "unescaped text": r"\|\s*safe\b|autoescape false",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    pattern = re.compile(FORBIDDEN[what])
    found = [str(path.relative_to(ROOT)) for path in TEMPLATES if pattern.search(path.read_text(encoding="utf-8"))]
    assert not found


def test_every_template_is_used():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("portal", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html", ".txt")
    )
    unused = []
    for path in TEMPLATES:
        name = str(path.relative_to(ROOT / "templates"))
        if name.startswith("errors/") or name in code:
            continue
        unused.append(name)
    assert not unused


def test_every_mail_is_written_in_both_languages():
    mails = {str(path.relative_to(ROOT)) for path in (ROOT / "templates" / "mail").rglob("*.txt")}
    alone = [
        name for name in mails if name.replace(".fr.", ".en.") not in mails or name.replace(".en.", ".fr.") not in mails
    ]
    assert not alone


def test_what_is_drawn_once_is_a_macro_of_a_file_of_macros():
    """A macro of a page is another one each time the page is drawn: what it drew is kept, and never found again."""
    wrong = []
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        drawn = set(re.findall(r"\bonce\((\w+)\)", text)) & set(re.findall(r"{%-? macro (\w+)\(", text))
        rest = re.sub(r"{%-? macro .*?{%-? endmacro -?%}|{#.*?#}|{%.*?%}", "", text, flags=re.DOTALL)
        if drawn and rest.strip():
            wrong.append((str(path.relative_to(ROOT)), drawn))
    assert not wrong

"""The portal says itself what is wrong in a form: the browser's own bubbles speak its language, not the reader's."""

from __future__ import annotations

import re

from portal.config import ROOT

FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
FIELDS = re.compile(r"\bui\.field\(|<textarea\b")


def test_forms_with_fields_leave_their_checks_to_the_portal() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {form.splitlines()[0][:120]}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for form in FORM.findall(path.read_text(encoding="utf-8"))
        if FIELDS.search(form) and "novalidate" not in form.splitlines()[0]
    ]
    assert wrong == []

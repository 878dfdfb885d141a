"""From the bytes of a file to a `Resume`. Knows no database and no person; a file that is refused says why."""

from __future__ import annotations

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.talents.cv.reading import europass, json_resume, table
from portal.talents.cv.reading.guard import decode, load_json, refuse
from portal.talents.cv.resume import Resume

LARGEST = 5 * 1024 * 1024
KINDS = ("json", "xml", "csv")


def read(data: bytes, filename: str, lang: str) -> Resume:
    """What the file says. `lang` (`fr` or `en`) is the language of its texts where the file does not say.

    Its name, its first character and its parser must agree. Raises `Invalid` with a sentence at the field `file`.
    """
    if not data.strip():
        raise refuse(_l("This file is empty."))
    if len(data) > LARGEST:
        raise refuse(_l("This file is larger than 5 MB."))
    kind = filename.rpartition(".")[2].lower()
    if kind not in KINDS:
        raise refuse(_l("Send a file whose name ends in .json, .xml or .csv."))
    resume = _read_as(kind, data, lang)
    if resume.is_empty and not resume.left_out:
        raise refuse(_l("Nothing in this file could be read as a skill, an experience or a language."))
    return resume


def _read_as(kind: str, data: bytes, lang: str) -> Resume:
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if kind == "xml":
        if start != b"<" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            raise refuse(_l("This file is not XML, whatever its name says."))
        return europass.read_xml(data, lang)
    if kind == "csv":
        return table.read(data, lang)
    if start not in (b"{", b"["):
        raise refuse(_l("This file is not JSON, whatever its name says."))
    document = load_json(decode(data))
    if not isinstance(document, dict):
        raise refuse(_l("This JSON file is a list; a CV is an object."))
    if "SkillsPassport" in document:
        return europass.read_json(document, lang)
    return json_resume.read(document, lang)


__all__ = ["KINDS", "LARGEST", "Invalid", "read"]

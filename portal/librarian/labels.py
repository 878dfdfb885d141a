"""The words of the journal, of states and of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import ngettext
from portal.skills.library.models import Answer, LibraryOperation, OperationKind
from portal.skills.models import SkillState

STATES = {
    SkillState.PROPOSED: _l("proposed"),
    SkillState.ACTIVE: _l("offered"),
    SkillState.RETIRED: _l("retired"),
    SkillState.MERGED: _l("merged"),
    SkillState.REFUSED: _l("not kept"),
}
TONES = {SkillState.PROPOSED: "todo", SkillState.ACTIVE: "good", SkillState.REFUSED: "stop"}
SOURCES = {
    "starter": _l("our own vocabulary"),
    "esco": "ESCO",
    "onet": "O*NET",
    "proposed": _l("proposed by someone"),
    "here": _l("made here"),
}
ANSWERS = {
    None: _l("waits for an answer"),
    Answer.ACCEPTED: _l("in the library"),
    Answer.EDITED: _l("in the library"),
    Answer.MERGED: _l("another skill of the library"),
    Answer.REFUSED: _l("not kept"),
}
ANSWER_TONES = {None: "", Answer.ACCEPTED: "good", Answer.EDITED: "good", Answer.MERGED: "info", Answer.REFUSED: "stop"}
# The columns of a skill, as a report of what differs names them.
FIELDS = {
    "family": _l("Family"),
    "label_fr": _l("Name in French"),
    "label_en": _l("Name in English"),
    "description_fr": _l("Definition in French"),
    "description_en": _l("Definition in English"),
    "alternatives_fr": _l("Also found as, in French"),
    "alternatives_en": _l("Also found as, in English"),
    "priority_fr": _l("Why a priority, in French"),
    "priority_en": _l("Why a priority, in English"),
}
_SENTENCES = {
    OperationKind.ADD: _l("added “%(name)s” to the library"),
    OperationKind.ACCEPT: _l("accepted “%(name)s” into the library"),
    OperationKind.REFUSE: _l("did not keep “%(name)s”"),
    OperationKind.EDIT: _l("changed the words of “%(name)s”"),
    OperationKind.MERGE: _l("merged “%(name)s” into “%(other)s”"),
    OperationKind.SPLIT: _l("made “%(other)s” out of “%(name)s”"),
    OperationKind.RETIRE: _l("retired “%(name)s”"),
    OperationKind.REINSTATE: _l("offered “%(name)s” again"),
    OperationKind.PRIORITY: _l("marked “%(name)s” as a priority"),
    OperationKind.ADD_FAMILY: _l("made the family “%(family)s”"),
    OperationKind.RENAME_FAMILY: _l("renamed the family “%(was_family)s”: it is “%(family)s” now"),
    OperationKind.FILE: _l("brought in a file: %(counts)s"),
    OperationKind.VOCABULARY: _l("brought in %(source)s: %(counts)s"),
}


def what(operation: LibraryOperation, locale: str, undone: LibraryOperation | None = None) -> str:
    """An operation in words, after the name of whoever did it. `undone` is what an undoing undid."""
    data = {"source": "", **_worded(operation.data, locale), "counts": _counted(operation.data)}
    if operation.kind is OperationKind.UNDO:
        return _("undid: %(what)s", what=what(undone, locale)) if undone is not None else _("undid something")
    if operation.kind is OperationKind.ASSIGN:
        return _assigned(data)
    sentence: Any = _SENTENCES[operation.kind]
    if operation.kind is OperationKind.RETIRE and data.get("other"):
        sentence = _l("retired “%(name)s”: “%(other)s” is used instead")
    if operation.kind is OperationKind.PRIORITY and not data.get("is_priority", True):
        sentence = _l("took the mark of priority off “%(name)s”")
    return str(sentence) % data


def _counted(data: Mapping[str, Any]) -> str:
    """How many skills a file or a vocabulary made, changed and left; what it did to none is not said."""
    created, changed, kept = (int(data.get(name, 0)) for name in ("created", "changed", "kept"))
    said = [
        ngettext("%(num)d skill created", "%(num)d skills created", created) if created else "",
        ngettext("%(num)d skill changed", "%(num)d skills changed", changed) if changed else "",
        ngettext("%(num)d left as changed here", "%(num)d left as changed here", kept) if kept else "",
    ]
    return ", ".join(filter(None, said)) or _("nothing new")


def _assigned(data: Mapping[str, Any]) -> str:
    count = int(data.get("count", 0))
    if not data.get("family"):
        return ngettext("took a skill out of its family", "took %(num)d skills out of their families", count)
    return ngettext(
        "put a skill in the family “%(family)s”", "put %(num)d skills in the family “%(family)s”", count, **data
    )


def _worded(data: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """The words of an operation in a language: `name_fr` and `name_en` are its `name`."""
    found = dict(data)
    for key in ("name", "other_name", "family", "was_name", "was_family"):
        if f"{key}_{locale}" in data:
            found["other" if key == "other_name" else key] = data[f"{key}_{locale}"]
    if "source" in data:
        found["source"] = str(SOURCES.get(data["source"], data["source"]))
    return found


def said(operation: LibraryOperation, locale: str, undone: LibraryOperation | None = None) -> str:
    """What was done, as told to whoever just did it."""
    sentence = what(operation, locale, undone)
    return _("Done: %(what)s.", what=sentence)


# The columns of a file.
COLUMNS = {
    "label_fr": FIELDS["label_fr"],
    "label_en": FIELDS["label_en"],
    "other_names_fr": FIELDS["alternatives_fr"],
    "other_names_en": FIELDS["alternatives_en"],
    "definition_fr": FIELDS["description_fr"],
    "definition_en": FIELDS["description_en"],
    "family": FIELDS["family"],
    "priority_fr": FIELDS["priority_fr"],
    "priority_en": FIELDS["priority_en"],
}

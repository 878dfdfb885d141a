"""What is said of questions."""

from __future__ import annotations

from portal.core.i18n import lazy_gettext as _l

ANSWERED = _l("A question on its brief was answered.")
EMPTY_QUESTION = _l("Write your question.")
EMPTY_ANSWER = _l("Write the answer: everyone who reads the mission will read it.")
EMPTY_REASON = _l("Say why: whoever asked will read it.")

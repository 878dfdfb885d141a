"""What stands below a mail that may be silenced: why it came, and how to receive it otherwise or no more."""

from __future__ import annotations

from dataclasses import replace

from portal.core.i18n import gettext as _
from portal.core.i18n import speaking
from portal.mail.outbox import Words, link_to
from portal.notices.kinds import Kind


def with_foot(words: Words, kind: Kind, end: str) -> Words:
    """The same mail with its foot. The words above it are all that a preview shows: the links are its reader's own."""
    with speaking(words.lang):
        foot = (
            _("You receive this mail because of your choices for “%(kind)s”.", kind=kind.name),
            _("Choose otherwise: %(address)s", address=link_to("notices.edit_choices")),
            _("End these mails with one press: %(address)s", address=end),
        )
    return replace(words, body=words.body + "\n-- \n" + "\n".join(foot) + "\n")

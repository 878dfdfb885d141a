"""The one table of what people are told: each event of `templates/mail` belongs to exactly one kind.

A kind is what someone chooses about on the page of their preferences. A new mail is a pair of templates and its name
here; `tests/architecture/test_notices.py` fails on one that is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.notices.models import Rhythm


@dataclass(frozen=True)
class Kind:
    """Events that someone chooses about together. `rhythm` holds until they do.

    `may_silence` is false where the mail always leaves, at once, whatever the hour. `chosen_at` is the page where its
    mails are chosen one by one, when that is not the page of preferences.
    """

    key: str
    name: Any
    about: Any
    events: tuple[str, ...]
    rhythm: Rhythm = Rhythm.AT_ONCE
    may_silence: bool = True
    chosen_at: str | None = None


def _of(feature: str, names: str) -> tuple[str, ...]:
    return tuple(f"{feature}/{name}" for name in names.split())


DIGEST = "notices/digest"

KINDS: tuple[Kind, ...] = (
    Kind(
        "applications",
        _l("My applications"),
        _l("A receipt, an offer, an answer, a message, and what became of a place."),
        _of(
            "applications",
            "received under_review on_hold offered waiting_for_clearance confirmed not_selected lapsed reserve released"
            " completed mission_ended paused resumed mission_expired mission_open_again mission_unfilled"
            " owner_changed owner_sought",
        )
        + _of("answering", "unanswered")
        + _of("alternates", "named unnamed filled")
        + _of("thread", "written"),
    ),
    Kind(
        "invitations",
        _l("Invitations"),
        _l("Places to which someone invites you."),
        _of("inviting", "invited lapsed called_off") + _of("pooling", "asked expired"),
    ),
    Kind(
        "self_offers",
        _l("What I offer to do"),
        _l("It will soon be shown no more, or is over."),
        _of("self_offers", "ending lapsed"),
    ),
    Kind(
        "candidates",
        _l("Candidates of my missions"),
        _l("Who applies, writes to you, accepts, declines, withdraws or is confirmed."),
        (
            *_of(
                "applications",
                "submitted offer_made accepted declined withdrawn left lapsed_owner confirmed_owner released_owner",
            ),
            *_of("inviting", "invited_owner taken_up turned_down lapsed_owner"),
            *_of("answering", "late unanswered_owner"),
            "alternates/next",
            "pooling/answered",
            "thread/written_owner",
        ),
    ),
    Kind(
        "missions",
        _l("My missions"),
        _l("What becomes of the missions you own."),
        _of(
            "missions",
            "submitted_owner published changes_requested alone paused resumed aging"
            " expired reopened unfilled cancelled question_asked opened_wider"
            " reported sent_back",
        )
        + _of("public", "published taken_off")
        + _of("transfers", "asked asked_owner accepted declined lapsed over alone"),
    ),
    Kind(
        "proposals",
        _l("Missions proposed by externals"),
        _l("What is proposed to you, or what became of what you proposed."),
        _of("proposals", "asked sponsored declined withdrawn lapsed published dropped"),
    ),
    Kind(
        "following",
        _l("Missions I follow"),
        _l("What changes in them, and the answers to questions."),
        _of("missions", "followed question_answered question_set_aside report_followed report_dismissed"),
    ),
    Kind(
        "rooms",
        _l("The rooms of my missions"),
        _l("What is to be done, what comes next, and how clear a brief was."),
        _of(
            "rooms",
            "opened task_given task_due buddy contact promise_due next_said brief_to_rate brief_rated",
        ),
    ),
    Kind(
        "weeks",
        _l("How the weeks of a mission go"),
        _l("The reminder to write yours, and what the others write."),
        _of("rooms", "note_due note_written"),
        rhythm=Rhythm.DAILY,
    ),
    Kind(
        "time",
        _l("Time asked for"),
        _l("Whether the time of a mission is authorized, and questions about time declared."),
        (
            *_of("allocations", "approved countered half_accepted refused redirected"),
            *_of("allocations", "suspended resumed notice_given given_again revoked relieved relief_to_check"),
            "time/asked",
        ),
    ),
    Kind(
        "decisions",
        _l("Decisions about my team"),
        _l("Requests for the time of people in your team, and what became of your answers."),
        _of("allocations", "requested bound counter_declined passed_on lapsed ended")
        + _of("delegations", "given begun taken_back handed_back over over_delegate delegate_left decided recalled"),
    ),
    Kind(
        "validation",
        _l("Missions to validate"),
        _l("Missions submitted to you, and those that nobody owns any more."),
        _of("missions", "submitted ownerless"),
    ),
    Kind(
        "silences",
        _l("Applications left without an answer"),
        _l("For human resources: who applied and was never answered."),
        _of("answering", "unanswered_hr"),
        rhythm=Rhythm.DAILY,
    ),
    Kind(
        "engagements",
        _l("Contracts"),
        _l("Contracts to prepare or to stop."),
        _of("engagements", "opened cancelled"),
    ),
    Kind(
        "recognition",
        _l("Recognition"),
        _l("What was said of your part in a mission, and what you have to say of others’."),
        _of("recognition", "attested recorded reminder to_attest to_record"),
    ),
    Kind(
        "profile",
        _l("My profile and my skills"),
        _l("Endorsements, skills to confirm again, and answers to the skills you proposed."),
        (*_of("talents", "endorsed still_true"), *_of("skills", "accepted merged refused reopened")),
    ),
    Kind(
        "searches",
        _l("My saved searches"),
        _l("What is new for a search you keep: you choose the rhythm of each."),
        ("searches/found",),
        chosen_at="searches.list_searches",
    ),
    Kind(
        "safety",
        _l("Safety of my account"),
        _l("Your password, your roles and the links to sign in. Always sent, at once."),
        _of("accounts", "invitation reset password_changed role_given role_taken"),
        may_silence=False,
    ),
)
# Mails without a notice in the portal: a link that signs in is for one mailbox alone, what is new for a search is told
# on its own page, and a digest tells of notices.
MAIL_ONLY = frozenset({"accounts/invitation", "accounts/reset", "searches/found", DIGEST})

_OF_EVENT = {event: kind for kind in KINDS for event in kind.events}
_BY_KEY = {kind.key: kind for kind in KINDS}

# Those whose rhythm is chosen on the page of preferences.
CHOSEN = tuple(kind for kind in KINDS if kind.may_silence and kind.chosen_at is None)


def kind_of(event: str) -> Kind:
    """The kind of an event. Raises `LookupError` for one that the table does not know."""
    try:
        return _OF_EVENT[event]
    except KeyError:
        raise LookupError(f"{event} belongs to no kind: add it to portal/notices/kinds.py") from None


def kind_named(key: str) -> Kind | None:
    """The kind with this key, if it is one that is chosen."""
    kind = _BY_KEY.get(key)
    return kind if kind in CHOSEN else None

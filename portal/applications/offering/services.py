"""Saying what one would like to do, changing it, letting it stand or taking it off. Each verb is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.applications.offering import notifications
from portal.applications.offering.models import (
    LONGEST_TITLE,
    MOST_OPEN,
    MOST_SKILLS,
    STANDS,
    SelfOffer,
    SelfOfferState,
)
from portal.applications.offering.queries import count_open
from portal.applications.offering.workflow import SELF_OFFER
from portal.core import audit, clock, submission
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.shares import is_share, share_sentence
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from portal.skills.library.references import settle
from portal.skills.models import Skill


@dataclass(frozen=True)
class Said:
    """What someone would like to do, in `language`. The share is a percent of a week; any day stands for its week."""

    language: str
    title: str
    text: str
    percent: int
    first_week: date
    last_week: date
    skills: Sequence[Skill] = ()


def check_may_post(actor: Person) -> None:
    """Raise `Conflict` when enough of their offers stand already."""
    if count_open(actor) >= MOST_OPEN:
        raise Conflict(
            _l("%(count)s of your offers are shown already: take one off first.", count=MOST_OPEN),
            code="self_offer.many",
        )


def post_self_offer(actor: Person, said: Said, *, key: str | None = None) -> SelfOffer:
    """Show it to those who look for people, for `STANDS`. The same `key` twice posts once.

    Raises `Conflict` when enough stand already, `Invalid` with the fields concerned.
    """
    return submission.once(actor, key, SelfOffer, lambda session: _post(session, actor, said))


def _post(session: Session, actor: Person, said: Said) -> SelfOffer:
    _one_at_a_time(session, actor)
    offer = SelfOffer(person=actor, until=clock.today() + STANDS)
    _write(offer, said)
    session.add(offer)
    session.flush()
    audit.record(actor, offer, "post", to_state=offer.state)
    return offer


def _one_at_a_time(session: Session, actor: Person) -> None:
    """Two at once would pass the limit."""
    session.refresh(actor, with_for_update={"key_share": True, "of": Person})
    check_may_post(actor)


def _write(offer: SelfOffer, said: Said) -> None:
    _check(said)
    offer.language, offer.title = said.language, said.title
    offer.text = checked_text(said.text, "text", required=_l("Say what you would like to do, and what you bring."))
    offer.percent = said.percent
    offer.first_week, offer.last_week = clock.week_of(said.first_week), clock.week_of(said.last_week)
    offer.skills = _as_they_are_now(said.skills)


def _as_they_are_now(skills: Sequence[Skill]) -> list[Skill]:
    """Each once; one that was merged since it was chosen is the one it was merged into."""
    now = settle(db.session(), [skill.id for skill in skills])
    return [db.session.get_one(Skill, key) for key in dict.fromkeys(now[skill.id] for skill in skills)]


def _check(said: Said) -> None:
    wrong = {}
    if not said.title or len(said.title) > LONGEST_TITLE:
        wrong["title"] = _l("Say it in a few words.")
    if not is_share(said.percent):
        wrong["percent"] = share_sentence()
    if said.last_week < said.first_week:
        wrong["last_week"] = _l("The last week comes before the first.")
    elif clock.week_of(said.last_week) < clock.this_week():
        wrong["last_week"] = _l("These weeks are past.")
    elif clock.is_far(said.first_week) or clock.is_far(said.last_week):
        wrong["last_week"] = _l("Choose weeks nearer to today.")
    if len(said.skills) > MOST_SKILLS:
        wrong["skills-0"] = _l("Keep the %(count)s skills that matter most.", count=MOST_SKILLS)
    if wrong:
        raise Invalid(fields=wrong)


def check_may_edit(actor: Person, offer: SelfOffer) -> None:
    """Raise `Forbidden` for anyone but its author, `Conflict` once it is not shown any more."""
    SELF_OFFER.check(actor, offer, "withdraw")


def edit_self_offer(actor: Person, offer: SelfOffer, said: Said, *, version: int | None = None) -> SelfOffer:
    """Say it otherwise; it stands until the same day. Raises `Forbidden`, `Conflict`, `Invalid`."""
    with transaction():
        _hold(actor, offer, "withdraw", version)
        _write(offer, said)
        audit.record(actor, offer, "edit")
    return offer


def renew_self_offer(actor: Person, offer: SelfOffer, *, version: int | None = None) -> SelfOffer:
    """Show it for `STANDS` from today, again or some more. Raises `Forbidden`; `Conflict` when its weeks are past, or
    when enough others stand."""
    with transaction() as session:
        _hold(actor, offer, "renew", version)
        if offer.last_week < clock.this_week():
            raise Conflict(_l("Its weeks are past: say first for when it holds."), code="self_offer.past")
        if offer.state is not SelfOfferState.OPEN:
            _one_at_a_time(session, actor)
        offer.until, offer.warned_on = clock.today() + STANDS, None
        SELF_OFFER.apply(actor, offer, "renew")
    return offer


def withdraw_self_offer(actor: Person, offer: SelfOffer, *, version: int | None = None) -> SelfOffer:
    """Show it to nobody any more. Raises `Forbidden`, `Conflict`."""
    with transaction():
        _hold(actor, offer, "withdraw", version)
        SELF_OFFER.apply(actor, offer, "withdraw")
    return offer


def _hold(actor: Person, offer: SelfOffer, name: str, version: int | None) -> None:
    """Hold it; who may, whether they saw it as it stands."""
    db.session.refresh(offer, with_for_update={"of": SelfOffer})
    if SELF_OFFER[name].who(actor, offer):
        offer.expect(version)
    SELF_OFFER.check(actor, offer, name)


def warn_or_lapse(offer: SelfOffer) -> None:
    """Tell its author that it will soon be over, or end it. Nothing when it is no longer time."""
    with transaction():
        db.session.refresh(offer, with_for_update={"of": SelfOffer})
        if offer.state is not SelfOfferState.OPEN:
            return
        if offer.until < clock.today():
            lapse(offer)
            notifications.tell_lapsed(offer)
        elif offer.warned_on is None:
            offer.warned_on = clock.today()
            notifications.tell_ending(offer)


def lapse(offer: SelfOffer) -> None:
    """End it, inside the caller's transaction."""
    SELF_OFFER.apply(None, offer, "lapse")

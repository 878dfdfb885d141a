"""Who is told what about a pool. Queued in the present transaction, sent after it."""

from __future__ import annotations

from portal.applications.pooling.models import PoolMember
from portal.notices.telling import tell


def tell_asked(member: PoolMember) -> None:
    """The talent reads what they are asked, for how long, and that they leave whenever they like."""
    tell(member.person, "pooling/asked", application=member.application, member=member)


def tell_answered(member: PoolMember) -> None:
    """Whoever asked knows the answer."""
    tell(member.asked_by, "pooling/answered", application=member.application, member=member)


def tell_expired(member: PoolMember) -> None:
    """The talent: the consent is over, and nothing is kept any more."""
    tell(member.person, "pooling/expired", application=member.application, member=member)

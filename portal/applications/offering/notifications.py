"""What the author of an offer is told. Queued, sent after the commit."""

from __future__ import annotations

from portal.applications.offering.models import SelfOffer
from portal.notices.telling import tell


def tell_ending(offer: SelfOffer) -> None:
    """It is shown for a few more days: does it still hold?"""
    tell(offer.person, "self_offers/ending", offer=offer)


def tell_lapsed(offer: SelfOffer) -> None:
    """It is not shown any more."""
    tell(offer.person, "self_offers/lapsed", offer=offer)

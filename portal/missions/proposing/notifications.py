"""Who is told of a proposal. Queued, sent after the commit."""

from __future__ import annotations

from portal.missions.models import Mission
from portal.missions.proposing.models import MissionProposal
from portal.notices.telling import tell


def tell_asked(proposal: MissionProposal) -> None:
    """Whoever is asked to sponsor it reads what, by whom and until when."""
    tell(proposal.sponsor, "proposals/asked", proposal=proposal)


def tell_sponsored(proposal: MissionProposal) -> None:
    """Its author: someone answers for it from now on, and writes the mission."""
    tell(proposal.author, "proposals/sponsored", proposal=proposal)


def tell_declined(proposal: MissionProposal, *, text: str) -> None:
    """Its author: it is no, and why."""
    tell(proposal.author, "proposals/declined", proposal=proposal, text=text)


def tell_withdrawn(proposal: MissionProposal) -> None:
    """Whoever was asked: no answer is awaited any more."""
    tell(proposal.sponsor, "proposals/withdrawn", proposal=proposal)


def tell_lapsed(proposal: MissionProposal) -> None:
    """Its author: nobody answered in time."""
    tell(proposal.author, "proposals/lapsed", proposal=proposal)


def tell_published(proposal: MissionProposal, mission: Mission) -> None:
    """Its author: the mission is published, and when they may read it."""
    tell(proposal.author, "proposals/published", proposal=proposal, mission=mission)


def tell_dropped(proposal: MissionProposal) -> None:
    """Its author: the mission will not take place."""
    tell(proposal.author, "proposals/dropped", proposal=proposal)

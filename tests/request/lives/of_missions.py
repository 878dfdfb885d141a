"""What owners, human resources and readers do with missions."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from portal.core import clock
from portal.missions import services as missions
from portal.missions.drafting.data import SEAT_COLUMNS, MissionData, SeatData
from portal.missions.drafting.services import edit_mission
from portal.missions.expiring import services as expiring
from portal.missions.models import Mission
from portal.missions.pausing import services as pausing
from portal.missions.reporting import services as reporting
from portal.missions.reporting.models import ReportReason
from portal.missions.staging import services as staging
from portal.missions.transferring import services as transferring
from portal.missions.transferring.models import MissionTransfer
from portal.missions.unfilled import services as unfilled
from portal.missions.unfilled.models import Cause
from portal.organization.models import Person
from tests.request.lives.moves import ASKED, HR, KEEPER, OWNER, READER, WORDS, Draw, move, named

TEXTS = st.sampled_from(["The budget is gone.", "The need is gone.", "Others do it.", ""])


@move(Mission, OWNER)
def submit(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Ask for validation."""
    missions.submit_mission(actor, mission, version=version)


@move(Mission, HR)
def publish(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Validate it."""
    missions.publish_mission(actor, mission, version=version)


@move(Mission, HR)
def request_changes(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Ask for something else."""
    missions.request_changes(actor, mission, text=draw(WORDS), version=version)


@move(Mission, READER)
def report(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Say that something is wrong with it."""
    reporting.report_mission(actor, mission, reason=ReportReason.OUT_OF_DATE, text="")


@move(Mission, HR)
def send_back(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Send a reported mission back, people waiting for it or not."""
    reporting.send_back(actor, mission, text=draw(WORDS), version=version)


@move(Mission, OWNER)
def start(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """The work begins."""
    missions.start_work(actor, mission, version=version)


@move(Mission, OWNER)
def complete(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """The work is done."""
    missions.complete_mission(actor, mission, version=version)


@move(Mission, OWNER)
def close(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Nothing is left to do."""
    missions.close_mission(actor, mission, version=version)


@move(Mission, OWNER)
def cancel(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Stop it, with words or without."""
    missions.cancel_mission(actor, mission, text=draw(TEXTS), version=version)


@move(Mission, OWNER)
def pause(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Put it aside, until a day or not."""
    days = draw(st.sampled_from([None, 8, 30, 0]))
    until = clock.today() + timedelta(days=days) if days is not None else None
    pausing.pause_mission(actor, mission, text=draw(WORDS), until=until, version=version)


@move(Mission, OWNER)
def resume(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Take it up again."""
    pausing.resume_mission(actor, mission, version=version)


@move(Mission, OWNER)
def leave_unfilled(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """End it without anyone."""
    unfilled.leave_unfilled(actor, mission, causes=[Cause.NO_APPLICANT], text="", version=version)


@move(Mission, OWNER)
def still_current(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """It is as young as on its first day."""
    expiring.confirm_current(actor, mission, version=version)


@move(Mission, OWNER)
def open_again(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Open an expired mission again."""
    expiring.reopen_expired(actor, mission, version=version)


@move(Mission, OWNER)
def open_wider(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Open it to the panel, then to every external."""
    staging.open_wider(actor, mission, text=draw(WORDS), version=version)


@move(Mission, OWNER)
def turn_the_sign(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Take applications, or none for now."""
    missions.set_accepting(actor, mission, not mission.accepts_applications, version=version)


@move(Mission, OWNER)
def change_places(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """One place more, or one fewer, in one of its seats."""
    by = draw(st.sampled_from([1, -1]))
    changed = draw(st.sampled_from(range(len(mission.seats))))
    seats = [{name: getattr(seat, name) for name in SEAT_COLUMNS} for seat in mission.seats]
    seats[changed]["places"] = max(1, seats[changed]["places"] + by)
    data = (SeatData(public_id=seat.public_id, **said) for seat, said in zip(mission.seats, seats, strict=True))
    edit_mission(actor, mission, MissionData(fields={}, seats=tuple(data)), version=version)


@move(Mission, KEEPER)
def ask_to_take_over(actor: Person, mission: Mission, draw: Draw, version: int | None) -> None:
    """Ask a colleague of the applicants, or one of them, to own it."""
    transferring.ask_transfer(actor, mission, person_id=named(draw).id, text="", version=version)


@move(MissionTransfer, ASKED)
def take_over(actor: Person, transfer: MissionTransfer, draw: Draw, version: int | None) -> None:
    """Own it from now on."""
    transferring.accept_transfer(actor, transfer, version=version)

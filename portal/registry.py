"""The list of features that answer requests or deliver work: what the application factory plugs in."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint

# Modules with a blueprint named `bp`, one for each feature or screen.
VIEWS: tuple[str, ...] = (
    "portal.pages.views",
    "portal.accounts.views",
    "portal.missions.following.views",
    "portal.missions.questions.views",
    "portal.missions.views",
    "portal.missions.keeping.views",
    "portal.missions.unfilled.views",
    "portal.missions.reporting.views",
    "portal.missions.proposing.views",
    "portal.missions.transferring.views",
    "portal.mail.views",
    "portal.notices.views",
    "portal.talents.views",
    "portal.talents.profile.views",
    "portal.talents.availability.views",
    "portal.talents.cv.views",
    "portal.talents.hidden_skills.views",
    "portal.talents.evidence.views",
    "portal.talents.privacy.views",
    "portal.talents.photo.views",
    "portal.discovery.views",
    "portal.discovery.saved.views",
    "portal.discovery.feeds.views",
    "portal.discovery.unmet.views",
    "portal.discovery.suggest.views",
    "portal.discovery.recent.views",
    "portal.skills.views",
    "portal.applications.views",
    "portal.applications.alternates.views",
    "portal.applications.batch.views",
    "portal.applications.comparing.views",
    "portal.applications.inviting.views",
    "portal.applications.notes.views",
    "portal.applications.pooling.views",
    "portal.applications.offering.views",
    "portal.applications.thread.views",
    "portal.allocations.views",
    "portal.allocations.time_views",
    "portal.allocations.delegating.views",
    "portal.recognition.views",
    "portal.rooms.views",
    "portal.desk.views",
    "portal.desk.several.views",
    "portal.desk.team.views",
    "portal.pilots.views",
    "portal.engagements.views",
    "portal.calendars.views",
    "portal.public.views",
    "portal.librarian.views",
    "portal.administration.views",
)
# Modules whose import registers a handler of the outbox.
OUTBOX_HANDLERS: tuple[str, ...] = (
    "portal.accounts.links",
    "portal.mail.sender",
    "portal.discovery.index",
    "portal.discovery.saved.alerts",
)
# Modules whose import adds what a feature does when something happens in a lower one, in the order they then act: a
# completed mission completes its applications, frees the weeks to come, and only then drafts recognitions from both;
# someone who leaves hands missions over, then leaves places, and only then do others decide in their stead.
CONSEQUENCES: tuple[str, ...] = (
    "portal.skills.library.consequences",
    "portal.skills.occupations.library",
    "portal.talents.library",
    "portal.talents.hidden_skills.library",
    "portal.talents.edition",
    "portal.talents.consequences",
    "portal.missions.library",
    "portal.missions.edition",
    "portal.missions.pausing.consequences",
    "portal.missions.consequences",
    "portal.missions.proposing.consequences",
    "portal.missions.transferring.consequences",
    "portal.missions.expiring.consequences",
    "portal.missions.following.consequences",
    "portal.missions.keeping.consequences",
    "portal.applications.pausing.consequences",
    "portal.applications.transferring.consequences",
    "portal.applications.stopping.consequences",
    "portal.applications.consequences",
    "portal.applications.offering.consequences",
    "portal.applications.alternates.consequences",
    "portal.allocations.delegating.consequences",
    "portal.allocations.recalling.consequences",
    "portal.allocations.consequences",
    "portal.engagements.consequences",
    "portal.applications.offering.library",
    "portal.recognition.library",
    "portal.recognition.consequences",
    "portal.rooms.consequences",
    "portal.discovery.saved.consequences",
    "portal.discovery.feeds.consequences",
    "portal.discovery.recent.consequences",
    "portal.calendars.consequences",
    "portal.notices.consequences",
)
# Modules whose import adds to a page of a lower feature, or to who may read it: an application, a mission, a profile, a
# skill, signing in.
EXTENSIONS: tuple[str, ...] = (
    "portal.missions.staging.panel",
    "portal.public.panel",
    "portal.missions.reporting.panel",
    "portal.missions.transferring.panel",
    "portal.applications.staging.counting",
    "portal.applications.pausing.panel",
    "portal.applications.transferring.panel",
    "portal.applications.pause_warning",
    "portal.missions.evidence_names",
    "portal.missions.questions.panel",
    "portal.missions.following.panel",
    "portal.applications.acquaintances",
    "portal.applications.followers",
    "portal.applications.sight",
    "portal.applications.answering.panels",
    "portal.applications.alternates.panels",
    "portal.applications.inviting.panels",
    "portal.applications.notes.panels",
    "portal.applications.pooling.panels",
    "portal.applications.thread.panels",
    "portal.allocations.sight",
    "portal.allocations.application_panel",
    "portal.allocations.apply_warning",
    "portal.allocations.weeks_taken",
    "portal.allocations.time_left",
    "portal.engagements.path",
    "portal.recognition.profile",
    "portal.recognition.mission_panel",
    "portal.rooms.closing",
    "portal.rooms.panels",
    "portal.rooms.home_panel",
    "portal.librarian.panels",
    "portal.administration.skill_figures",
    "portal.administration.mail_panel",
    "portal.discovery.saved.home_panel",
    "portal.notices.account_panel",
    "portal.notices.foretelling",
    "portal.notices.holding",
    "portal.matters",
    "portal.discovery.recent.account_panel",
    "portal.calendars.panels",
    "portal.demo.sign_ins",
)
# Modules whose import registers a chore of the worker.
CHORES: tuple[str, ...] = (
    "portal.core.statistics",
    "portal.skills.library.chores",
    "portal.talents.availability.chores",
    "portal.talents.cv.chores",
    "portal.talents.evidence.chores",
    "portal.talents.looks.chores",
    "portal.discovery.calendar",
    "portal.missions.pausing.chores",
    "portal.missions.expiring.chores",
    "portal.missions.staging.chores",
    "portal.missions.proposing.chores",
    "portal.missions.transferring.chores",
    "portal.missions.keeping.chores",
    "portal.applications.chores",
    "portal.applications.alternates.chores",
    "portal.applications.answering.chores",
    "portal.applications.pooling.chores",
    "portal.applications.offering.chores",
    "portal.allocations.delegating.chores",
    "portal.allocations.recalling.chores",
    "portal.allocations.relieving.chores",
    "portal.allocations.chores",
    "portal.rooms.chores",
    "portal.discovery.saved.chores",
    "portal.discovery.unmet.chores",
    "portal.discovery.recent.chores",
    "portal.notices.chores",
)
# Modules with a click command named `command`, added to `portal import`.
IMPORTS: tuple[str, ...] = ("portal.skills.commands", "portal.administration.people_import.command")


def blueprints() -> list[Blueprint]:
    """Every feature's blueprint."""
    return [import_module(name).bp for name in VIEWS]


def connect() -> None:
    """Import what delivers outbox items, follows other features, adds to their pages, or waits for the clock."""
    for module in (*OUTBOX_HANDLERS, *CONSEQUENCES, *EXTENSIONS, *CHORES):
        import_module(module)

"""The main pages, each with who opens it. A page that the portal does not have yet is said, and left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from portal.accounts import services
from portal.accounts.models import Account
from portal.extensions import db
from portal.organization.models import Person
from portal.skills.suggestions import kept
from tests.bench import casting
from tests.bench.casting import Casting, NobodyFits, Scene


@dataclass(frozen=True)
class Page:
    """A page to measure: its name here, its endpoint, who opens it, and what follows the `?`.

    `milliseconds` is the most that it may take besides, where someone waits for it at every letter.
    """

    name: str
    endpoint: str
    scene: Casting
    query: str = ""
    milliseconds: float | None = None


PAGES: tuple[Page, ...] = (
    Page("sign-in", "accounts.sign_in", casting.stranger),
    Page("home", "pages.show_home", casting.applicant),
    Page("home-manager", "pages.show_home", casting.manager),
    Page("home-external", "pages.show_home", casting.external),
    Page("missions", "missions.list_missions", casting.applicant),
    Page("missions-filtered", "missions.list_missions", casting.applicant, "share=20&remote=partly&page=2"),
    Page("missions-text", "missions.list_missions", casting.applicant, "q=tableau"),
    Page("missions-ended", "missions.list_missions", casting.applicant, "state=ended"),
    Page("missions-external", "missions.list_missions", casting.external),
    Page("mission", "missions.show_mission", casting.reader),
    Page("mission-owner", "missions.show_mission", casting.owner),
    Page("apply", "applications.show_apply", casting.reader),
    Page("talents", "talents.list_talents", casting.applicant),
    Page("talents-filtered", "talents.list_talents", casting.applicant, "kind=employee&page=2"),
    Page("talents-available", "talents.list_talents", casting.applicant, "share=20"),
    Page("talents-text", "talents.list_talents", casting.applicant, "q=mar"),
    Page("my-profile", "profile.show_profile", casting.recognised),
    Page("availability", "profile.edit_availability", casting.recognised),
    Page("suggestions", "hidden_skills.list_hidden_skills", casting.recognised),
    Page("profile", "talents.show_talent", casting.colleague),
    Page("still-true", "evidence.show_doubts", casting.recognised),
    Page("profile-private", "talents.show_talent", casting.close_reader),
    Page("who-sees", "privacy.show_readers", casting.looked_at),
    Page("who-looked", "privacy.list_looks", casting.looked_at),
    Page("search", "discovery.search", casting.applicant, "q=tableau+de+bord"),
    Page("search-talents", "discovery.search", casting.applicant, "q=analyste+lyon&kind=talent"),
    Page("suggest", "suggest.suggest", casting.applicant, "q=tab+pil", milliseconds=10),
    Page("suggest-name", "suggest.suggest", casting.applicant, "q=dup+mar", milliseconds=10),
    Page("suggest-slip", "suggest.suggest", casting.applicant, "q=analsye+des+donn%C3%A9ees", milliseconds=10),
    Page("suggest-external", "suggest.suggest", casting.external, "q=ma", milliseconds=10),
    Page("search-narrowed", "discovery.search", casting.applicant, "q=tableau&kind=mission&share=20&remote=partly"),
    Page("search-fitting", "discovery.search", casting.applicant, "q=tableau&kind=mission&share=20&sort=fit"),
    Page("search-free", "discovery.search", casting.applicant, "q=analyste&kind=talent&contract=employee&free=20"),
    Page("my-searches", "searches.list_searches", casting.searcher),
    Page("saved-search", "searches.show_search", casting.searcher),
    Page("notifications", "notices.list_notices", casting.told_most),
    Page("notifications-choices", "notices.edit_choices", casting.told_most),
    Page("unmet-needs", "unmet.list_unmet", casting.people_office),
    Page("unfilled-missions", "unfilled.list_unfilled", casting.people_office),
    Page("my-applications", "applications.list_applications", casting.applicant),
    Page("application", "applications.show_application", casting.applicant),
    Page("application-owner", "applications.show_application", casting.candidate_of),
    Page("received", "applications.list_received", casting.owner),
    Page("candidates", "applications.list_candidates", casting.owner),
    Page("candidates-compared", "comparing.show_comparison", casting.chooser),
    Page("invite-people", "inviting.show_ways", casting.owner),
    Page("conversation", "thread.show_thread", casting.converser),
    Page("questions", "questions.list_questions", casting.asked_most),
    Page("followed", "following.list_followed", casting.follower),
    Page("proposals", "proposals.list_proposals", casting.sponsor_of_ideas),
    Page("self-offers", "selfoffers.list_shown", casting.owner),
    Page("self-offers-fitting", "selfoffers.list_shown", casting.owner, "fits=1&kind=employee&q=desk"),
    Page("asked-to-own", "transfers.list_asked", casting.asked_to_own),
    Page("ownerless-missions", "transfers.list_ownerless", casting.people_office),
    Page("calendars", "calendars.list_calendars", casting.manager),
    Page("public", "public.list_missions", casting.stranger, "lang=fr&page=2"),
    Page("public-mission", "public.show_mission", casting.outsider),
    Page("room", "rooms.show_room", casting.at_work),
    Page("room-owner", "rooms.show_room", casting.fullest_room),
    Page("room-closing", "rooms.show_closing", casting.fullest_room),
    Page("desk", "desk.show_desk", casting.manager),
    Page("team", "team.show_team", casting.biggest_team, "weeks=26"),
    Page("delegations", "delegations.list_delegations", casting.manager),
    Page("desk-request", "desk.show_request", casting.manager),
    Page("authorization", "allocations.show_authorization", casting.manager),
    Page("my-time", "time.show_time", casting.lent),
    Page("time-to-confirm", "time.list_to_confirm", casting.confirmer),
    Page("recognitions", "recognition.list_recognitions", casting.recognised),
    Page("recognition", "recognition.show_recognition", casting.attester),
    Page("pilots", "pilots.list_pilots", casting.sponsor),
    Page("pilot", "pilots.show_pilot", casting.sponsor),
    Page("skills", "skills.list_skills", casting.people_office),
    Page("skill", "skills.show_skill", casting.people_office),
    Page("library-proposals", "librarian.list_proposals", casting.people_office),
    Page("library-pairs", "librarian.list_pairs", casting.people_office),
    Page("library-skills", "librarian.list_skills", casting.people_office),
    Page("library-skill", "librarian.show_skill", casting.people_office),
    Page("library-journal", "librarian.list_operations", casting.people_office),
    Page("engagements", "engagements.list_engagements", casting.buyer),
    Page("engagement", "engagements.show_engagement", casting.buyer),
)


@dataclass(frozen=True)
class Visit:
    """A page that can be opened: its address, and the browser of whoever opens it."""

    page: Page
    path: str
    client: FlaskClient


@dataclass(frozen=True)
class Program:
    """What will be measured, and what is missing and why."""

    visits: list[Visit]
    missing: list[tuple[Page, str]]


def named(names: Sequence[str] | None) -> list[Page]:
    """The declared pages of these names; all of them without any."""
    return [page for page in PAGES if names is None or page.name in names]


def prepare(app: Flask, pages: Sequence[Page] = PAGES) -> Program:
    """Cast the pages and sign their people in. The names of skills are read first, as soon after a process starts."""
    visits, missing, clients = [], [], {}
    with app.app_context():
        kept.read_now()
        db.session.remove()
    for page in pages:
        rule = _rule(app, page.endpoint)
        if rule is None:
            missing.append((page, f"there is no endpoint {page.endpoint} yet"))
            continue
        with app.app_context():
            try:
                scene = page.scene()
            except NobodyFits:
                missing.append((page, "the organization is too small"))
                continue
        if scene.person_id not in clients:
            clients[scene.person_id] = _browser(app, scene)
        visits.append(Visit(page, _path(app, rule, scene, page.query or scene.query), clients[scene.person_id]))
    return Program(visits, missing)


def _rule(app: Flask, endpoint: str) -> Rule | None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint and "GET" in (rule.methods or ())]
    return rules[0] if rules else None


def _path(app: Flask, rule: Rule, scene: Scene, query: str) -> str:
    values: dict[str, Any] = dict.fromkeys(rule.arguments, scene.public_id)
    with app.test_request_context():
        path = app.url_for(rule.endpoint, **values)
    return f"{path}?{query}" if query else path


def _browser(app: Flask, scene: Scene) -> FlaskClient:
    client: FlaskClient = app.test_client()
    if scene.person_id is None:
        return client
    with app.app_context():
        account = db.session.get_one(Account, db.session.get_one(Person, scene.person_id).account_id)
        token = services.open_session(account)
        db.session.remove()
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client

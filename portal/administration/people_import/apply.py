"""Writing a plan, inside one transaction: in batches, never a query for each line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account, SignInSession, SingleUseLink
from portal.accounts.workflow import access_changed
from portal.administration.people_import.lines import Line
from portal.administration.people_import.plan import Change, Plan, State
from portal.core import clock, reindex
from portal.core.audit import Event
from portal.core.model import new_public_id
from portal.engagements.models import ExternalTerms, Firm
from portal.organization.models import Person, Unit
from portal.organization.workflow import manager_changed, person_left
from portal.talents import directory_text

BATCH = 1000
Progress = Callable[[int], None]
Rows = list[dict[str, Any]]


def write(session: Session, plan: Plan, state: State, *, actor: Person | None, progress: Progress) -> list[int]:
    """Write a plan that has no problem, and let what depends on it follow. Returns the keys of the people created."""
    actor_id = actor.id if actor is not None else None
    _Writer(session, state, actor_id, progress).write(plan)
    session.expire_all()
    created = _created_ids(session, plan)
    _let_follow(session, plan, created)
    return created


def _created_ids(session: Session, plan: Plan) -> list[int]:
    ids: list[int] = []
    for batch in batches(plan.created):
        named = [line.identifier for line in batch]
        ids.extend(session.scalars(sa.select(Person.id).where(Person.identifier.in_(named)).order_by(Person.id)))
    return ids


def _let_follow(session: Session, plan: Plan, created: list[int]) -> None:
    moved = [change.known.id for change in plan.changed if change.of("manager")]
    for person in people(session, moved):
        manager_changed(person)
    for person in people(session, [known.id for known in plan.leavers]):
        person_left(person)
    admitted = [change.known.id for change in plan.changed if change.of("kind") or change.of("presence")]
    for person in people(session, admitted):
        access_changed(person)
    written = [*created, *(change.known.id for change in plan.changed)]
    directory_text.refresh(session, written)
    mark_for_index(session, written)


def mark_for_index(session: Session, ids: Sequence[int]) -> None:
    """Have these talents indexed (again) once the present transaction is written."""
    for batch in batches(ids):
        reindex.read_many_again(session, reindex.TALENT, batch)


def people(session: Session, ids: Sequence[int]) -> Iterator[Person]:
    """People with their accounts, by batches."""
    for batch in batches(ids):
        select = sa.select(Person).options(joinedload(Person.account)).where(Person.id.in_(batch)).order_by(Person.id)
        yield from session.scalars(select)


def batches(items: Sequence[Any]) -> Iterator[Any]:
    """Slices of at most a thousand."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


class _Writer:
    """What one import knows while it writes."""

    def __init__(self, session: Session, state: State, actor_id: int | None, progress: Progress) -> None:
        self.session = session
        self.actor_id = actor_id
        self.progress = progress
        self.now = clock.now()
        self.people = {known.identifier: known.id for known in state.people.values()}
        self.units = {code: unit.id for code, unit in state.units.items()}
        self.firms = dict(state.firms)

    def write(self, plan: Plan) -> None:
        """Everything, in the order that keys ask for."""
        self.write_units(plan)
        self.write_firms(plan)
        self.change_emails(plan.changed)
        for batch in batches(plan.created):
            self.create(batch)
            self.progress(len(batch))
        self.set_managers([(line.identifier, line.manager) for line in plan.created if line.manager])
        self.set_managers([(c.known.identifier, c.line.manager) for c in plan.changed if c.of("manager")])
        for batch in batches(plan.changed):
            self.change(batch)
            self.progress(len(batch))
        for batch in batches(plan.leavers):
            self.mark_left([(known.id, known.account_id) for known in batch])
            self.progress(len(batch))

    def insert(self, model: type[Any], rows: Rows) -> None:
        for batch in batches(rows):
            self.session.execute(sa.insert(model), batch)

    def update(self, model: type[Any], rows: Rows) -> None:
        for batch in batches(rows):
            self.session.execute(sa.update(model), batch)

    def write_units(self, plan: Plan) -> None:
        """New units first, then whom each is under."""
        created = [{"code": u.code, "name_fr": u.name_fr, "name_en": u.name_en} for u in plan.units_created]
        self.insert(Unit, created)
        if created:
            self.units = {row.code: row.id for row in self.session.execute(sa.select(Unit.code, Unit.id))}
        self.update(
            Unit,
            [
                {
                    "id": self.units[u.code],
                    "name_fr": u.name_fr,
                    "name_en": u.name_en,
                    "parent_id": self.units[u.parent],
                }
                if u.parent
                else {"id": self.units[u.code], "name_fr": u.name_fr, "name_en": u.name_en, "parent_id": None}
                for u in (*(u for u in plan.units_created if u.parent), *plan.units_changed)
            ],
        )
        self.record("create", Unit, [(self.units[u.code], []) for u in plan.units_created])
        self.record("update", Unit, [(self.units[u.code], []) for u in plan.units_changed])

    def write_firms(self, plan: Plan) -> None:
        """Firms named for the first time."""
        self.insert(Firm, [{"name": name, "name_key": key} for key, name in plan.firms_created.items()])
        if plan.firms_created:
            self.firms = {row.name_key: row.id for row in self.session.execute(sa.select(Firm.name_key, Firm.id))}
        self.record("create", Firm, [(self.firms[key], []) for key in plan.firms_created])

    def create(self, lines: Sequence[Line]) -> None:
        """Accounts without password, people, and the terms of externals."""
        self.insert(
            Account,
            [{"email": line.email, "email_key": line.email_key, "locale": line.locale} for line in lines],
        )
        keys = [line.email_key for line in lines]
        found = self.session.execute(sa.select(Account.email_key, Account.id).where(Account.email_key.in_(keys)))
        accounts = {row.email_key: row.id for row in found}
        self.insert(
            Person,
            [
                {
                    "identifier": line.identifier,
                    "given_name": line.given_name,
                    "family_name": line.family_name,
                    "kind": line.kind,
                    "job_title": line.job_title,
                    "place": line.place,
                    "unit_id": self.units[line.unit],
                    "account_id": accounts[line.email_key],
                    "public_id": new_public_id(),
                }
                for line in lines
            ],
        )
        names = [line.identifier for line in lines]
        made = self.session.execute(sa.select(Person.identifier, Person.id).where(Person.identifier.in_(names)))
        self.people.update((row.identifier, row.id) for row in made)
        self.insert(ExternalTerms, [self.terms(line) for line in lines if line.firm or line.rate_cents])
        self.record("create", Person, [(self.people[line.identifier], []) for line in lines])

    def terms(self, line: Line) -> dict[str, Any]:
        """The firm and rate of a line as columns."""
        return {
            "person_id": self.people[line.identifier],
            "firm_id": self.firms[line.firm_key] if line.firm else None,
            "daily_rate_cents": line.rate_cents,
        }

    def set_managers(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Whom each reports to (nobody for an empty manager)."""
        self.update(
            Person,
            [
                {"id": self.people[person], "manager_id": self.people[manager] if manager else None}
                for person, manager in pairs
            ],
        )

    def change_emails(self, changes: Sequence[Change]) -> None:
        """Addresses that change. Two people may exchange theirs, so each is first freed; links sent to it are void."""
        moved = [change for change in changes if change.of("email")]
        ids = [change.known.account_id for change in moved]
        self.update(Account, [{"id": account_id, "email_key": f"moving:{account_id}"} for account_id in ids])
        self.update(
            Account,
            [{"id": c.known.account_id, "email": c.line.email, "email_key": c.line.email_key} for c in moved],
        )
        for batch in batches(ids):
            self.void_links(batch)

    def change(self, changes: Sequence[Change]) -> None:
        """The values that changed; an event for each person says which, without the values."""
        columns = ("given_name", "family_name", "job_title", "place")
        rows: Rows = []
        for change in changes:
            named = {name: getattr(change.line, name) for name in columns if change.of(name)}
            if change.of("kind"):
                named["kind"] = change.line.kind
            if change.of("unit"):
                named["unit_id"] = self.units[change.line.unit]
            if change.of("presence"):
                named["left_on"] = None
            if named:
                rows.append({"id": change.known.id, **named})
        self.update(Person, rows)
        self.update(Account, [{"id": c.known.account_id, "is_enabled": True} for c in changes if c.of("presence")])
        self.change_terms(changes)
        self.record("update", Person, [(c.known.id, [field.name for field in c.fields]) for c in changes])

    def change_terms(self, changes: Sequence[Change]) -> None:
        """Firms and rates that changed. An external who becomes an employee has none any more."""
        touched = [change for change in changes if change.of("firm") or change.of("daily_rate")]
        ids = [change.known.id for change in touched]
        have = set(self.session.scalars(sa.select(ExternalTerms.person_id).where(ExternalTerms.person_id.in_(ids))))
        rows = []
        for change in touched:
            row: dict[str, Any] = {"person_id": change.known.id}
            if change.of("firm"):
                row["firm_id"] = self.firms[change.line.firm_key] if change.line.firm else None
            if change.of("daily_rate"):
                row["daily_rate_cents"] = change.line.rate_cents
            rows.append(row)
        self.insert(ExternalTerms, [row for row in rows if row["person_id"] not in have])
        self.update(ExternalTerms, [row for row in rows if row["person_id"] in have])

    def mark_left(self, pairs: Sequence[tuple[int, int]]) -> None:
        """People who left: their accounts are closed, their open sessions ended."""
        today = clock.today()
        self.update(Person, [{"id": person_id, "left_on": today} for person_id, _ in pairs])
        accounts = [account_id for _, account_id in pairs]
        self.update(Account, [{"id": account_id, "is_enabled": False} for account_id in accounts])
        self.session.execute(
            sa.update(SignInSession)
            .where(SignInSession.account_id.in_(accounts), SignInSession.ended_at.is_(None))
            .values(ended_at=self.now)
        )
        self.void_links(accounts)
        self.record("leave", Person, [(person_id, []) for person_id, _ in pairs])

    def void_links(self, accounts: Sequence[int]) -> None:
        """Single-use links already sent to these accounts work no more."""
        self.session.execute(
            sa.update(SingleUseLink)
            .where(SingleUseLink.account_id.in_(accounts), SingleUseLink.used_at.is_(None))
            .values(used_at=self.now)
        )

    def record(self, action: str, about: type[Any], subjects: Sequence[tuple[int, list[str]]]) -> None:
        """One event for each person, unit or firm, by whoever imports (nobody from the command line)."""
        rows = [
            {
                "at": self.now,
                "actor_id": self.actor_id,
                "subject_type": about.__tablename__,
                "subject_id": subject_id,
                "action": action,
                "data": {"import": True, "fields": fields},
            }
            for subject_id, fields in subjects
        ]
        self.insert(Event, rows)

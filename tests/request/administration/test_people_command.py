"""`portal import people`, as an administrator runs it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Account, LinkPurpose, SignInSession, SingleUseLink
from portal.accounts.services import add_link, open_session
from portal.administration.services import create_administrator
from portal.core import clock
from portal.core.audit import Event
from portal.core.outbox import OutboxItem
from portal.core.schema import describe_database
from portal.core.transaction import transaction
from portal.engagements.models import ExternalTerms, Firm
from portal.extensions import db
from portal.organization import workflow
from portal.organization.models import Kind, Person, Unit
from tests.cast import UNITS, Cast
from tests.request.administration.exports import FRENCH, as_csv, cast_rows, digests, new_row


class Runner:
    """Writes a file and imports it."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.folder = folder

    def __call__(self, data: bytes, *options: str, units: str | None = None, status: int = 0) -> str:
        file = self.folder / "people.csv"
        file.write_bytes(data)
        arguments = ["import", "people", str(file), *options]
        if units is not None:
            (self.folder / "units.csv").write_text(units, encoding="utf-8")
            arguments += ["--units", str(self.folder / "units.csv")]
        result = self.app.test_cli_runner().invoke(args=arguments)
        assert result.exit_code == status, result.output
        return result.output


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Runner:
    return Runner(app, tmp_path)


def person(identifier: str) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.identifier == identifier)).one()


def terms(identifier: str) -> ExternalTerms | None:
    return db.session.get(ExternalTerms, person(identifier).id)


def test_an_empty_portal_is_filled(app: Flask, run: Runner) -> None:
    said = run(as_csv(cast_rows()))
    assert "People: 17 created, 0 changed, 0 unchanged." in said
    assert "Units: 5 created, 0 changed." in said
    with app.app_context():
        ines = person("T004")
        assert (ines.full_name, ines.kind, ines.unit.code, ines.unit.name_fr) == (
            "Inès Carvalho", Kind.EMPLOYEE, "MKT", "MKT",
        )  # fmt: skip
        assert (ines.manager.identifier, ines.manager.manager.identifier) == ("T003", "T002")
        assert (ines.account.email, ines.account.locale, ines.account.password_hash) == (
            "ines@merane.example", "en", None,
        )  # fmt: skip
        assert terms("T016").firm.name == "Brévane Conseil"
        assert terms("T016").firm_id == terms("T017").firm_id
        assert terms("T015") is None
        assert len({p.public_id for p in db.session.scalars(sa.select(Person))}) == 17
        assert db.session.scalar(sa.select(sa.func.count(SingleUseLink.id))) == 0


def test_the_same_file_twice_writes_nothing(app: Flask, run: Runner) -> None:
    data = as_csv([*cast_rows(), new_row(1, kind="freelance", manager="", daily_rate="1 250,50")])
    run(data)
    with app.app_context():
        before = digests()
        statements: list[str] = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    said = run(data)
    assert "People: 0 created, 0 changed, 18 unchanged." in said
    assert [s for s in statements if not s.startswith(("SELECT", "BEGIN", "PRAGMA"))] == []
    with app.app_context():
        assert digests() == before
        assert terms("N00001").daily_rate_cents == 125_050


def test_french_headers_semicolons_and_windows_1252(app: Flask, run: Runner) -> None:
    said = run(as_csv(cast_rows(), delimiter=";", headers=FRENCH, encoding="cp1252"))
    assert "it was read as Windows-1252" in said
    with app.app_context():
        assert person("T005").family_name == "Lefèvre"
    assert "17 unchanged" in run(as_csv(cast_rows(), encoding="utf-8-sig"))


def test_a_dry_run_says_everything_and_writes_nothing(app: Flask, cast: Cast, run: Runner) -> None:
    rows = cast_rows()
    rows[3].update(job_title="Analyste", manager="T002")
    rows.append(new_row(1, kind="consultant", manager="", firm="Noctule", unit="LAB"))
    with app.app_context():
        before = digests()
    said = run(as_csv(rows), "--dry-run")
    assert "+ unit LAB: LAB / LAB" in said
    assert "+ firm Noctule" in said
    assert "+ N00001 Nour Nouveau 1, consultant, LAB" in said
    assert "~ T004 Inès Carvalho: manager “T003” → “T002”; job_title “” → “Analyste”" in said
    assert "People: 1 would be created, 3 would be changed, 14 unchanged." in said
    assert "Dry run: nothing was written." in said
    with app.app_context():
        assert digests() == before


def test_every_bad_line_is_named_and_nothing_is_written(app: Flask, cast: Cast, run: Runner) -> None:
    rows = cast_rows()
    rows[1].update(manager="T003")
    rows.append(new_row(1, email="ines@merane.example"))
    rows.append(new_row(2, kind="robot"))
    rows.append(new_row(3, manager="T999"))
    rows.append(new_row(4))
    rows.append(new_row(5, family_name=""))
    with app.app_context():
        before = digests()
    for options in ((), ("--dry-run",)):
        said = run(as_csv(rows), *options, status=1)
        assert "Line 3: the hierarchy turns in a circle: Marc Ollivier (T002) → Nadia Benali (T003)" in said
        assert "Line 19: ines@merane.example is already on line 5" in said
        assert "Line 20: “robot” is not a kind" in said
        assert "Line 21: the manager T999 is unknown" in said
        assert "Line 23: the family name is missing" in said
        assert "5 problems. Nothing was written." in said
    with app.app_context():
        assert digests() == before


def test_what_changes_is_changed_and_noted(app: Flask, cast: Cast, run: Runner) -> None:
    run(as_csv(cast_rows()))
    rows = cast_rows()
    rows[3].update(family_name="Carvalho-Roy", place="Lyon", unit="COM")
    rows[16].update(kind="employee", firm="")
    rows[15].update(firm="Noctule", daily_rate="800")
    said = run(as_csv(rows))
    assert "People: 0 created, 3 changed, 14 unchanged." in said
    with app.app_context():
        ines = person("T004")
        assert (ines.family_name, ines.place, ines.unit.code) == ("Carvalho-Roy", "Lyon", "COM")
        assert (person("T017").kind, terms("T017").firm_id) == (Kind.EMPLOYEE, None)
        assert (terms("T016").firm.name, terms("T016").daily_rate_cents) == ("Noctule", 80_000)
        assert db.session.scalar(sa.select(sa.func.count(Firm.id))) == 2
        events = db.session.scalars(sa.select(Event).where(Event.subject_id == cast.ines.id, Event.action == "update"))
        assert [event.data["fields"] for event in events] == [["family_name", "unit", "place"]]


def test_who_and_what_is_created_is_noted(app: Flask, run: Runner) -> None:
    units = "code,name_en,name_fr,parent\n" + "".join(f"{code},{code},{code},\n" for code in UNITS)
    run(as_csv(cast_rows()), units=units)
    run(as_csv(cast_rows()), units=units.replace("MKT,MKT,MKT,", "MKT,Marketing,Marketing,DG"))
    with app.app_context():
        noted = db.session.execute(sa.select(Event.subject_type, Event.action, Event.subject_id)).all()
        assert [(kind, action) for kind, action, _ in noted].count(("person", "create")) == 17
        assert [(kind, action) for kind, action, _ in noted].count(("unit", "create")) == len(UNITS)
        changed = [subject_id for kind, action, subject_id in noted if (kind, action) == ("unit", "update")]
        assert changed == list(db.session.scalars(sa.select(Unit.id).where(Unit.code == "MKT")))
        firms = [subject_id for kind, action, subject_id in noted if (kind, action) == ("firm", "create")]
        assert sorted(firms) == sorted(db.session.scalars(sa.select(Firm.id)))


def test_two_people_exchange_their_addresses(app: Flask, cast: Cast, run: Runner) -> None:
    run(as_csv(cast_rows()))
    with app.app_context(), transaction():
        add_link(cast.ines.person().account, LinkPurpose.RESET, ends_earlier=True)
    rows = cast_rows()
    rows[3]["email"], rows[4]["email"] = rows[4]["email"], rows[3]["email"]
    run(as_csv(rows))
    with app.app_context():
        assert (person("T004").email, person("T005").email) == ("tom@merane.example", "ines@merane.example")
        assert person("T004").account.email_key == "tom@merane.example"
        assert db.session.scalars(sa.select(SingleUseLink.used_at)).one() is not None


def test_what_waits_follows_a_new_manager_and_the_index_follows_all(
    app: Flask, cast: Cast, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[tuple[str, int | None]] = []
    monkeypatch.setattr(workflow.manager_changed, "_followers", [lambda p: moved.append((p.identifier, p.manager_id))])
    run(as_csv(cast_rows()))
    with app.app_context(), transaction() as session:
        session.execute(sa.delete(OutboxItem))
    rows = cast_rows()
    rows[3].update(manager="T002")
    rows[4].update(manager="N00001")
    rows[5].update(place="Lyon")
    run(as_csv([*rows, new_row(1)]))
    with app.app_context():
        new = person("N00001").id
        assert sorted(moved) == [("T004", cast.marc.id), ("T005", new)]
        marked = db.session.scalars(sa.select(OutboxItem.payload).where(OutboxItem.kind == "index"))
        assert sorted(item["id"] for item in marked) == sorted([new, cast.ines.id, cast.tom.id, cast.lea.id])


def test_those_who_are_absent_are_left_alone(app: Flask, cast: Cast, run: Runner) -> None:
    run(as_csv(cast_rows()))
    said = run(as_csv(cast_rows()[:-1]))
    assert "1 of the people in the portal are not in the file: they were left alone." in said
    with app.app_context():
        assert cast.lila.person().left_on is None


def test_leavers_lose_their_access_at_once(
    app: Flask, cast: Cast, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(workflow.person_left, "_followers", [lambda p: told.append(p.identifier)])
    crowd = [new_row(n) for n in range(30)]
    run(as_csv([*cast_rows(), *crowd]))
    with app.app_context():
        open_session(cast.jade.person().account)
    rows = [row for row in cast_rows() if row["identifier"] != "T009"]
    said = run(as_csv([*rows, *crowd]), "--leavers", "--dry-run")
    assert "- T009 Jade Petit: has left" in said
    said = run(as_csv([*rows, *crowd]), "--leavers")
    assert "1 marked as having left." in said
    assert told == ["T009"]
    with app.app_context():
        jade = cast.jade.person()
        assert (jade.left_on, jade.account.is_enabled) == (clock.today(), False)
        assert db.session.scalars(sa.select(SignInSession.ended_at)).one() is not None
    assert "People: 0 created, 0 changed, 46 unchanged." in run(as_csv([*rows, *crowd]), "--leavers")
    run(as_csv([*cast_rows(), *crowd]))
    with app.app_context():
        jade = cast.jade.person()
        assert (jade.left_on, jade.account.is_enabled) == (None, True)


def test_who_came_by_no_import_never_leaves_by_one(app: Flask, run: Runner) -> None:
    run(as_csv(cast_rows()))
    with app.app_context():
        create_administrator("root@merane.example", "Ada", "Byron")
        made_here = db.session.scalars(sa.select(Person.identifier).where(Person.given_name == "Ada")).one()
    assert "not in the file" not in run(as_csv(cast_rows()))
    rows = [row for row in cast_rows() if row["identifier"] != "T009"]
    rows[3]["manager"] = made_here
    said = run(as_csv(rows), "--leavers", "--force")
    assert "1 marked as having left." in said
    with app.app_context():
        root = person(made_here)
        assert (root.left_on, root.account.is_enabled) == (None, True)
        assert person("T004").manager_id == root.id


def test_the_demo_organization_is_not_mixed_with_another(app: Flask, cast: Cast, run: Runner) -> None:
    with app.app_context(), transaction():
        account = cast.karim.person().account
        account.email = account.email_key = "karim.haddad@merane.example"
    rows = [new_row(1, manager="")]
    with app.app_context():
        before = digests()
        named = describe_database()
    for options in ((), ("--dry-run",)):
        said = run(as_csv(rows), *options, status=1)
        assert said.startswith(f"{named}\nError: This database holds the demo organization")
        assert "TRANSVERSE_INSTANCE" in said
    with app.app_context():
        assert digests() == before
    assert "People: 1 created" in run(as_csv(rows), "--into-demo")


def test_many_leavers_must_be_forced(app: Flask, cast: Cast, run: Runner) -> None:
    run(as_csv(cast_rows()))
    few = [row for row in cast_rows() if row["identifier"] not in ("T009", "T006")]
    said = run(as_csv(few), "--leavers", status=1)
    assert "The whole file: 2 of the 17 people are not in the file: more than one in twenty." in said
    assert "2 marked as having left." in run(as_csv(few), "--leavers", "--force")


def test_invitations_go_to_those_who_are_created_only(app: Flask, cast: Cast, run: Runner) -> None:
    run(as_csv([*cast_rows(), new_row(1)]), "--invite")
    with app.app_context():
        link = db.session.scalars(sa.select(SingleUseLink)).one()
        assert (link.purpose, link.account_id) == (LinkPurpose.INVITATION, person("N00001").account_id)
        assert link.expires_at > clock.now() + timedelta(days=13)
        mail = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).one()
        assert mail.payload["to"] == "n1@merane.example"
        assert mail.payload["subject"] == "Votre accès à Transverse"
        assert "http://localhost/" in mail.payload["body"]


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_unit_that_only_a_line_names_is_told(app: Flask, cast: Cast, run: Runner, options: tuple[str, ...]) -> None:
    said = run(as_csv([*cast_rows(), new_row(1, unit="MTK")]), *options)
    assert "New units: MTK. No file of units describes them: is one misspelt?" in said
    described = "code,name_en,name_fr\nLAB,Laboratory,Laboratoire\n"
    assert "New units" not in run(as_csv([*cast_rows(), new_row(2, unit="LAB")]), *options, units=described)
    assert "New units" not in run(as_csv(cast_rows()), *options)


def test_many_new_units_are_told_shortly(run: Runner) -> None:
    rows = [new_row(number, unit=f"U{number:02}", manager="") for number in range(23)]
    assert "U00, U01, " in (said := run(as_csv(rows), "--dry-run"))
    assert "U19 and 3 more. No file" in said


def test_units_have_the_names_of_their_file(app: Flask, run: Runner) -> None:
    units = "code,name_en,name_fr,parent\nDG,Executive Office,Direction générale,\n" + "".join(
        f"{code},{code} in English,{code} en français,DG\n" for code in ("MKT", "COM", "ACH", "RH")
    )
    data = as_csv(cast_rows())
    assert "Units: 5 created, 0 changed." in run(data, units=units)
    with app.app_context():
        before = digests()
        unit = db.session.scalars(sa.select(Unit).where(Unit.code == "MKT")).one()
        parent = db.session.get_one(Unit, unit.parent_id)
        assert (unit.name_en, unit.name_fr, parent.code) == ("MKT in English", "MKT en français", "DG")
    run(data, units=units)
    with app.app_context():
        assert digests() == before
    renamed = units.replace("MKT en français", "Marketing").replace("RH en français,DG", "RH en français,COM")
    assert "Units: 0 created, 2 changed." in run(data, units=renamed)
    assert "Line 10: the unit LAB is unknown" in run(
        as_csv([*cast_rows()[:8], new_row(1, unit="LAB", manager="")]), units=units, status=1
    )
    assert "Units, line 2: the code is missing" in run(data, units="code,name_en,name_fr\n,a,b\n", status=1)


def test_a_long_file_is_workable_in_few_queries(app: Flask, run: Runner) -> None:
    rows = [new_row(0, manager="")] + [new_row(n, manager="N00000") for n in range(1, 1500)]
    statements: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    said = run(as_csv(rows))
    assert "People: 1500 created" in said
    assert len(statements) < 60
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Account.id))) == 1500

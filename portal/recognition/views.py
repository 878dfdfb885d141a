"""One's recognitions, those that wait for one, and the sheet of each."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request, url_for

from portal.allocations.time_left import weeks_left
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.organization.models import Person
from portal.recognition import queries, services
from portal.recognition.extensions import drafted_outcome
from portal.recognition.forms import AttestForm, PublishForm, RecordForm
from portal.recognition.labels import STATE, TONE
from portal.recognition.models import Recognition, RecognitionState, Shown
from portal.recognition.path import steps_of
from portal.recognition.workflow import RECOGNITION
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import Form
from portal.web.htmx import render

bp = Blueprint("recognition", __name__)


@bp.get("/recognitions")
@audience(Entry.TALENTS)
def list_recognitions() -> Response:
    """Mine, those that wait for me, and those I attested or recorded."""
    person = actor()
    return render(
        "recognition/recognitions.html",
        mine=queries.mine(person),
        to_attest=[] if person.is_external else queries.to_attest(person),
        to_record=[] if person.is_external else queries.to_record(person),
        given=[] if person.is_external else queries.given_by(person),
        states=STATE,
        tones=TONE,
    )


@bp.get("/recognitions/<public_id>")
@audience(Entry.TALENTS)
def show_recognition(public_id: str) -> Response:
    """The sheet, and what can be done with it."""
    return _page(public_id)


@bp.route("/recognitions/<public_id>/attest", methods=["GET", "POST"])
@audience(Entry.EMPLOYEES)
def attest_recognition(public_id: str) -> Response:
    """Say what someone's part achieved."""
    recognition = queries.get_visible(actor(), public_id)
    if request.method == "GET":
        RECOGNITION.check(actor(), recognition, "attest")
        minutes = services.spent_minutes(recognition)
        draft = drafted_outcome(recognition.application_id)
        return _attest_page(public_id, AttestForm.blank(recognition, minutes=minutes, lang=language(), draft=draft))
    form = AttestForm()

    def act() -> None:
        services.attest_recognition(
            actor(),
            recognition,
            outcome=form.outcome.data or "",
            lang=form.lang.data,
            minutes=form.hours.data or 0,
            levels=form.levels(recognition),
            version=form.read_version,
            key=form.sending,
        )

    return carry_out(
        form,
        act,
        may=partial(RECOGNITION.permit, actor(), recognition, "attest"),
        again=partial(_attest_page, public_id, form),
        said=lambda: _after_attesting(recognition),
        then=partial(url_for, "recognition.show_recognition", public_id=public_id),
    )


@bp.route("/recognitions/<public_id>/record", methods=["GET", "POST"])
@audience(Entry.EMPLOYEES)
def record_recognition(public_id: str) -> Response:
    """See it as the line manager, with a few words or none."""
    recognition = queries.get_visible(actor(), public_id)
    if request.method == "GET":
        RECOGNITION.check(actor(), recognition, "record")
        form = RecordForm(formdata=None, data={"lang": language(), "version": str(recognition.version)})
        return _record_page(public_id, form)
    form = RecordForm()

    def act() -> None:
        services.record_recognition(
            actor(),
            recognition,
            words=form.words.data or "",
            lang=form.lang.data,
            version=form.read_version,
            key=form.sending,
        )

    return carry_out(
        form,
        act,
        may=partial(RECOGNITION.permit, actor(), recognition, "record"),
        again=partial(_record_page, public_id, form),
        said=lambda: _("Recorded. %(name)s was told, and chooses who sees it.", name=recognition.person.full_name),
        then=partial(url_for, "recognition.show_recognition", public_id=public_id),
    )


@bp.post("/recognitions/<public_id>/publish")
@audience(Entry.TALENTS)
def publish_recognition(public_id: str) -> Response:
    """Choose who sees it on one's profile."""
    recognition = queries.get_visible(actor(), public_id)
    form = PublishForm()
    form.offer(recognition)
    return carry_out(
        form,
        lambda: services.publish_recognition(
            actor(), recognition, shown=Shown(form.shown.data), version=form.read_version
        ),
        may=partial(RECOGNITION.permit, actor(), recognition, "show"),
        again=partial(_page, public_id, form=form),
        said=lambda: _("It is now on your profile. You can change who sees it at any time."),
        then=partial(url_for, "recognition.show_recognition", public_id=public_id),
    )


@bp.post("/recognitions/<public_id>/remind")
@audience(Entry.TALENTS)
def remind(public_id: str) -> Response:
    """Ask whoever it waits for, once a week."""
    recognition = queries.get_visible(actor(), public_id)
    told: list[Person] = []
    return carry_out(
        Form(),
        lambda: told.extend(services.remind(actor(), recognition)),
        again=partial(_page, public_id),
        said=lambda: _(
            "A reminder was sent by mail to %(names)s.", names=", ".join(person.full_name for person in told)
        ),
        then=partial(url_for, "recognition.show_recognition", public_id=public_id),
    )


def _after_attesting(recognition: Recognition) -> str:
    person = recognition.person
    if person.needs_authorization and person.manager is not None:
        return _(
            "Attested. %(name)s and %(manager)s were told.", name=person.full_name, manager=person.manager.full_name
        )
    return _("Attested. %(name)s was told, and chooses who sees it.", name=person.full_name)


def _attest_page(public_id: str, form: AttestForm, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    if conflict:
        return _page(public_id, status=status, conflict=conflict)
    recognition = queries.get_visible(actor(), public_id)
    return render(
        "recognition/attest.html",
        status=status,
        recognition=recognition,
        form=form,
        skills={row.skill.public_id: row.skill for row in recognition.application.seat.skills},
        spent=services.spent_minutes(recognition),
        left=weeks_left([recognition.application]).sentences,
    )


def _record_page(public_id: str, form: RecordForm, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    if conflict:
        return _page(public_id, status=status, conflict=conflict)
    recognition = queries.get_visible(actor(), public_id)
    return render("recognition/record.html", status=status, recognition=recognition, form=form)


def _page(
    public_id: str, *, form: PublishForm | None = None, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    person = actor()
    recognition = queries.read_sheet(person, public_id)
    actions = {transition.name for transition in RECOGNITION.available(person, recognition)}
    if conflict or form is None:
        data = {"version": str(recognition.version), "shown": recognition.shown.value}
        form = PublishForm(formdata=None, data=data)
        form.offer(recognition)
    reminding = actions & {"remind_owner", "remind_manager"}
    return render(
        "recognition/recognition.html",
        status=status,
        recognition=recognition,
        actions=actions,
        form=form,
        steps=steps_of(recognition, person),
        reminded_at=services.reminded_at(recognition) if reminding else None,
        is_attested=recognition.state is not RecognitionState.DRAFTED,
        state=STATE[recognition.state],
        tone=TONE[recognition.state],
        conflict=conflict,
    )

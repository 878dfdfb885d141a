"""What is to be done: adding it, saying that it is done, changing it."""

from __future__ import annotations

from functools import partial

from flask import Response, request, url_for

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.organization.records import records_of
from portal.rooms import queries
from portal.rooms.forms import TaskForm
from portal.rooms.labels import TASK_EVENTS, task_title
from portal.rooms.models import RoomTask
from portal.rooms.services import tasks
from portal.rooms.services.holding import check_may_run
from portal.rooms.services.tasks import Work
from portal.rooms.views.blueprint import bp
from portal.rooms.views.page import room_page, to_part
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import VersionedForm
from portal.web.htmx import render
from portal.web.steps import Step, any_step, step_in

STEPS: dict[str, Step[RoomTask]] = {
    "done": Step(
        VersionedForm,
        lambda who, task, form: tasks.mark_done(who, task, version=form.read_version),
        lambda task: _("Done: “%(title)s”.", title=task_title(task)),
    ),
    "undone": Step(
        VersionedForm,
        lambda who, task, form: tasks.mark_undone(who, task, version=form.read_version),
        lambda task: _("Not done after all: “%(title)s”.", title=task_title(task)),
    ),
    "remove": Step(
        VersionedForm,
        lambda who, task, form: tasks.remove_task(who, task, version=form.read_version),
        lambda task: _("Taken away: “%(title)s”. You can put it back.", title=task_title(task)),
    ),
    "restore": Step(
        VersionedForm,
        lambda who, task, form: tasks.restore_task(who, task, version=form.read_version),
        lambda task: _("Put back: “%(title)s”.", title=task_title(task)),
    ),
}


@bp.route("/missions/<public_id>/room/tasks", methods=["GET", "POST"])
@audience(Entry.EMPLOYEES)
def add_task(public_id: str) -> Response:
    """Add something to do."""
    room = queries.get_visible(actor(), public_id)
    if request.method == "GET":
        return _new_page(public_id)
    form = TaskForm(prefix="task")
    form.offer(queries.people_of(room))
    return carry_out(
        form,
        lambda: tasks.add_task(actor(), room, _work(form), key=form.sending),
        may=partial(check_may_run, actor(), room),
        again=partial(_new_page, public_id, form),
        said=lambda: _("The task is added. Whoever is in charge was told."),
        then=to_part(public_id, "tasks"),
    )


@bp.post(f"/room-tasks/<public_id>/{any_step(STEPS)}")
@audience(Entry.TALENTS)
def mark_task(public_id: str, step: str) -> Response:
    """Say that it is done or not; take it away or put it back."""
    name = step_in(step)
    task = queries.get_task(actor(), public_id)
    mission = task.room.mission.public_id

    def may() -> None:
        if name in ("done", "undone"):
            tasks.check_may_mark(actor(), task)
        else:
            check_may_run(actor(), task.room)

    return STEPS[name].take(
        task,
        VersionedForm(prefix=name),
        may=may,
        again=partial(room_page, mission),
        then=to_part(mission, "tasks"),
    )


@bp.route("/room-tasks/<public_id>", methods=["GET", "POST"])
@audience(Entry.EMPLOYEES)
def edit_task(public_id: str) -> Response:
    """Say it better, give it to someone else, move its day."""
    task = queries.get_task(actor(), public_id)
    if request.method == "GET":
        return _task_page(public_id)
    form = TaskForm(prefix="task")
    form.offer(queries.people_of(task.room))
    return carry_out(
        form,
        lambda: tasks.edit_task(actor(), task, _work(form), version=form.read_version),
        may=partial(check_may_run, actor(), task.room),
        again=partial(_task_page, public_id, form),
        said=lambda: _("The task is changed."),
        then=to_part(task.room.mission.public_id, "tasks"),
    )


def _new_page(
    public_id: str, form: TaskForm | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    room = queries.get_visible(actor(), public_id)
    check_may_run(actor(), room)
    if form is None:
        form = TaskForm(formdata=None, prefix="task", data={"due_on": clock.add_working_days(clock.today(), 5)})
        form.offer(queries.people_of(room))
    back = url_for("rooms.show_room", public_id=public_id, _anchor="tasks")
    return render("rooms/new_task.html", status=status, room=room, form=form, conflict=conflict, back=back)


def _work(form: TaskForm) -> Work:
    return Work(form.title.data or "", form.charge.data or "", form.newcomer.data or "", form.due_on.data)


def _task_page(
    public_id: str, form: TaskForm | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    task = queries.get_task(actor(), public_id)
    check_may_run(actor(), task.room)
    if form is None or conflict is not None:
        start = {
            "version": str(task.version),
            "title": task.title,
            "due_on": task.due_on,
            "charge": task.charge.public_id,
            "newcomer": task.newcomer.public_id if task.newcomer else "",
        }
        form = TaskForm(formdata=None, prefix="task", data=start)
        form.offer(queries.people_of(task.room))
    history = [
        {"at": record.at, "who": record.who, "what": TASK_EVENTS.get(record.action, record.action)}
        for record in records_of((RoomTask.__tablename__, task.id))[::-1]
    ]
    return render(
        "rooms/task.html",
        status=status,
        task=task,
        title=task_title(task),
        form=form,
        conflict=conflict,
        history=history,
        back=url_for("rooms.show_room", public_id=task.room.mission.public_id, _anchor="tasks"),
    )

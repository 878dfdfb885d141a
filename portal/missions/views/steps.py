"""What people do with one mission, as one table: each step's form, service and sentence."""

from __future__ import annotations

from portal.core.i18n import gettext as _
from portal.missions import services
from portal.missions.expiring import services as expiring
from portal.missions.forms import AcceptingForm, CancelForm, ChangesForm, OpeningForm, PauseForm
from portal.missions.models import Mission, Stage
from portal.missions.pausing import services as pausing
from portal.missions.reporting import services as reporting
from portal.missions.reporting.forms import DismissForm, SendBackForm
from portal.missions.staging import services as staging
from portal.missions.unfilled import services as unfilled
from portal.missions.unfilled.forms import UnfilledForm
from portal.missions.wording import owner_names
from portal.web.forms import VersionedForm
from portal.web.steps import Step

STEPS: dict[str, Step[Mission]] = {
    "submit": Step(
        VersionedForm,
        lambda who, mission, form: services.submit_mission(who, mission, version=form.read_version),
        lambda mission: _("The mission is submitted. Those who validate it were told, and you will be too."),
    ),
    "publish": Step(
        VersionedForm,
        lambda who, mission, form: services.publish_mission(who, mission, version=form.read_version),
        lambda mission: _("The mission is published. A message was sent to %(names)s.", names=owner_names(mission)),
    ),
    "request_changes": Step(
        ChangesForm,
        lambda who, mission, form: services.request_changes(
            who, mission, text=form.text.data or "", version=form.read_version
        ),
        lambda mission: _("Your request was sent to %(names)s.", names=owner_names(mission)),
        foretells=True,
    ),
    "start": Step(
        VersionedForm,
        lambda who, mission, form: services.start_work(who, mission, version=form.read_version),
        lambda mission: _("The mission has started. It takes no more applications."),
    ),
    "complete": Step(
        VersionedForm,
        lambda who, mission, form: services.complete_mission(who, mission, version=form.read_version),
        lambda mission: _("The mission is completed. Everyone who took part was told."),
        foretells=True,
    ),
    "close": Step(
        VersionedForm,
        lambda who, mission, form: services.close_mission(who, mission, version=form.read_version),
        lambda mission: _("The mission is closed."),
    ),
    "cancel": Step(
        CancelForm,
        lambda who, mission, form: services.cancel_mission(
            who, mission, text=form.text.data or "", version=form.read_version
        ),
        lambda mission: (
            _("The mission is cancelled. Everyone who applied or held a place was told.")
            if mission.published_at
            else _("The mission is cancelled.")
        ),
        foretells=True,
    ),
    "pause": Step(
        PauseForm,
        lambda who, mission, form: pausing.pause_mission(
            who, mission, text=form.text.data or "", until=form.until.data, version=form.read_version
        ),
        lambda mission: _("The mission is paused. Everyone who applied or holds a place was told why."),
        foretells=True,
    ),
    "resume": Step(
        VersionedForm,
        lambda who, mission, form: pausing.resume_mission(who, mission, version=form.read_version),
        lambda mission: _("The mission goes on where it was. Everyone who applied or holds a place was told."),
    ),
    "send_back": Step(
        SendBackForm,
        lambda who, mission, form: reporting.send_back(
            who, mission, text=form.text.data or "", version=form.read_version
        ),
        lambda mission: _("The mission was sent back. Those who own it and whoever reported it were told."),
    ),
    "dismiss_reports": Step(
        DismissForm,
        lambda who, mission, form: reporting.dismiss_reports(
            who, mission, text=form.text.data or "", version=form.read_version
        ),
        lambda mission: _("The mission stays as it is. Whoever reported it was thanked."),
    ),
    "open_wider": Step(
        OpeningForm,
        lambda who, mission, form: staging.open_wider(
            who, mission, text=form.text.data or "", version=form.read_version
        ),
        lambda mission: (
            _("The mission is open to the externals of the panel.")
            if mission.stage is Stage.PANEL
            else _("The mission is open to every external.")
        ),
    ),
    "still_current": Step(
        VersionedForm,
        lambda who, mission, form: expiring.confirm_current(who, mission, version=form.read_version),
        lambda mission: _("Confirmed: readers see that the mission is current as of today."),
    ),
    "open_again": Step(
        VersionedForm,
        lambda who, mission, form: expiring.reopen_expired(who, mission, version=form.read_version),
        lambda mission: _("The mission is open again, for ninety days."),
    ),
    "leave_unfilled": Step(
        UnfilledForm,
        lambda who, mission, form: unfilled.leave_unfilled(
            who, mission, causes=form.causes.data or (), text=form.text.data or "", version=form.read_version
        ),
        lambda mission: _("The mission ended without anyone. Whoever still waited was told."),
        foretells=True,
    ),
    "accepting": Step(
        AcceptingForm,
        lambda who, mission, form: services.set_accepting(
            who, mission, form.accepting.data == "yes", version=form.read_version
        ),
        lambda mission: (
            _("The mission takes applications again.")
            if mission.accepts_applications
            else _("The mission takes no more applications. Those already sent stay.")
        ),
    ),
}

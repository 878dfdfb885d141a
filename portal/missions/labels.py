"""The words for a mission's states, audiences, places and languages."""

from __future__ import annotations

from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.missions.models import Audience, MissionLanguage, Necessity, Remote
from portal.missions.models import MissionState as S

STATES: dict[S, Any] = {
    S.DRAFT: _l("Draft"),
    S.SUBMITTED: _l("Waiting for validation"),
    S.CHANGES_REQUESTED: _l("Changes requested"),
    S.PUBLISHED: _l("Open"),
    S.STAFFED: _l("All places taken"),
    S.IN_PROGRESS: _l("In progress"),
    S.PAUSED: _l("Mission paused"),
    S.COMPLETED: _l("Mission completed"),
    S.CLOSED: _l("Mission closed"),
    S.CANCELLED: _l("Mission cancelled"),
    S.UNFILLED: _l("Ended without anyone"),
    S.EXPIRED: _l("Mission expired"),
}

TONES: dict[S, str] = {
    S.SUBMITTED: "info",
    S.CHANGES_REQUESTED: "todo",
    S.PUBLISHED: "good",
    S.STAFFED: "info",
    S.IN_PROGRESS: "info",
    S.CANCELLED: "stop",
}

AUDIENCES: dict[Audience, Any] = {
    Audience.EMPLOYEES: _l("Employees"),
    Audience.EXTERNALS: _l("Externals"),
    Audience.BOTH: _l("Employees and externals"),
}

AUDIENCE_HINTS: dict[Audience, Any] = {
    Audience.EMPLOYEES: _l("Externals do not see the mission."),
    Audience.EXTERNALS: _l("Freelancers, consultants and temps. Employees see it, and cannot apply."),
    Audience.BOTH: _l("Employees first, for the days your organization chose; then externals too."),
}

REMOTE: dict[Remote, Any] = {
    Remote.NO: _l("On site"),
    Remote.PARTLY: _l("Partly remote"),
    Remote.FULLY: _l("Fully remote"),
}

LANGUAGES: dict[MissionLanguage, Any] = {
    MissionLanguage.FR: _l("French"),
    MissionLanguage.EN: _l("English"),
    MissionLanguage.BOTH: _l("French and English"),
}

NECESSITIES: dict[Necessity, Any] = {
    Necessity.REQUIRED: _l("Required"),
    Necessity.PREFERRED: _l("Preferred"),
}

LEVELS: dict[int, Any] = {
    1: _l("1: knows the basics"),
    2: _l("2: practises"),
    3: _l("3: masters"),
    4: _l("4: teaches"),
}

BRIEF_TITLES: dict[str, Any] = {
    "context": _l("Where it starts from"),
    "objective": _l("What the mission must change"),
    "deliverables": _l("What will be delivered"),
    "success_sign": _l("How you will know that it worked"),
    "tools": _l("Tools and access"),
    "contact": _l("Who welcomes you and answers"),
    "what_next": _l("What comes after"),
}

# Beside each part in the form: what a talent hopes to read there.
BRIEF_HINTS: dict[str, Any] = {
    "context": _l("What happens today, and for whom it is a difficulty."),
    "objective": _l("What will be different at the end. Needed before you submit."),
    "deliverables": _l("One thing on each line, beginning with a dash. Needed before you submit."),
    "success_sign": _l("What you will look at, and when."),
    "tools": _l("What people will work with, and who opens the access."),
    "contact": _l("Who shows the way on the first day, and answers questions afterwards."),
    "what_next": _l("What this opens for those who took part: a following mission, a training, a presentation."),
}

# What the history says about each event, beside the workflow's own names.
EVENTS: dict[str, Any] = {
    "started": _l("Started the draft"),
    "copied": _l("Copied it from another mission"),
    "started_from_proposal": _l("Sponsored the proposal of an external"),
    "edited": _l("Edited the mission"),
    "handed_over": _l("The owner is no longer here: the co-owner owns it from now on"),
    "owner_left": _l("The owner is no longer here, and there is no co-owner"),
    "owner_back": _l("The owner is back"),
    "co_owner_left": _l("The co-owner is no longer here"),
    "transfer_asked": _l("Asked someone to take it over"),
    "transfer_declined": _l("Did not wish to take it over"),
    "transfer_called_off": _l("Took back the question to take it over"),
    "transfer_lapsed": _l("Nobody took it over in time"),
    "transferred": _l("Took the mission over"),
    "submit": _l("Submitted it for validation"),
    "publish": _l("Published it"),
    "request_changes": _l("Asked for changes"),
    "staff": _l("Every place is taken"),
    "reopen": _l("A place is free again"),
    "start": _l("Started the mission"),
    "complete": _l("Completed the mission"),
    "close": _l("Closed the mission"),
    "cancel": _l("Cancelled the mission"),
    "pause": _l("Paused the mission"),
    "resume": _l("Resumed the mission"),
    "resume_on_day": _l("It resumed on the day announced"),
    "reported": _l("A reader reported it"),
    "reports_dismissed": _l("Kept it as it is, after a report"),
    "send_back": _l("Sent it back after a report"),
    "opened_to_panel": _l("Opened to the externals of the panel"),
    "opened_to_all": _l("Opened to every external"),
    "still_current": _l("Confirmed that it is current"),
    "open_again": _l("Opened it again"),
    "leave_unfilled": _l("Ended it without anyone"),
    "expire": _l("It expired"),
    "applications_opened": _l("Opened applications"),
    "applications_closed": _l("Closed applications"),
    "published_outside": _l("Published it on the public catalogue"),
    "agreed_outside": _l("Agreed to what the public catalogue says of it now"),
    "taken_off_outside": _l("Took it off the public catalogue"),
}

"""The words for levels, appetite, evidence, languages and what happened to a profile."""

from __future__ import annotations

from portal.core.i18n import lazy_gettext as _l
from portal.organization.models import Kind
from portal.talents.models import Appetite, SpokenLevel

# How the owner of a profile says how well they hold a skill.
LEVEL = {
    1: _l("I know the basics and follow what others do."),
    2: _l("I do it on my own in the usual cases."),
    3: _l("I handle the hard cases, and others come to me."),
    4: _l("I train others and set how it is done."),
}

# How a colleague says what they have seen of someone else.
LEVEL_SEEN = {
    1: _l("They know the basics and follow what others do."),
    2: _l("They do it on their own in the usual cases."),
    3: _l("They handle the hard cases, and others come to them."),
    4: _l("They train others and set how it is done."),
}

LEVEL_WORD = {1: _l("knows the basics"), 2: _l("practises"), 3: _l("masters"), 4: _l("teaches")}

APPETITE = {
    Appetite.USE: _l("I like using it."),
    Appetite.GROW: _l("I want to grow in it."),
    Appetite.AVOID: _l("I would rather avoid it."),
}

# How others read it; AVOID is shown to its author only.
APPETITE_TOLD = {
    Appetite.USE: _l("likes using it"),
    Appetite.GROW: _l("wants to grow"),
    Appetite.AVOID: _l("would rather avoid it"),
}

SPOKEN = {
    SpokenLevel.A1: _l("A1, first words"),
    SpokenLevel.A2: _l("A2, simple exchanges"),
    SpokenLevel.B1: _l("B1, everyday situations"),
    SpokenLevel.B2: _l("B2, works in it with some effort"),
    SpokenLevel.C1: _l("C1, works in it with ease"),
    SpokenLevel.C2: _l("C2, every nuance"),
    SpokenLevel.NATIVE: _l("native language"),
}

KINDS = {
    Kind.EMPLOYEE: _l("Employees"),
    Kind.FREELANCE: _l("Freelancers"),
    Kind.CONSULTANT: _l("Consultants"),
    Kind.TEMP: _l("Temps"),
}

# Languages that may be chosen on a profile (ISO 639-1); their names come from Babel.
LANGUAGES = (
    "ar be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka ko lb lt lv mk ms mt nl "
    "no pl pt ro ru sk sl sq sr sv sw ta th tr uk ur vi wo zh"
).split()

# What the history of a profile says; `%(skill)s` is filled where the event is about one.
HISTORY = {
    "profile.identity": _l("changed the headline or the summary"),
    "profile.add_skill": _l("added “%(skill)s”"),
    "profile.propose_skill": _l("added “%(skill)s” and proposed it to the library"),
    "profile.change_skill": _l("changed “%(skill)s”"),
    "profile.confirm_skill": _l("confirmed “%(skill)s”"),
    "profile.confirm_skills": _l("confirmed skills in one press (%(lines)s)"),
    "profile.remove_skill": _l("removed “%(skill)s”"),
    "profile.restore_skill": _l("put “%(skill)s” back"),
    "profile.set_aside_skill": _l("said that “%(skill)s” is not among your skills"),
    "profile.consider_skill": _l("let “%(skill)s” be suggested again"),
    "profile.add_experience": _l("added an experience"),
    "profile.change_experience": _l("changed an experience"),
    "profile.remove_experience": _l("removed an experience"),
    "profile.languages": _l("changed the languages"),
    "profile.availability": _l("changed the availability"),
    "profile.skill_merged": _l("merged “%(name)s” into “%(skill)s”: your profile says the latter"),
    "profile.skill_split": _l("made “%(name)s” out of “%(skill)s”: your profile says both"),
    "profile.skill_put_back": _l("undid a change of the library: your profile says “%(skill)s” as before"),
    "profile.proposal_accepted": _l("accepted “%(name)s”, which you proposed, into the library"),
    "profile.proposal_edited": _l("accepted “%(name)s”, which you proposed, under the name “%(skill)s”"),
    "profile.proposal_merged": _l("found that “%(name)s”, which you proposed, is another skill of the library"),
    "profile.proposal_refused": _l("did not keep “%(name)s”, which you proposed"),
    "profile.confirm_availability": _l("confirmed the availability"),
    "profile.add_pause": _l("announced a pause"),
    "profile.change_pause": _l("changed a pause"),
    "profile.end_pause": _l("ended a pause"),
    "profile.remove_pause": _l("removed a pause"),
    "profile.readers": _l("changed who sees what"),
    "profile.photo": _l("chose a photo"),
    "profile.remove_photo": _l("removed the photo"),
    "profile.import": _l("took lines from a file (%(lines)s)"),
    "profile.undo_import": _l("put things back as they were before a file"),
    "profile.hide_endorsement": _l("hid an endorsement of “%(skill)s”"),
    "profile.show_endorsement": _l("showed an endorsement of “%(skill)s” again"),
    "profile.stop_reminders": _l("asked not to be reminded of skills any more"),
    "profile.want_reminders": _l("asked to be reminded of skills again"),
    "profile.endorse_skill": _l("endorsed “%(skill)s”"),
    "profile.change_endorsement": _l("changed their endorsement of “%(skill)s”"),
    "profile.withdraw_endorsement": _l("took back their endorsement of “%(skill)s”"),
}
# What a colleague does to the profile of someone else.
BY_COLLEAGUES = frozenset({"profile.endorse_skill", "profile.change_endorsement", "profile.withdraw_endorsement"})

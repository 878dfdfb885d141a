"""Someone with a word of their own in every section, and who stands how to them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from PIL import Image

from portal.applications.models import ApplicationState
from portal.core.transaction import transaction
from portal.talents.models import Circle, Section, SpokenLevel
from portal.talents.photo.services import choose_photo
from tests.cast import Cast, Someone
from tests.factories import Ref, World

# What the page of a profile shows of each section, and nothing else of it shows.
WORDS = {
    Section.SUMMARY: "Summaryword",
    Section.SKILLS: "Skillword",
    Section.EXPERIENCE: "Experienceword",
    Section.LANGUAGES: "Italian",
    Section.AVAILABILITY: "weeks of notice",
    Section.PHOTO: 'alt="Photo of',
}

# The innermost circle of Tom, and of Sofia who is a freelancer, in which each of these people stands.
TIES = {
    "tom": {
        "tom": Circle.SELF,
        "nadia": Circle.RESPONSIBLE,  # manages him
        "marc": Circle.RESPONSIBLE,  # decides on a request for his time, in Nadia's place
        "helene": Circle.RESPONSIBLE,  # human resources
        "karim": Circle.OWNERS,  # owns a mission he applied to
        "claire": Circle.OWNERS,  # co-owns it
        "oscar": Circle.INSIDE,  # owns a mission he withdrew from
        "dora": Circle.INSIDE,  # owns a mission he was invited to
        "ines": Circle.INSIDE,
        "paul": Circle.INSIDE,  # procurement
        "adele": Circle.INSIDE,  # administers
        "simone": Circle.INSIDE,
        "theo": Circle.INSIDE,  # an external
    },
    "sofia": {
        "sofia": Circle.SELF,
        "helene": Circle.RESPONSIBLE,
        "nadia": Circle.INSIDE,  # stands in the place of a manager, whom a freelancer does not have
        "karim": Circle.OWNERS,
        "claire": Circle.OWNERS,
        "oscar": Circle.INSIDE,
        "dora": Circle.INSIDE,
        "ines": Circle.INSIDE,
        "adele": Circle.INSIDE,
        "lila": Circle.INSIDE,
    },
}
EXTERNALS = {"sofia", "theo", "lila"}


@dataclass(frozen=True)
class Scene:
    """Who is looked at, and the application that Karim and Claire may read."""

    person: Someone
    mission: Ref
    application: Ref
    skill: Ref


def jpeg() -> bytes:
    """A small picture."""
    written = io.BytesIO()
    Image.new("RGB", (256, 256), "teal").save(written, "JPEG")
    return written.getvalue()


def scene(world: World, cast: Cast, name: str) -> Scene:
    """Write it all: the profile, the photo, and the applications that tie people to them."""
    person = getattr(cast, name)
    skill = world.skill("Skillword")
    with world.app.app_context(), transaction():
        skill.load().priority_en = "Wanted"
    world.profile(person, headline_en="Headlineword", summary_en="Summaryword", availability_share=60, notice_weeks=2)
    world.holds(person, skill, 3)
    world.experience(person, title_en="Experienceword", started_on=date(2020, 1, 1))
    world.speaks(person, "it", SpokenLevel.C1)
    mission = world.mission(owner=cast.karim, co_owner=cast.claire, skills=((skill, 2),), title_en="Flowword")
    application = world.application(mission, person)
    world.application(world.mission(owner=cast.oscar), person, state=ApplicationState.WITHDRAWN)
    world.application(world.mission(owner=cast.dora), person, state=ApplicationState.INVITED)
    if name == "tom":
        world.authorization(world.mission(owner=cast.jade), person, decider=cast.marc)
    with world.app.app_context():
        choose_photo(person.person(), person.person(), jpeg())
        if name == "sofia":
            with transaction():
                person.person().manager_id = cast.nadia.id
    return Scene(person, mission, application, skill)


def narrow(world: World, person: Someone, circle: Circle, *sections: Section) -> None:
    """Give these sections (all when none is named) a circle, without the service."""
    world.profile(person, **{f"{section.value}_circle": circle for section in sections or Section})


def expected(reader: str, tie: Circle, circle: Circle, section: Section) -> bool:
    """The rule, said once more in other words than the portal's."""
    order = ["self", "responsible", "owners", "inside"]
    reached = order.index(tie.value) <= order.index(circle.value)
    return reached and (tie is Circle.SELF or reader not in EXTERNALS or section is Section.SKILLS)

"""The library's cast: two skills that are one, and a proposal."""

from __future__ import annotations

from typing import Any

import pytest

from portal.skills.models import Skill
from portal.skills.proposals import Proposal
from portal.talents import services
from tests.cast import Cast, Someone
from tests.factories import Ref, World, ref


@pytest.fixture
def js(world: World) -> Ref:
    return world.skill("JS", "JS")


@pytest.fixture
def javascript(world: World) -> Ref:
    return world.skill("JavaScript", "JavaScript (langage)")


@pytest.fixture
def propose(app: Any, cast: Cast) -> Any:
    """`propose(cast.ines, "Origami")` names a skill on her profile that the library lacks."""

    def act(person: Someone, text: str, *, level: int = 2, locale: str = "en") -> Ref:
        with app.app_context():
            actor = person.person()
            held = services.add_skill(actor, actor, Proposal(text, locale), level=level)
            skill: Skill = held.skill
            return ref(skill)

    return act

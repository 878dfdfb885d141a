"""What happened at the librarian's desk of the demo: proposals and answers, a merge, priorities, near-duplicates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import Role
from portal.core import clock
from portal.demo.content_files import tables
from portal.extensions import db
from portal.organization.models import Person
from portal.organization.queries import people_with_role
from portal.skills.library import keeping, merging, pairs, proposals
from portal.skills.library.names import Wording
from portal.skills.models import Skill
from portal.skills.proposals import Proposal
from portal.talents import services


def load_library(people: dict[str, int]) -> None:
    """Live through the proposals of the content, each in its time, then look for near-duplicates."""
    content = tables("library.toml")
    librarian_id = db.session.scalars(people_with_role(Role.HR)).all()[0].id
    for told in content["proposal"]:
        skill_id = _propose(told, people)
        _answer(told, skill_id, librarian_id)
    for told in content["priority"]:
        with clock.at(clock.now() - timedelta(days=told["days"])):
            keeping.set_priority(_person(librarian_id), _keyed(told["key"]), told["why_fr"], told["why_en"])
    pairs.look_for_pairs()


def _person(person_id: int) -> Person:
    return db.session.get_one(Person, person_id)


def _keyed(key: str) -> Skill:
    return db.session.scalars(sa.select(Skill).where(Skill.key == key)).one()


def _propose(told: dict[str, Any], people: dict[str, int]) -> int:
    skill_id = 0
    for place, (identifier, level) in enumerate(told["people"]):
        with clock.at(clock.now() - timedelta(days=told["days"], hours=-3 * place)):
            person = _person(people[identifier])
            held = services.add_skill(person, person, Proposal(told["text"], told["locale"]), level=level)
            skill_id = held.skill_id
    return skill_id


def _answer(told: dict[str, Any], skill_id: int, librarian_id: int) -> None:
    if "answer" not in told:
        return
    with clock.at(clock.now() - timedelta(days=told["answered_days"])):
        librarian, skill = _person(librarian_id), db.session.get_one(Skill, skill_id)
        if told["answer"] == "refuse":
            proposals.refuse(librarian, skill, told["words"])
            return
        words = Wording.typed(
            told["label_fr"],
            told["label_en"],
            description_fr=told["description_fr"],
            description_en=told["description_en"],
        )
        proposals.accept(librarian, skill, words)
    if "merged_into" in told:
        with clock.at(clock.now() - timedelta(days=told["merged_days"])):
            merging.merge(_person(librarian_id), db.session.get_one(Skill, skill_id), _keyed(told["merged_into"]))

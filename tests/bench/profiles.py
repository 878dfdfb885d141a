"""What people say of themselves: profiles, skills held, experience, languages."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from datetime import timedelta
from itertools import accumulate

from portal.allocations.models import Ceiling
from portal.core import clock
from portal.talents.availability.models import Pause
from portal.talents.looks.models import ProfileLook
from portal.talents.models import (
    Appetite,
    Circle,
    EvidenceKind,
    Experience,
    HeldSkill,
    Profile,
    Section,
    SkillEvidence,
    SpokenLanguage,
    SpokenLevel,
)
from portal.talents.visibility import Quality
from tests.bench import names, phrases, prose
from tests.bench.chance import Chance
from tests.bench.people import YEARS, Staff, Talent
from tests.bench.writer import Writer

HELD = (4, 20)
LEVELS = {1: 20, 2: 40, 3: 30, 4: 10}
APPETITES = {Appetite.USE: 35, Appetite.GROW: 30, Appetite.AVOID: 5, None: 30}
SPOKEN = (SpokenLevel.A2, SpokenLevel.B1, SpokenLevel.B2, SpokenLevel.C1)


class Library:
    """Skills as people use them: a few are everywhere, most are rare, and each directorate has its own."""

    def __init__(self, chance: Chance, skill_ids: list[int]) -> None:
        order = list(skill_ids)
        chance.shuffle(order)
        self._common = _Ranked(order)
        width = max(25, len(order) // len(names.DIRECTORATES))
        self._own = {
            code: _Ranked(order[start : start + width])
            for number, (code, *_) in enumerate(names.DIRECTORATES)
            for start in [number * (len(order) - width) // len(names.DIRECTORATES)]
        }
        self._own[names.ROOT_UNIT[0]] = self._common

    def some(self, chance: Chance, directorate: str, count: int) -> list[int]:
        """`count` different skills, mostly of a directorate."""
        chosen: dict[int, None] = {}
        while len(chosen) < count:
            source = self._own[directorate] if chance.happens(0.7) else self._common
            chosen[source.draw(chance)] = None
        return list(chosen)


class _Ranked:
    def __init__(self, skill_ids: list[int]) -> None:
        self.skill_ids = skill_ids
        self.weights = list(accumulate((rank + 3) ** -0.8 for rank in range(len(skill_ids))))

    def draw(self, chance: Chance) -> int:
        return self.skill_ids[bisect_left(self.weights, chance.random() * self.weights[-1])]


def build_profiles(writer: Writer, chance: Chance, staff: Staff, library: Library) -> dict[int, list[Talent]]:
    """Write every profile. Returns who holds each skill, among those still here."""
    holders: dict[int, list[Talent]] = defaultdict(list)
    everyone = staff.everyone
    for talent in everyone:
        _write_profile(writer, chance, talent)
        _write_pauses(writer, chance, talent)
        _write_experience(writer, chance, talent)
        _write_languages(writer, chance, talent)
        _write_skills(writer, chance, talent, library, everyone)
        _write_looks(writer, talent)
        if talent.needs_authorization and chance.happens(0.05):
            writer.add(Ceiling, person_id=talent.id, percent=chance.choice((20, 30, 60)))
        if not talent.left:
            for skill_id in talent.skills:
                holders[skill_id].append(talent)
    return holders


def _write_profile(writer: Writer, chance: Chance, talent: Talent) -> None:
    says_when = chance.happens(0.7)
    start = clock.today() + timedelta(days=chance.randrange(-60, 90))
    writer.add(
        Profile,
        person_id=talent.id,
        **prose.columns("headline", prose.headline(chance, talent.job, talent.place.name, talent.city)),
        **prose.columns("summary", prose.paragraph(chance, phrases.PROFILES, 3)),
        availability_share=chance.choice((10, 20, 20, 40, 100)) if says_when else None,
        available_from=start if says_when else None,
        available_until=start + timedelta(days=chance.randrange(60, 300)) if says_when else None,
        notice_weeks=chance.randint(0, 6) if says_when else None,
        availability_said_on=clock.today() - timedelta(days=chance.randrange(300)) if says_when else None,
        updated_at=chance.moment(clock.today() - timedelta(days=1 + chance.randrange(400))),
        **_circles(talent),
    )


def _write_pauses(writer: Writer, chance: Chance, talent: Talent) -> None:
    if not chance.happens(0.1):
        return
    start = clock.today() + timedelta(days=chance.randrange(-20, 90))
    writer.add(
        Pause,
        id=writer.key(Pause),
        public_id=chance.public_id(),
        person_id=talent.id,
        starts_on=start,
        ends_on=start + timedelta(days=chance.randrange(2, 30)),
        note="",
        created_at=chance.moment(clock.today() - timedelta(days=40)),
    )


def _circles(talent: Talent) -> dict[str, Circle]:
    """One in twenty-five keeps a section to some; drawn from their number, so that nothing else is drawn otherwise."""
    kept = [*Section][talent.id % len(Section)] if talent.id % 25 == 0 else None
    return {f"{one.value}_circle": Circle.OWNERS if one is kept else Circle.INSIDE for one in Section}


def _write_looks(writer: Writer, talent: Talent) -> None:
    """A manager reads what is kept to some, once a week for half a year."""
    kept = [name for name, circle in _circles(talent).items() if circle is not Circle.INSIDE]
    if kept and talent.manager is not None and talent.needs_authorization:
        for week in range(26):
            writer.add(
                ProfileLook,
                id=writer.key(ProfileLook),
                person_id=talent.id,
                reader_id=talent.manager.id,
                section=Section(kept[0].removesuffix("_circle")),
                looked_on=clock.today() - timedelta(days=7 * week + 1),
                quality=Quality.MANAGER,
                mission_id=None,
            )


def _write_experience(writer: Writer, chance: Chance, talent: Talent) -> None:
    started = clock.today() - timedelta(days=chance.randrange(200, 2000))
    ended = None
    for number in range(chance.randint(1, 4)):
        writer.add(
            Experience,
            id=writer.key(Experience),
            public_id=chance.public_id(),
            person_id=talent.id,
            **prose.columns("title", talent.job if number == 0 else chance.choice(names.JOBS[_other(chance)])),
            organization="Groupe Mérane" if number == 0 else chance.choice(names.FIRM_STEMS),
            started_on=started,
            ended_on=ended,
            **prose.columns("summary", chance.choice(phrases.PROFILES)),
        )
        ended = started - timedelta(days=chance.randrange(1, 90))
        started = ended - timedelta(days=chance.randrange(300, 2500))


def _other(chance: Chance) -> str:
    return chance.choice(names.DIRECTORATES)[0]


def _write_languages(writer: Writer, chance: Chance, talent: Talent) -> None:
    native, second = ("fr", "en") if talent.locale == "fr" else ("en", "fr")
    writer.add(SpokenLanguage, person_id=talent.id, code=native, level=SpokenLevel.NATIVE)
    if chance.happens(0.75):
        writer.add(SpokenLanguage, person_id=talent.id, code=second, level=chance.choice(SPOKEN))
    if chance.happens(0.2):
        writer.add(
            SpokenLanguage, person_id=talent.id, code=chance.choice(("de", "es", "it")), level=chance.choice(SPOKEN)
        )


def _write_skills(writer: Writer, chance: Chance, talent: Talent, library: Library, everyone: list[Talent]) -> None:
    fewest, most = HELD
    count = round(chance.triangular(fewest, most, 8))
    for skill_id in library.some(chance, talent.place.directorate, count):
        level = talent.skills[skill_id] = chance.weighted(LEVELS)
        days_ago = chance.randrange(500)
        writer.add(
            HeldSkill,
            id=writer.key(HeldSkill),
            public_id=chance.public_id(),
            person_id=talent.id,
            skill_id=skill_id,
            level=level,
            appetite=chance.weighted(APPETITES),
            confirmed_on=clock.today() - timedelta(days=days_ago),
        )
        by = chance.choice(everyone) if chance.happens(0.15) else talent
        if by is not talent or chance.happens(0.3):
            _write_evidence(writer, chance, talent, skill_id, level, by)


def _write_evidence(writer: Writer, chance: Chance, talent: Talent, skill_id: int, level: int, by: Talent) -> None:
    writer.add(
        SkillEvidence,
        id=writer.key(SkillEvidence),
        public_id=chance.public_id(),
        person_id=talent.id,
        skill_id=skill_id,
        kind=EvidenceKind.DECLARED if by is talent else EvidenceKind.ENDORSED,
        level=level,
        by_id=by.id,
        mission_id=None,
        at=chance.moment(clock.today() - timedelta(days=1 + chance.randrange(YEARS * 7))),
    )

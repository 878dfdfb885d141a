"""What is kept by its mark: read by one thread at a time, and never from what was not committed."""

from __future__ import annotations

import threading
import time
from functools import partial

import pytest
import sqlalchemy as sa

from portal.core.edition import kept, present_mark
from portal.core.transaction import transaction
from portal.discovery.told import told
from portal.missions.catalogue import catalogue_of
from portal.missions.models import Audience, Mission
from portal.skills.models import SkillLabel
from portal.skills.words import words_of
from portal.talents.models import Profile
from tests.threads import in_threads

THREADS = 4


class Undone(Exception):
    pass


def undo(app, change):
    """Do what `change` does in a transaction, and roll it back."""
    with app.app_context(), pytest.raises(Undone), transaction() as session:
        change(session)
        raise Undone


def skills_named(word):
    return set(words_of(word)[0].skills)


def test_names_that_are_not_committed_are_not_kept(app, world):
    skill = world.skill("Conduite du changement").id

    def rename(session):
        session.execute(sa.update(SkillLabel).values(folded="navigation"))
        assert skills_named("navigation") == {skill}
        assert skills_named("conduite") == set()

    with app.app_context():
        assert skills_named("conduite") == {skill}
    undo(app, rename)
    with app.app_context():
        assert skills_named("navigation") == set()
        assert skills_named("conduite") == {skill}


def test_a_name_that_was_only_added_is_seen_by_who_adds_it_and_by_nobody_else(app, world):
    skill = world.skill("Conduite du changement").id

    def name(session):
        session.add(SkillLabel(skill_id=skill, lang="fr", text="Navigation", folded="navigation"))
        assert skills_named("navigation") == {skill}

    undo(app, name)
    with app.app_context():
        assert skills_named("navigation") == set()


def test_what_is_written_of_someone_and_not_committed_is_not_kept(app, cast):
    with app.app_context(), transaction() as session:
        session.add(Profile(person_id=cast.tom.id, headline_fr="Cartographe"))

    def found():
        return told().found(cast.ines.person(), words_of("eclusier")).bit_count()

    def write(session):
        session.execute(sa.update(Profile).values(headline_fr="Éclusier"))
        assert found() == 1

    undo(app, write)
    with app.app_context():
        assert found() == 0


def test_missions_that_are_not_committed_are_not_kept(app, world):
    world.mission(audience=Audience.BOTH)

    def both():
        return catalogue_of(present_mark("missions")).of(("audience", "both"))

    def close(session):
        session.execute(sa.update(Mission).values(audience=Audience.EXTERNALS))
        assert not both()

    with app.app_context():
        assert both()
    undo(app, close)
    with app.app_context():
        assert both()


def test_one_thread_reads_and_the_others_take_what_it_read(app):
    readings = []
    together = threading.Barrier(THREADS)

    def read():
        readings.append(threading.get_ident())
        time.sleep(0.05)
        return object()

    def ask(answers, mark):
        with app.app_context():
            together.wait()
            answers.append(kept("skills", mark, read))

    for mark in ("first", "second"):
        readings.clear()
        answers = []
        in_threads(partial(ask, answers, mark) for _ in range(THREADS))
        assert len(readings) == 1
        assert len(answers) == THREADS
        assert len(set(map(id, answers))) == 1


def test_nothing_is_kept_without_a_mark_nor_once_reading_failed(app):
    def read():
        if not failed:
            failed.append(True)
            raise Undone
        return object()

    failed = []
    with app.app_context():
        with pytest.raises(Undone):
            kept("skills", "mark", read)
        assert kept("skills", "mark", read) is kept("skills", "mark", read)
        assert kept("skills", "", read) is not kept("skills", "", read)

"""The documents of the demo's own content, as its portal indexes them, each with the key that the judgements use."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from portal.core.reindex import MISSION, TALENT
from portal.demo.missions import load_missions
from portal.demo.people import load_people
from portal.demo.pilots import load_pilots
from portal.demo.profiles import load_profiles
from portal.discovery.documents import every_document
from portal.discovery.readers import EMPLOYEES
from portal.extensions import db
from portal.search import Document
from portal.skills.services import load_starter
from tests.bench.database import open_portal

READERS = frozenset({EMPLOYEES})


@dataclass(frozen=True)
class Content:
    """Every document, and the keys of those that any employee may find: a mission's key, a person's identifier."""

    documents: list[Document]
    keys: dict[str, str]

    @property
    def readable(self) -> list[Document]:
        """What an employee may find."""
        return [document for document in self.documents if document.readers & READERS]


def demo_content() -> Content:
    """Load the content, without the year that the demo then lives, and read its documents."""
    with tempfile.TemporaryDirectory(prefix="relevance-") as folder:
        app = open_portal(Path(folder), f"sqlite:///{folder}/portal.db")
        with app.app_context():
            load_starter()
            people = load_people()
            load_profiles(people)
            told = load_missions(people, load_pilots(people))
            keys = {f"{MISSION}:{one.id}": one.content["key"] for one in told}
            keys |= {f"{TALENT}:{person_id}": identifier for identifier, person_id in people.items()}
            documents = list(every_document(db.session()))
            db.session.remove()
            db.engine.dispose()
    return Content(documents, keys)

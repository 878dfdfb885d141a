"""An alert tells of what the page finds, whatever else there is, on either engine."""

from __future__ import annotations

from itertools import permutations

from portal.discovery import index
from portal.discovery.asking import Ask
from portal.discovery.documents import read_document_id
from portal.discovery.saved.matching import Watched, answered
from portal.search import Document

INSIDE, OUTSIDE = frozenset({"employees"}), frozenset({"externals"})


def made(number, *, kind="mission", readers=INSIDE, facets=None, **fields):
    facets = {name: frozenset(values) for name, values in (facets or {}).items()}
    return Document(f"{kind}:{number}", kind=kind, readers=readers, facets=facets, sort_at=number, **fields)


DOCUMENTS = (
    made(1, title_fr="Dessiner les horaires", title_en="Draw the timetable", facets={"share": {"10"}}),
    made(2, title_fr="Cartographie des dépôts d’été", body_en="Every depot on one map, and a timetable for each."),
    made(3, title_en="Timetables of the depot", readers=INSIDE | OUTSIDE, facets={"share": {"10", "more"}}),
    made(4, title_en="Map reading", body_en="The depot map. A map of each depot, a depot of each map."),
    made(5, title_fr="Équipe C++ et Node.js", skills=("C++", "Node.js", "Gestion de projet", "Project management")),
    made(6, title_en="The map", skills=("Cartography", "Cartographie"), facets={"place": {"Lyon"}}),
    made(7, body_fr="le plan " * 9_000 + "carte du dépôt", title_fr="Plan très long"),
    made(8, title_en="IT à la carte", skills=("R&D", "Carte et territoire " * 60)),
    made(
        9, kind="talent", title_en="Tom Lefèvre, map maker", skills=("Cartography",), facets={"contract": {"employee"}}
    ),
    made(10, kind="card", title_en="Tom Lefèvre", skills=("Cartography",), readers=OUTSIDE),
    made(11, kind="talent", title_fr="Léa Cœur-Dumas", body_fr="Coût, sûreté, dépôt et horaire."),
    made(12, title_en="Mapping " + "and remapping " * 20_000 + "the depot timetable"),
)
WORDS = ("map", "depot", "timetable", "carte", "le", "car", "horaires", "c++", "it", "zebra")
TEXTS = (
    *WORDS,
    *(f"{one} {other}" for one, other in permutations(WORDS, 2)),
    *(f'"{one} {other}"' for one, other in permutations(WORDS, 2)),
    *(
        '"a depot of each map"',
        '"the depot timetable"',
        '"carte du dépôt"',
        "« gestion de projet »",
        '"carte et territoire"',
    ),
    *("node.js", "cœur", "COEUR", "l’été", "gest", "r&d", "?!", '"', "depot " * 30, "x" * 300),
)
ASKS = (
    *(Ask(text=text) for text in TEXTS),
    *(Ask(text=text, kind=kind) for text in ("map", "depot map", "cartograph") for kind in ("mission", "talent")),
    Ask(kind="mission", filters={"share": frozenset({"10"})}),
    Ask(text="timetable", kind="mission", filters={"share": frozenset({"more", "20"})}, sort="fit"),
    Ask(text="map", kind="mission", filters={"place": frozenset({"Lyon"})}, sort="newest", page=9),
    Ask(kind="talent", filters={"contract": frozenset({"employee"})}),
)


def test_what_an_alert_finds_is_what_the_page_shows(app):
    searches = [
        Watched(number, ask.params, ask, ("fr", "en")[number % 2], readers)
        for number, (ask, readers) in enumerate((ask, readers) for ask in ASKS for readers in (INSIDE, OUTSIDE))
    ]
    with app.app_context():
        index.engine().rebuild(DOCUMENTS)
        alone = [answered(searches, [read_document_id(document.id)]) for document in DOCUMENTS]
        for search in searches:
            shown = index.engine().search(search.ask.alone().query(search.readers, search.locale))
            told = {thing for found in alone for thing in found.get(search.id, ())}
            hits = () if shown.relaxed else shown.hits
            assert {read_document_id(hit.id) for hit in hits} == told, (search.ask, search.readers)
    assert sum(map(bool, alone)) == len(DOCUMENTS)


def test_an_alert_asks_about_what_changed_alone(app):
    """However many others answer, and whatever is not there any more."""
    ask = Ask(text="map")
    search = Watched(1, ask.params, ask, "en", INSIDE)
    with app.app_context():
        index.engine().rebuild(DOCUMENTS)
        assert answered([search], [("mission", 4), ("mission", 1), ("mission", 99)]) == {1: {("mission", 4)}}
        assert answered([search], []) == {}
        assert set(answered([search])[1]) > {("mission", 4)}

"""Small documents and queries for the tests."""

from typing import Any

from portal.search import Document, Query

EVERYONE = frozenset({"everyone"})
NOBODY: frozenset[str] = frozenset()
COUNTED = frozenset({"kind", "city", "unit", "secret"})


def document(identity: str, title_fr: str = "", title_en: str = "", **fields: Any) -> Document:
    """A mission that everyone may read, unless told otherwise."""
    fields.setdefault("kind", "mission")
    fields.setdefault("readers", EVERYONE)
    fields["facets"] = {name: frozenset(values) for name, values in fields.get("facets", {}).items()}
    return Document(identity, title_fr=title_fr, title_en=title_en, **fields)


def query(text: str = "", **fields: Any) -> Query:
    """A query from somebody who reads what everyone may read."""
    fields.setdefault("locale", "fr")
    fields.setdefault("readers", EVERYONE)
    fields.setdefault("counted", COUNTED)
    fields["filters"] = {name: frozenset(values) for name, values in fields.get("filters", {}).items()}
    return Query(text, **fields)


LIBRARY = (
    document(
        "data",
        "Développement d’une plateforme de données",
        "Building a data platform",
        body_fr="L’équipe cherche une personne qui sait rédiger les tests et migrer l’été prochain.",
        body_en="The team needs somebody who writes tests and runs migrations.",
        skills=("C++", "Node.js", "Gestion de projet", "Project management"),
        facets={"city": {"Paris"}, "unit": {"IT", "Risques"}},
        sort_at=300,
    ),
    document(
        "audit",
        "Audit des processus d’achat",
        "Purchasing process audit",
        body_fr="Gérer un projet avec le chef de projet, puis la gestion du changement.",
        body_en="Manage a project with the buyers, then change management.",
        skills=("C#", ".NET", "Langage C"),
        facets={"city": {"Lyon"}, "unit": {"Achats"}},
        sort_at=200,
    ),
    document(
        "lea",
        "Léa Cœur-Dumas, ingénieure qualité",
        "Léa Cœur-Dumas, quality engineer",
        kind="talent",
        body_fr="Fiabilité, coût et sûreté ; anglais courant.",
        body_en="Reliability, cost and safety. Fluent English.",
        skills=("R&D", "Qualité", "Quality"),
        facets={"city": {"Paris"}, "unit": {"Qualité"}},
        sort_at=100,
    ),
)

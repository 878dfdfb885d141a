"""Every table that names a skill says what becomes of it in a merge."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from portal.extensions import db
from portal.skills.library.references import following, staying


def naming_skills() -> set[tuple[str, str]]:
    """Every column of the schema that points at a skill."""
    return {
        (table.name, key.parent.name)
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "skill"
    }


def test_no_table_is_forgotten(app: Flask) -> None:
    declared = {(name, "skill_id") for name in following} | set(staying)
    assert naming_skills() == declared, "declare the new column with `follows` or `stays` (portal.skills.library)"


def test_what_names_one_skill_per_owner_says_so(app: Flask) -> None:
    for name, reference in following.items():
        unique = [
            {column.name for column in constraint.columns} - {"skill_id"}
            for constraint in db.metadata.tables[name].constraints
            if isinstance(constraint, sa.UniqueConstraint) and "skill_id" in constraint.columns
        ]
        assert unique == ([set(reference.owners)] if reference.owners else []), name


def test_each_speaks_both_numbers(app: Flask) -> None:
    with app.test_request_context():
        for reference in following.values():
            assert str(reference.told(1)) != str(reference.told(2))

"""Mapped objects made from columns read otherwise: as the session would have loaded them, at half the cost."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, make_transient_to_detached

from portal.extensions import Base, db

_Model = TypeVar("_Model", bound=Base)


@lru_cache(maxsize=64)
def columns_of(model: type[Base]) -> tuple[InstrumentedAttribute[Any], ...]:
    """What the session reads of a model at once: its columns, the deferred ones apart."""
    return tuple(getattr(model, held.key) for held in sa.inspect(model).column_attrs if not held.deferred)


def loaded(model: type[_Model], values: Iterable[Any]) -> _Model:
    """The object with these `columns_of` its model, in the session: the one that is there already, if it is."""
    found = dict(zip(_names(model), values, strict=True))
    mapper, session = sa.inspect(model), db.session()
    key = mapper.identity_key_from_primary_key(
        tuple(found[mapper.get_property_by_column(column).key] for column in mapper.primary_key)
    )
    known = session.identity_map.get(key)
    if isinstance(known, model):
        return known
    made = model()
    made.__dict__.update(found)
    make_transient_to_detached(made)  # what was not read is read when it is asked for
    session.add(made)
    return made


@lru_cache(maxsize=64)
def _names(model: type[Base]) -> tuple[str, ...]:
    return tuple(column.key for column in columns_of(model))

"""The library objects shared by the whole portal; nothing here knows a feature."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask_babel import Babel
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Parent of every mapped class: one metadata, named constraints."""

    metadata = MetaData(naming_convention=NAMING)


WRITING = "writing"


@lru_cache
def _without_transactions(engine: sa.Engine) -> sa.Engine:
    """The same engine and pool, each statement on its own."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


class PortalSession(Session):
    """Reads outside a unit of writing (`info[WRITING]`) without a transaction on PostgreSQL, where READ COMMITTED gives
    each statement its own view of the data in any case.

    A page then neither begins nor rolls back, and above all its statements stay planned: the driver forgets those it
    prepared at each ROLLBACK, and planning costs several times what answering does.
    """

    def get_bind(self, *args: Any, **kwargs: Any) -> sa.Engine | sa.Connection:
        """The engine, as the present work needs it."""
        found = super().get_bind(*args, **kwargs)
        if isinstance(found, sa.Engine) and found.dialect.name == "postgresql" and not self.info.get(WRITING):
            return _without_transactions(found)
        return found


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"class_": PortalSession})
migrate = Migrate()
babel = Babel()
login_manager = LoginManager()
csrf = CSRFProtect()
htmx = HTMX()

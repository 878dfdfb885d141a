"""A database for the engine that needs one: the tests' own PostgreSQL, outside any portal."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.postgres import Server


@pytest.fixture(scope="session")
def postgres() -> Iterator[sa.Engine]:
    """An empty database."""
    server = Server()
    server.start()
    database = sa.create_engine(server.url)
    yield database
    database.dispose()
    server.stop()

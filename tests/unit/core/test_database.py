"""The version of SQLite the portal accepts."""

from __future__ import annotations

import pytest

from portal.core import database


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_a_version_that_can_corrupt_the_file_is_refused(monkeypatch, version):
    monkeypatch.setattr(database.sqlite, "sqlite_version_info", version)
    with pytest.raises(RuntimeError, match="WAL-reset"):
        database.engine_options("sqlite:///x.db")


def test_the_version_in_use_is_fine():
    database.check_sqlite_version()

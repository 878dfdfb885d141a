"""The demo organization, as its first start leaves it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from portal.demo.sign_ins import BEHIND, SIGN_INS

pytestmark = pytest.mark.browser


def test_whoever_can_be_tried_has_an_account_after_the_first_start(demo_instance: Path) -> None:
    with closing(sqlite.connect(f"file:{demo_instance / 'portal.db'}?immutable=1", uri=True)) as database:
        addresses = {address for (address,) in database.execute("SELECT email FROM account")}
    assert {who.email for who in (*SIGN_INS, *BEHIND)} <= addresses
    assert (demo_instance / "search").is_dir()

"""Someone with a password, and links as the mail would bring them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts import services
from portal.accounts.models import Account
from portal.core.transaction import transaction
from portal.core.worker import drain
from tests.cast import Someone
from tests.mailbox import mails_written

PASSWORD = "a quiet river in autumn"


@pytest.fixture
def with_password(app: Flask) -> Callable[..., Someone]:
    """`with_password(cast.ines)` gives her the password of these tests."""

    def give(someone: Someone, password: str | None = PASSWORD) -> Someone:
        with app.app_context():
            account = someone.person().account
            hashed = services.hash_password(password) if password else None
            with transaction():
                account.password_hash = hashed
        return someone

    return give


@pytest.fixture
def change_account(app: Flask) -> Callable[..., None]:
    """Set columns of someone's account."""

    def change(someone: Someone, **columns: object) -> None:
        with app.app_context(), transaction() as session:
            session.execute(sa.update(Account).where(Account.email == someone.email).values(**columns))

    return change


@pytest.fixture
def mails(app: Flask) -> Callable[[], list[dict[str, str]]]:
    """What was written so far, oldest first, once the worker has passed."""

    def read() -> list[dict[str, str]]:
        with app.app_context():
            drain()
            return mails_written()

    return read


def path_in(mail: dict[str, str]) -> str:
    """The path of the link in a mail."""
    found = re.search(r"http://localhost(/\S+)", mail["body"])
    assert found, mail["body"]
    return found[1]

"""The cookie of a browser is signed with the newest key, and read with any that is still accepted."""

from __future__ import annotations

import pytest
from flask import Flask
from itsdangerous import BadSignature

from portal.web.cookies import SignedCookie


def serializer(key, *fallbacks, interface=None):
    app = Flask(__name__)
    app.secret_key = key
    app.config["SECRET_KEY_FALLBACKS"] = list(fallbacks) or None
    return (interface or SignedCookie()).get_signing_serializer(app)


def test_without_a_key_nothing_is_signed():
    assert serializer(None) is None
    assert serializer("") is None
    assert serializer(None, "old") is None


def test_a_cookie_signed_by_a_former_key_is_read_while_that_key_is_accepted():
    signed = serializer("old").dumps({"id": 1})
    assert serializer("new", "older", "old").loads(signed) == {"id": 1}
    with pytest.raises(BadSignature):
        serializer("new").loads(signed)


def test_the_newest_key_signs():
    signed = serializer("new", "old").dumps({"id": 1})
    assert serializer("new").loads(signed) == {"id": 1}
    with pytest.raises(BadSignature):
        serializer("old").loads(signed)


def test_keys_that_change_are_not_confused_and_the_same_keys_are_read_once():
    interface = SignedCookie()
    first = serializer("one", interface=interface)
    assert serializer("one", interface=interface) is first
    with pytest.raises(BadSignature):
        serializer("two", interface=interface).loads(first.dumps({"id": 1}))


def test_what_was_changed_on_the_way_is_not_read():
    signed = serializer("key").dumps({"id": 1})
    with pytest.raises(BadSignature):
        serializer("key").loads("x" + signed)

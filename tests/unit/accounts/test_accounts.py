"""The small rules of accounts."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel

from portal.accounts.browsers import browser_name
from portal.accounts.models import Account, email_key
from portal.accounts.passwords import check_password_strength
from portal.accounts.throttle import network_of
from portal.core.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (" Ines@Merane.Example ", "ines@merane.example"),
        ("ｉｎｅｓ@merane.example", "ines@merane.example"),
        ("STRASSE@x", "strasse@x"),
        ("straße@x", "strasse@x"),
        ("ınes@x", "ınes@x"),
    ],
)
def test_one_key_for_the_same_address(typed, key):
    assert email_key(typed) == key


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_networks(address, network):
    assert network_of(address) == network


def account(address="ines.carvalho@merane.example"):
    return Account(email=address, email_key=email_key(address))


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",
        "x" * 257,
        "motdepasse123",
        "motdepasse12",
        "Azerty12345678",
        "Bienvenue2027!!",
        "Mot De Passe 123",
        "aaaaaaaaaaaaaaa",
        "ababababababab",
        "Ines.Carvalho2027",
    ],
)
def test_easy_passwords(password):
    with pytest.raises(Invalid) as caught:
        check_password_strength(password, account())
    assert list(caught.value.fields) == ["password"]


@pytest.mark.parametrize(
    "password",
    ["a quiet river in autumn", "tramway-des-quais-2027", "x9!kQ2#vB7&m", "été comme hiver", "z" + "abcde" * 51],
)
def test_good_passwords(password):
    check_password_strength(password, account())


def test_a_short_name_does_not_forbid_every_password():
    check_password_strength("a quiet river in autumn", account("a@merane.example"))


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8.0", "A browser we do not know"),
        ("", "A browser we do not know"),
    ],
)
def test_browsers(agent, name):
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.test_request_context():
        assert browser_name(agent) == name

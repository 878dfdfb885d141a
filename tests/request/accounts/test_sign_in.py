"""The door."""

from __future__ import annotations

from unittest import mock

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from portal.accounts.models import Account, SignInSession
from portal.core.transaction import transaction
from portal.extensions import db
from tests.request.accounts.conftest import PASSWORD
from tests.visitor import text_of


def sign_in(browser, email, password=PASSWORD, *, at="/sign-in", status=303):
    return browser.submit(browser.get(at), "/sign-in", {"email": email, "password": password}, status=status)


def test_strangers_are_sent_to_the_door(visit):
    assert visit().get("/", status=302).location == "/sign-in"


def test_signing_in_opens_the_portal(visit, cast, with_password):
    browser = visit()
    assert sign_in(browser, with_password(cast.ines).email).location == "/"
    assert "Inès" in browser.get("/").text


@pytest.mark.parametrize(
    ("read", "account", "said", "button"),
    [
        ("en", "fr", "Your account is set to French.", "Read in English"),
        ("fr", "en", "Votre compte est réglé sur l’anglais.", "Lire en français"),
    ],
)
def test_the_language_just_read_is_offered_once(app, visit, cast, with_password, read, account, said, button):
    email = with_password(cast.ines).email
    with app.app_context(), transaction() as session:
        session.scalars(sa.select(Account).where(Account.email == email)).one().locale = account
    browser = visit(locale=read)
    sign_in(browser, email)
    page = browser.get("/talents")
    assert page.root.find(".").attrib["lang"] == account
    (banner,) = [one for one in page.find("div", lang=read) if said in text_of(one)]
    assert button in text_of(banner)
    assert said not in browser.get("/talents").text
    values = {field.attrib["name"]: field.attrib["value"] for field in banner.iter("input")}
    assert browser.post("/language", values, status=303).location == "/talents"
    assert browser.get("/talents").root.find(".").attrib["lang"] == read


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_same_language_is_not_offered(app, visit, cast, with_password, locale):
    email = with_password(cast.ines).email
    with app.app_context(), transaction() as session:
        session.scalars(sa.select(Account).where(Account.email == email)).one().locale = locale
    browser = visit(locale=locale)
    sign_in(browser, email)
    page = browser.get("/")
    assert "Your account is set to" not in page.text
    assert "Votre compte est réglé" not in page.text


@pytest.mark.parametrize(
    "typed", ["INES@merane.example", "ines\x00@merane.example", "  ines@MERANE.example ", "ｉｎｅｓ@merane.example"]
)
def test_an_address_is_the_same_however_it_is_typed(visit, cast, with_password, typed):
    with_password(cast.ines)
    assert sign_in(visit(), typed).location == "/"


def test_a_composed_accent_is_the_same_as_a_decomposed_one(visit, cast, with_password):
    with_password(cast.ines, "une rivi\u00e8re tranquille")
    assert sign_in(visit(), cast.ines.email, "une rivie\u0300re tranquille").location == "/"


def test_what_was_wrong_is_not_told(visit, cast, with_password, change_account):
    with_password(cast.ines)
    with_password(cast.tom)
    change_account(cast.tom, is_enabled=False)
    pages = [
        sign_in(visit(), email, password, status=422).field_error("password")
        for email, password in (
            (cast.ines.email, "not this one at all"),
            ("nobody@merane.example", PASSWORD),
            (cast.tom.email, PASSWORD),
            (cast.lea.email, PASSWORD),
        )
    ]
    assert len(set(pages)) == 1
    assert "do not go together" in pages[0]


def test_a_refusal_keeps_the_address_and_never_the_password(visit, cast):
    page = sign_in(visit(), cast.ines.email, "not this one at all", status=422)
    assert page.form("/sign-in")["email"] == cast.ines.email
    assert "not this one at all" not in page.html


def test_missing_fields_are_asked_for(visit, cast):
    page = sign_in(visit(), "", "", status=422)
    assert page.field_error("email")
    assert page.field_error("password")


def test_the_hasher_runs_once_whoever_asks(visit, cast, with_password):
    with_password(cast.ines)
    for email in (cast.ines.email, "nobody@merane.example", cast.lea.email):
        with (
            mock.patch.object(PasswordHasher, "verify", autospec=True, side_effect=PasswordHasher.verify) as verify,
            mock.patch.object(PasswordHasher, "hash", autospec=True, side_effect=PasswordHasher.hash) as hashing,
        ):
            sign_in(visit(), email, "not this one at all", status=422)
        assert (verify.call_count, hashing.call_count) == (1, 0), email


def test_a_cheaper_hash_is_replaced(app, visit, cast, with_password):
    with_password(cast.ines)
    app.config["ARGON2"] = app.config["ARGON2"] | {"time_cost": 2}
    sign_in(visit(), cast.ines.email)
    with app.app_context():
        assert ",t=2," in db.session.scalar(sa.select(Account.password_hash).where(Account.email == cast.ines.email))


def test_someone_who_left_cannot_enter(app, visit, cast, with_password):
    from portal.core import clock
    from portal.core.transaction import transaction

    with_password(cast.ines)
    with app.app_context():
        person = cast.ines.person()
        with transaction():
            person.left_on = clock.today()
    sign_in(visit(), cast.ines.email, status=422)


def test_after_the_door_one_is_where_one_was_going(visit, cast, with_password):
    browser = visit()
    door = browser.get("/account?part=two", status=302).location
    assert sign_in(browser, with_password(cast.ines).email, at=door).location == "/account?part=two"


def test_going_elsewhere_survives_a_refusal(visit, cast):
    browser = visit()
    page = sign_in(browser, cast.ines.email, "not this one at all", at="/sign-in?next=/account", status=422)
    assert page.form("/sign-in")["next"] == "/account"


def test_a_piece_asked_by_htmx_moves_the_whole_page(visit):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/account?x=1"}
    response = visit().client.get("/account", headers=headers)
    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == "/sign-in?next=/account?x%3D1"


def test_one_who_is_in_already_goes_home(visit, cast):
    assert visit(cast.ines).get("/sign-in", status=303).location == "/"


def test_the_demo_lists_who_can_be_tried(app, visit):
    assert "Try the demo" not in visit().get("/sign-in").text
    app.config["DEMO"] = True
    page = visit(locale="fr").get("/sign-in")
    assert "Essayer la démonstration" in page.text
    assert "Freelance" in page.text


def test_the_demo_is_entered_in_one_press(app, visit, cast, with_password, change_account):
    from portal.demo.sign_ins import PASSWORD as DEMO_PASSWORD
    from portal.demo.sign_ins import SIGN_INS

    app.config["DEMO"] = True
    with_password(cast.ines, DEMO_PASSWORD)
    change_account(cast.ines, email=SIGN_INS[0].email, email_key=SIGN_INS[0].email)
    browser = visit()
    forms = [form for form in browser.get("/sign-in").find("form") if "cluster" in form.attrib.get("class", "")]
    data = {field.attrib["name"]: field.attrib["value"] for field in forms[0].iter("input")}
    browser.post("/sign-in", data)
    assert "Inès" in browser.get("/").text


@pytest.mark.parametrize(("locale", "title"), [("fr", "Se connecter"), ("en", "Sign in")])
def test_in_both_languages(visit, locale, title):
    page = visit(locale=locale).get("/sign-in")
    assert page.root.attrib["lang"] == locale
    assert title in page.text


def test_signing_in_again_ends_the_earlier_session(app, visit, cast, with_password):
    browser = visit(cast.tom)
    token = browser.token("/account")
    browser.post("/sign-in", {"csrf_token": token, "email": with_password(cast.ines).email, "password": PASSWORD})
    with app.app_context():
        ended = db.session.scalars(sa.select(SignInSession.ended_at).order_by(SignInSession.id)).all()
    assert [moment is None for moment in ended] == [False, True]

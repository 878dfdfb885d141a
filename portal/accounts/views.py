"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, Response, request, session, url_for
from flask_login import current_user, login_user, logout_user

from portal.accounts import services
from portal.accounts.forms import SignInForm
from portal.accounts.models import Account
from portal.core.errors import Invalid
from portal.core.i18n import LOCALES
from portal.extensions import login_manager
from portal.web.access import Entry, audience
from portal.web.htmx import render, see_other

bp = Blueprint("accounts", __name__)


@login_manager.user_loader
def load_account(token: str) -> Account | None:
    """The account of the session secret that the browser keeps."""
    return services.account_of_session(token)


@bp.route("/sign-in", methods=["GET", "POST"])
@audience(Entry.PUBLIC)
def sign_in() -> Response:
    """The door."""
    form = SignInForm()
    if form.validate_on_submit():
        try:
            account = services.check_credentials(form.email.data or "", form.password.data or "")
        except Invalid as error:
            form.show_errors(error.fields)
        else:
            services.rehash_if_needed(account, form.password.data or "")
            token = services.open_session(account, browser=request.user_agent.string)
            session.clear()
            account.session_token = token
            login_user(account)
            return see_other(url_for("pages.show_home"))
    return render("accounts/sign_in.html", form=form, status=422 if form.errors else 200)


@bp.post("/sign-out")
@audience(Entry.PUBLIC)
def sign_out() -> Response:
    """End the session here and on the server."""
    if current_user.is_authenticated:
        services.close_session(current_user.get_id())
    logout_user()
    session.clear()
    return see_other(url_for("accounts.sign_in"))


@bp.post("/language")
@audience(Entry.PUBLIC)
def switch_language() -> Response:
    """Read the portal in the other language."""
    locale = request.form.get("locale")
    if locale in LOCALES:
        session["locale"] = locale
        if current_user.is_authenticated:
            services.choose_locale(current_user._get_current_object(), locale)
    return see_other(url_for("pages.show_home"))

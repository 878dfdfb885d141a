"""Signing in and out, and one's own account."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, session, url_for
from flask_login import current_user, login_user, logout_user

from portal.accounts import known_browser, services, throttle
from portal.accounts.browsers import browser_name
from portal.accounts.extensions import hints, panels_for
from portal.accounts.forms import AskLinkForm, ChangePasswordForm, ChoosePasswordForm, SignInForm
from portal.accounts.models import Account, LinkPurpose, token_hash
from portal.core.errors import Invalid, NotFound, TooManyRequests
from portal.core.i18n import LOCALES, language, ngettext
from portal.core.i18n import gettext as _
from portal.extensions import login_manager
from portal.web.access import Entry, audience
from portal.web.htmx import render, see_other
from portal.web.security import local_path

bp = Blueprint("accounts", __name__)


@login_manager.user_loader
def load_account(token: str) -> Account | None:
    """The account of the session secret that the browser keeps."""
    return services.account_of_session(token)


def signed_in_account() -> Account:
    """The account behind this browser; only for views that are not public."""
    account: Account = current_user._get_current_object()
    return account


def network() -> str:
    """Where the request comes from, as the trusted proxies say."""
    return request.remote_addr or ""


@bp.route("/sign-in", methods=["GET", "POST"])
@audience(Entry.PUBLIC)
def sign_in() -> Response:
    """The sign-in page, and what it is sent."""
    form = SignInForm(next=request.args.get("next"))
    if request.method == "GET" and current_user.is_authenticated:
        return see_other(local_path(form.next.data) or url_for("pages.show_home"))
    if form.validate_on_submit():
        try:
            account = _check(form.email.data or "", form.password.data or "")
        except Invalid as error:
            form.show_errors(error.fields)
        except TooManyRequests as error:
            return _answer_too_many(_show_sign_in, form, error)
        else:
            _start_session(account)
            response = see_other(local_path(form.next.data) or url_for("pages.show_home"))
            known_browser.remember(response, account)
            return response
    return _show_sign_in(form, 422 if form.errors else 200)


def _check(email: str, password: str) -> Account:
    browser = known_browser.mark_for(email)
    throttle.count_attempt("SIGN_IN", account=email, network=network(), browser=browser)
    account = services.check_credentials(email, password)
    throttle.forgive("SIGN_IN", account=email, network=network(), browser=browser)
    services.rehash_if_needed(account, password)
    return account


def _start_session(account: Account) -> None:
    """Open a session under a new secret; the browser's earlier one, if any, ends.

    The account's language is read from now on: when it is not the one just read, the next page offers that one once.
    """
    read = language()
    offer = _("Your account is set to French.") if account.locale == "fr" else _("Your account is set to English.")
    if current_user.is_authenticated:
        services.close_session(current_user.get_id())
    token = services.open_session(account, browser=request.user_agent.string)
    session.clear()
    account.session_token = token
    login_user(account)
    if read != account.locale:
        flash(offer, f"read-{read}")


def _show_sign_in(form: SignInForm, status: int) -> Response:
    return render("accounts/sign_in.html", form=form, hints=hints(), status=status)


def _answer_too_many(show: Any, form: Any, error: TooManyRequests) -> Response:
    form.form_errors.append(error.message)
    response: Response = show(form, error.status)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


@bp.post("/sign-out")
@audience(Entry.PUBLIC)
def sign_out() -> Response:
    """End the session here and on the server; the language stays."""
    locale = session.get("locale")
    if current_user.is_authenticated:
        locale = signed_in_account().locale
        services.close_session(current_user.get_id())
    logout_user()
    session.clear()
    if locale in LOCALES:
        session["locale"] = locale
    flash(_("You are signed out. See you soon."), "good")
    return see_other(url_for("accounts.sign_in"))


@bp.post("/language")
@audience(Entry.PUBLIC)
def switch_language() -> Response:
    """Read the portal in the other language, on the same page."""
    locale = request.form.get("locale")
    if locale in LOCALES:
        session["locale"] = locale
        if current_user.is_authenticated:
            services.choose_locale(signed_in_account(), locale)
    return see_other(local_path(request.form.get("next")) or url_for("pages.show_home"))


@bp.route("/sign-in/link", methods=["GET", "POST"])
@audience(Entry.PUBLIC)
def ask_for_link() -> Response:
    """Ask for a link by e-mail: a first password, or a forgotten one. The answer is the same for every address."""
    form = AskLinkForm()
    if form.validate_on_submit():
        try:
            throttle.count_attempt("LINK", account=form.email.data or "", network=network())
        except TooManyRequests as error:
            return _answer_too_many(_show_ask_link, form, error)
        services.ask_link(form.email.data or "")
        flash(_("If this address has an account, a link to choose a password is on its way to it."), "good")
        return see_other(url_for("accounts.sign_in"))
    return _show_ask_link(form, 422 if form.errors else 200)


def _show_ask_link(form: AskLinkForm, status: int) -> Response:
    return render("accounts/ask_link.html", form=form, status=status)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@audience(Entry.PUBLIC)
def accept_invitation(token: str) -> Response:
    """Choose a first password."""
    return _choose_password(token, LinkPurpose.INVITATION)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@audience(Entry.PUBLIC)
def reset_password(token: str) -> Response:
    """Choose another password."""
    return _choose_password(token, LinkPurpose.RESET)


def _choose_password(token: str, purpose: LinkPurpose) -> Response:
    form = ChoosePasswordForm()
    try:
        account = services.find_link(token, purpose).account
        if form.validate_on_submit():
            known = known_browser.mark_for(account.email)
            services.set_password_by_link(token, purpose, form.password.data or "")
            throttle.start_afresh("SIGN_IN", account=account.email, network=network(), browser=known)
            throttle.start_afresh("CONFIRM", account=account.email)
            flash(_("Your password is set. You can sign in with it now."), "good")
            response = see_other(url_for("accounts.sign_in"))
            if known is not None:
                known_browser.remember(response, account)
            return response
    except Invalid as error:
        form.show_errors(error.fields)
    except NotFound as error:
        return render("accounts/dead_link.html", message=error.message, status=404)
    status = 422 if form.errors else 200
    return render("accounts/choose_password.html", form=form, account=account, purpose=purpose.value, status=status)


@bp.get("/account")
@audience(Entry.TALENTS)
def show_account() -> Response:
    """One's own account: address, language, password, open sessions."""
    return _show_account(ChangePasswordForm(), 200)


def _show_account(form: ChangePasswordForm, status: int) -> Response:
    account = signed_in_account()
    here = token_hash(account.get_id())
    sessions = [
        {"id": row.id, "here": row.token_hash == here, "browser": browser_name(row.browser), "row": row}
        for row in services.open_sessions(account)
    ]
    sessions.sort(key=lambda entry: not entry["here"])
    panels = panels_for(account.person)
    return render("accounts/account.html", form=form, account=account, sessions=sessions, panels=panels, status=status)


@bp.post("/account/password")
@audience(Entry.TALENTS)
def change_password() -> Response:
    """Replace one's password, from the present one."""
    account = signed_in_account()
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            throttle.count_attempt("CONFIRM", account=account.email)
            services.change_password(
                account, current=form.current.data or "", new=form.password.data or "", keep=account.get_id()
            )
        except Invalid as error:
            form.show_errors(error.fields)
        except TooManyRequests as error:
            return _answer_too_many(_show_account, form, error)
        else:
            throttle.start_afresh("CONFIRM", account=account.email)
            flash(_("Your password is changed, and your other sessions are ended. A mail confirms it to you."), "good")
            response = see_other(url_for("accounts.show_account"))
            known_browser.remember(response, account)
            return response
    return _show_account(form, 422)


@bp.post("/account/sessions/<int(max=2147483647):session_id>/end")
@audience(Entry.TALENTS)
def end_session(session_id: int) -> Response:
    """Sign one of one's own browsers out."""
    services.close_session_of(signed_in_account(), session_id)
    flash(_("That session is ended."), "good")
    return see_other(url_for("accounts.show_account"))


@bp.post("/account/sessions/end-others")
@audience(Entry.TALENTS)
def end_other_sessions() -> Response:
    """Sign every other browser out."""
    account = signed_in_account()
    ended = services.close_other_sessions(account, keep=account.get_id())
    flash(ngettext("%(num)d other session is ended.", "%(num)d other sessions are ended.", ended), "good")
    return see_other(url_for("accounts.show_account"))

"""What a form that changes something answers: what goes wrong once it is done is no refusal."""

from __future__ import annotations

import pytest
from wtforms import StringField

from portal import create_app
from portal.core.errors import Conflict, Invalid
from portal.web.answers import carry_out
from portal.web.forms import Form


class NameForm(Form):
    """One field."""

    name = StringField()


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app({"INSTANCE": str(tmp_path_factory.mktemp("instance")), "SQLALCHEMY_DATABASE_URI": "sqlite://"})


def raising(error):
    def do(*args, **kwargs):
        raise error

    return do


def answer(app, **given):
    """The status of the page shown again, or of what follows when it is done."""
    whole = {"act": lambda: None, "said": lambda: "Done.", "then": lambda: "/"} | given
    with app.test_request_context("/", method="POST", data={"name": "x"}):
        form = NameForm(meta={"csrf": False})
        response = carry_out(form, again=lambda *, status, conflict=None: app.response_class(status=status), **whole)
        return response.status_code


@pytest.mark.parametrize(("error", "status"), [(Conflict("no"), 409), (Invalid(fields={"name": "no"}), 422)])
def test_what_the_service_refuses_shows_the_page_again(app, error, status):
    assert answer(app) == 303
    assert answer(app, act=raising(error)) == status


@pytest.mark.parametrize("after", ["said", "then"])
@pytest.mark.parametrize("error", [Conflict("no"), Invalid(fields={"name": "no"})])
def test_what_fails_once_it_is_done_is_not_told_as_a_refusal(app, after, error):
    with pytest.raises(type(error)):
        answer(app, **{after: raising(error)})

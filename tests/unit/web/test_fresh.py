"""A fresh form looks like the form itself before anyone types, in every language and for every value."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from flask import render_template_string
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal import create_app
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import speaking
from portal.web.forms import DateField, IntegerField, VersionedForm, strip

DRAWN = "{{ ui.error_summary(form) }}{{ ui.field(form[name], hint=hint, rows=2) }}"
CHOICES = [SelectChoice("yes", _l("yes")), SelectChoice("no", "No")]


class Asked(VersionedForm):
    name = StringField(_l("Name"), validators=[InputRequired()], filters=[strip])
    text = TextAreaField(_l("In your own words"), description="Short")
    share = IntegerField(default=20)
    day = DateField(_l("First day"))
    agreed = BooleanField("Agreed", default=True)
    side = RadioField("Side", choices=CHOICES)
    other = SelectField("Other", choices=CHOICES, default="no")


BEGUN = {"name": " <b>Ana</b> ", "share": 40, "day": date(2026, 3, 4), "side": "yes"}
FIELDS = ("name", "text", "share", "day", "agreed", "side", "other")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app({"INSTANCE": str(tmp_path_factory.mktemp("instance")), "SQLALCHEMY_DATABASE_URI": "sqlite://"})


def drawn(form, name, hint=None):
    return render_template_string(DRAWN.replace("form[name]", f"form.{name}"), form=form, hint=hint)


@pytest.mark.parametrize("start", [{}, BEGUN], ids=["empty", "begun"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", FIELDS)
def test_a_field_looks_the_same(app, name, language, start):
    with app.test_request_context(), speaking(language):
        form = Asked(formdata=None, prefix="asked", **start)
        for _again in range(2):
            assert drawn(Asked.fresh("asked", **start), name) == drawn(form, name)


def test_each_form_begins_with_its_own_values_and_words(app):
    with app.test_request_context():
        assert 'value="1"' in drawn(Asked.fresh(name="1"), "name")
        assert 'value="2"' in drawn(Asked.fresh(name="2"), "name")
        assert "Why" in drawn(Asked.fresh(name="2"), "name", hint="Why")
        assert "Why" not in drawn(Asked.fresh(name="2"), "name")
        assert 'name="b-name"' in drawn(Asked.fresh("b", name="2"), "name")


def test_each_form_has_a_key_and_the_version_it_was_read_at(app):
    keys = set()
    with app.test_request_context():
        for version in ("3", "4"):
            form = Asked.fresh("asked", version=version)
            keys.add(render_template_string("{{ form.submission_key }}", form=form))
            shown = render_template_string("{{ form.version }}", form=form)
            assert shown == f'<input name="asked-version" type="hidden" value="{version}">'
    assert len(keys) == 2


def test_what_is_asked_of_a_field_and_a_field_that_is_missing(app):
    with app.test_request_context():
        form = Asked.fresh("asked", share=5, side="no")
        assert (form.share.data, form.name.data, form.name.errors, form.name.id) == (5, None, (), "asked-name")
        assert [option.checked for option in form.side] == [False, True]
        with pytest.raises(AttributeError):
            form.elsewhere  # noqa: B018


def test_what_was_typed_is_drawn_each_time(app):
    sent = {"asked-name": "typed", "asked-text": ""}
    with app.test_request_context(method="POST", data=sent):
        form = Asked(prefix="asked", meta={"csrf": False})
        assert "has-error" not in drawn(form, "name")
        form.show_errors({"name": "Taken"})
        assert "has-error" in drawn(form, "name")


class Ours(VersionedForm):
    side = SelectField("Side")


class Theirs(VersionedForm):
    side = SelectMultipleField("Sides", choices=lambda: CHOICES)


class Added(VersionedForm):
    side = RadioField("Side")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.side.choices = CHOICES


@pytest.mark.parametrize("kind", [Ours, Theirs, Added])
def test_a_form_with_choices_of_its_own_is_refused(app, kind):
    with app.test_request_context(), pytest.raises(TypeError, match="choices of its own"):
        _ = kind.fresh().version


def test_a_field_is_written_as_its_html(app):
    with app.test_request_context():
        form = Asked.fresh(name="<b>")
        assert str(form.name) == form.name() == '<input id="name" name="name" required type="text" value="&lt;b&gt;">'


def test_a_default_that_is_worked_out_is_asked_once_for_each_form(app):
    numbers = count(1)

    class Numbered(VersionedForm):
        number = IntegerField(default=lambda: next(numbers))

    with app.test_request_context():
        form, other = Asked.fresh(), Asked.fresh()
        assert form.submission_key.data == form.submission_key.data
        assert form.submission_key.data != other.submission_key.data
        one, two = Numbered.fresh(), Numbered.fresh()
        assert one.number.data == one.number.data
        assert two.number.data == one.number.data + 1

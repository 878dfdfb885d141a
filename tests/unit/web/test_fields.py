"""What `ui.field` asks of a field, and the attributes that WTForms' widgets write."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import Markup
from wtforms import BooleanField, Form, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.web.fields import attributes, may_stay_empty, shape_of


class Asked(Form):
    """One field of each shape."""

    name = StringField()
    needed = StringField(validators=[InputRequired()])
    agreed = BooleanField()
    side = RadioField(choices=[SelectChoice("a", "A")])
    always = SelectField(choices=[SelectChoice("a", "A")])
    perhaps = SelectField(choices=[SelectChoice("", "—"), SelectChoice("a", "A")])


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ({"name": "x", "id": 4}, 'id="4" name="x"'),
        ({"checked": True, "disabled": False, "value": ""}, 'checked value=""'),
        ({"class_": "wide", "data_kept_at": "1", "aria_label": "it’s"}, None),
        ({"value": 'a "b" <c> & d'}, 'value="a &#34;b&#34; &lt;c&gt; &amp; d"'),
        ({"value": Markup('&lt;b&gt; "c"')}, 'value="&lt;b&gt; &quot;c&quot;"'),
    ],
)
def test_attributes_are_escaped_and_in_order(values: dict[str, Any], written: str | None) -> None:
    assert attributes(**values) == (written or 'aria-label="it’s" class="wide" data-kept-at="1"')


def test_widgets_write_their_attributes_with_it() -> None:
    form = Asked()

    assert form.name(class_="wide", title='"<') == (
        '<input class="wide" id="name" name="name" title="&#34;&lt;" type="text" value="">'
    )
    assert '<option value="a">A</option>' in form.perhaps()


@pytest.mark.parametrize(
    ("name", "shape", "is_optional"),
    [
        ("name", "line", True),
        ("needed", "line", False),
        ("agreed", "box", True),
        ("side", "list", True),
        ("always", "line", False),
        ("perhaps", "line", True),
    ],
)
def test_the_shape_of_a_field_and_whether_it_may_stay_empty(name: str, shape: str, is_optional: bool) -> None:
    field = Asked()[name]

    assert (shape_of(field), may_stay_empty(field)) == (shape, is_optional)

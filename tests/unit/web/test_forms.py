"""What numbers and days of forms keep of what was sent."""

from __future__ import annotations

from datetime import date

import pytest
import wtforms
from werkzeug.datastructures import MultiDict
from wtforms.validators import Optional

from portal.web.forms import DateField, IntegerField, MonthField


class Asked(wtforms.Form):
    number = IntegerField(validators=[Optional()])
    day = DateField(validators=[Optional()])
    month = MonthField(validators=[Optional()])


BEGUN = {"number": 50, "day": date(2026, 3, 4), "month": date(2026, 3, 1)}


def test_what_is_emptied_is_empty():
    form = Asked(MultiDict({"number": "", "day": "  ", "month": ""}), data=BEGUN)
    assert form.validate(), form.errors
    assert form.data == {"number": None, "day": None, "month": None}


def test_what_is_typed_is_read():
    form = Asked(MultiDict({"number": " 7 ", "day": "2027-01-31", "month": "2027-02"}), data=BEGUN)
    assert form.validate(), form.errors
    assert form.data == {"number": 7, "day": date(2027, 1, 31), "month": date(2027, 2, 1)}


@pytest.mark.parametrize(
    "sent",
    [{"number": "٣"}, {"number": "1_000"}, {"day": "٢٠٢٧-٠١-٣١"}, {"day": "0001-01-01"}, {"month": "9999-12"}],
)
def test_what_nobody_reads_is_refused_and_shown_again(sent):
    form = Asked(MultiDict(sent))
    assert not form.validate()
    (name,) = sent
    assert form[name].errors
    assert form[name].data is None

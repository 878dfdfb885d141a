"""Lists of ids as so many parameters."""

from __future__ import annotations

import pytest

from portal.core.few import FEW, MOST, few


def test_each_parameter_has_a_value_and_those_left_name_nobody():
    values = few([7, 3])
    assert list(values) == [bound.key for bound in FEW]
    assert [one for one in values.values() if one] == [7, 3]


def test_more_ids_than_parameters_are_refused():
    assert len(few(range(MOST))) == MOST
    with pytest.raises(ValueError, match="have a place"):
        few(range(MOST + 1))

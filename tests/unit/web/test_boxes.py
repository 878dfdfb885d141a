"""The boxes that narrow a list, and what a step's form says of a version."""

from __future__ import annotations

from collections import Counter
from enum import Enum

from portal.web.facets import Box, boxes
from portal.web.forms import VersionedForm
from portal.web.steps import Step


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


WORDS = {Side.LEFT: "To the left", Side.RIGHT: "To the right"}


def test_a_box_for_each_choice():
    assert boxes(WORDS, [Side.RIGHT], Counter({Side.LEFT: 3})) == (
        Box("left", "To the left", 3, False),
        Box("right", "To the right", 0, True),
    )
    assert [box.tally for box in boxes(WORDS, ())] == [None, None]


def test_a_step_says_the_version_unless_it_must_not():
    open_step, discreet = (
        Step(VersionedForm, lambda who, one, form: None, lambda one: "", says_version=says) for says in (True, False)
    )
    assert (open_step.says(3), discreet.says(3)) == ("3", None)

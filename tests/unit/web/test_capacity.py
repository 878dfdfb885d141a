"""The weeks of a team, in the steps that the style sheet knows."""

from __future__ import annotations

from typing import Any

import pytest

from portal.web.capacity import capacity_weeks


def _row(*cells: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "Inès Marchand", "cells": list(cells), **more}


@pytest.mark.parametrize(
    ("cell", "ceiling", "classes"),
    [
        ({"percent": 0}, None, "l-0"),
        ({"percent": 42}, None, "l-40"),
        ({"percent": 43}, None, "l-45"),
        ({"percent": 130}, None, "l-100"),
        ({"percent": 20, "ask": 1}, None, "l-20 ask a-5"),
        ({"percent": 60, "ask": 20, "over": True}, 50, "l-60 ask a-20 over c-50"),
        ({"percent": 60}, 1, "l-60 c-5"),
    ],
)
def test_a_week_is_drawn_in_steps(cell: dict[str, Any], ceiling: int | None, classes: str) -> None:
    weeks = capacity_weeks([_row(cell, ceiling=ceiling)])

    assert weeks.lines[0].cells[0].classes == classes


def test_the_legend_says_the_signs_that_stand_there() -> None:
    away = capacity_weeks([_row({"percent": 80, "off": "Leave", "over": True}, ceiling=50)])
    asked = capacity_weeks([_row({"percent": 80, "ask": 20, "over": True}, ceiling=50), _row({"percent": 0})])

    assert (away.ask, away.off, away.over, away.ceiling) == (False, True, False, False)
    assert (asked.ask, asked.off, asked.over, asked.ceiling) == (True, False, True, True)


def test_the_line_of_the_ceiling_is_drawn_below_the_whole_week() -> None:
    weeks = capacity_weeks([_row({"percent": 0}, ceiling=100), _row({"percent": 0}, ceiling=60, current=True)])

    assert [(line.has_line, line.is_current, line.href) for line in weeks.lines] == [
        (False, False, None),
        (True, True, None),
    ]

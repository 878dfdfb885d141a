"""A share of the week goes by five."""

from __future__ import annotations

import pytest

from portal.core.shares import is_share, share_sentence


def test_a_share_goes_by_five_up_to_a_whole_week():
    assert [percent for percent in range(-10, 121) if is_share(percent)] == list(range(5, 101, 5))


def test_nothing_is_a_share_only_where_it_may_be():
    assert is_share(0, least=0)
    assert not is_share(-5, least=0)
    assert not is_share(13, least=0)


@pytest.mark.parametrize("least", [0, 5])
def test_the_sentence_says_from_where(least):
    assert str(share_sentence(least=least)) == f"Choose a share between {least} and 100, in steps of 5."

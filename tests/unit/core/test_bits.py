"""Sets of positions as whole numbers."""

from __future__ import annotations

import pytest

from portal.core.bits import EVERYTHING, bits_of, members, members_in_order


@pytest.mark.parametrize("positions", [[], [0], [7], [8], [0, 1, 9, 63, 64, 99]])
def test_a_set_gives_back_its_positions(positions):
    bits = bits_of(positions, 100)
    assert list(members(bits)) == positions
    assert bits.bit_count() == len(positions)


def test_sets_meet_join_and_leave_out():
    odd, small = bits_of(range(1, 20, 2), 20), bits_of(range(5), 20)
    assert list(members(odd & small)) == [1, 3]
    assert list(members(small & ~odd)) == [0, 2, 4]
    assert (odd | small).bit_count() == 13
    assert odd & EVERYTHING == odd


def test_positions_come_in_the_order_asked():
    assert list(members_in_order(bits_of([2, 5, 9], 10), [9, 7, 2, 0, 5])) == [9, 2, 5]
    assert list(members_in_order(bits_of([1], 10), [9, 1])) == [1]
    assert list(members_in_order(0, [0, 1])) == []

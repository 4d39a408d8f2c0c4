"""The room of a town: one piece of memory, with places for all persons and all ties of one of them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from underheaven.engine.room import make_room
from underheaven.kernel.people import MOST_TIES


@pytest.mark.parametrize("size", [1, 5, 1024, 8192])
def test_rows_are_apart_aligned_and_never_a_power_of_two_long(size):
    room = make_room(size)
    lines = [(a.ctypes.data, a.ctypes.data + a.nbytes) for a in room]
    assert all(start % 64 == 0 for start, _ in lines)
    assert all(end <= start for (_, end), (start, _) in pairwise(lines))
    assert room.me.strides[0] // 64 % 2 == 1
    assert room.me.strides[0] % 64 == 0


@pytest.mark.parametrize("size", [1, 1024])
def test_what_is_drawn_for_together_has_a_place_in_every_array(size):
    room = make_room(size)
    assert {len(a) for a in (room.whose, room.which, room.kinds, room.address)} == {room.drawn.shape[1]}
    assert room.drawn.shape[1] > max(size, MOST_TIES)
    assert not any(np.any(array) for array in room)

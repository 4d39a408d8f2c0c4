"""The room of a town: one piece of memory, with places for all persons and all ties of one of them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from underheaven.engine.workspace import make_workspace
from underheaven.kernel.acquaintances import MAX_TIES


@pytest.mark.parametrize("size", [1, 5, 1024, 8192])
def test_rows_are_apart_aligned_and_never_a_power_of_two_long(size):
    room = make_workspace(size)
    lines = [(a.ctypes.data, a.ctypes.data + a.nbytes) for a in room]
    assert all(start % 64 == 0 for start, _ in lines)
    assert all(end <= start for (_, end), (start, _) in pairwise(lines))
    assert room.personal.strides[0] // 64 % 2 == 1
    assert room.personal.strides[0] % 64 == 0


@pytest.mark.parametrize("size", [1, 1024])
def test_what_is_drawn_for_together_has_a_place_in_every_array(size):
    room = make_workspace(size)
    assert {len(a) for a in (room.item_person, room.item_slot, room.item_kind, room.item_address)} == {
        room.batch_draws.shape[1]
    }
    assert room.batch_draws.shape[1] > max(size, MAX_TIES)
    assert not any(np.any(array) for array in room)

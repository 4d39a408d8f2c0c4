"""What stands in for machine code gives the same numbers."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.kernel.rules import RULES_DTYPE
from underheaven.kernel.structured_arrays import make_records

from . import stand_in

KEY = draws.draw_key(5, 4_294_967_295)


def test_blocks_of_draws_are_those_of_the_package():
    ours, theirs = np.empty((4, 40), np.uint32), np.empty((4, 40), np.uint32)
    stand_in.fill_block(ours, KEY, 4_294_967_200, 33, 119, 5)
    draws.fill_block(theirs, KEY, 4_294_967_200, 33, 119, 5)
    assert (ours[:, :33] == theirs[:, :33]).all()


def test_an_open_table_reads_as_the_record():
    table = make_records(RULES_DTYPE)[0]
    table.opacity, table.term[3] = 0.25, 36
    seen = stand_in.opened(table)
    assert (seen.opacity, type(seen.opacity), int(seen.term[3])) == (0.25, float, 36)
    assert set(vars(seen)) == set(RULES_DTYPE.names)

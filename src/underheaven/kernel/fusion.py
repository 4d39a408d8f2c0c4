"""What a regime counts of its own records: who held which, and who was recorded this month."""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Bool, Flag, I8s, Int
from underheaven.jit import kernel
from underheaven.kernel.numbers import lowest
from underheaven.kernel.tables import FUSED


@kernel
def count_together(moments: I8s, held: Int, adverse: Flag) -> None:
    """Add one person's month to the products of everything with everything, int64 (FUSED, FUSED), above the diagonal.

    held: rules whose records stood at last month's standing, as bits. adverse: whether an adverse record was filed.
    Places: 0 is 1 for everybody, 1 + rule for a rule, the last for an adverse record. What everybody and
    another have in common is left to ``complete``.
    """
    moments[0, 0] += 1
    rest = held << 1
    if adverse:
        rest |= np.int64(1) << (FUSED - 1)
    while rest != 0:
        a = lowest(rest)
        others = rest
        while others != 0:
            moments[a, lowest(others)] += 1
            others &= others - 1
        rest &= rest - 1


@kernel
def counts_alone(held: Int, adverse: Int) -> Bool:
    """Return whether a person adds to nothing but the own square at ``place_alone``, and to that of everybody.

    So it is for who held records of one rule at most and got no adverse one: ``count_together`` does no more.
    """
    return (held & (held - 1) == 0) & (adverse == 0)


@kernel
def place_alone(held: Int) -> Int:
    """Return the place of the one rule that a person holds records of, 0 for none; see ``counts_alone``."""
    return lowest((held << 1) | (1 if held == 0 else 0))


@kernel
def complete(moments: I8s) -> None:
    """Set the products with what is 1 for everybody: something that is 0 or 1 is its own square."""
    for place in range(1, FUSED):
        moments[0, place] = moments[place, place]

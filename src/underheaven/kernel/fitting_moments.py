"""What a regime counts of its own records: who held which, and who was recorded this month."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, Flag, I8s, Int
from underheaven.jit import jit_kernel
from underheaven.kernel.fixed_point import lowest_bit
from underheaven.kernel.table_layout import N_FIT_TERMS


@jit_kernel
def count_cooccurrence(moments: I8s, active_rules: Int, adverse: Flag) -> None:
    """Add one person's month to the products of everything with everything, int64 (FUSED, FUSED), above the diagonal.

    held: rules whose records stood at last month's standing, as bits. adverse: whether an adverse record was filed.
    Places: 0 is 1 for everybody, 1 + rule for a rule, the last for an adverse record. What everybody and
    another have in common is left to ``complete``.
    """
    moments[0, 0] += 1
    rest = active_rules << 1
    if adverse:
        rest |= np.int64(1) << (N_FIT_TERMS - 1)
    while rest != 0:
        a = lowest_bit(rest)
        others = rest
        while others != 0:
            moments[a, lowest_bit(others)] += 1
            others &= others - 1
        rest &= rest - 1


@jit_kernel
def counts_alone(active_rules: Int, adverse: Int) -> Bool:
    """Return whether a person adds to nothing but the own square at ``place_alone``, and to that of everybody.

    So it is for who held records of one rule at most and got no adverse one: ``count_together`` does no more.
    """
    return (active_rules & (active_rules - 1) == 0) & (adverse == 0)


@jit_kernel
def place_alone(active_rules: Int) -> Int:
    """Return the place of the one rule that a person holds records of, 0 for none; see ``counts_alone``."""
    return lowest_bit((active_rules << 1) | (1 if active_rules == 0 else 0))


@jit_kernel
def complete_moments(moments: I8s) -> None:
    """Set the products with what is 1 for everybody: something that is 0 or 1 is its own square."""
    for term in range(1, N_FIT_TERMS):
        moments[0, term] = moments[term, term]

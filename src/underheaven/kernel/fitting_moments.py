"""Second moments of a regime's own records: who had records of which rules, and who was recorded this month."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, Flag, I8s, Int
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.fixed_point import lowest_bit
from underheaven.kernel.table_layout import N_FIT_TERMS


@jit_kernel
def count_cooccurrence(moments: I8s, active_rules: Int, adverse: Flag) -> None:
    """Add one person's month to the products of all terms, above the diagonal.

    Term 0 is 1 for everybody, term 1 + rule marks a rule, and the last marks an adverse record. Products with term 0
    are left to `complete_moments`.

    Args:
        moments: Sums of products, int64 (N_FIT_TERMS, N_FIT_TERMS); added to.
        active_rules: Rules with a record at last month's standing, as bits.
        adverse: Whether an adverse record was filed this month.

    Source:
        docs/stages/standing.md, "Points fitted to the regime's own records".
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
    """Return whether a person adds only to the squares of term 0 and of the term that ``place_alone`` returns.

    This holds for a person with records of one rule at most and no adverse record this month: `count_cooccurrence` does
    no more for such a person.

    Args:
        active_rules: Rules with a record at last month's standing, as bits.
        adverse: Adverse records filed this month, 0 or more.

    Returns:
        Whether `place_alone` says all.
    """
    return (active_rules & (active_rules - 1) == 0) & (adverse == 0)


@jit_kernel
def place_alone(active_rules: Int) -> Int:
    """Return the term of the one rule that a person has records of; see `counts_alone`.

    Args:
        active_rules: Rules with a record at last month's standing, as bits.

    Returns:
        Term, 1 + rule; 0 without records.
    """
    return lowest_bit((active_rules << 1) | (1 if active_rules == 0 else 0))


@jit_kernel
def complete_moments(moments: I8s) -> None:
    """Set the products with term 0: a variable that is 0 or 1 is its own square.

    Args:
        moments: Sums of products, int64 (N_FIT_TERMS, N_FIT_TERMS); changed in place.
    """
    for term in range(1, N_FIT_TERMS):
        moments[0, term] = moments[term, term]

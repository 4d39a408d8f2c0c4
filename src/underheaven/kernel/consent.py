"""Consent: who joins a regime that requires it, decided once per life.

The sets are nested: a person who joins under a smaller share also joins under a larger one.
"""

from __future__ import annotations

from underheaven.array_types import Bool, Int
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.fixed_point import draw_threshold
from underheaven.kernel.person_attributes import trait_from_draw
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import CONVICTION


@jit_kernel
def declines_consent(society: Society, rules: Rules, i: Int, cell: Int, u: Int, u_conviction: Int) -> Bool:
    """Return whether a person opts out of a regime that requires consent.

    Conviction is looked up only where it can decide the outcome.

    Args:
        society: The compiled society.
        rules: The rules in force.
        i: Index of the person in the society, from 0.
        cell: Cell of the person, 0 to 255.
        u: Lifelong draw of consent, 0 to 2**32 - 1.
        u_conviction: Lifelong draw of conviction, 0 to 2**32 - 1.

    Returns:
        False where the regime asks nobody, or not this cell.

    Source:
        docs/stages/standing.md, "Consent".
    """
    if rules.consent == 0 or rules.applies[cell] == 0:
        return False
    join_chance, swing = rules.joins[cell], rules.joins_by_conviction
    if swing != 0.0 and certain_join_draw(rules, cell) <= u < possible_join_draw(rules, cell):
        join_chance *= 1.0 + swing * (2.0 * trait_from_draw(society, i, CONVICTION, u_conviction) - 1.0)
    return u >= draw_threshold(join_chance)


@jit_kernel
def certain_join_draw(rules: Rules, cell: Int) -> Int:
    """Return the draw of consent below which a person joins, whatever the conviction.

    Args:
        rules: The rules in force.
        cell: Cell of the person, 0 to 255.

    Returns:
        Threshold, 0 to 2**32.
    """
    return draw_threshold(rules.joins[cell] * (1.0 - abs(rules.joins_by_conviction)))


@jit_kernel
def possible_join_draw(rules: Rules, cell: Int) -> Int:
    """Return the draw of consent from which on a person opts out, whatever the conviction.

    Args:
        rules: The rules in force.
        cell: Cell of the person, 0 to 255.

    Returns:
        Threshold, 0 to 2**32.
    """
    return draw_threshold(rules.joins[cell] * (1.0 + abs(rules.joins_by_conviction)))

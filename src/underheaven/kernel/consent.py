"""Who joins a regime that asks: decided once in a life, the same under every regime that asks more or fewer."""

from __future__ import annotations

from underheaven.array_types import Bool, Int
from underheaven.jit import jit_kernel
from underheaven.kernel.fixed_point import draw_threshold
from underheaven.kernel.person_attributes import trait_from_draw
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import CONVICTION


@jit_kernel
def declines_consent(society: Society, rules: Rules, i: Int, cell: Int, u: Int, u_conviction: Int) -> Bool:
    """Return whether a person stays out, from the draws of consent and of conviction.

    Conviction is looked up only where it can decide: between what no conviction and what any would make of the share.
    """
    if rules.consent == 0 or rules.applies[cell] == 0:
        return False
    join_chance, swing = rules.joins[cell], rules.joins_by_conviction
    if swing != 0.0 and certain_join_draw(rules, cell) <= u < possible_join_draw(rules, cell):
        join_chance *= 1.0 + swing * (2.0 * trait_from_draw(society, i, CONVICTION, u_conviction) - 1.0)
    return u >= draw_threshold(join_chance)


@jit_kernel
def certain_join_draw(rules: Rules, cell: Int) -> Int:
    """Return the draw of consent below which a person who is asked joins, whatever the conviction."""
    return draw_threshold(rules.joins[cell] * (1.0 - abs(rules.joins_by_conviction)))


@jit_kernel
def possible_join_draw(rules: Rules, cell: Int) -> Int:
    """Return the draw of consent from which on a person who is asked stays out, whatever the conviction."""
    return draw_threshold(rules.joins[cell] * (1.0 + abs(rules.joins_by_conviction)))

"""Who joins a regime that asks: decided once in a life, the same under every regime that asks more or fewer."""

from __future__ import annotations

from underheaven.arrays import Bool, Int
from underheaven.jit import kernel
from underheaven.kernel.numbers import chance
from underheaven.kernel.people import trait_of
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tables import CONVICTION


@kernel
def declines(people: Society, rules: Rules, i: Int, cell: Int, u: Int, drawn: Int) -> Bool:
    """Return whether a person stays out, from the draws of consent and of conviction.

    Conviction is looked up only where it can decide: between what no conviction and what any would make of the share.
    """
    if rules.consent == 0 or rules.applies[cell] == 0:
        return False
    joins, swing = rules.joins[cell], rules.joins_by_conviction
    if swing != 0.0 and joins_surely(rules, cell) <= u < joins_at_most(rules, cell):
        joins *= 1.0 + swing * (2.0 * trait_of(people, i, CONVICTION, drawn) - 1.0)
    return u >= chance(joins)


@kernel
def joins_surely(rules: Rules, cell: Int) -> Int:
    """Return the draw of consent below which a person who is asked joins, whatever the conviction."""
    return chance(rules.joins[cell] * (1.0 - abs(rules.joins_by_conviction)))


@kernel
def joins_at_most(rules: Rules, cell: Int) -> Int:
    """Return the draw of consent from which on a person who is asked stays out, whatever the conviction."""
    return chance(rules.joins[cell] * (1.0 + abs(rules.joins_by_conviction)))

"""Records that pass to a person: along ties, and from the household."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, I8s, Int
from underheaven.draws import draw
from underheaven.fields.scales import OPEN_ENDED
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.fixed_point import lowest_bit
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import TIE_EXPOSURE


@jit_kernel
def nothing_passes(u: Int, household_liability: Int, personal: I8s) -> Bool:
    """Return whether no record of others passes to the person by the draw ``u``: ``inherited_rules`` finds no rule.

    Args:
        u: Draw of contagion, 0 to 2**32 - 1.
        household_liability: Rules for which the household is liable, as bits.
        personal: Personal variables of the month, int64 (N_PERSONAL,).

    Returns:
        Whether `inherited_rules` can be skipped.
    """
    return (u >= personal[TIE_EXPOSURE]) & (household_liability == 0)  # type: ignore[no-any-return]


@jit_kernel
def inherited_rules(rules: Rules, u: Int, household_liability: Int, personal: I8s) -> Int:
    """Return the rules under which a record of others is filed on a person this month.

    Args:
        rules: The rules in force.
        u: Draw of contagion, 0 to 2**32 - 1.
        household_liability: Rules for which the household is liable, as bits; rules no longer in force fall away.
        personal: Personal variables of the month, int64 (N_PERSONAL,).

    Returns:
        Rules, as bits.

    Source:
        docs/stages/recording.md, "Inherited records".
    """
    found = np.int64(0)
    if u < personal[TIE_EXPOSURE]:
        found |= np.int64(1) << rules.contagion_rule
    if household_liability != 0:
        rest = household_liability
        while rest != 0:
            rule = lowest_bit(rest)
            rest &= rest - 1
            if rules.rule_of[rules.kind_of[rule]] == rule:
                found |= np.int64(1) << rule
    return found


@jit_kernel
def pass_to_household(society: Society, rules: Rules, active_rules: Int, filed: Int) -> Int:
    """Return the rules of this month's own records for which the household is liable: adverse, with a term.

    Args:
        society: The compiled society.
        rules: The rules in force.
        active_rules: Rules with a record at last month's standing, as bits.
        filed: Rules under which something was sensed this month, as bits.

    Returns:
        Rules, as bits.

    Source:
        docs/stages/recording.md, "Household liability".
    """
    liable_rules = np.int64(0)
    while filed != 0:
        rule = lowest_bit(filed)
        bit = np.int64(1) << rule
        filed &= filed - 1
        if active_rules & bit and rules.refile[rule] == 0:
            continue
        if society.prosocial[rules.kind_of[rule]] == 0 and rules.term[rule] != OPEN_ENDED:
            liable_rules |= bit
    return liable_rules


@jit_kernel
def rules_from_household(society: Society, rules: Rules, town: TownMonth, liable_rules: I8s, i: Int) -> Int:
    """Return the rules under which a person is liable next month for records of the household.

    Each record has its own draw.

    Args:
        society: The compiled society.
        rules: The rules in force.
        town: The town's month.
        liable_rules: Rules of this month's records, as bits, int64 (person of the town,).
        i: Index of the person in the society, from 0.

    Returns:
        Rules, as bits.

    Source:
        docs/stages/recording.md, "Household liability".
    """
    found = np.int64(0)
    slot = i - town.first
    a = np.int64(society.house[slot, 0])
    for p in range(a, min(np.int64(society.house[slot, 1]), town.n)):
        if p == slot or liable_rules[p] == 0:
            continue
        rest = np.int64(liable_rules[p])
        while rest != 0:
            rule = lowest_bit(rest)
            rest &= rest - 1
            address = (society.hash[rules.kind_of[rule]] + 0x9E3779B1 * (p - a + 1)) & 0xFFFFFFFF
            if draw(town.key, i, town.month, draws.KINSHIP, address) < rules.household_liability:
                found |= np.int64(1) << rule
    return found

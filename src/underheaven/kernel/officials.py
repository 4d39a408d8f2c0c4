"""Officials' discretion: records made for a quota, and adverse records of favoured persons that are never filed."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Int
from underheaven.draws import draw
from underheaven.fields.codes import DISCRETION, FALSE, INHERITED, MISTAKEN, TRUE
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import SensedRules, TownMonth
from underheaven.kernel.fixed_point import draw_threshold, lowest_bit
from underheaven.kernel.rules import Rules
from underheaven.kernel.scores import has_favour
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally


@jit_kernel
def quota_pick_chance(rules: Rules, eligible: Int, sensed: Int) -> Int:
    """Return the chance that each eligible person of a town is recorded, so that last month's shortfall is made up.

    Args:
        rules: The rules in force.
        eligible: Persons who could be recorded last month.
        sensed: Adverse records that channels made of them last month.

    Returns:
        Threshold for draws, 0 to 2**32.

    Source:
        docs/stages/sensing.md, "Quotas".
    """
    if rules.quota <= 0.0 or eligible <= 0:
        return np.int64(0)
    return draw_threshold((rules.quota * eligible - sensed) / eligible)


@jit_kernel
def not_picked(u: Int, short: Int) -> Bool:
    """Return whether the person is not recorded for the quota by the draw ``u``: ``quota_rule`` then finds no rule.

    Args:
        u: Draw of the quota, 0 to 2**32 - 1.
        short: Chance of being picked, in 2**-32.

    Returns:
        Whether `quota_rule` can be skipped.
    """
    return u >= short


@jit_kernel
def quota_rule(rules: Rules, u: Int, quota_chance: Int) -> Int:
    """Return the rule under which a person is recorded for the quota.

    Args:
        rules: The rules in force.
        u: Draw of the quota, 0 to 2**32 - 1.
        quota_chance: Chance of being picked, in 2**-32.

    Returns:
        The rule as a bit, or 0.
    """
    if u < quota_chance:
        return np.int64(1) << rules.rule_of[rules.quota_kind]
    return np.int64(0)


@jit_kernel
def withholds_nothing(rules: Rules) -> Bool:
    """Return whether officials withhold no record under these rules: ``withheld_records`` then finds and counts none.

    Args:
        rules: The rules in force.

    Returns:
        Whether `withheld_records` can be skipped.
    """
    return rules.suppression <= 0


@jit_kernel
def withheld_records(
    society: Society,
    rules: Rules,
    tally: Tally,
    town: TownMonth,
    i: Int,
    u_favour: Int,
    active_rules: Int,
    sensed: SensedRules,
) -> Int:
    """Return the rules whose records of a favoured person are not filed, and count those records.

    One draw decides for all records of a kind in a month. Records that would not be filed anyway are not counted.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        town: The town's month.
        i: Index of the person in the society, from 0.
        u_favour: Lifelong draw of favour, 0 to 2**32 - 1.
        active_rules: Rules with a record at last month's standing, as bits.
        sensed: Rules sensed this month, as bits, by origin.

    Returns:
        Rules, as bits.

    Source:
        docs/stages/recording.md, "Suppression".
    """
    withheld = np.int64(0)
    remaining = sensed.true | sensed.false | sensed.mistaken | sensed.quota | sensed.inherited
    if remaining == 0 or not has_favour(rules, u_favour):
        return withheld
    while remaining != 0:
        rule = lowest_bit(remaining)
        remaining &= remaining - 1
        kind = rules.kind_of[rule]
        if society.prosocial[kind] or ((active_rules >> rule) & 1 and rules.refile[rule] == 0):
            continue
        if draw(town.key, i, town.month, draws.SUPPRESSED, society.hash[kind]) < rules.suppression:
            withheld |= np.int64(1) << rule
            tally.suppressed[TRUE - 1] += (sensed.true >> rule) & 1
            tally.suppressed[FALSE - 1] += (sensed.false >> rule) & 1
            tally.suppressed[MISTAKEN - 1] += (sensed.mistaken >> rule) & 1
            tally.suppressed[DISCRETION - 1] += ((sensed.quota & ~sensed.true) >> rule) & 1
            tally.suppressed[INHERITED - 1] += (sensed.inherited >> rule) & 1
    return withheld

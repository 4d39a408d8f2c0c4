"""What officials do of their own: records made for a quota, and bad news of those in favour that is never filed."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Int
from underheaven.draws import draw
from underheaven.fields import DISCRETION, FALSE, INHERITED, MISTAKEN, TRUE
from underheaven.jit import jit_kernel
from underheaven.kernel.argument_types import SensedRules, TownMonth
from underheaven.kernel.fixed_point import draw_threshold, lowest_bit
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import has_favour
from underheaven.kernel.tally import Tally


@jit_kernel
def quota_pick_chance(rules: Rules, eligible: Int, sensed: Int) -> Int:
    """Return the chance that each person of a town is picked, so that what the quota lacks is made up for.

    eligible, sensed: persons who could be recorded last month, and adverse records that channels made of them.
    """
    if rules.quota <= 0.0 or eligible <= 0:
        return np.int64(0)
    return draw_threshold((rules.quota * eligible - sensed) / eligible)


@jit_kernel
def not_picked(u: Int, short: Int) -> Bool:
    """Return whether the person is not recorded for the quota by the draw ``u``: ``picked`` then finds no rule."""
    return u >= short


@jit_kernel
def quota_rule(rules: Rules, u: Int, quota_chance: Int) -> Int:
    """Return the rule, as a bit, under which a person is recorded for the quota, or 0.

    u: the draw of it. short: the chance of it.
    """
    if u < quota_chance:
        return np.int64(1) << rules.rule_of[rules.quota_kind]
    return np.int64(0)


@jit_kernel
def keeps_nothing_back(rules: Rules) -> Bool:
    """Return whether officials keep no record back under these rules: ``suppressed`` then hides and counts none."""
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
    """Return the rules, as bits, whose records of a person in favour are not filed, and count those records.

    u_favour: the draw of favour. One draw decides for every record of a kind in a month. What would not be filed anyway
    is not counted.
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

"""What officials do of their own: records made for a quota, and bad news of those in favour that is never filed."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Bool, Int
from underheaven.draws import draw
from underheaven.fields import DISCRETION, FALSE, INHERITED, MISTAKEN, TRUE
from underheaven.jit import kernel
from underheaven.kernel.carriers import Here, Sensed
from underheaven.kernel.numbers import chance, lowest
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import in_favour
from underheaven.kernel.tally import Tally


@kernel
def short_of_quota(rules: Rules, eligible: Int, sensed: Int) -> Int:
    """Return the chance that each person of a town is picked, so that what the quota lacks is made up for.

    eligible, sensed: persons who could be recorded last month, and adverse records that channels made of them.
    """
    if rules.quota <= 0.0 or eligible <= 0:
        return np.int64(0)
    return chance((rules.quota * eligible - sensed) / eligible)


@kernel
def not_picked(u: Int, short: Int) -> Bool:
    """Return whether the person is not recorded for the quota by the draw ``u``: ``picked`` then finds no rule."""
    return u >= short


@kernel
def picked(rules: Rules, u: Int, short: Int) -> Int:
    """Return the rule, as a bit, under which a person is recorded for the quota, or 0.

    u: the draw of it. short: the chance of it.
    """
    if u < short:
        return np.int64(1) << rules.rule_of[rules.quota_kind]
    return np.int64(0)


@kernel
def keeps_nothing_back(rules: Rules) -> Bool:
    """Return whether officials keep no record back under these rules: ``suppressed`` then hides and counts none."""
    return rules.suppression <= 0


@kernel
def suppressed(
    people: Society, rules: Rules, tally: Tally, here: Here, i: Int, u_favour: Int, held: Int, sensed: Sensed
) -> Int:
    """Return the rules, as bits, whose records of a person in favour are not filed, and count those records.

    u_favour: the draw of favour. One draw decides for every record of a kind in a month. What would not be filed anyway
    is not counted.
    """
    hidden = np.int64(0)
    every = sensed.true | sensed.false | sensed.mistaken | sensed.made | sensed.inherited
    if every == 0 or not in_favour(rules, u_favour):
        return hidden
    while every != 0:
        rule = lowest(every)
        every &= every - 1
        kind = rules.kind_of[rule]
        if people.prosocial[kind] or ((held >> rule) & 1 and rules.refile[rule] == 0):
            continue
        if draw(here.key, i, here.month, draws.SUPPRESSED, people.hash[kind]) < rules.suppression:
            hidden |= np.int64(1) << rule
            tally.suppressed[TRUE - 1] += (sensed.true >> rule) & 1
            tally.suppressed[FALSE - 1] += (sensed.false >> rule) & 1
            tally.suppressed[MISTAKEN - 1] += (sensed.mistaken >> rule) & 1
            tally.suppressed[DISCRETION - 1] += ((sensed.made & ~sensed.true) >> rule) & 1
            tally.suppressed[INHERITED - 1] += (sensed.inherited >> rule) & 1
    return hidden

"""What officials do of their own: records made for a quota, and bad news of those in favour that is never filed."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Int, U4s
from underheaven.draws import draw
from underheaven.fields import DISCRETION, FALSE, INHERITED, MISTAKEN, TRUE
from underheaven.jit import kernel
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
def picked(rules: Rules, u: Int, short: Int) -> Int:
    """Return the rule, as a bit, under which a person is recorded for the quota, or 0.

    u: the draw of it. short: the chance of it.
    """
    if u < short:
        return np.int64(1) << rules.rule_of[rules.quota_kind]
    return np.int64(0)


@kernel
def suppressed(
    people: Society, rules: Rules, tally: Tally, key: U4s, i: Int, month: Int, u_favour: Int, held: Int,
    true_set: Int, false_set: Int, mistaken_set: Int, made_set: Int, inherited_set: Int,
) -> Int:  # fmt: skip
    """Return the rules, as bits, whose records of a person in favour are not filed, and count those records.

    u_favour: the draw of favour. One draw decides for every record of a kind in a month. What would not be filed anyway
    is not counted.
    """
    hidden = np.int64(0)
    every = true_set | false_set | mistaken_set | made_set | inherited_set
    if every == 0 or not in_favour(rules, u_favour):
        return hidden
    while every != 0:
        rule = lowest(every)
        every &= every - 1
        kind = rules.kind_of[rule]
        if people.prosocial[kind] or ((held >> rule) & 1 and rules.refile[rule] == 0):
            continue
        if draw(key, i, month, draws.SUPPRESSED, people.hash[kind]) < rules.suppression:
            hidden |= np.int64(1) << rule
            tally.suppressed[TRUE - 1] += (true_set >> rule) & 1
            tally.suppressed[FALSE - 1] += (false_set >> rule) & 1
            tally.suppressed[MISTAKEN - 1] += (mistaken_set >> rule) & 1
            tally.suppressed[DISCRETION - 1] += ((made_set & ~true_set) >> rule) & 1
            tally.suppressed[INHERITED - 1] += (inherited_set >> rule) & 1
    return hidden

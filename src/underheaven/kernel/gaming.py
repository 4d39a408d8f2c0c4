"""Gaming: a record is bought off, or a good act staged, where the regime leaves a gap; the conduct stays as it was."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import I8s, Int, U2s, U4s
from underheaven.draws import draw
from underheaven.fields import FALSE, MISTAKEN, TRUE
from underheaven.jit import kernel
from underheaven.kernel.conduct import rule_weight
from underheaven.kernel.numbers import lowest
from underheaven.kernel.people import trait
from underheaven.kernel.rules import Rules
from underheaven.kernel.sensing import look_at
from underheaven.kernel.society import Society
from underheaven.kernel.tables import GAMING
from underheaven.kernel.tally import Tally


@kernel
def staged_records(
    people: Society, rules: Rules, tally: Tally, key: U4s, i: Int, month: Int, group: Int, zone: Int, staged: Int,
    attention: float, looks: I8s,
) -> Int:  # fmt: skip
    """Return the rules, as bits, of staged acts that a channel takes for done: seen as often as real ones are.

    looks: see ``sensing.look_at``.
    """
    found = np.int64(0)
    while staged != 0:
        kind = lowest(staged)
        staged &= staged - 1
        seen = rules.detect[zone, kind, group]
        if rules.follows:
            seen, _, _ = look_at(rules, zone, kind, group, attention, looks)
        if draw(key, i, month, draws.STAGED, people.hash[kind]) < seen:
            tally.staged[kind] += 1
            found |= np.int64(1) << rules.rule_of[kind]
    return found


@kernel
def bought_off(
    people: Society, rules: Rules, tally: Tally, key: U4s, dossier: U2s, i: Int, generation: Int, cell: Int, me: I8s,
    held: Int, true_set: Int, false_set: Int, mistaken_set: Int,
) -> Int:  # fmt: skip
    """Return the rules, as bits, whose records of the month the person buys off: they weigh more than that costs."""
    bought = np.int64(0)
    cost = trait(people, key, i, generation, GAMING)
    at_hand = (true_set | false_set | mistaken_set) & rules.gaps
    while at_hand != 0:
        rule = lowest(at_hand)
        at_hand &= at_hand - 1
        kind = rules.kind_of[rule]
        if people.prosocial[kind] or ((held >> rule) & 1 and rules.refile[rule] == 0):
            continue
        if rule_weight(people, rules, dossier, i, cell, rule, me, -1.0) <= cost:
            continue
        bought |= np.int64(1) << rule
        tally.bought_off[kind, TRUE - 1] += (true_set >> rule) & 1
        tally.bought_off[kind, FALSE - 1] += (false_set >> rule) & 1
        tally.bought_off[kind, MISTAKEN - 1] += (mistaken_set >> rule) & 1
    return bought

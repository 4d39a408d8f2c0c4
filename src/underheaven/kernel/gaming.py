"""Gaming: a record is bought off, or a good act staged, where the regime leaves a gap; the conduct stays as it was."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Bool, I8s, Int, U2s
from underheaven.draws import draw
from underheaven.fields import FALSE, MISTAKEN, TRUE
from underheaven.jit import kernel
from underheaven.kernel.carriers import Here, Person, Sensed
from underheaven.kernel.conduct import rule_weight
from underheaven.kernel.numbers import lowest
from underheaven.kernel.people import trait
from underheaven.kernel.rules import Rules
from underheaven.kernel.sensing import look_at
from underheaven.kernel.society import Society
from underheaven.kernel.tables import GAMING, STAGED
from underheaven.kernel.tally import Tally


@kernel
def nothing_staged(me: I8s) -> Bool:
    """Return whether the person stages no good act: ``staged_records`` then finds and counts none."""
    return me[STAGED] == 0  # type: ignore[no-any-return]


@kernel
def staged_records(people: Society, rules: Rules, tally: Tally, here: Here, person: Person, looks: I8s) -> Int:
    """Return the rules, as bits, of staged acts that a channel takes for done: seen as often as real ones are.

    looks: see ``sensing.look_at``.
    """
    found, staged, group = np.int64(0), person.me[STAGED], person.group
    while staged != 0:
        kind = lowest(staged)
        staged &= staged - 1
        seen = rules.detect[here.zone, kind, group]
        if rules.follows:
            seen, _, _ = look_at(rules, here.zone, kind, group, here.attention, looks)
        if draw(here.key, person.i, here.month, draws.STAGED, people.hash[kind]) < seen:
            tally.staged[kind] += 1
            found |= np.int64(1) << rules.rule_of[kind]
    return found


@kernel
def nothing_to_buy_off(rules: Rules, sensed: Sensed) -> Bool:
    """Return whether no rule that was broken can be evaded: ``bought_off`` then finds and counts none."""
    return (sensed.true | sensed.false | sensed.mistaken) & rules.gaps == 0


@kernel
def bought_off(
    people: Society, rules: Rules, tally: Tally, here: Here, dossier: U2s, person: Person, held: Int, sensed: Sensed
) -> Int:
    """Return the rules, as bits, whose records of the month the person buys off: they weigh more than that costs."""
    bought = np.int64(0)
    cost = trait(people, here.key, person.i, person.generation, GAMING)
    at_hand = (sensed.true | sensed.false | sensed.mistaken) & rules.gaps
    while at_hand != 0:
        rule = lowest(at_hand)
        at_hand &= at_hand - 1
        kind = rules.kind_of[rule]
        if people.prosocial[kind] or ((held >> rule) & 1 and rules.refile[rule] == 0):
            continue
        if rule_weight(people, rules, dossier, person, rule, -1.0) <= cost:
            continue
        bought |= np.int64(1) << rule
        tally.bought_off[kind, TRUE - 1] += (sensed.true >> rule) & 1
        tally.bought_off[kind, FALSE - 1] += (sensed.false >> rule) & 1
        tally.bought_off[kind, MISTAKEN - 1] += (sensed.mistaken >> rule) & 1
    return bought

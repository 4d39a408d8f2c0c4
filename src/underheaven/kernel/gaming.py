"""Gaming: a record is avoided for money, or a good act faked, where a rule can be evaded; conduct does not change."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, I8s, Int, U2s
from underheaven.draws import draw
from underheaven.fields.codes import FALSE, MISTAKEN, TRUE
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import Person, SensedRules, TownMonth
from underheaven.kernel.fixed_point import lowest_bit
from underheaven.kernel.perceived_sanctions import perceived_record_cost
from underheaven.kernel.person_attributes import draw_trait
from underheaven.kernel.rules import Rules
from underheaven.kernel.sensing import cached_detection
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import FAKED_KINDS, GAMING
from underheaven.kernel.tally import Tally


@jit_kernel
def no_faked_act(personal: I8s) -> Bool:
    """Return whether the person fakes no prosocial act this month, so that ``faked_records`` can be skipped.

    Args:
        personal: Personal variables of the month, int64 (N_PERSONAL,).

    Returns:
        Whether `faked_records` can be skipped.
    """
    return personal[FAKED_KINDS] == 0  # type: ignore[no-any-return]


@jit_kernel
def faked_records(
    society: Society, rules: Rules, tally: Tally, town: TownMonth, person: Person, detection_cache: I8s
) -> Int:
    """Return the rules of faked acts that a channel takes for real ones; they are detected as often as real acts.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        town: The town's month.
        person: The person's month.
        detection_cache: Detection thresholds, int64 (DETECTION_ROWS, kind, group); see `cached_detection`.

    Returns:
        Rules, as bits.

    Source:
        docs/stages/sensing.md, "Faked acts".
    """
    found, faked, group = np.int64(0), person.personal[FAKED_KINDS], person.group
    while faked != 0:
        kind = lowest_bit(faked)
        faked &= faked - 1
        detection_chance = rules.detect[town.zone, kind, group]
        if rules.follows:
            detection_chance, _, _ = cached_detection(rules, town.zone, kind, group, town.attention, detection_cache)
        if draw(town.key, person.i, town.month, draws.STAGED, society.hash[kind]) < detection_chance:
            tally.faked_acts[kind] += 1
            found |= np.int64(1) << rules.rule_of[kind]
    return found


@jit_kernel
def nothing_to_bribe(rules: Rules, sensed: SensedRules) -> Bool:
    """Return whether no rule that was broken can be evaded: ``bribed_records`` then finds and counts none.

    Args:
        rules: The rules in force.
        sensed: Rules sensed this month, as bits, by origin.

    Returns:
        Whether `bribed_records` can be skipped.
    """
    return (sensed.true | sensed.false | sensed.mistaken) & rules.evadable == 0


@jit_kernel
def bribed_records(
    society: Society,
    rules: Rules,
    tally: Tally,
    town: TownMonth,
    dossier: U2s,
    person: Person,
    active_rules: Int,
    sensed: SensedRules,
) -> Int:
    """Return the rules whose records the person avoids for money, because they weigh more than that costs.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        town: The town's month.
        dossier: Packed records, uint16 (person, record).
        person: The person's month.
        active_rules: Rules with a record at last month's standing, as bits.
        sensed: Rules sensed this month, as bits, by origin.

    Returns:
        Rules, as bits.

    Source:
        docs/stages/recording.md, "Bribery".
    """
    bribed = np.int64(0)
    cost = draw_trait(society, town.key, person.i, person.generation, GAMING)
    candidates = (sensed.true | sensed.false | sensed.mistaken) & rules.evadable
    while candidates != 0:
        rule = lowest_bit(candidates)
        candidates &= candidates - 1
        kind = rules.kind_of[rule]
        if society.prosocial[kind] or ((active_rules >> rule) & 1 and rules.refile[rule] == 0):
            continue
        if perceived_record_cost(society, rules, dossier, person, rule, -1.0) <= cost:
            continue
        bribed |= np.int64(1) << rule
        tally.bribed_records[kind, TRUE - 1] += (sensed.true >> rule) & 1
        tally.bribed_records[kind, FALSE - 1] += (sensed.false >> rule) & 1
        tally.bribed_records[kind, MISTAKEN - 1] += (sensed.mistaken >> rule) & 1
    return bribed

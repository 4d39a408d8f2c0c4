"""Stage 1, conduct: do it if the perceived gain exceeds the perceived chance of a sanction times its weight.

Opportunities come up in `opportunities`; what a sanction weighs is in `perceived_sanctions`.
"""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, I8s, Int, U1s, U2s
from underheaven.draws import draw_block
from underheaven.fields.codes import PUBLIC_OPEN, PUBLIC_SPEAKING, SPEECH
from underheaven.fields.scales import BELIEF_ONE
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.acquaintances import share_of_ties_showing
from underheaven.kernel.argument_types import Person, TownMonth
from underheaven.kernel.fixed_point import draw_threshold, lowest_bit
from underheaven.kernel.opportunities import next_opportunity_draw, next_rare_opportunity
from underheaven.kernel.perceived_sanctions import (
    marginal_sanction_risk,
    perceived_record_cost,
    perceived_record_value,
    tally_record_weight,
)
from underheaven.kernel.person_attributes import draw_trait, draw_two_traits, trait_from_draw
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import (
    AVERSION,
    CONVICTION,
    FAKED_KINDS,
    GAMING,
    GRIEVANCE,
    LOOK_TIES,
    SEVERED_TIES,
    SPEECH_FEARED,
    TRAIT_DRAWS,
    UNIFORM,
)
from underheaven.kernel.tally import Tally


@jit_kernel
def social_influence(society: Society, town: TownMonth, public_status: U1s, person: Person, kind: Int) -> float:
    """Return kappa * (x - zeta * xbar), the pull of others seen acting last month, in months of income."""
    if society.imitation[kind] == 0.0:
        return 0.0
    speech = society.class_of[kind] == SPEECH
    town_share = town.speaking_share if speech else town.open_share
    observed_share = town_share
    if society.reference_group[kind] == LOOK_TIES:
        observed_share = share_of_ties_showing(
            society,
            town.key,
            public_status,
            person.i,
            PUBLIC_SPEAKING if speech else PUBLIC_OPEN,
            person.personal[SEVERED_TIES],
        )
    return society.imitation[kind] * (observed_share - society.relative_imitation[kind] * town_share)


@jit_kernel
def chance_benefit_exceeds(society: Society, kind: Int, threshold: float) -> float:
    """Return the chance that the benefit of an act exceeds a threshold in months of income."""
    if threshold <= 0.0:
        return 1.0
    if society.law[kind] == UNIFORM:
        return max(1.0 - threshold / (2.0 * society.mean_gain[kind]), 0.0)
    return math.exp(-threshold / society.mean_gain[kind])


@jit_kernel
def takes_opportunity(
    society: Society, rules: Rules, town: TownMonth, state: State, person: Person, kind: Int, u: Int, known_value: float
) -> Bool:
    """Return whether the person takes one opportunity; ``u`` draws the benefit.

    ``known_value`` is what `tally_record_weight` returned, or below 0. The formulas are in docs/stages/conduct.md.
    """
    i, personal = person.i, person.personal
    rule = rules.rule_of[kind] if person.is_subject else np.int64(-1)
    of_class = society.class_of[kind]
    legitimacy_share = np.int64(state.legitimacy[i]) / BELIEF_ONE
    influence = social_influence(society, town, state.public_status, person, kind)
    if society.prosocial[kind]:
        gain = society.warm_glow[kind] + influence
        if society.conviction_weight[kind] > 0.0:
            gain += (
                society.conviction_weight[kind]
                * trait_from_draw(society, i, CONVICTION, personal[TRAIT_DRAWS])
                * legitimacy_share
            )
        if rule >= 0:
            gain += perceived_record_value(society, rules, state.dossier, person, rule, known_value)
        gain -= society.cost[kind]
        return u < draw_threshold(1.0 - chance_benefit_exceeds(society, kind, gain))
    fear = 0.0
    if rule >= 0:
        fear = marginal_sanction_risk(state.beliefs, i, of_class, 1.0)
    if fear > 0.0:
        fear *= trait_from_draw(society, i, AVERSION, personal[TRAIT_DRAWS + 1])
        fear *= perceived_record_cost(society, rules, state.dossier, person, rule, known_value)
    if society.threshold[kind]:
        grievance, speech_threshold = draw_two_traits(society, town.key, i, person.generation, GRIEVANCE)
        if fear > 0.0 and grievance * (1.0 - legitimacy_share) + influence >= speech_threshold:
            personal[SPEECH_FEARED] = 1
        return grievance * (1.0 - legitimacy_share) + influence - fear >= speech_threshold
    threshold = society.cost[kind] + fear - influence
    if society.conviction_weight[kind] > 0.0:
        threshold += (
            society.conviction_weight[kind]
            * trait_from_draw(society, i, CONVICTION, personal[TRAIT_DRAWS])
            * legitimacy_share
        )
    return u < draw_threshold(chance_benefit_exceeds(society, kind, threshold))


@jit_kernel
def meet_opportunity(
    society: Society, rules: Rules, tally: Tally, town: TownMonth, state: State, person: Person, kind: Int, u: Int
) -> Int:
    """Count one opportunity and decide whether the person takes it; a good act that is not done may be faked.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        town: The town's month.
        state: State of all persons.
        person: The person's month.
        kind: Kind of conduct, 0 to 31.
        u: Draw of the benefit, 0 to 2**32 - 1.

    Returns:
        The kind as a bit if the act is done, else 0.
    """
    tally.opportunities[kind] += 1
    rule, known_value = rules.rule_of[kind], -1.0
    if person.is_subject and rules.veiled and rule >= 0:
        known_value = tally_record_weight(society, rules, tally, state.dossier, person, kind, rule)
    taken = np.int64(0)
    if takes_opportunity(society, rules, town, state, person, kind, u, known_value):
        taken = np.int64(1) << kind
    elif person.is_subject and rules.evadable != 0 and rule >= 0:
        fake_good_act(society, rules, town, state.dossier, person, kind, rule, known_value)
    return taken


@jit_kernel
def fake_good_act(
    society: Society,
    rules: Rules,
    town: TownMonth,
    dossier: U2s,
    person: Person,
    kind: Int,
    rule: Int,
    known_value: float,
) -> None:
    """Fake a good act that is not done, where that pays."""
    if society.prosocial[kind] and (rules.evadable >> rule) & 1:
        perceived_value = perceived_record_value(society, rules, dossier, person, rule, known_value)
        if perceived_value > draw_trait(society, town.key, person.i, person.generation, GAMING):
            person.personal[FAKED_KINDS] |= np.int64(1) << kind


@jit_kernel
def count_silenced(society: Society, tally: Tally, cell: Int, acts_done: Int, personal: I8s) -> None:
    """Count a person who would have spoken but for fear and did not, and clear the mark of fear.

    Args:
        society: The compiled society.
        tally: The tally that is added to.
        cell: Cell of the person, 0 to 255.
        acts_done: Kinds of acts done this month, as bits.
        personal: Personal variables of the month, int64 (N_PERSONAL,).
    """
    if personal[SPEECH_FEARED]:
        personal[SPEECH_FEARED] = 0
        if not includes_speech(society, acts_done):
            tally.silenced[society.group[cell]] += 1


@jit_kernel
def includes_speech(society: Society, acts_done: Int) -> Bool:
    """Return whether any kind in ``acts_done`` is speech."""
    spoken = False
    for kind in range(society.n_kinds):
        if (acts_done >> kind) & 1 and society.class_of[kind] == SPEECH:
            spoken = True
    return spoken


@jit_kernel
def conduct(
    society: Society, rules: Rules, tally: Tally, town: TownMonth, state: State, person: Person, employed: Int, u: Int
) -> Int:
    """Decide what a person does this month; count opportunities, and whether fear silenced the person.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        town: The town's month.
        state: State of all persons.
        person: The person's month.
        employed: 0 for a person in the workforce without a job, else 1.
        u: Draw of the first rare opportunity, 0 to 2**32 - 1.

    Returns:
        Kinds of acts done, as bits.

    Source:
        docs/stages/conduct.md.
    """
    row = 2 * person.cell + employed
    acts_done = np.int64(0)
    j = next_rare_opportunity(society, row, u, 0)
    while j < society.n_rare:
        kind = society.rare[j]
        u_following, u_benefit, _, _ = draw_block(
            town.key, person.i, town.month, draws.BENEFIT >> 2, society.hash[kind]
        )
        acts_done |= meet_opportunity(society, rules, tally, town, state, person, kind, u_benefit)
        j = next_rare_opportunity(society, row, next_opportunity_draw(society, row, u_following, j), j + 1)
    for j in range(society.n_often):
        kind = society.often[j]
        u_opportunity, u_benefit, _, _ = draw_block(
            town.key, person.i, town.month, draws.BENEFIT >> 2, society.hash[kind]
        )
        if u_opportunity < society.opportunity[row, kind]:
            acts_done |= meet_opportunity(society, rules, tally, town, state, person, kind, u_benefit)
    count_silenced(society, tally, person.cell, acts_done, person.personal)
    return acts_done


@jit_kernel
def count_acts(society: Society, tally: Tally, acts_done: Int, group: Int) -> Int:
    """Count acts by kind and group.

    Args:
        society: The compiled society.
        tally: The tally that is added to.
        acts_done: Kinds of acts done this month, as bits.
        group: Reporting group, 0 to 31.

    Returns:
        Packed outcome: classes acted in (bits 0 to 2), 8 an open act, 16 speech, and acts other than prosocial ones <<
        8.
    """
    result = np.int64(0)
    while acts_done != 0:
        kind = lowest_bit(acts_done)
        acts_done &= acts_done - 1
        tally.acts[kind, group] += 1
        if society.class_of[kind] == SPEECH:
            result |= 16
        elif society.open[kind]:
            result |= 8
        if not society.prosocial[kind]:
            result |= np.int64(1) << society.class_of[kind]
            result += 256
    if result & 16:
        tally.speaking[group] += 1
    return result

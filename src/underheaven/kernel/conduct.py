"""Stage 1, conduct: do it if the perceived gain exceeds the perceived chance of a sanction times its weight."""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, I8s, Int, U1s, U2s
from underheaven.draws import draw_block
from underheaven.fields.codes import N_CONTEXTS, PUBLIC_OPEN, PUBLIC_SPEAKING, SPEECH
from underheaven.fields.scales import BELIEF_ONE, MILLI
from underheaven.fields.state import State
from underheaven.jit import jit_kernel
from underheaven.kernel.argument_types import Person, TownMonth
from underheaven.kernel.fixed_point import draw_threshold, floor_integer, lowest_bit
from underheaven.kernel.person_attributes import draw_trait, draw_two_traits, share_of_ties_showing, trait_from_draw
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import status_without_and_with
from underheaven.kernel.table_layout import (
    AVERSION,
    CONVICTION,
    EXTRA_POINTS,
    FAKED_KINDS,
    GAMING,
    GRIEVANCE,
    LOOK_TIES,
    MAX_KINDS,
    SEVERED_TIES,
    SPEECH_FEARED,
    TRAIT_DRAWS,
    UNAWARE,
    UNIFORM,
)
from underheaven.kernel.tally import Tally


@jit_kernel
def true_record_cost(society: Society, rules: Rules, dossier: U2s, person: Person, rule: Int) -> float:
    """Return months of income that one more record of this rule really costs this dossier."""
    now, then = status_without_and_with(rules, dossier, person.i, rule, person.personal[EXTRA_POINTS])
    weight = 0.0
    if now != then:
        for c in range(N_CONTEXTS):
            weight += society.use[person.cell, c] * (rules.access[now, c] - rules.access[then, c])
    return max(weight, 0.0) * rules.feared_months[rule]


@jit_kernel
def expected_status_cost(society: Society, rules: Rules, cell: Int, status: Int) -> float:
    """Return what a month of a status is expected to cost a person of a cell.

    Args:
        society: The compiled society.
        rules: The rules in force.
        cell: Cell of the person, 0 to 255.
        status: Status, grade + 8 * lists.

    Returns:
        Months of income, 0 or more.

    Source:
        docs/stages/treatment.md, "Expected price".
    """
    cost = 0.0
    for c in range(N_CONTEXTS):
        cost += society.use[cell, c] * (1.0 - rules.access[status, c])
    return cost


@jit_kernel
def perceived_record_cost(
    society: Society, rules: Rules, dossier: U2s, person: Person, rule: Int, known_value: float
) -> float:
    """Return F: the perceived cost to this dossier of one more record of this rule.

    Args:
        society: The compiled society.
        rules: The rules in force.
        dossier: Packed records, uint16 (person, record).
        person: The person's month.
        rule: Rule, 0 to 31.
        known_value: What `true_record_cost` returned, or below 0 where it was not computed.

    Returns:
        Months of income, 0 or more; 0 for a person who does not know of the regime.

    Source:
        docs/stages/conduct.md, "The weight of a record".
    """
    if person.personal[UNAWARE]:
        return 0.0
    weight = 0.0
    if rules.opacity < 1.0:
        weight = known_value if known_value >= 0.0 else true_record_cost(society, rules, dossier, person, rule)
    return (1.0 - rules.opacity) * weight + rules.opacity * rules.rumour[rule]


@jit_kernel
def true_record_value(society: Society, rules: Rules, dossier: U2s, person: Person, rule: Int) -> float:
    """Return months of income per month that a good record of this rule brings: access regained and rewards."""
    now, then = status_without_and_with(rules, dossier, person.i, rule, person.personal[EXTRA_POINTS])
    gain = 0.0
    if now != then:
        for c in range(N_CONTEXTS):
            better = rules.access[then, c] - rules.access[now, c] + rules.reward[then, c] - rules.reward[now, c]
            gain += society.use[person.cell, c] * better
    return max(gain, 0.0)


@jit_kernel
def perceived_record_value(
    society: Society, rules: Rules, dossier: U2s, person: Person, rule: Int, known_value: float
) -> float:
    """Return R: months of income that a good record is perceived to bring.

    ``known_value`` is what `true_record_value` returned, or below 0.
    """
    if person.personal[UNAWARE]:
        return 0.0
    gain = known_value if known_value >= 0.0 else true_record_value(society, rules, dossier, person, rule)
    return (1.0 - rules.opacity) * gain * rules.feared_months[rule] + rules.opacity * rules.rumour[rule]


@jit_kernel
def tally_record_weight(
    society: Society, rules: Rules, tally: Tally, dossier: U2s, person: Person, kind: Int, rule: Int
) -> float:
    """Count what one more record would cost or bring this person, and what the person believes it would.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        dossier: Packed records, uint16 (person, record).
        person: The person's month.
        kind: Kind of conduct, 0 to 31.
        rule: Rule, 0 to 31.

    Returns:
        `true_record_cost` of a bad act, in months of income; `true_record_value` of a good one, in months of income per
        month.
    """
    if society.prosocial[kind]:
        found = true_record_value(society, rules, dossier, person, rule)
        weight = found * rules.feared_months[rule]
    else:
        found = true_record_cost(society, rules, dossier, person, rule)
        weight = found
    believed = 0.0
    if person.personal[UNAWARE] == 0:
        believed = (1.0 - rules.opacity) * weight + rules.opacity * rules.rumour[rule]
    tally.weighed_opportunities[kind] += 1
    tally.weight_true[kind] += floor_integer(weight * MILLI + 0.5)
    tally.weight_believed[kind] += floor_integer(believed * MILLI + 0.5)
    return found


@jit_kernel
def marginal_sanction_risk(beliefs: U2s, i: Int, of_class: Int, aversion: float) -> float:
    """Return rho * max(f1 - f0, 0): only the difference between guilty and innocent deters.

    Args:
        beliefs: Beliefs, uint16 (person, 6), in 1/65535.
        i: Index of the person in the society, from 0.
        of_class: Class of conduct: 0 money, 1 order, 2 speech.
        aversion: Aversion rho, 0 to 1; 1.0 where the caller multiplies by it later.

    Returns:
        Risk, 0 to `aversion`.

    Source:
        docs/stages/conduct.md.
    """
    risk_difference: Int = np.int64(beliefs[i, 2 * of_class]) - np.int64(beliefs[i, 2 * of_class + 1])
    return aversion * max(risk_difference, 0) / BELIEF_ONE


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
def next_rare_opportunity(society: Society, row: Int, u: Int, first_index: Int) -> Int:
    """Return the index of the next opportunity among the rare kinds.

    ``u`` below the running product of 1 - rate means that no opportunity has come so far, so one draw finds the first
    opportunity exactly as one draw per kind would.

    Args:
        society: The compiled society.
        row: Row of chances: 2 * cell, plus 1 unless unemployed.
        u: Draw, 0 to 2**32 - 1.
        first_index: Index among the rare kinds from which to look.

    Returns:
        Index of at least `first_index`; ``n_rare`` or more where none comes.

    Source:
        docs/stages/conduct.md, "Draws".
    """
    j = np.int64(0)
    for k in range(MAX_KINDS):  # products fall along the row and are 0 after the rare kinds
        j += 1 if u < society.survive[row, k] else 0
    return max(j, first_index)


@jit_kernel
def lacks_opportunity(society: Society, row: Int, u: Int) -> Bool:
    """Return whether a person certainly has no opportunity this month: ``conduct`` then finds no act and counts none.

    No rare kind comes up by the draw ``u``, and no kind is frequent.

    Args:
        society: The compiled society.
        row: Row of chances: 2 * cell, plus 1 unless unemployed.
        u: Draw, 0 to 2**32 - 1.

    Returns:
        Whether `conduct` can be skipped.
    """
    return (u < society.idle[row]) & (society.n_often == 0)


@jit_kernel
def nothing_follows(society: Society, row: Int, u: Int, place: Int) -> Bool:
    """Return whether no rare opportunity follows the one at an index: ``next_rare_opportunity`` finds none.

    Args:
        society: The compiled society.
        row: Row of chances: 2 * cell, plus 1 unless unemployed.
        u: What `next_opportunity_draw` returned.
        place: Index of the opportunity among the rare kinds.

    Returns:
        Whether `next_rare_opportunity` can be skipped.
    """
    return (u < society.survive[row, society.n_rare - 1]) | (place + 1 >= society.n_rare)


@jit_kernel
def next_opportunity_draw(society: Society, row: Int, u_following: Int, rare_index: Int) -> Int:
    """Return the draw that finds the opportunity after one at a given index.

    Args:
        society: The compiled society.
        row: Row of chances: 2 * cell, plus 1 unless unemployed.
        u_following: Draw for the next opportunity, 0 to 2**32 - 1.
        rare_index: Index of the present opportunity among the rare kinds.

    Returns:
        The draw, scaled below the running product at `rare_index`.
    """
    return ((u_following >> 1) * society.survive[row, rare_index]) >> 31


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
            town.key, person.i, town.month, draws.TEMPTATION >> 2, society.hash[kind]
        )
        acts_done |= meet_opportunity(society, rules, tally, town, state, person, kind, u_benefit)
        j = next_rare_opportunity(society, row, next_opportunity_draw(society, row, u_following, j), j + 1)
    for j in range(society.n_often):
        kind = society.often[j]
        u_opportunity, u_benefit, _, _ = draw_block(
            town.key, person.i, town.month, draws.TEMPTATION >> 2, society.hash[kind]
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

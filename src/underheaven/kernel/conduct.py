"""Stage 1, conduct: do it if the perceived gain exceeds the perceived chance of a sanction times its weight."""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.arrays import Bool, I8s, Int, U1s, U2s
from underheaven.draws import block_of
from underheaven.fields import BELIEF_ONE, FACE_OPEN, FACE_SPEAKING, MILLI, N_CONTEXTS, SPEECH, State
from underheaven.jit import kernel
from underheaven.kernel.carriers import Here, Person
from underheaven.kernel.numbers import chance, lowest, whole
from underheaven.kernel.people import seen_share, trait, trait_of, two_traits
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import states_of
from underheaven.kernel.tables import (
    APART,
    AVERSION,
    CONVICTION,
    DRAWN,
    EXTRA,
    FEARED,
    GAMING,
    GRIEVANCE,
    KINDS,
    LOOK_TIES,
    STAGED,
    UNAWARE,
    UNIFORM,
)
from underheaven.kernel.tally import Tally


@kernel
def true_weight(people: Society, rules: Rules, dossier: U2s, person: Person, rule: Int) -> float:
    """Return months of income that one more record of this rule costs this dossier."""
    now, then = states_of(rules, dossier, person.i, rule, person.me[EXTRA])
    weight = 0.0
    if now != then:
        for c in range(N_CONTEXTS):
            weight += people.use[person.cell, c] * (rules.access[now, c] - rules.access[then, c])
    return max(weight, 0.0) * rules.feared_months[rule]


@kernel
def expected_price(people: Society, rules: Rules, cell: Int, state: Int) -> float:
    """Return months of income that a month of a state is expected to cost a person of a cell."""
    price = 0.0
    for c in range(N_CONTEXTS):
        price += people.use[cell, c] * (1.0 - rules.access[state, c])
    return price


@kernel
def rule_weight(people: Society, rules: Rules, dossier: U2s, person: Person, rule: Int, weighed: float) -> float:
    """Return F: months of income that one more record of this rule is perceived to cost this dossier.

    weighed: ``true_weight`` where it is known, else below 0.
    """
    if person.me[UNAWARE]:
        return 0.0
    weight = 0.0
    if rules.opacity < 1.0:
        weight = weighed if weighed >= 0.0 else true_weight(people, rules, dossier, person, rule)
    return (1.0 - rules.opacity) * weight + rules.opacity * rules.rumour[rule]


@kernel
def true_promise(people: Society, rules: Rules, dossier: U2s, person: Person, rule: Int) -> float:
    """Return months of income a month that a good record of this rule brings: access regained and rewards."""
    now, then = states_of(rules, dossier, person.i, rule, person.me[EXTRA])
    gain = 0.0
    if now != then:
        for c in range(N_CONTEXTS):
            better = rules.access[then, c] - rules.access[now, c] + rules.reward[then, c] - rules.reward[now, c]
            gain += people.use[person.cell, c] * better
    return max(gain, 0.0)


@kernel
def rule_promise(people: Society, rules: Rules, dossier: U2s, person: Person, rule: Int, weighed: float) -> float:
    """Return months of income that a good record is perceived to bring; ``weighed`` as ``true_promise`` or below 0."""
    if person.me[UNAWARE]:
        return 0.0
    gain = weighed if weighed >= 0.0 else true_promise(people, rules, dossier, person, rule)
    return (1.0 - rules.opacity) * gain * rules.feared_months[rule] + rules.opacity * rules.rumour[rule]


@kernel
def weigh(people: Society, rules: Rules, tally: Tally, dossier: U2s, person: Person, kind: Int, rule: Int) -> float:
    """Count what one more record would cost or bring this person, and what the person believes of it.

    Return ``true_weight``, or ``true_promise`` of a good act.
    """
    if people.prosocial[kind]:
        found = true_promise(people, rules, dossier, person, rule)
        weight = found * rules.feared_months[rule]
    else:
        found = true_weight(people, rules, dossier, person, rule)
        weight = found
    believed = 0.0
    if person.me[UNAWARE] == 0:
        believed = (1.0 - rules.opacity) * weight + rules.opacity * rules.rumour[rule]
    tally.weighed[kind] += 1
    tally.weight_true[kind] += whole(weight * MILLI + 0.5)
    tally.weight_believed[kind] += whole(believed * MILLI + 0.5)
    return found


@kernel
def dread(beliefs: U2s, i: Int, of_class: Int, aversion: float) -> float:
    """Return rho * max(f1 - f0, 0): only the difference between guilty and innocent deters."""
    gap: Int = np.int64(beliefs[i, 2 * of_class]) - np.int64(beliefs[i, 2 * of_class + 1])
    return aversion * max(gap, 0) / BELIEF_ONE


@kernel
def pull(people: Society, here: Here, face: U1s, person: Person, kind: Int) -> float:
    """Return kappa * (x - zeta * xbar): the pull of others seen acting last month."""
    if people.kappa[kind] == 0.0:
        return 0.0
    speech = people.class_of[kind] == SPEECH
    town = here.speaking_share if speech else here.open_share
    x = town
    if people.look[kind] == LOOK_TIES:
        x = seen_share(people, here.key, face, person.i, FACE_SPEAKING if speech else FACE_OPEN, person.me[APART])
    return people.kappa[kind] * (x - people.zeta[kind] * town)


@kernel
def tempted(people: Society, kind: Int, hurdle: float) -> float:
    """Return the chance that a temptation exceeds a hurdle, both in months of income."""
    if hurdle <= 0.0:
        return 1.0
    if people.law[kind] == UNIFORM:
        return max(1.0 - hurdle / (2.0 * people.mean_gain[kind]), 0.0)
    return math.exp(-hurdle / people.mean_gain[kind])


@kernel
def acts(
    people: Society, rules: Rules, here: Here, state: State, person: Person, kind: Int, u: Int, weighed: float
) -> Bool:
    """Return whether the person takes one opportunity.

    u: the draw of the temptation. weighed: what ``weigh`` found, else below 0.
    """
    i, me = person.i, person.me
    rule = rules.rule_of[kind] if person.minds else np.int64(-1)
    of_class = people.class_of[kind]
    rightful = np.int64(state.legitimacy[i]) / BELIEF_ONE
    drawn = pull(people, here, state.face, person, kind)
    if people.prosocial[kind]:
        gain = people.glow[kind] + drawn
        if people.sigma[kind] > 0.0:
            gain += people.sigma[kind] * trait_of(people, i, CONVICTION, me[DRAWN]) * rightful
        if rule >= 0:
            gain += rule_promise(people, rules, state.dossier, person, rule, weighed)
        gain -= people.cost[kind]
        return u < chance(1.0 - tempted(people, kind, gain))
    fear = 0.0
    if rule >= 0:
        fear = dread(state.beliefs, i, of_class, 1.0)
    if fear > 0.0:
        fear *= trait_of(people, i, AVERSION, me[DRAWN + 1])
        fear *= rule_weight(people, rules, state.dossier, person, rule, weighed)
    if people.threshold[kind]:
        grievance, threshold = two_traits(people, here.key, i, person.generation, GRIEVANCE)
        if fear > 0.0 and grievance * (1.0 - rightful) + drawn >= threshold:
            me[FEARED] = 1
        return grievance * (1.0 - rightful) + drawn - fear >= threshold
    hurdle = people.cost[kind] + fear - drawn
    if people.sigma[kind] > 0.0:
        hurdle += people.sigma[kind] * trait_of(people, i, CONVICTION, me[DRAWN]) * rightful
    return u < chance(tempted(people, kind, hurdle))


@kernel
def opportunity(
    people: Society, rules: Rules, tally: Tally, here: Here, state: State, person: Person, kind: Int, u: Int
) -> Int:
    """Count an opportunity and what a record is believed to weigh at it; return the act as a bit, or 0."""
    tally.opportunities[kind] += 1
    rule, weighed = rules.rule_of[kind], -1.0
    if person.minds and rules.veiled and rule >= 0:
        weighed = weigh(people, rules, tally, state.dossier, person, kind, rule)
    taken = np.int64(0)
    if acts(people, rules, here, state, person, kind, u, weighed):
        taken = np.int64(1) << kind
    elif person.minds and rules.gaps != 0 and rule >= 0:
        stage(people, rules, here, state.dossier, person, kind, rule, weighed)
    return taken


@kernel
def stage(
    people: Society, rules: Rules, here: Here, dossier: U2s, person: Person, kind: Int, rule: Int, weighed: float
) -> None:
    """Stage a good act that is not done, where that pays."""
    if people.prosocial[kind] and (rules.gaps >> rule) & 1:
        promise = rule_promise(people, rules, dossier, person, rule, weighed)
        if promise > trait(people, here.key, person.i, person.generation, GAMING):
            person.me[STAGED] |= np.int64(1) << kind


@kernel
def next_rare(people: Society, row: Int, u: Int, after: Int) -> Int:
    """Return the place of the first rare opportunity after place ``after``, or ``n_rare``.

    ``u`` below the running product of 1 - rate means that nothing has come yet, so one draw finds
    the first opportunity exactly as a draw for each kind would.
    """
    j = np.int64(0)
    for k in range(KINDS):  # the products fall, so that those above u come first; after the rare all are 0
        j += 1 if u < people.survive[row, k] else 0
    return max(j, after)


@kernel
def no_occasion(people: Society, row: Int, u: Int) -> Bool:
    """Return whether a person certainly has no opportunity this month: ``conduct`` then finds no act and counts none.

    No rare kind comes by the draw ``u``, and no kind comes often.
    """
    return (u < people.idle[row]) & (people.n_often == 0)


@kernel
def nothing_follows(people: Society, row: Int, u: Int, place: Int) -> Bool:
    """Return whether no rare opportunity comes after the one at a place: ``next_rare`` then finds none.

    u: what ``rest_of`` leaves of the draw.
    """
    return (u < people.survive[row, people.n_rare - 1]) | (place + 1 >= people.n_rare)


@kernel
def rest_of(people: Society, row: Int, following: Int, place: Int) -> Int:
    """Return the draw that finds the opportunity after the one at a place, from the draw that follows it."""
    return ((following >> 1) * people.survive[row, place]) >> 31


@kernel
def fall_silent(people: Society, tally: Tally, cell: Int, done: Int, me: I8s) -> None:
    """Count who would have spoken but for fear and did not speak, and forget the fear."""
    if me[FEARED]:
        me[FEARED] = 0
        if not speech_in(people, done):
            tally.silenced[people.group[cell]] += 1


@kernel
def speech_in(people: Society, done: Int) -> Bool:
    """Return whether any kind of ``done``, as bits, is speech."""
    spoken = False
    for kind in range(people.n_kinds):
        if (done >> kind) & 1 and people.class_of[kind] == SPEECH:
            spoken = True
    return spoken


@kernel
def conduct(
    people: Society, rules: Rules, tally: Tally, here: Here, state: State, person: Person, employed: Int, u: Int
) -> Int:
    """Return the kinds that the person acts in this month, as bits; counts opportunities and who is silent for fear."""
    row = 2 * person.cell + employed
    done = np.int64(0)
    j = next_rare(people, row, u, 0)
    while j < people.n_rare:
        kind = people.rare[j]
        following, temptation, _, _ = block_of(here.key, person.i, here.month, draws.TEMPTATION >> 2, people.hash[kind])
        done |= opportunity(people, rules, tally, here, state, person, kind, temptation)
        j = next_rare(people, row, rest_of(people, row, following, j), j + 1)
    for j in range(people.n_often):
        kind = people.often[j]
        chosen, temptation, _, _ = block_of(here.key, person.i, here.month, draws.TEMPTATION >> 2, people.hash[kind])
        if chosen < people.opportunity[row, kind]:
            done |= opportunity(people, rules, tally, here, state, person, kind, temptation)
    fall_silent(people, tally, person.cell, done, person.me)
    return done


@kernel
def count_acts(people: Society, tally: Tally, done: Int, group: Int) -> Int:
    """Count acts by kind and group; return classes acted in (bits 0-2), open 8, speaking 16, and acts << 8."""
    result = np.int64(0)
    while done != 0:
        kind = lowest(done)
        done &= done - 1
        tally.acts[kind, group] += 1
        if people.class_of[kind] == SPEECH:
            result |= 16
        elif people.open[kind]:
            result |= 8
        if not people.prosocial[kind]:
            result |= np.int64(1) << people.class_of[kind]
            result += 256
    if result & 16:
        tally.speaking[group] += 1
    return result

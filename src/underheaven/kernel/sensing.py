"""Stage 2, sensing: which acts reach a channel, and which records nobody earned."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Bool, I8s, Int
from underheaven.draws import ONE, block_of
from underheaven.fields import BORROWING, OWES_UNABLE, OWES_UNWILLING
from underheaven.jit import kernel
from underheaven.kernel.carriers import Here, Person
from underheaven.kernel.livelihood import stage_of
from underheaven.kernel.numbers import chance, lowest, scaled
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tables import BUCKETS, MARKED
from underheaven.kernel.tally import Tally

_BUCKET_BITS = 32 - (BUCKETS.bit_length() - 1)


@kernel
def kind_of_state(people: Society, tally: Tally, shown: Int) -> Int:
    """Return the kind, as a bit, that arises from a stage of solvency, 0 where none does."""
    kind = people.kind_of_stage[shown]
    if kind < 0:
        return np.int64(0)
    tally.in_state[kind] += 1
    return np.int64(1) << kind


@kernel
def no_state_shows(live: Int) -> Bool:
    """Return whether a stage of solvency is no conduct: ``kind_of_state`` then finds no kind.

    So it is for who is clear or borrows; no kind arises from either.
    """
    return stage_of(live) <= BORROWING


@kernel
def stands(rules: Rules, kind: Int, held: Int) -> Bool:
    """Return whether a kind stood recorded last month under a rule that is not filed again."""
    if kind < 0 or rules.rule_of[kind] < 0:
        return False
    rule = rules.rule_of[kind]
    return (held >> rule) & 1 != 0 and rules.refile[rule] == 0


@kernel
def already(people: Society, rules: Rules, kind: Int, held: Int) -> Bool:
    """Return whether what a kind says stands recorded: itself, or the same debt under its other name.

    One judgment is one debt: whoever stands recorded for it is not recorded again on changing from
    unwilling to unable or back.
    """
    unable, unwilling = people.kind_of_stage[OWES_UNABLE], people.kind_of_stage[OWES_UNWILLING]
    if kind in (unable, unwilling):
        return stands(rules, unable, held) or stands(rules, unwilling, held)
    return stands(rules, kind, held)


@kernel
def under_attention(rules: Rules, zone: Int, kind: Int, group: Int, attention: float) -> tuple[Int, Int, Int]:
    """Return thresholds for an act under a town's attention: recorded, lost to another if so, and reported.

    Whoever is recorded by the last is reported; by the first and not the last, discovered.
    """
    missed, unreported, total, slips = 1.0, 1.0, 0.0, 0.0
    for c in range(rules.n_channels):
        if (rules.channel_kinds[c] >> kind) & 1 == 0 or (rules.channel_zones[c] >> zone) & 1 == 0:
            continue
        p = rules.channel_chance[c, group]
        if rules.channel_follows[c]:
            p = min(p * attention, 1.0)
        else:
            p = min(p, 1.0)
            unreported *= 1.0 - p
        missed *= 1.0 - p
        total += p
        slips += p * rules.channel_mistaken[c, group]
    return chance(1.0 - missed), chance(slips / total if total > 0.0 else 0.0), chance(1.0 - unreported)


@kernel
def look_at(rules: Rules, zone: Int, kind: Int, group: Int, attention: float, looks: I8s) -> tuple[Int, Int, Int]:
    """Return what ``under_attention`` does; ``looks`` keeps it for the town, int64 (LOOKS, kind, group).

    Its first row says whether the others are known: all 0 where a town begins.
    """
    if looks[0, kind, group] == 0:
        looks[0, kind, group] = 1
        looks[1, kind, group], looks[2, kind, group], looks[3, kind, group] = under_attention(
            rules, zone, kind, group, attention
        )
    return looks[1, kind, group], looks[2, kind, group], looks[3, kind, group]


@kernel
def culprits(
    people: Society, rules: Rules, tally: Tally, here: Here, person: Person, done: Int, held: Int, looks: I8s
) -> Int:
    """Return the rules under which the person's own acts are recorded, as bits.

    A record lost to mistaken identity is counted in ``lost_next``, to land on somebody of the town
    next month. A kind that stands already and is not filed again is not sensed anew.
    looks: see ``look_at``.
    """
    true_records, rest, zone, group = np.int64(0), done, here.zone, person.group
    while rest != 0:
        kind = lowest(rest)
        rest &= rest - 1
        rule = rules.rule_of[kind]
        if rule < 0:
            continue
        if held != 0 and already(people, rules, kind, held):
            continue
        seen, slips = rules.detect[zone, kind, group], rules.mistaken[zone, kind, group]
        _, _, u, slip = block_of(here.key, person.i, here.month, draws.DETECTION >> 2, people.hash[kind])
        if rules.follows:
            seen, slips, reported = look_at(rules, zone, kind, group, here.attention, looks)
            if u < seen:
                tally.recorded_by_way[kind, 0 if u < reported else 1] += 1
        if u < seen:
            if slip < slips:
                here.lost_next[kind] += 1
                tally.lost_mistaken[kind] += 1
            else:
                true_records |= np.int64(1) << rule
    return true_records


@kernel
def false_records(rules: Rules, u: Int, group: Int, zone: Int, done: Int, attention: float) -> Int:
    """Return the rules of false records this month, as bits: each channel and kind owns a stretch of one draw.

    Attention stretches those of channels that follow it. Wider stretches and more channels hold what
    narrower and fewer held, so the sets of wrongly recorded persons grow with error rates.
    """
    found = np.int64(0)
    for s in range(rules.n_stretches):
        distance = (u - rules.stretch_from[s]) & (ONE - 1)
        kind, length = np.int64(rules.stretch_kind[s]), rules.stretch_length[zone, s, group]
        if rules.stretch_follows[s]:
            length = min(scaled(length, attention), ONE)
        if distance < length and (done >> kind) & 1 == 0:
            found |= np.int64(1) << rules.rule_of[kind]
    return found


@kernel
def nothing_invented(rules: Rules, u: Int, attention: float) -> Bool:
    """Return whether no channel invents a record by the draw ``u``: ``false_records`` then finds none.

    The stretches of the draw that channels own are marked bucket by bucket, as wide as attention up to ``MARKED``
    makes them; under more attention nothing is known beforehand.
    """
    return (rules.bucket[u >> _BUCKET_BITS] == 0) & (attention <= MARKED)  # type: ignore[no-any-return]


@kernel
def nothing_lands(u: Int, n_lost: Int, eligible: Int) -> Bool:
    """Return whether no record that somebody else lost lands on the person: ``mistaken_records`` then finds none."""
    return (u * eligible) >> 32 >= n_lost


@kernel
def mistaken_records(people: Society, rules: Rules, u: Int, lost: I8s, n_lost: Int, eligible: Int) -> Int:
    """Return the rule, as a bit, of a record that somebody else of the town lost last month, or 0.

    Seen from the victim: each eligible person is hit with chance ``n_lost / eligible``.
    """
    v = (u * eligible) >> 32
    if v >= n_lost:
        return np.int64(0)
    for kind in range(people.n_kinds):
        v -= np.int64(lost[kind])
        if v < 0:
            rule = rules.rule_of[kind]
            return np.int64(1) << rule if rule >= 0 else np.int64(0)
    return np.int64(0)

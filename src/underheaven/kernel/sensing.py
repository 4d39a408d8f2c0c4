"""Stage 2, sensing: which acts reach a channel, and which records nobody earned."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, I8s, Int
from underheaven.draws import DRAW_RANGE, draw_block
from underheaven.fields import BORROWING, OWES_UNABLE, OWES_UNWILLING
from underheaven.jit import jit_kernel
from underheaven.kernel.argument_types import Person, TownMonth
from underheaven.kernel.fixed_point import draw_threshold, lowest_bit, scale_rounded
from underheaven.kernel.livelihood import solvency_stage
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import MAX_BUCKET_ATTENTION, N_BUCKETS
from underheaven.kernel.tally import Tally

_BUCKET_BITS = 32 - (N_BUCKETS.bit_length() - 1)


@jit_kernel
def kind_from_solvency(society: Society, tally: Tally, stage: Int) -> Int:
    """Return the kind, as a bit, that arises from a stage of solvency, 0 where none does."""
    kind = society.kind_of_stage[stage]
    if kind < 0:
        return np.int64(0)
    tally.in_state[kind] += 1
    return np.int64(1) << kind


@jit_kernel
def no_state_shows(livelihood_bits: Int) -> Bool:
    """Return whether a stage of solvency is no conduct: ``kind_of_state`` then finds no kind.

    So it is for who is clear or borrows; no kind arises from either.
    """
    return solvency_stage(livelihood_bits) <= BORROWING


@jit_kernel
def is_kind_recorded(rules: Rules, kind: Int, active_rules: Int) -> Bool:
    """Return whether a kind stood recorded last month under a rule that is not filed again."""
    if kind < 0 or rules.rule_of[kind] < 0:
        return False
    rule = rules.rule_of[kind]
    return (active_rules >> rule) & 1 != 0 and rules.refile[rule] == 0


@jit_kernel
def is_already_recorded(society: Society, rules: Rules, kind: Int, active_rules: Int) -> Bool:
    """Return whether what a kind says stands recorded: itself, or the same debt under its other name.

    One judgment is one debt: whoever stands recorded for it is not recorded again on changing from
    unwilling to unable or back.
    """
    unable, unwilling = society.kind_of_stage[OWES_UNABLE], society.kind_of_stage[OWES_UNWILLING]
    if kind in (unable, unwilling):
        return is_kind_recorded(rules, unable, active_rules) or is_kind_recorded(rules, unwilling, active_rules)
    return is_kind_recorded(rules, kind, active_rules)


@jit_kernel
def detection_thresholds(rules: Rules, zone: Int, kind: Int, group: Int, attention: float) -> tuple[Int, Int, Int]:
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
    return (
        draw_threshold(1.0 - missed),
        draw_threshold(slips / total if total > 0.0 else 0.0),
        draw_threshold(1.0 - unreported),
    )


@jit_kernel
def cached_detection(
    rules: Rules, zone: Int, kind: Int, group: Int, attention: float, detection_cache: I8s
) -> tuple[Int, Int, Int]:
    """Return what ``under_attention`` does; ``looks`` keeps it for the town, int64 (LOOKS, kind, group).

    Its first row says whether the others are known: all 0 where a town begins.
    """
    if detection_cache[0, kind, group] == 0:
        detection_cache[0, kind, group] = 1
        detection_cache[1, kind, group], detection_cache[2, kind, group], detection_cache[3, kind, group] = (
            detection_thresholds(rules, zone, kind, group, attention)
        )
    return detection_cache[1, kind, group], detection_cache[2, kind, group], detection_cache[3, kind, group]


@jit_kernel
def detected_acts(
    society: Society,
    rules: Rules,
    tally: Tally,
    town: TownMonth,
    person: Person,
    acts_done: Int,
    active_rules: Int,
    detection_cache: I8s,
) -> Int:
    """Return the rules under which the person's own acts are recorded, as bits.

    A record lost to mistaken identity is counted in ``lost_next``, to land on somebody of the town
    next month. A kind that stands already and is not filed again is not sensed anew.
    looks: see ``look_at``.
    """
    true_records, remaining, zone, group = np.int64(0), acts_done, town.zone, person.group
    while remaining != 0:
        kind = lowest_bit(remaining)
        remaining &= remaining - 1
        rule = rules.rule_of[kind]
        if rule < 0:
            continue
        if active_rules != 0 and is_already_recorded(society, rules, kind, active_rules):
            continue
        seen, slips = rules.detect[zone, kind, group], rules.mistaken[zone, kind, group]
        _, _, u, slip = draw_block(town.key, person.i, town.month, draws.DETECTION >> 2, society.hash[kind])
        if rules.follows:
            seen, slips, reported = cached_detection(rules, zone, kind, group, town.attention, detection_cache)
            if u < seen:
                tally.recorded_by_way[kind, 0 if u < reported else 1] += 1
        if u < seen:
            if slip < slips:
                town.lost_next[kind] += 1
                tally.lost_mistaken[kind] += 1
            else:
                true_records |= np.int64(1) << rule
    return true_records


@jit_kernel
def false_records(rules: Rules, u: Int, group: Int, zone: Int, acts_done: Int, attention: float) -> Int:
    """Return the rules of false records this month, as bits: each channel and kind owns a stretch of one draw.

    Attention stretches those of channels that follow it. Wider stretches and more channels hold what
    narrower and fewer held, so the sets of wrongly recorded persons grow with error rates.
    """
    found = np.int64(0)
    for s in range(rules.n_stretches):
        distance = (u - rules.stretch_from[s]) & (DRAW_RANGE - 1)
        kind, length = np.int64(rules.stretch_kind[s]), rules.stretch_length[zone, s, group]
        if rules.stretch_follows[s]:
            length = min(scale_rounded(length, attention), DRAW_RANGE)
        if distance < length and (acts_done >> kind) & 1 == 0:
            found |= np.int64(1) << rules.rule_of[kind]
    return found


@jit_kernel
def nothing_invented(rules: Rules, u: Int, attention: float) -> Bool:
    """Return whether no channel invents a record by the draw ``u``: ``false_records`` then finds none.

    The stretches of the draw that channels own are marked bucket by bucket, as wide as attention up to ``MARKED``
    makes them; under more attention nothing is known beforehand.
    """
    return (rules.bucket[u >> _BUCKET_BITS] == 0) & (attention <= MAX_BUCKET_ATTENTION)  # type: ignore[no-any-return]


@jit_kernel
def nothing_lands(u: Int, n_lost: Int, eligible: Int) -> Bool:
    """Return whether no record that somebody else lost lands on the person: ``mistaken_records`` then finds none."""
    return (u * eligible) >> 32 >= n_lost


@jit_kernel
def mistaken_records(society: Society, rules: Rules, u: Int, lost: I8s, n_lost: Int, eligible: Int) -> Int:
    """Return the rule, as a bit, of a record that somebody else of the town lost last month, or 0.

    Seen from the victim: each eligible person is hit with chance ``n_lost / eligible``.
    """
    v = (u * eligible) >> 32
    if v >= n_lost:
        return np.int64(0)
    for kind in range(society.n_kinds):
        v -= np.int64(lost[kind])
        if v < 0:
            rule = rules.rule_of[kind]
            return np.int64(1) << rule if rule >= 0 else np.int64(0)
    return np.int64(0)

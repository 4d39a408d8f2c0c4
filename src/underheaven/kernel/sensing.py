"""Stage 2, sensing: which acts reach a channel, and which records nobody earned."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, I8s, Int
from underheaven.draws import DRAW_RANGE, draw_block
from underheaven.fields.codes import BORROWING, OWES_UNABLE, OWES_UNWILLING
from underheaven.jit.decorators import jit_kernel
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
    """Count a person in a stage of solvency that is itself a kind of conduct.

    Args:
        society: The compiled society.
        tally: The tally that is added to.
        stage: Stage of solvency as tallied, 0 to 6.

    Returns:
        The kind as a bit, or 0 where the stage is no conduct.

    Source:
        docs/stages/sensing.md, "States".
    """
    kind = society.kind_of_stage[stage]
    if kind < 0:
        return np.int64(0)
    tally.in_state[kind] += 1
    return np.int64(1) << kind


@jit_kernel
def no_state_shows(livelihood_bits: Int) -> Bool:
    """Return whether a stage of solvency is no conduct: ``kind_from_solvency`` then finds no kind.

    This holds for a person who is clear or borrows: no kind arises from either stage.

    Args:
        livelihood_bits: Packed byte of livelihood.

    Returns:
        Whether `kind_from_solvency` can be skipped.
    """
    return solvency_stage(livelihood_bits) <= BORROWING


@jit_kernel
def is_kind_recorded(rules: Rules, kind: Int, active_rules: Int) -> Bool:
    """Return whether a kind was on record last month under a rule that is not filed again."""
    if kind < 0 or rules.rule_of[kind] < 0:
        return False
    rule = rules.rule_of[kind]
    return (active_rules >> rule) & 1 != 0 and rules.refile[rule] == 0


@jit_kernel
def is_already_recorded(society: Society, rules: Rules, kind: Int, active_rules: Int) -> Bool:
    """Return whether a kind is on record already: under its own rule, or as the same debt under its other name.

    One judgment is one debt, so a debtor on record for it is not recorded again on changing between unwilling and
    unable.
    """
    unable, unwilling = society.kind_of_stage[OWES_UNABLE], society.kind_of_stage[OWES_UNWILLING]
    if kind in (unable, unwilling):
        return is_kind_recorded(rules, unable, active_rules) or is_kind_recorded(rules, unwilling, active_rules)
    return is_kind_recorded(rules, kind, active_rules)


@jit_kernel
def detection_thresholds(rules: Rules, zone: Int, kind: Int, group: Int, attention: float) -> tuple[Int, Int, Int]:
    """Return three thresholds for an act under a town's attention: recorded, lost to mistaken identity, reported.

    The second applies to recorded acts. An act recorded by a draw below the last threshold is reported; one recorded by
    a higher draw is discovered.
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
    """Return `detection_thresholds`, computed once per town, kind and group.

    Args:
        rules: The rules in force.
        zone: Zone of the town, 0 to 7.
        kind: Kind of conduct, 0 to 31.
        group: Reporting group, 0 to 31.
        attention: The town's attention, 0 or more, 1 on average.
        detection_cache: Cache of the town, int64 (DETECTION_ROWS, kind, group); row 0 is 1 where the other rows are
            known, and 0 throughout when a town begins.

    Returns:
        Thresholds, each 0 to 2**32: the act is recorded; its record is lost to mistaken identity; the act is reported.

    Source:
        docs/stages/sensing.md, "Reported and discovered".
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
    """Return the rules under which the person's own acts are recorded.

    A record lost to mistaken identity is counted in ``lost_next``; it hits somebody else of the town next month. A kind
    that is on record and is not filed again is not sensed anew.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        town: The town's month.
        person: The person's month.
        acts_done: Kinds of acts done this month, as bits.
        active_rules: Rules with a record at last month's standing, as bits.
        detection_cache: Detection thresholds, int64 (DETECTION_ROWS, kind, group); see `cached_detection`.

    Returns:
        Rules, as bits.

    Source:
        docs/stages/sensing.md, "True records" and "Mistaken identity".
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
                tally.recorded_by_discovery[kind, 0 if u < reported else 1] += 1
        if u < seen:
            if slip < slips:
                town.lost_next[kind] += 1
                tally.misattributed_records[kind] += 1
            else:
                true_records |= np.int64(1) << rule
    return true_records


@jit_kernel
def false_records(rules: Rules, u: Int, group: Int, zone: Int, acts_done: Int, attention: float) -> Int:
    """Return the rules of false records this month; each channel and kind owns a stretch of one draw.

    Attention widens the stretches of channels that follow it. Wider stretches and added channels contain the former
    ones, so the set of wrongly recorded persons only grows with the error rates.

    Args:
        rules: The rules in force.
        u: Draw of false records, 0 to 2**32 - 1.
        group: Reporting group, 0 to 31.
        zone: Zone of the town, 0 to 7.
        acts_done: Kinds of acts done this month, as bits.
        attention: The town's attention, 0 or more, 1 on average.

    Returns:
        Rules, as bits.

    Source:
        docs/stages/sensing.md, "False records".
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
def no_false_record(rules: Rules, u: Int, attention: float) -> Bool:
    """Return whether no channel invents a record by the draw ``u``: ``false_records`` then finds none.

    Buckets of the draw mark the stretches that channels own, as wide as attention up to MAX_BUCKET_ATTENTION makes
    them. Under more attention the buckets decide nothing.

    Args:
        rules: The rules in force.
        u: Draw of false records, 0 to 2**32 - 1.
        attention: The town's attention, 0 or more, 1 on average.

    Returns:
        Whether `false_records` can be skipped.
    """
    return (rules.bucket[u >> _BUCKET_BITS] == 0) & (attention <= MAX_BUCKET_ATTENTION)  # type: ignore[no-any-return]


@jit_kernel
def no_mistaken_record(u: Int, n_lost: Int, eligible: Int) -> Bool:
    """Return whether no record that somebody else lost lands on the person: ``mistaken_records`` then finds none.

    Args:
        u: Draw of the victim, 0 to 2**32 - 1.
        n_lost: Records that the town lost to mistaken identity last month.
        eligible: Persons of the town who could be recorded last month.

    Returns:
        Whether `mistaken_records` can be skipped.
    """
    return (u * eligible) >> 32 >= n_lost


@jit_kernel
def mistaken_records(society: Society, rules: Rules, u: Int, lost: I8s, n_lost: Int, eligible: Int) -> Int:
    """Return the rule of a record that another person of the town lost last month to mistaken identity.

    Each eligible person is hit with probability ``n_lost / eligible``.

    Args:
        society: The compiled society.
        rules: The rules in force.
        u: Draw of the victim, 0 to 2**32 - 1.
        lost: Records lost last month, int64 (kind,).
        n_lost: Their sum.
        eligible: Persons of the town who could be recorded last month.

    Returns:
        The rule as a bit, or 0.

    Source:
        docs/stages/sensing.md, "Mistaken identity".
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

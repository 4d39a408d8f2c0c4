"""Which records bear a loss of access: weights by points and lists, and the ledger of losses."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import F8s, I8s, Int, U2s
from underheaven.fields.codes import (
    DISCRETION,
    INHERITED,
    N_CONTEXTS,
    N_ORIGINS,
    NONE_OFFICIAL,
    NONE_OUTSIDE,
    NONE_TIES,
)
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import Loss, LossAttribution, Person
from underheaven.kernel.dossier import record_origin, record_rule
from underheaven.kernel.fixed_point import floor_integer, lowest_bit
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.status import count_rule_records
from underheaven.kernel.table_layout import MAX_GRADES, OPTED_OUT, TIE_POINTS
from underheaven.kernel.tally import Tally


@jit_kernel
def adverse_points(rules: Rules, dossier: U2s, i: Int) -> Int:
    """Return the points lost to live records."""
    total = np.int64(0)
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        total -= min(rules.points[record_rule(record)], 0)
    return total


POINT_SHARE, RECORD_WEIGHT, LIST_SUPPORT = 0, 1, 2
"""Rows of the work array: each record's share of the points lost, each record's weight, each list's support."""


@jit_kernel
def set_point_shares(rules: Rules, dossier: U2s, i: Int, lost_points: Int, weights: F8s) -> Int:
    """Set each record's share of the points lost; return the number of records."""
    n = 0
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        weights[POINT_SHARE, s] = max(-rules.points[record_rule(record)], 0) / lost_points if lost_points > 0 else 0.0
        n += 1
    return n


@jit_kernel
def count_list_support(rules: Rules, dossier: U2s, i: Int, status: Int, weights: F8s) -> None:
    """Set the number of records of the dossier that support each list of a status."""
    lists = status // MAX_GRADES
    while lists != 0:
        list_index = lowest_bit(lists)
        lists &= lists - 1
        feeding_rules = rules.list_rules[list_index] | rules.list_count_rules[list_index]
        weights[LIST_SUPPORT, list_index] = count_rule_records(dossier, i, feeding_rules) if feeding_rules != 0 else 0


@jit_kernel
def attribution_weight(rules: Rules, rule: Int, status: Int, context: Int, share: float, weights: F8s) -> float:
    """Return the weight of one record in what a status closes: by points for grades, evenly for lists.

    ``rule`` is the record's rule and ``share`` its share of the points lost.
    """
    weight = rules.grade_strength[status % MAX_GRADES, context] * share
    lists = status // MAX_GRADES
    while lists != 0:
        list_index = lowest_bit(lists)
        lists &= lists - 1
        strength = rules.list_strength[list_index, context]
        if strength == 0.0:
            continue
        if weights[LIST_SUPPORT, list_index] == 0.0:
            weight += strength * share
        elif ((rules.list_rules[list_index] | rules.list_count_rules[list_index]) >> rule) & 1:
            weight += strength / weights[LIST_SUPPORT, list_index]
    return weight


@jit_kernel
def tie_attribution_weight(rules: Rules, loss: Loss, attribution: LossAttribution, personal: I8s) -> float:
    """Return the weight of the ties' scores in what a status closes: by points, where it is closed by grade."""
    if personal[TIE_POINTS] >= 0 or attribution.points_lost <= 0:
        return 0.0
    weight = rules.grade_strength[loss.status % MAX_GRADES, loss.context]
    lists = loss.status // MAX_GRADES
    while lists != 0:
        list_index = lowest_bit(lists)
        lists &= lists - 1
        if attribution.weights[LIST_SUPPORT, list_index] == 0.0:
            weight += rules.list_strength[list_index, loss.context]
    return weight * (-personal[TIE_POINTS] / attribution.points_lost)  # type: ignore[no-any-return]


@jit_kernel
def attribute_loss(
    society: Society, rules: Rules, tally: Tally, dossier: U2s, person: Person, loss: Loss, attribution: LossAttribution
) -> None:
    """Book a loss to (cause, effect, origin) and to the rule's kind, by weight; the oldest record bears the remainder.

    A loss that no record and no tie bears is booked to officials; a person who opted out loses all of it for opting
    out. The formula is in docs/stages/treatment.md, "Causes".
    """
    i, group, personal, context, amount, weights = (
        person.i,
        person.group,
        person.personal,
        loss.context,
        loss.amount,
        attribution.weights,
    )
    of_ties = tie_attribution_weight(rules, loss, attribution, personal)
    total = of_ties
    for s in range(attribution.n_records):
        rule = record_rule(np.int64(dossier[i, s]))
        weights[RECORD_WEIGHT, s] = attribution_weight(
            rules, rule, loss.status, context, weights[POINT_SHARE, s], weights
        )
        total += weights[RECORD_WEIGHT, s]
    if total <= 0.0 or personal[OPTED_OUT]:
        cause = NONE_OUTSIDE if personal[OPTED_OUT] else NONE_OFFICIAL
        tally.detriment[cause, context, DISCRETION - 1] += amount
        tally.detriment_by_group[cause, context, group] += amount
        return
    remaining = amount
    if of_ties > 0.0:
        loss_share = floor_integer(amount * (of_ties / total))
        remaining -= loss_share
        tally.detriment[NONE_TIES, context, INHERITED - 1] += loss_share
        tally.detriment_by_group[NONE_TIES, context, group] += loss_share
    oldest = -1
    for s in range(attribution.n_records):
        if weights[RECORD_WEIGHT, s] <= 0.0:
            continue
        loss_share = floor_integer(amount * (weights[RECORD_WEIGHT, s] / total))
        remaining -= loss_share
        book_to_record(society, rules, tally, np.int64(dossier[i, s]), group, context, loss_share)
        if oldest < 0:
            oldest = s
    if oldest >= 0 and remaining != 0:  # where no record bears a share, ties bear it all
        book_to_record(society, rules, tally, np.int64(dossier[i, oldest]), group, context, remaining)


@jit_kernel
def book_to_record(
    society: Society, rules: Rules, tally: Tally, record: Int, group: Int, context: Int, loss_share: Int
) -> None:
    """Book a part of a loss to one record; `sum_ledger` adds it to ``tally.detriment``."""
    kind = rules.kind_of[record_rule(record)]
    tally.detriment_by_group[society.context_of[kind], context, group] += loss_share
    tally.ledger[kind, context, record_origin(record) - 1] += loss_share


@jit_kernel
def sum_ledger(society: Society, tally: Tally) -> None:
    """Set the month's detriment by the context of the record from the ledger by kind.

    Args:
        society: The compiled society.
        tally: The tally that is added to.
    """
    for cause in range(N_CONTEXTS):
        for context in range(N_CONTEXTS):
            for origin in range(N_ORIGINS):
                tally.detriment[cause, context, origin] = 0
    for kind in range(society.n_kinds):
        for context in range(N_CONTEXTS):
            for origin in range(N_ORIGINS):
                tally.detriment[society.context_of[kind], context, origin] += tally.ledger[kind, context, origin]

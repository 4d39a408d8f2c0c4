"""The status of a dossier, its grade and its lists, computed from live records, the rules and points from no record."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, Int, U2s
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.dossier import record_rule
from underheaven.kernel.rules import Rules
from underheaven.kernel.scores import bounded_score, grade_from_score
from underheaven.kernel.table_layout import MAX_GRADES


@jit_kernel
def dossier_score(rules: Rules, dossier: U2s, i: Int, more: Int, extra: Int) -> Int:
    """Return the score of a dossier, with one more record where ``more`` is a rule.

    Args:
        rules: The rules in force.
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.
        more: Rule of the additional record, or below 0 for none.
        extra: Points that come from no record; see `set_personal_points`.

    Returns:
        Score, within the regime's bounds.

    Source:
        docs/stages/standing.md.
    """
    points, _ = read_dossier(rules, dossier, i)
    if more >= 0:
        points += rules.points[more]
    return bounded_score(rules, points + extra)


@jit_kernel
def count_rule_records(dossier: U2s, i: Int, rule_set: Int) -> Int:
    """Return the number of records of a dossier that belong to a set of rules.

    Args:
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.
        rule_set: Rules, as bits.

    Returns:
        Number of records.
    """
    n = 0
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        n += (rule_set >> record_rule(record)) & 1
    return n


@jit_kernel
def is_on_list(rules: Rules, dossier: U2s, i: Int, more: Int, list_index: Int, grade: Int) -> Bool:
    """Return whether a dossier is on a list: by a record, by enough records, or by its grade."""
    extra = np.int64(1) << more if more >= 0 else np.int64(0)
    feeding = rules.list_rules[list_index]
    if feeding != 0 and (feeding & extra != 0 or count_rule_records(dossier, i, feeding) > 0):
        return True
    if rules.list_count[list_index] > 0:
        counted = rules.list_count_rules[list_index]
        more_of_it = 1 if counted & extra != 0 else 0
        if count_rule_records(dossier, i, counted) + more_of_it >= rules.list_count[list_index]:
            return True
    return rules.list_at_most[list_index] <= grade or grade <= rules.list_at_least[list_index]


@jit_kernel
def dossier_status(rules: Rules, dossier: U2s, i: Int, more: Int, extra: Int) -> Int:
    """Return the status of a dossier and its extra points, with one more record where ``more`` is a rule.

    Args:
        rules: The rules in force.
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.
        more: Rule of the additional record, or below 0 for none.
        extra: Points that come from no record.

    Returns:
        Status: grade + 8 * lists (as bits).

    Source:
        docs/stages/standing.md.
    """
    score, active_rules = read_dossier(rules, dossier, i)
    return status_from_score(rules, dossier, i, more, score + extra, active_rules)


@jit_kernel
def status_without_and_with(rules: Rules, dossier: U2s, i: Int, more: Int, extra: Int) -> tuple[Int, Int]:
    """Return `dossier_status` without and with one more record.

    Args:
        rules: The rules in force.
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.
        more: Rule of the additional record.
        extra: Points that come from no record.

    Returns:
        The two statuses.
    """
    score, active_rules = read_dossier(rules, dossier, i)
    now = status_from_score(rules, dossier, i, -1, score + extra, active_rules)
    return now, status_from_score(rules, dossier, i, more, score + extra, active_rules)


@jit_kernel
def read_dossier(rules: Rules, dossier: U2s, i: Int) -> tuple[Int, Int]:
    """Return the points of a dossier and the rules of its records.

    Args:
        rules: The rules in force.
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.

    Returns:
        Start plus points of all records, before bounds; the rules of the records, as bits.
    """
    score, active_rules = np.int64(rules.start), np.int64(0)
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        score += rules.points[record_rule(record)]
        active_rules |= np.int64(1) << record_rule(record)
    return score, active_rules


@jit_kernel
def status_from_score(rules: Rules, dossier: U2s, i: Int, more: Int, score: Int, active_rules: Int) -> Int:
    """Return `dossier_status` where points and rules of the dossier are known already.

    Args:
        rules: The rules in force.
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.
        more: Rule of the additional record, or below 0 for none.
        score: Start plus extra points and points of the records, before bounds.
        active_rules: Rules of the records, as bits.

    Returns:
        Status: grade + 8 * lists (as bits).
    """
    extra = np.int64(0)
    if more >= 0:
        extra = np.int64(1) << more
        score += rules.points[more]
    score, active_rules = bounded_score(rules, score), active_rules | extra
    if rules.n_looked_up != 0 and active_rules & rules.feeding == 0:
        return np.int64(rules.state_at[score - rules.minimum])
    grade = grade_from_score(rules, score)
    lists = np.int64(0)
    for list_index in range(rules.n_lists):
        counted = rules.list_count_rules[list_index]
        on = (active_rules & rules.list_rules[list_index] != 0) | (rules.list_at_most[list_index] <= grade)
        on |= grade <= rules.list_at_least[list_index]
        if active_rules & counted != 0 and rules.list_count[list_index] > 0:
            n = count_rule_records(dossier, i, counted) + (1 if counted & extra != 0 else 0)
            on |= n >= rules.list_count[list_index]
        lists |= np.int64(on) << list_index
    return grade + MAX_GRADES * lists

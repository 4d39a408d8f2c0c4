"""Listings: which records support one, of what origin it is, and the counts of persons on lists."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, I8s, Int, U2s
from underheaven.fields.codes import ERROR, INHERITED, OWES_UNABLE, OWES_UNWILLING, TRUE
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import Person
from underheaven.kernel.dossier import record_origin, record_rule
from underheaven.kernel.fixed_point import lowest_bit
from underheaven.kernel.rules import Rules
from underheaven.kernel.scores import grade_from_score
from underheaven.kernel.society import Society
from underheaven.kernel.status import dossier_score, is_on_list
from underheaven.kernel.table_layout import EXTRA_POINTS, MAX_GRADES, TIE_POINTS
from underheaven.kernel.tally import Tally


@jit_kernel
def supports_listing(rules: Rules, list_index: Int, rule: Int) -> Bool:
    """Return whether a live record of a rule supports a list.

    It does where the list names or counts its kind, or goes by a grade that the record's points move the same way.

    Args:
        rules: The rules in force.
        list_index: List, 0 to 7.
        rule: Rule, 0 to 31.

    Returns:
        Whether the record is behind the list.

    Source:
        docs/stages/standing.md, "Behind a list".
    """
    if ((rules.list_rules[list_index] | rules.list_count_rules[list_index]) >> rule) & 1:
        return True
    by_grade = rules.list_at_most[list_index] < MAX_GRADES or rules.list_at_least[list_index] >= 0
    return by_grade and (
        rules.points[rule] < 0 if rules.list_at_most[list_index] < MAX_GRADES else rules.points[rule] > 0
    )


@jit_kernel
def listing_origin(rules: Rules, dossier: U2s, i: Int, list_index: Int, personal: I8s) -> Int:
    """Return the origin of a listing: true if any supporting record is true, else that of the oldest one.

    It is inherited where no record supports the listing and the person would not be listed but for the ties.

    Args:
        rules: The rules in force.
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.
        list_index: List, 0 to 7.
        personal: Personal variables of the month, int64 (N_PERSONAL,).

    Returns:
        Origin, 1 to 5, or 0 where nothing supports the listing.

    Source:
        docs/stages/standing.md, "Behind a list".
    """
    first: Int = np.int64(0)
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        if supports_listing(rules, list_index, record_rule(record)):
            if record_origin(record) == TRUE:
                return np.int64(TRUE)
            if first == 0:
                first = record_origin(record)
    if first == 0 and personal[TIE_POINTS] != 0:
        alone = grade_from_score(
            rules, dossier_score(rules, dossier, i, -1, personal[EXTRA_POINTS] - personal[TIE_POINTS])
        )
        if not is_on_list(rules, dossier, i, -1, list_index, alone):
            return np.int64(INHERITED)
    return first


@jit_kernel
def count_listing_debts(society: Society, rules: Rules, tally: Tally, dossier: U2s, i: Int, list_index: Int) -> None:
    """Count a listed person by the judgment debts that support the list: each debt truly owed, or else in error."""
    error = society.kind_of_stage[ERROR]
    debt, unable, unwilling = False, False, False
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        kind = rules.kind_of[record_rule(record)]
        is_unable = kind == society.kind_of_stage[OWES_UNABLE]
        is_unwilling = kind == society.kind_of_stage[OWES_UNWILLING]
        if not (is_unable or is_unwilling or kind == error) or not supports_listing(
            rules, list_index, record_rule(record)
        ):
            continue
        debt = True
        if record_origin(record) == TRUE:
            unable, unwilling = unable or is_unable, unwilling or is_unwilling
    if debt:
        tally.listed_for_debt[list_index] += 1
        tally.listed_by_debt[list_index, 0] += unable
        tally.listed_by_debt[list_index, 1] += unwilling
        tally.listed_by_debt[list_index, 2] += not (unable or unwilling)


@jit_kernel
def count_listing_kinds(rules: Rules, tally: Tally, dossier: U2s, i: Int, list_index: Int) -> None:
    """Count a listed person once for each kind with a record that supports the list."""
    counted_rules = np.int64(0)
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        rule = record_rule(record)
        if supports_listing(rules, list_index, rule) and (counted_rules >> rule) & 1 == 0:
            counted_rules |= np.int64(1) << rule
            tally.listed_by_kind[list_index, rules.kind_of[rule]] += 1


@jit_kernel
def on_no_list(now: Int, before: Int) -> Bool:
    """Return whether a person is on no list this month and was on none last month: ``count_lists`` counts nothing.

    `blacklist_stays.update_first_stay` then does not begin, lengthen or end a stay either.

    Args:
        now: Status of this month.
        before: Status of last month.

    Returns:
        Whether `count_lists` can be skipped.
    """
    return (now | before) < MAX_GRADES


@jit_kernel
def count_lists(
    society: Society,
    rules: Rules,
    tally: Tally,
    region_counts: I8s,
    dossier: U2s,
    person: Person,
    lists: Int,
    lists_before: Int,
) -> Int:
    """Count the lists that a person is on or has left.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        region_counts: Tallies of the region, int64 (REGION_COLUMNS,); added to.
        dossier: Packed records, uint16 (person, record).
        person: The person's month.
        lists: Lists of this month, as bits.
        lists_before: Lists of last month, as bits.

    Returns:
        0 for a person on no blacklist, else bits: 1; 2 wrongfully, with no true record behind any of the person's
        blacklists; 4 newly, on no blacklist last month.

    Source:
        docs/stages/standing.md, "Behind a list".
    """
    i, group = person.i, person.group
    black, wrongful = 0, 1
    lists_left, lists_on = lists_before & ~lists & ((np.int64(1) << rules.n_lists) - 1), lists
    while lists_left != 0:
        tally.exits[lowest_bit(lists_left)] += 1
        lists_left &= lists_left - 1
    while lists_on != 0:
        list_index = lowest_bit(lists_on)
        lists_on &= lists_on - 1
        origin = listing_origin(rules, dossier, i, list_index, person.personal)
        tally.listed[list_index, group] += 1
        region_counts[list_index] += 1
        tally.listed_by_origin[list_index, max(origin, TRUE) - 1] += 1
        count_listing_kinds(rules, tally, dossier, i, list_index)
        count_listing_debts(society, rules, tally, dossier, i, list_index)
        if (lists_before >> list_index) & 1 == 0:
            tally.entries[list_index, max(origin, TRUE) - 1] += 1
        if (rules.black >> list_index) & 1:
            black = 1
            if origin <= TRUE:
                wrongful = 0
    newly = 0 if lists_before & rules.black else 1
    tally.blacklisted[group] += black
    tally.wrongly_blacklisted[group] += black * wrongful
    return np.int64(black * (1 + 2 * wrongful + 4 * newly))

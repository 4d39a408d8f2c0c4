"""Stage 4, standing: score, grade and lists, computed from the live records and the rules alone."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, I8s, Int, U2s
from underheaven.fields.codes import ERROR, INHERITED, OWES_UNABLE, OWES_UNWILLING, TRUE
from underheaven.fields.scales import MILLI
from underheaven.jit import jit_kernel
from underheaven.kernel.argument_types import Person, StatusChange
from underheaven.kernel.dossier import record_origin, record_rule
from underheaven.kernel.fixed_point import floor_integer, lowest_bit
from underheaven.kernel.person_attributes import trait_from_draw
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import CONVICTION, EXTRA_POINTS, FAVOUR_POINTS, MAX_GRADES, OPTED_OUT, TIE_POINTS
from underheaven.kernel.tally import Tally


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
def bounded_score(rules: Rules, points: Int) -> Int:
    """Return points cut to the regime's minimum and maximum.

    Args:
        rules: The rules in force.
        points: Start plus all points.

    Returns:
        Score, within the regime's bounds.
    """
    return min(max(points, np.int64(rules.minimum)), np.int64(rules.maximum))


@jit_kernel
def has_favour(rules: Rules, u: Int) -> Bool:
    """Return whether a person has the favour of an official.

    Args:
        rules: The rules in force.
        u: Lifelong draw of favour, 0 to 2**32 - 1.

    Returns:
        Whether favour holds.
    """
    return u < rules.favour


@jit_kernel
def set_personal_points(rules: Rules, u: Int, personal: I8s) -> None:
    """Set a person's points that come from no record: favour, and its sum with the points from ties.

    Args:
        rules: The rules in force.
        u: Lifelong draw of favour, 0 to 2**32 - 1.
        personal: Personal variables, int64 (N_PERSONAL,), with the points from ties set; changed in place.
    """
    personal[FAVOUR_POINTS] = rules.favour_points if has_favour(rules, u) else np.int64(0)
    personal[EXTRA_POINTS] = personal[FAVOUR_POINTS] + personal[TIE_POINTS]


@jit_kernel
def count_favour(rules: Rules, tally: Tally, points: Int, personal: I8s) -> None:
    """Count an adult's score with and without favour, and whether favour alone makes the best grade.

    Args:
        rules: The rules in force.
        tally: The tally that is added to.
        points: Start plus points of the records, see `read_dossier`.
        personal: Personal variables of the month, int64 (N_PERSONAL,).
    """
    score = bounded_score(rules, points + personal[EXTRA_POINTS])
    score_without_favour = bounded_score(rules, points + personal[EXTRA_POINTS] - personal[FAVOUR_POINTS])
    if rules.n_grades > 0 and grade_from_score(rules, score) == 0:
        tally.best_grade[0 if grade_from_score(rules, score_without_favour) == 0 else 1] += 1
    score -= rules.minimum
    score_without_favour -= rules.minimum
    sums = (
        1,
        score,
        score_without_favour,
        score * score,
        score_without_favour * score_without_favour,
        score * score_without_favour,
    )
    for m in range(len(sums)):
        tally.favour_moments[m] += sums[m]


@jit_kernel
def is_unaware(rules: Rules, u: Int, cell: Int, active_rules: Int) -> Int:
    """Return 1 for a person who does not know of the regime: not aware by the draw, and without records.

    Args:
        rules: The rules in force.
        u: Lifelong draw of awareness, 0 to 2**32 - 1.
        cell: Cell of the person, 0 to 255.
        active_rules: Rules with a record at last month's standing, as bits.

    Returns:
        0 or 1.

    Source:
        docs/stages/conduct.md, "Who knows of the regime".
    """
    return np.int64(1) if (rules.secret != 0) & (active_rules == 0) & (u >= rules.aware[cell]) else np.int64(0)


@jit_kernel
def is_year_end(month: Int) -> Bool:
    """Return whether a month is the last of a year of the run; scores are compared with convictions then.

    Args:
        month: Month of the run, from 0.

    Returns:
        True every twelfth month.
    """
    return (month + 1) % 12 == 0


@jit_kernel
def add_score_moments(society: Society, tally: Tally, score: Int, i: Int, u_conviction: Int) -> None:
    """Add a person to the first and second moments of score and conviction; see ``fields.codes.SCORE_MOMENTS``.

    Args:
        society: The compiled society.
        tally: The tally that is added to.
        score: Score of the person.
        i: Index of the person in the society, from 0.
        u_conviction: Lifelong draw of conviction, 0 to 2**32 - 1.
    """
    conviction = floor_integer(trait_from_draw(society, i, CONVICTION, u_conviction) * MILLI + 0.5)
    tally.score_moments[0] += 1
    tally.score_moments[1] += score
    tally.score_moments[2] += conviction
    tally.score_moments[3] += score * score
    tally.score_moments[4] += conviction * conviction
    tally.score_moments[5] += score * conviction


@jit_kernel
def grade_from_score(rules: Rules, score: Int) -> Int:
    """Return the index of the grade, 0 the best; 0 without grades. Lower bounds fall from grade to grade."""
    grade = np.int64(0)
    for g in range(rules.n_grades - 1):
        grade += 1 if score < rules.band[g] else 0
    return grade


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
def stays_clean(rules: Rules, active_rules: Int, extra: Int, before: Int) -> Bool:
    """Return whether a person has the status of a clean one, as last month: ``count_standing`` then counts nothing.

    This holds without records and without extra points, where the regime counts nothing of clean persons: their score
    is 0, and they have no grade and no list. Persons who opted out need more than this.

    Args:
        rules: The rules in force.
        active_rules: Rules with a record this month, as bits.
        extra: Points that come from no record.
        before: Status of last month.

    Returns:
        Whether `count_standing` can be skipped.
    """
    return (active_rules == 0) & (extra == 0) & (before == rules.empty_state) & (rules.counts_clean == 0)


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
def count_standing(
    society: Society,
    rules: Rules,
    tally: Tally,
    region_counts: I8s,
    dossier: U2s,
    person: Person,
    status_change: StatusChange,
) -> Int:
    """Count a person's lists, grade, score and live records; a person who opted out has no score.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        region_counts: Tallies of the region, int64 (REGION_COLUMNS,); added to.
        dossier: Packed records, uint16 (person, record).
        person: The person's month.
        status_change: Score and status this month, and status last month.

    Returns:
        Bits as `count_lists` returns them.

    Source:
        docs/stages/standing.md.
    """
    i, personal = person.i, person.personal
    if personal[OPTED_OUT] == 0:
        tally.score += bounded_score(rules, status_change.points + personal[EXTRA_POINTS])
        if rules.n_grades > 0:
            tally.grades[rules.grade_label[status_change.status % MAX_GRADES], person.group] += 1
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        tally.live_records[record_origin(record) - 1] += 1
    lists, lists_before = status_change.status // MAX_GRADES, status_change.status_previous // MAX_GRADES
    if on_no_list(status_change.status, status_change.status_previous):
        return np.int64(0)
    return count_lists(society, rules, tally, region_counts, dossier, person, lists, lists_before)


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

"""Stage 4, standing: score, grade and lists, computed from the live records and the rules alone."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, I8s, Int, U2s
from underheaven.fields import ERROR, INHERITED, MILLI, OWES_UNABLE, OWES_UNWILLING, TRUE
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
    """Return the score of a dossier, with one more record of rule ``more`` where that is not negative.

    extra: points that come from no record; see ``personal_points``.
    """
    points, _ = read_dossier(rules, dossier, i)
    if more >= 0:
        points += rules.points[more]
    return bounded_score(rules, points + extra)


@jit_kernel
def bounded_score(rules: Rules, points: Int) -> Int:
    """Return the score that start and points make: within its bounds."""
    return min(max(points, np.int64(rules.minimum)), np.int64(rules.maximum))


@jit_kernel
def has_favour(rules: Rules, u: Int) -> Bool:
    """Return whether a person has the favour of an official, from the draw of it for life."""
    return u < rules.favour


@jit_kernel
def set_personal_points(rules: Rules, u: Int, personal: I8s) -> None:
    """Add the points of a person that come from no record: favour, by its draw ``u``, and what ties give."""
    personal[FAVOUR_POINTS] = rules.favour_points if has_favour(rules, u) else np.int64(0)
    personal[EXTRA_POINTS] = personal[FAVOUR_POINTS] + personal[TIE_POINTS]


@jit_kernel
def count_favour(rules: Rules, tally: Tally, points: Int, personal: I8s) -> None:
    """Count a grown person's score with and without favour, and whose favour alone makes the best grade.

    points: start and points of the records, see ``read_dossier``.
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
    """Return 1 for a person who does not know of the regime: never told of it, and no record of the own yet.

    u: the draw of awareness. held: the rules that stood at last month's standing, as bits.
    """
    return np.int64(1) if (rules.secret != 0) & (active_rules == 0) & (u >= rules.aware[cell]) else np.int64(0)


@jit_kernel
def is_year_end(month: Int) -> Bool:
    """Return whether a month, from 0, is the last of a year of the run: score and conviction are summed then."""
    return (month + 1) % 12 == 0


@jit_kernel
def add_score_moments(society: Society, tally: Tally, score: Int, i: Int, u_conviction: Int) -> None:
    """Add a person to the sums from which score and conviction are set against each other; see ``fields.MOMENTS``.

    drawn: the draw of conviction.
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
    """Return the index of the grade, 0 the best; 0 where the regime has none. Bounds fall from grade to grade."""
    grade = np.int64(0)
    for g in range(rules.n_grades - 1):
        grade += 1 if score < rules.band[g] else 0
    return grade


@jit_kernel
def count_rule_records(dossier: U2s, i: Int, rule_set: Int) -> Int:
    """Return how many records of a dossier belong to a set of rules, given as bits."""
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
    """Return grade + 8 * lists (as bits) of a dossier and its extra points, with one more record if ``more`` >= 0."""
    score, active_rules = read_dossier(rules, dossier, i)
    return status_from_score(rules, dossier, i, more, score + extra, active_rules)


@jit_kernel
def status_without_and_with(rules: Rules, dossier: U2s, i: Int, more: Int, extra: Int) -> tuple[Int, Int]:
    """Return ``state_of`` without and with one more record."""
    score, active_rules = read_dossier(rules, dossier, i)
    now = status_from_score(rules, dossier, i, -1, score + extra, active_rules)
    return now, status_from_score(rules, dossier, i, more, score + extra, active_rules)


@jit_kernel
def read_dossier(rules: Rules, dossier: U2s, i: Int) -> tuple[Int, Int]:
    """Return start and points of all records, not cut, and the rules of the records, as bits."""
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
    """Return what ``state_of`` does from what is known of a dossier.

    score: start, extra points and those of its records, not cut. held: their rules, as bits.
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
    """Return whether a live record of this rule stands behind a list."""
    if ((rules.list_rules[list_index] | rules.list_count_rules[list_index]) >> rule) & 1:
        return True
    by_grade = rules.list_at_most[list_index] < MAX_GRADES or rules.list_at_least[list_index] >= 0
    return by_grade and (
        rules.points[rule] < 0 if rules.list_at_most[list_index] < MAX_GRADES else rules.points[rule] > 0
    )


@jit_kernel
def listing_origin(rules: Rules, dossier: U2s, i: Int, list_index: Int, personal: I8s) -> Int:
    """Return true if any record behind a list is true, else the origin of the oldest; 0 where none is.

    Inherited where no record stands behind it and the person would not be on it but for the ties.
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
    """Count a listed person by the judgment debts behind the list: under each that is truly owed, else as in error."""
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
    """Count a listed person once for each kind with a record behind the list."""
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
    """Return whether a person stands like anybody without records, as last month: ``observe`` then counts nothing.

    So it is without a record and without extra points, where the regime counts nothing of the clean: their score is 0,
    and they have no grade and no list. Of who stays out more is to be known. held: rules with records, as bits.
    """
    return (active_rules == 0) & (extra == 0) & (before == rules.empty_state) & (rules.counts_clean == 0)


@jit_kernel
def on_no_list(now: Int, before: Int) -> Bool:
    """Return whether a person is on no list this month and was on none in the last: ``observe_lists`` counts nothing.

    Neither does ``stays.follow`` then begin, lengthen or end a stay.
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
    """Count lists, grade, score and live records; return 1 listed on a blacklist, 2 wrongly so, 4 newly, as bits.

    of_region: see ``Here``. Newly: on none the month before. Wrongly: no true record stands behind any of the
    blacklists that the person is on. Who stays out has no score.
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
    """Count the lists that a person is on or was on, as bits; return what ``observe`` does."""
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

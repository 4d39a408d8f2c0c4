"""Stage 4, standing: score, grade and lists, computed from the live records and the rules alone."""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Bool, I8s, Int, U2s
from underheaven.fields import ERROR, INHERITED, MILLI, OWES_UNABLE, OWES_UNWILLING, TRUE
from underheaven.jit import kernel
from underheaven.kernel.carriers import Person, Stands
from underheaven.kernel.dossier import origin_of, rule_of
from underheaven.kernel.numbers import lowest, whole
from underheaven.kernel.people import trait_of
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tables import CONVICTION, EXTRA, FAVOUR, GRADES, OUTSIDE, TIES
from underheaven.kernel.tally import Tally


@kernel
def score_of(rules: Rules, dossier: U2s, i: Int, more: Int, extra: Int) -> Int:
    """Return the score of a dossier, with one more record of rule ``more`` where that is not negative.

    extra: points that come from no record; see ``personal_points``.
    """
    points, _ = read_dossier(rules, dossier, i)
    if more >= 0:
        points += rules.points[more]
    return score_from(rules, points + extra)


@kernel
def score_from(rules: Rules, points: Int) -> Int:
    """Return the score that start and points make: within its bounds."""
    return min(max(points, np.int64(rules.minimum)), np.int64(rules.maximum))


@kernel
def in_favour(rules: Rules, u: Int) -> Bool:
    """Return whether a person has the favour of an official, from the draw of it for life."""
    return u < rules.favour


@kernel
def personal_points(rules: Rules, u: Int, me: I8s) -> None:
    """Add the points of a person that come from no record: favour, by its draw ``u``, and what ties give."""
    me[FAVOUR] = rules.favour_points if in_favour(rules, u) else np.int64(0)
    me[EXTRA] = me[FAVOUR] + me[TIES]


@kernel
def observe_favour(rules: Rules, tally: Tally, points: Int, me: I8s) -> None:
    """Count a grown person's score with and without favour, and whose favour alone makes the best grade.

    points: start and points of the records, see ``read_dossier``.
    """
    score = score_from(rules, points + me[EXTRA])
    less = score_from(rules, points + me[EXTRA] - me[FAVOUR])
    if rules.n_grades > 0 and grade_of(rules, score) == 0:
        tally.best_grade[0 if grade_of(rules, less) == 0 else 1] += 1
    score -= rules.minimum
    less -= rules.minimum
    sums = (1, score, less, score * score, less * less, score * less)
    for m in range(len(sums)):
        tally.favour_moments[m] += sums[m]


@kernel
def unaware(rules: Rules, u: Int, cell: Int, held: Int) -> Int:
    """Return 1 for a person who does not know of the regime: never told of it, and no record of the own yet.

    u: the draw of awareness. held: the rules that stood at last month's standing, as bits.
    """
    return np.int64(1) if (rules.secret != 0) & (held == 0) & (u >= rules.aware[cell]) else np.int64(0)


@kernel
def year_ends(month: Int) -> Bool:
    """Return whether a month, from 0, is the last of a year of the run: score and conviction are summed then."""
    return (month + 1) % 12 == 0


@kernel
def add_moments(people: Society, tally: Tally, score: Int, i: Int, drawn: Int) -> None:
    """Add a person to the sums from which score and conviction are set against each other; see ``fields.MOMENTS``.

    drawn: the draw of conviction.
    """
    conviction = whole(trait_of(people, i, CONVICTION, drawn) * MILLI + 0.5)
    tally.score_moments[0] += 1
    tally.score_moments[1] += score
    tally.score_moments[2] += conviction
    tally.score_moments[3] += score * score
    tally.score_moments[4] += conviction * conviction
    tally.score_moments[5] += score * conviction


@kernel
def grade_of(rules: Rules, score: Int) -> Int:
    """Return the index of the grade, 0 the best; 0 where the regime has none. Bounds fall from grade to grade."""
    grade = np.int64(0)
    for g in range(rules.n_grades - 1):
        grade += 1 if score < rules.band[g] else 0
    return grade


@kernel
def records_in(dossier: U2s, i: Int, rule_set: Int) -> Int:
    """Return how many records of a dossier belong to a set of rules, given as bits."""
    n = 0
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        n += (rule_set >> rule_of(word)) & 1
    return n


@kernel
def on_list(rules: Rules, dossier: U2s, i: Int, more: Int, which: Int, grade: Int) -> Bool:
    """Return whether a dossier is on a list: by a record, by enough records, or by its grade."""
    extra = np.int64(1) << more if more >= 0 else np.int64(0)
    feeding = rules.list_rules[which]
    if feeding != 0 and (feeding & extra != 0 or records_in(dossier, i, feeding) > 0):
        return True
    if rules.list_count[which] > 0:
        counted = rules.list_count_rules[which]
        more_of_it = 1 if counted & extra != 0 else 0
        if records_in(dossier, i, counted) + more_of_it >= rules.list_count[which]:
            return True
    return rules.list_at_most[which] <= grade or grade <= rules.list_at_least[which]


@kernel
def state_of(rules: Rules, dossier: U2s, i: Int, more: Int, extra: Int) -> Int:
    """Return grade + 8 * lists (as bits) of a dossier and its extra points, with one more record if ``more`` >= 0."""
    score, held = read_dossier(rules, dossier, i)
    return state_with(rules, dossier, i, more, score + extra, held)


@kernel
def states_of(rules: Rules, dossier: U2s, i: Int, more: Int, extra: Int) -> tuple[Int, Int]:
    """Return ``state_of`` without and with one more record."""
    score, held = read_dossier(rules, dossier, i)
    now = state_with(rules, dossier, i, -1, score + extra, held)
    return now, state_with(rules, dossier, i, more, score + extra, held)


@kernel
def read_dossier(rules: Rules, dossier: U2s, i: Int) -> tuple[Int, Int]:
    """Return start and points of all records, not cut, and the rules of the records, as bits."""
    score, held = np.int64(rules.start), np.int64(0)
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        score += rules.points[rule_of(word)]
        held |= np.int64(1) << rule_of(word)
    return score, held


@kernel
def state_with(rules: Rules, dossier: U2s, i: Int, more: Int, score: Int, held: Int) -> Int:
    """Return what ``state_of`` does from what is known of a dossier.

    score: start, extra points and those of its records, not cut. held: their rules, as bits.
    """
    extra = np.int64(0)
    if more >= 0:
        extra = np.int64(1) << more
        score += rules.points[more]
    score, held = score_from(rules, score), held | extra
    if rules.n_looked_up != 0 and held & rules.feeding == 0:
        return np.int64(rules.state_at[score - rules.minimum])
    grade = grade_of(rules, score)
    lists = np.int64(0)
    for which in range(rules.n_lists):
        counted = rules.list_count_rules[which]
        on = (held & rules.list_rules[which] != 0) | (rules.list_at_most[which] <= grade)
        on |= grade <= rules.list_at_least[which]
        if held & counted != 0 and rules.list_count[which] > 0:
            n = records_in(dossier, i, counted) + (1 if counted & extra != 0 else 0)
            on |= n >= rules.list_count[which]
        lists |= np.int64(on) << which
    return grade + GRADES * lists


@kernel
def behind(rules: Rules, which: Int, rule: Int) -> Bool:
    """Return whether a live record of this rule stands behind a list."""
    if ((rules.list_rules[which] | rules.list_count_rules[which]) >> rule) & 1:
        return True
    by_grade = rules.list_at_most[which] < GRADES or rules.list_at_least[which] >= 0
    return by_grade and (rules.points[rule] < 0 if rules.list_at_most[which] < GRADES else rules.points[rule] > 0)


@kernel
def origin_behind(rules: Rules, dossier: U2s, i: Int, which: Int, me: I8s) -> Int:
    """Return true if any record behind a list is true, else the origin of the oldest; 0 where none is.

    Inherited where no record stands behind it and the person would not be on it but for the ties.
    """
    first: Int = np.int64(0)
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        if behind(rules, which, rule_of(word)):
            if origin_of(word) == TRUE:
                return np.int64(TRUE)
            if first == 0:
                first = origin_of(word)
    if first == 0 and me[TIES] != 0:
        alone = grade_of(rules, score_of(rules, dossier, i, -1, me[EXTRA] - me[TIES]))
        if not on_list(rules, dossier, i, -1, which, alone):
            return np.int64(INHERITED)
    return first


@kernel
def debts_behind(people: Society, rules: Rules, tally: Tally, dossier: U2s, i: Int, which: Int) -> None:
    """Count a listed person by the judgment debts behind the list: under each that is truly owed, else as in error."""
    error = people.kind_of_stage[ERROR]
    debt, unable, unwilling = False, False, False
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        kind = rules.kind_of[rule_of(word)]
        is_unable = kind == people.kind_of_stage[OWES_UNABLE]
        is_unwilling = kind == people.kind_of_stage[OWES_UNWILLING]
        if not (is_unable or is_unwilling or kind == error) or not behind(rules, which, rule_of(word)):
            continue
        debt = True
        if origin_of(word) == TRUE:
            unable, unwilling = unable or is_unable, unwilling or is_unwilling
    if debt:
        tally.listed_for_debt[which] += 1
        tally.listed_by_debt[which, 0] += unable
        tally.listed_by_debt[which, 1] += unwilling
        tally.listed_by_debt[which, 2] += not (unable or unwilling)


@kernel
def kinds_behind(rules: Rules, tally: Tally, dossier: U2s, i: Int, which: Int) -> None:
    """Count a listed person once for each kind with a record behind the list."""
    counted = np.int64(0)
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        rule = rule_of(word)
        if behind(rules, which, rule) and (counted >> rule) & 1 == 0:
            counted |= np.int64(1) << rule
            tally.listed_by_kind[which, rules.kind_of[rule]] += 1


@kernel
def stays_clean(rules: Rules, held: Int, extra: Int, before: Int) -> Bool:
    """Return whether a person stands like anybody without records, as last month: ``observe`` then counts nothing.

    So it is without a record and without extra points, where the regime counts nothing of the clean: their score is 0,
    and they have no grade and no list. Of who stays out more is to be known. held: rules with records, as bits.
    """
    return (held == 0) & (extra == 0) & (before == rules.empty_state) & (rules.counts_clean == 0)


@kernel
def on_no_list(now: Int, before: Int) -> Bool:
    """Return whether a person is on no list this month and was on none in the last: ``observe_lists`` counts nothing.

    Neither does ``stays.follow`` then begin, lengthen or end a stay.
    """
    return (now | before) < GRADES


@kernel
def observe(
    people: Society, rules: Rules, tally: Tally, of_region: I8s, dossier: U2s, person: Person, stands: Stands
) -> Int:
    """Count lists, grade, score and live records; return 1 listed on a blacklist, 2 wrongly so, 4 newly, as bits.

    of_region: see ``Here``. Newly: on none the month before. Wrongly: no true record stands behind any of the
    blacklists that the person is on. Who stays out has no score.
    """
    i, me = person.i, person.me
    if me[OUTSIDE] == 0:
        tally.score += score_from(rules, stands.points + me[EXTRA])
        if rules.n_grades > 0:
            tally.grades[rules.grade_label[stands.now % GRADES], person.group] += 1
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        tally.live_records[origin_of(word) - 1] += 1
    lists, lists_before = stands.now // GRADES, stands.before // GRADES
    if on_no_list(stands.now, stands.before):
        return np.int64(0)
    return observe_lists(people, rules, tally, of_region, dossier, person, lists, lists_before)


@kernel
def observe_lists(
    people: Society, rules: Rules, tally: Tally, of_region: I8s, dossier: U2s, person: Person, lists: Int,
    lists_before: Int,
) -> Int:  # fmt: skip
    """Count the lists that a person is on or was on, as bits; return what ``observe`` does."""
    i, group = person.i, person.group
    black, wrong = 0, 1
    left, on = lists_before & ~lists & ((np.int64(1) << rules.n_lists) - 1), lists
    while left != 0:
        tally.exits[lowest(left)] += 1
        left &= left - 1
    while on != 0:
        which = lowest(on)
        on &= on - 1
        origin = origin_behind(rules, dossier, i, which, person.me)
        tally.listed[which, group] += 1
        of_region[which] += 1
        tally.listed_by_origin[which, max(origin, TRUE) - 1] += 1
        kinds_behind(rules, tally, dossier, i, which)
        debts_behind(people, rules, tally, dossier, i, which)
        if (lists_before >> which) & 1 == 0:
            tally.entries[which, max(origin, TRUE) - 1] += 1
        if (rules.black >> which) & 1:
            black = 1
            if origin <= TRUE:
                wrong = 0
    newly = 0 if lists_before & rules.black else 1
    tally.blacklisted[group] += black
    tally.wrongly_blacklisted[group] += black * wrong
    return np.int64(black * (1 + 2 * wrong + 4 * newly))

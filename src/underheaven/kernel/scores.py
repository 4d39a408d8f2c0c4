"""Scores and grades: their bounds, and points that come from no record."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, I8s, Int
from underheaven.fields.scales import MILLI
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.fixed_point import floor_integer
from underheaven.kernel.person_attributes import trait_from_draw
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import CONVICTION, EXTRA_POINTS, FAVOUR_POINTS, TIE_POINTS
from underheaven.kernel.tally import Tally


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

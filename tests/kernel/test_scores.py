from __future__ import annotations

import pytest

from underheaven.kernel.table_layout import CONVICTION


@pytest.mark.parametrize(("score", "grade"), [(1000, 0), (90, 0), (89, 1), (50, 1), (49, 2), (-1000, 2)])
def test_a_grade_begins_at_its_bound(kernel, graded, score, grade):
    assert kernel("scores").grade_from_score(graded, score) == grade


def test_without_grades_there_is_one(kernel, rules):
    assert kernel("scores").grade_from_score(rules, -5) == 0


def test_score_and_conviction_enter_six_sums(kernel, people, tally):
    people.traits[CONVICTION] = 0.25
    kernel("scores").add_score_moments(people, tally, 85, 0, 0)
    assert tally.score_moments.tolist() == [1, 85, 250, 85**2, 250**2, 85 * 250]
    assert [m for m in range(30) if kernel("scores").is_year_end(m)] == [11, 23]

from __future__ import annotations

import numpy as np
import pytest

from underheaven.kernel.table_layout import CONVICTION, FIRST_STAGES, SAVINGS_QUANTILES, FirstGeneration

from .conftest import ONE, state

EMPLOYED, WORKER, UNWILLING = 1, 2, 32
CLEAR, BORROWING, ARREARS, PENDING, OWES, ERROR = (stage << 2 for stage in (0, 1, 2, 3, 4, 6))
STAGES = (CLEAR, BORROWING, ARREARS, ARREARS | UNWILLING, PENDING, PENDING | UNWILLING, OWES, OWES | UNWILLING, ERROR)


def arrays(n=1):
    """State of so many persons with rubbish in it."""
    return state(
        beliefs=np.full((n, 6), 9, np.uint16),
        legitimacy=np.full(n, 9, np.uint16),
        livelihood=np.full(n, 255, np.uint8),
        savings=np.full(n, 9, np.uint16),
    )


def said(of, i):
    return of.beliefs[i].tolist(), int(of.legitimacy[i]), int(of.livelihood[i]), int(of.savings[i])


def arrive(kernel, people, key, generation=0, i=0):
    of = arrays(i + 1)
    kernel("newcomer").initialise_newcomer(people, key, of, i, generation, 0)
    return said(of, i)


def first(outcome=0, low=None):
    """Tables in which everybody of the first generation has one outcome, or only those of a conviction; else the first.

    Savings stand at 100 a stage, 1 more without a job.
    """
    outcomes = np.full((1, 2, 2, 3 * FIRST_STAGES), ONE, np.int64)
    outcomes[0, slice(None) if low is None else low, :, :outcome] = 0
    savings = np.zeros((1, 2, 2, FIRST_STAGES, 2, SAVINGS_QUANTILES), np.uint16)
    savings += (100 * np.arange(FIRST_STAGES)[:, None, None] + np.arange(2)[:, None]).astype(np.uint16)
    return FirstGeneration(outcomes, savings, np.zeros(2, np.int64), np.zeros((1, 2, 2, 6), np.int64))


def settle(kernel, people, tables, key, i=0):
    of = arrays(i + 1)
    kernel("newcomer").initialise_founder(people, tables, key, of, i, 0)
    return said(of, i)


def stated(kernel, people, tables, key, live, savings=7, i=0):
    of = state(livelihood=np.full(i + 1, live, np.uint8), savings=np.full(i + 1, savings, np.uint16))
    kernel("newcomer").apply_debt_backlog(people, tables, key, of, i, 0, 0)
    return int(of.livelihood[i]), int(of.savings[i])


@pytest.mark.parametrize(("participation", "job", "expected"), [(0, ONE, 0), (ONE, 0, WORKER), (ONE, ONE, 3)])
def test_a_newcomer_works_seeks_or_neither(kernel, people, key, participation, job, expected):
    people.participation[0], people.employed_at_start = participation, job
    people.belief[:], people.legitimacy, people.savings_at_start = [1, 2, 3, 4, 5, 6], 7, 8
    assert arrive(kernel, people, key) == ([1, 2, 3, 4, 5, 6], 7, expected, 8)


@pytest.mark.parametrize("stage", range(FIRST_STAGES))
@pytest.mark.parametrize("means", range(3))
def test_the_first_generation_has_the_stage_mark_work_and_savings_of_its_outcome(kernel, people, key, stage, means):
    """Would catch a stage without its mark, a job where there is none, and savings of those who have none left."""
    people.participation[0] = ONE
    people.belief[:], people.legitimacy = [1, 2, 3, 4, 5, 6], 7
    found = settle(kernel, people, first(FIRST_STAGES * means + stage), key)
    saved = 0 if means == 2 else 100 * stage + means
    assert found == ([1, 2, 3, 4, 5, 6], 7, STAGES[stage] | WORKER | (EMPLOYED if means == 0 else 0), saved)


def test_the_first_generation_outside_the_workforce_has_no_job(kernel, people, key):
    assert settle(kernel, people, first(1), key)[2:] == (BORROWING, 100)


def test_the_first_generation_is_drawn_by_conviction(kernel, people, key):
    """Would catch unwilling debtors among those who would never choose default."""
    people.unwilling_below = 0.5
    for conviction, expected in ((0.2, OWES | UNWILLING), (0.7, CLEAR)):
        people.traits[CONVICTION] = conviction
        assert settle(kernel, people, first(7, low=1), key)[2] == expected


def test_a_minor_has_no_livelihood(kernel, people, key):
    people.minor[0], people.savings_at_start = 1, 4
    people.participation[0] = people.employed_at_start = ONE
    assert arrive(kernel, people, key)[2] == 0
    assert settle(kernel, people, first(7), key)[2:] == (0, 4)
    tables = first()
    tables.debt_cum[:] = ONE
    assert stated(kernel, people, tables, key, 0) == (0, 7)


@pytest.mark.parametrize("mark", [0, 1])
def test_debtors_of_one_mark_count_as_having_paid_and_keep_work_and_savings(kernel, people, key, mark):
    tables = first()
    tables.paid_below[mark] = ONE
    for other in (0, 1):
        live = OWES | WORKER | EMPLOYED | (UNWILLING if other else 0)
        expected = WORKER | EMPLOYED if other == mark else live
        assert stated(kernel, people, tables, key, live) == (expected, 7)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (0, (OWES | WORKER | EMPLOYED, 600)),
        (1, (OWES | WORKER, 601)),
        (2, (OWES | WORKER, 0)),
        (3, (OWES | UNWILLING | WORKER | EMPLOYED, 700)),
        (5, (OWES | UNWILLING | WORKER, 0)),
    ],
)
def test_the_clear_alone_come_to_owe_with_the_means_of_debtors(kernel, people, key, outcome, expected):
    tables = first()
    tables.debt_cum[..., outcome:] = ONE
    assert stated(kernel, people, tables, key, WORKER) == expected
    for stage in (BORROWING, ARREARS, PENDING, ERROR):
        assert stated(kernel, people, tables, key, stage | WORKER) == (stage | WORKER, 7)


def test_as_many_come_to_owe_as_the_last_threshold_says(kernel, people, key):
    tables = first()
    tables.debt_cum[..., :] = ONE // 4
    owing = sum(stated(kernel, people, tables, key, WORKER, i=i)[0] >> 2 == 4 for i in range(4000))
    assert abs(owing - 1000) < 4 * (4000 * 3 / 16) ** 0.5


def test_generations_are_different_people(kernel, people, key):
    people.participation[0] = ONE // 2
    assert {arrive(kernel, people, key, generation=g)[2] for g in range(12)} == {0, WORKER}

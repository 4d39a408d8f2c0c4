from __future__ import annotations

import numpy as np
import pytest

from .conftest import ONE

EMPLOYED, WORKER, UNWILLING, OWES = 1, 2, 32, 4 << 2


def arrive(kernel, people, key, generation=0, i=0):
    beliefs, legitimacy = np.full((i + 1, 6), 9, np.uint16), np.full(i + 1, 9, np.uint16)
    livelihood, savings = np.full(i + 1, 255, np.uint8), np.full(i + 1, 9, np.uint16)
    kernel("newcomer").arrive(people, key, beliefs, legitimacy, livelihood, savings, i, generation, 0)
    return beliefs[i].tolist(), int(legitimacy[i]), int(livelihood[i]), int(savings[i])


@pytest.mark.parametrize(("participation", "job", "expected"), [(0, ONE, 0), (ONE, 0, WORKER), (ONE, ONE, 3)])
def test_whoever_arrives_works_seeks_or_neither(kernel, people, key, participation, job, expected):
    people.participation[0], people.employed_at_start = participation, job
    people.belief[:], people.legitimacy, people.savings_at_start = [1, 2, 3, 4, 5, 6], 7, 8
    assert arrive(kernel, people, key) == ([1, 2, 3, 4, 5, 6], 7, expected, 8)


@pytest.mark.parametrize(("unable", "unwilling", "expected"), [
    (0, 0, 0), (ONE, 0, OWES), (0, ONE, OWES | UNWILLING),
])  # fmt: skip
def test_old_judgments_are_dealt_to_the_first_generation(kernel, people, key, unable, unwilling, expected):
    people.owing_unable, people.owing_unwilling = unable, unwilling
    assert arrive(kernel, people, key)[2] == expected
    assert arrive(kernel, people, key, generation=1)[2] == 0


def test_who_owes_and_cannot_pay_has_neither_job_nor_savings(kernel, people, key):
    people.participation[0] = people.employed_at_start = people.owing_unable = ONE
    people.savings_at_start = 500
    assert arrive(kernel, people, key)[2:] == (WORKER | OWES, 0)


def test_a_minor_has_no_livelihood(kernel, people, key):
    people.minor[0] = 1
    people.participation[0] = people.employed_at_start = people.owing_unwilling = ONE
    assert arrive(kernel, people, key)[2] == 0


def test_generations_are_different_people(kernel, people, key):
    people.participation[0] = ONE // 2
    assert {arrive(kernel, people, key, generation=g)[2] for g in range(12)} == {0, WORKER}

from __future__ import annotations

import pytest

from underheaven.fields.codes import TRUE
from underheaven.kernel.table_layout import MAX_GRADES


@pytest.mark.parametrize(("records", "score"), [([], 100), ([0], 80), ([0, 0], 60), ([0, 1], 20), ([2] * 8, 140)])
def test_a_score_is_the_start_and_all_points(kernel, graded, dossier, records, score):
    words = dossier(*((r, 5, TRUE) for r in records))
    assert kernel("status").dossier_score(graded, words, 0, -1, 0) == score


def test_a_score_stays_within_its_bounds(kernel, graded, dossier):
    graded.minimum, graded.maximum = 70, 101
    assert kernel("status").dossier_score(graded, dossier((1, 5, TRUE)), 0, -1, 0) == 70
    assert kernel("status").dossier_score(graded, dossier((2, 5, TRUE)), 0, -1, 0) == 101


def test_one_more_record_is_weighed_without_being_filed(kernel, graded, dossier):
    words = dossier((0, 5, TRUE))
    assert kernel("status").dossier_score(graded, words, 0, 1, 0) == 20
    assert kernel("status").dossier_score(graded, words, 0, -1, 0) == 80


@pytest.mark.parametrize(
    ("records", "grade", "lists"),
    [
        ([], 0, 0b1000),
        ([0], 1, 0b0000),
        ([0, 0], 1, 0b0000),
        ([0, 0, 2], 1, 0b0010),
        ([1], 2, 0b0101),
        ([1, 2, 2], 1, 0b0001),
        ([1, 0, 0, 0], 2, 0b0111),
    ],
)
def test_a_state_is_the_grade_and_the_lists(kernel, listing, dossier, records, grade, lists):
    words = dossier(*((r, 5, TRUE) for r in records))
    assert kernel("status").dossier_status(listing, words, 0, -1, 0) == grade + MAX_GRADES * lists


def test_a_state_with_one_more_record_is_that_of_the_dossier_with_it(kernel, listing, dossier):
    state_of = kernel("status").dossier_status
    for held in ([], [0, 0], [2], [0, 2], [1]):
        for more in range(3):
            now, then = dossier(*((r, 5, TRUE) for r in held)), dossier(*((r, 5, TRUE) for r in [*held, more]))
            assert state_of(listing, now, 0, more, 0) == state_of(listing, then, 0, -1, 0)
            both = state_of(listing, now, 0, -1, 0), state_of(listing, now, 0, more, 0)
            assert kernel("status").status_without_and_with(listing, now, 0, more, 0) == both

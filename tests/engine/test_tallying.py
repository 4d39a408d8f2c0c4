from __future__ import annotations

import numpy as np
import pytest

from underheaven.engine import tallying
from underheaven.fields import FIXED_DIMS, TALLIES
from underheaven.kernel.tables import DEFAULTED_COLUMN, LISTED_COLUMN, REPAID_COLUMN

LABELS = {
    "kind": ("a", "b", "c"), "group": ("g", "h"), "region": ("r", "s"), "list": ("l",), "grade": ("A", "B"),
    "denial": (), "visible": ("clear", "blacklisted"),
}  # fmt: skip


@pytest.fixture
def chunks():
    return tallying.counts(3), tallying.regional(3, 2)


def test_every_tally_is_named_at_the_size_of_the_documents(chunks):
    named = tallying.named(*chunks, LABELS)
    assert list(named) == [f.name for f in TALLIES]
    for field in TALLIES:
        sizes = tuple(len(LABELS.get(d, FIXED_DIMS.get(d, ()))) for d in field.dims)
        assert named[field.name].shape == sizes
        assert named[field.name].dtype == np.int64


def test_chunks_are_summed(chunks):
    tally, regional = chunks
    for chunk in range(3):
        tally[chunk].acts[2, 1] += 10**chunk
        tally[chunk].score += chunk
        regional[chunk, 1, LISTED_COLUMN] += 1
    named = tallying.named(tally, regional, LABELS)
    assert named["acts"].tolist() == [[0, 0], [0, 0], [0, 111]]
    assert named["score"] == 3
    assert named["listed_by_region"].tolist() == [[0, 3]]


def test_loans_by_region_are_told_apart(chunks):
    tally, regional = chunks
    regional[0, 0, REPAID_COLUMN + 1] = 5
    regional[2, 1, DEFAULTED_COLUMN] = 7
    named = tallying.named(tally, regional, LABELS)
    assert named["repaid"].tolist() == [[0, 5], [0, 0]]
    assert named["defaulted"].tolist() == [[0, 0], [7, 0]]
    loans = tallying.loans_of(regional.sum(axis=0))
    assert loans[0, 0, 1] == 5
    assert loans[1, 1, 0] == 7
    assert loans.sum() == 12


def test_what_is_named_is_a_copy(chunks):
    tally, regional = chunks
    named = tallying.named(tally, regional, LABELS)
    tally[0].acts[0, 0] = 1
    regional[0, 0, REPAID_COLUMN] = 1
    assert named["acts"].sum() == named["repaid"].sum() == 0

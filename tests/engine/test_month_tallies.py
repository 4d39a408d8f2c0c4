from __future__ import annotations

import numpy as np
import pytest

from underheaven.engine.month_tallies import Tallies
from underheaven.fields.dimensions import FIXED_DIMS
from underheaven.fields.tallies import TALLIES
from underheaven.kernel.table_layout import DEFAULTED_COLUMN, LISTED_COLUMN, REPAID_COLUMN

LABELS = {
    "kind": ("a", "b", "c"),
    "group": ("g", "h"),
    "region": ("r", "s"),
    "list": ("l",),
    "grade": ("A", "B"),
    "denial": (),
    "visible": ("clear", "blacklisted"),
}


@pytest.fixture
def chunks():
    return Tallies(3, 2)


def named(chunks):
    chunks.sum_chunks()
    return chunks.named_tallies(LABELS)


def test_every_tally_is_named_at_the_size_of_the_documents(chunks):
    month = named(chunks)
    assert list(month) == [f.name for f in TALLIES]
    for field in TALLIES:
        sizes = tuple(len(LABELS.get(d, FIXED_DIMS.get(d, ()))) for d in field.dims)
        assert month[field.name].shape == sizes
        assert month[field.name].dtype == np.int64


def test_chunks_are_summed(chunks):
    for chunk in range(3):
        chunks.counts[chunk].acts[2, 1] += 10**chunk
        chunks.counts[chunk].score += chunk
        chunks.counts[chunk].moments[1, 1] += 1
        chunks.regional[chunk, 1, LISTED_COLUMN] += 1
    month = named(chunks)
    assert month["acts"].tolist() == [[0, 0], [0, 0], [0, 111]]
    assert month["score"] == chunks.moments[1, 1] == chunks.moments.sum() == 3
    assert month["listed_by_region"].tolist() == [[0, 3]]


def test_loans_by_region_are_told_apart(chunks):
    chunks.regional[0, 0, REPAID_COLUMN + 1] = 5
    chunks.regional[2, 1, DEFAULTED_COLUMN] = 7
    month = named(chunks)
    assert month["repaid"].tolist() == [[0, 5], [0, 0]]
    assert month["defaulted"].tolist() == [[0, 0], [7, 0]]
    loans = chunks.loans()
    assert loans[0, 0, 1] == 5
    assert loans[1, 1, 0] == 7
    assert loans.sum() == 12


def test_what_is_named_is_a_copy(chunks):
    before = named(chunks)
    chunks.counts[0].acts[0, 0] = 1
    chunks.regional[0, 0, REPAID_COLUMN] = 1
    after = named(chunks)
    assert before["acts"].sum() == before["repaid"].sum() == 0
    assert after["acts"].sum() == after["repaid"].sum() == 1


def test_a_month_begins_with_nothing(chunks):
    chunks.counts[1].acts[0, 0] = 1
    chunks.regional[2, 0, REPAID_COLUMN] = 1
    chunks.clear()
    assert all(tally.sum() == 0 for tally in named(chunks).values())

"""Counts month by month."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.errors import RequestError
from underheaven.labels import PLAIN_SERIES, SERIES_BY_LABEL
from underheaven.measure.count_series import LABELLED_SERIES, SERIES_NAMES, SHARE_SERIES, UNLABELLED_SERIES, read_series
from underheaven.measure.families import reach


def fill(run, world, replicate):
    if world == 0:
        return
    t = run.tallies
    t["listed"][:, 0] = [[0, 0, 0, 0], [2, 1, 0, 1], [1, 0, 1, 0]]
    t["blacklisted"][:] = t["listed"][:, 0]
    t["listed"][:, 1] = 1  # a redlist
    t["entries"][:, 0, 0] = [3, 0, 2]
    t["first_listed"][:, 2] = [1, 1, 0]
    t["performed"][:] = [[1, 0, 9], [0, 2, 9], [0, 0, 9]]
    t["denied"][:, 0, 0] = [0, 4, 1]
    t["denied"][:, 1, 1] = [7, 0, 1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("listed_now", [0, 4, 2]),
        ("cumulative_entries", [3, 3, 5]),
        ("ever_listed", [1, 2, 2]),
        ("cumulative_performed", [1, 3, 3]),
        ("cumulative_denied:flights", [0, 4, 5]),
        ("cumulative_denied: high-speed rail", [7, 7, 8]),
        ("share_of_listed:men", [np.nan, 3 / 4, 1 / 2]),
        ("share_of_listed:40-49", [np.nan, 2 / 4, 2 / 2]),
    ],
)
def test_counted_by_hand(make, name, expected):
    values = read_series(make(fill), name)
    assert set(values.dims) == {"scenario", "replicate", "month"}
    np.testing.assert_array_equal(values.sel(scenario="court", replicate=0).values, expected)


def test_series_end_where_measures_stand(random):
    persons = random["persons"].isel(month=-1).sum("group")
    for name in ("listed_now", "ever_listed"):
        last = 1e5 * read_series(random, name).isel(month=-1) / persons
        np.testing.assert_allclose(last, getattr(reach, name)(random), rtol=1e-12)


def test_categories_part_the_listed(random):
    both = read_series(random, "share_of_listed:men") + read_series(random, "share_of_listed:women")
    np.testing.assert_allclose(both, 1, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("flights", "measure 'flights'.*cumulative_denied:HABIT"),
        ("listed_now:men", "measure 'listed_now:men'"),
        ("cumulative_denied", "measure 'cumulative_denied'"),
        ("cumulative_denied:cruises", "habit 'cruises'.*flights, high-speed rail"),
        ("share_of_listed:me", "category 'me'.*men, 40-49, other, women"),
    ],
)
def test_an_unknown_name_is_told_the_known(make, name, sentence):
    with pytest.raises(RequestError, match=sentence):
        read_series(make(), name)


def test_names_are_listed():
    assert SERIES_NAMES[:2] == ("listed_now", "cumulative_entries")
    assert "share_of_listed:CATEGORY" in SERIES_NAMES


def test_the_series_that_documents_may_name_are_those_that_there_are():
    assert tuple(UNLABELLED_SERIES) == PLAIN_SERIES
    assert tuple(LABELLED_SERIES) == tuple(SERIES_BY_LABEL)
    assert set(SHARE_SERIES) < set(SERIES_BY_LABEL)

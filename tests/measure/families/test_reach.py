"""Reach, on results small enough to count."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure.families import reach


def fill(run, world, replicate):
    if world == 0:
        return
    t = run.tallies
    t["listed"][:, 0] = [[0, 0, 0, 0], [1, 1, 0, 0], [1, 0, 0, 1]]  # defaulters
    t["blacklisted"][:] = t["listed"][:, 0]
    t["listed"][:, 1] = 2  # model citizens, a redlist
    t["listed_by_region"][2, 0] = [2, 0]
    t["entries"][1, 0, 0] = 2
    t["entries"][2, 0, 1] = 1
    t["entries"][:, 1] = 5
    t["exits"][2] = [1, 9]
    t["first_listed"][:, 0] = [0, 2, 1]
    t["live_records"][2] = [3, 1, 0, 0, 0]
    t["recorded"][:, 0, 0] = [4, 0, 2]
    t["overflow"][1] = 2
    t["denied"][:, 0, 0] = [0, 3, 1]
    t["denied"][:, 1, 3] = [0, 0, 2]
    run.sums["months_listed"][:] = [2, 1, 1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("listed_now", 2 / 8 * 1e5),
        ("ever_listed", 3 / 8 * 1e5),
        ("entries", 3 / 8 * 1e5),
        ("months_listed", 0.5),
        ("live_records_per_person", 0.5),
        ("records_filed", 6 / 8 * 1e5),
        ("records_lost", 2 / 6),
        ("denials", 6 / 8 * 1e5),
        ("exits", 1 / 3),
    ],
)
def test_counted_by_hand(make, name, expected):
    values = getattr(reach, name)(make(fill))
    assert values.dims == ("scenario", "replicate")
    assert values.sel(scenario="court").item() == pytest.approx(expected, abs=1e-12)
    nothing = values.sel(scenario="none").item()
    assert nothing == 0 or (name in ("exits", "records_lost") and np.isnan(nothing))


def test_groups_habits_and_regions(make):
    dataset = make(fill).sel(scenario=["court"])
    assert reach.listed_by_group(dataset).values.tolist() == [[[50_000, 0, 0, 50_000]]]
    assert reach.ever_listed_by_group(dataset).values.tolist() == [[[150_000, 0, 0, 0]]]
    assert reach.denials_by_kind(dataset).values.tolist() == [[[50_000, 25_000]]]
    assert reach.listed_share_by_region(dataset).values.tolist() == [[[1, 0]]]


def test_the_whole_is_the_mean_of_its_groups(random):
    by_group = reach.listed_by_group(random).weighted(random["persons"].isel(month=-1)).mean("group")
    np.testing.assert_allclose(by_group, reach.listed_now(random), rtol=1e-12)
    np.testing.assert_allclose(reach.denials_by_kind(random).sum("denial"), reach.denials(random), rtol=1e-12)


def test_a_list_of_no_colour_is_a_blacklist(make):
    dataset = make(fill).drop_vars("list_colour")
    with_colours = make(fill)
    assert (
        reach.entries(dataset).sel(scenario="court").item() > reach.entries(with_colours).sel(scenario="court").item()
    )

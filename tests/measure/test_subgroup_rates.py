"""By group and by region over time, on results small enough to count."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.scales import MICRO
from underheaven.measure.monthly_measures import MONTHLY_MEASURES
from underheaven.measure.subgroup_rates import SUBGROUP_RATES, rate_over_months

BY = {(by, rate.name): rate for by, rates in SUBGROUP_RATES.items() for rate in rates}


def fill(run, world, replicate):
    t = run.tallies
    t["blacklisted"][:, 0] = [0, 1, 2]
    t["filed"][:, 1] = [[3, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 0, 1]]
    t["detriment_by_group"][:, 1, 1, 3] = np.array([0, 8, 4]) * MICRO
    t["workforce"][:, 2] = [2, 2, 1]
    t["unemployed"][:, 2] = [1, 1, 1]
    t["listed_by_region"][:, :, 1] = [[0, 9], [2, 9], [4, 9]]  # the second is a redlist
    t["repaid"][:, 0, 0], t["defaulted"][:, 0, 0] = [1, 2, 0], [1, 0, 4]
    run.sums["region"][:] = [0, 0, 0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("by", "name", "label", "first_two", "last"),
    [
        ("group", "blacklisted", 0, 25_000, 100_000),
        ("group", "records_filed", 1, 100_000, 50_000),
        ("group", "wrongful_records", 1, 25_000, 50_000),
        ("group", "detriment", 3, 2, 2),
        ("group", "unemployed", 2, 0.5, 1),
        ("region", "listed_by_region", 1, 50_000, 200_000),
        ("region", "loans_ended", 0, 100_000 / 3, 400_000 / 6),
        ("region", "default_share", 0, 0.25, 1),
    ],
)
def test_counted_by_hand(make, by, name, label, first_two, last):
    dataset = make(fill)
    for months, expected in ((slice(0, 2), first_two), (slice(2, 3), last)):
        found = rate_over_months(dataset, BY[by, name], by, months)
        assert found.dims == ("scenario", "replicate", by)
        assert found.values[1, 0, label] == pytest.approx(expected)


@pytest.mark.parametrize("name", sorted({n for by, n in BY if by == "group"} & set(MONTHLY_MEASURES)))
def test_groups_add_up_to_the_measure_of_everybody(random, name):
    """Weighed by their persons, or by their workers, groups are the month's number."""
    rate, whole = BY["group", name], MONTHLY_MEASURES[name](random)
    if name in ("detriment", "records_filed"):  # random numbers know no identity of the two tallies behind these
        random["detriment"] = random["detriment_by_group"].sum("group").expand_dims(origin=["true"])
        random["recorded"] = random["filed"].sum("group")
        whole = MONTHLY_MEASURES[name](random)
    for m in range(random.sizes["month"]):
        by, weights = rate_over_months(random, rate, "group", slice(m, m + 1)), rate.denominator(random).isel(month=m)
        np.testing.assert_allclose((by * weights).sum("group") / weights.sum("group"), whole.isel(month=m))


def test_a_label_without_anybody_has_no_number(make):
    found = rate_over_months(make(), BY["region", "listed_by_region"], "region", slice(0, 3))
    assert found.isel(region=0).notnull().all()
    assert found.isel(region=1).isnull().all()

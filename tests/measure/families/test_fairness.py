"""Fairness, on tables worked out on paper and on groups of known size."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.tallies import TALLIES
from underheaven.measure.families import fairness
from underheaven.measure.inference.estimate import estimate_level
from underheaven.measure.registry import MEASURES
from underheaven.record.dataset_assembly import assemble_dataset
from underheaven.record.schema import RecordedRun, field_shape

from ..conftest import LABELS, MONTHS

SIZES = (2_000, 2_000, 1_000, 999)


def test_direct_standardisation_on_paper():
    """Two bands: 30 of 10 and 90 of 90 here, 5 of 5 and 20 of 10 there; differences 2 and -1, weights 15 and 100."""
    count = np.array([[10, 90], [5, 10]], float)
    total = np.array([[30, 90], [5, 20]], float)
    assert fairness.standardised_gap(count, total, 0) == pytest.approx((15 * 2 - 100 * 1) / 115)
    assert fairness.standardised_gap(count, total, 1) == -fairness.standardised_gap(count, total, 0)


def test_a_band_of_one_side_alone_is_left_out():
    count, total = np.array([[10, 90], [5, 0]], float), np.array([[30, 90], [5, 0]], float)
    assert fairness.standardised_gap(count, total, 0) == pytest.approx(2)
    assert np.isnan(fairness.standardised_gap(np.array([[1, 0], [0, 1]], float), np.ones((2, 2)), 0))


def test_bands_of_conduct():
    sums = {"acts": np.array([0, 1, 2, 3, 5, 6, 60, 0]), "months_under_judgment": np.array([0, 0, 0, 0, 0, 0, 0, 4])}
    assert fairness.conduct_strata(sums).tolist() == [0, 2, 4, 6, 6, 8, 8, 1]


def lived(replicate, unequal):
    """Each act costs a month on a list; the second group acts twice as often, and the third pays double if unequal."""
    tallies = {f.name: np.zeros((len(MONTHS), *field_shape(f, LABELS)), np.int64) for f in TALLIES}
    tallies["persons"][:] = SIZES
    sums = {f.name: np.zeros(sum(SIZES), f.dtype) for f in PERSON_FIELDS}
    sums["group"][:] = np.repeat(range(4), SIZES)
    acts = np.arange(sum(SIZES)) % 2 + (sums["group"] == 1) * (np.arange(sum(SIZES)) % 2)
    sums["acts"][:] = acts
    sums["months_listed"][:] = acts * np.where(unequal & (sums["group"] == 2), 2, 1)
    return RecordedRun(tallies, sums, LABELS)


def result(unequal):
    runs = [[lived(r, u) for r in range(2)] for u in (False, unequal)]
    return assemble_dataset(runs, ["none", "court"], {}, MONTHS)


def test_a_group_that_acts_more_is_listed_more_and_not_at_equal_conduct():
    fair = fairness.equal_conduct_gap(result(False), "months_listed")
    assert np.abs(fair).max() < 1e-12
    assert fairness.equal_conduct_listed(result(False)).values == pytest.approx(np.zeros((2, 2)), abs=1e-12)


def test_a_group_that_pays_double_stands_out_at_equal_conduct():
    found = fairness.equal_conduct_gap(result(True), "months_listed").sel(scenario="court", replicate=0)
    assert int(found.values.argmax()) == 2
    # One act or none; who acts twice is of the second group alone, and is left out. One act weighs 2,000 of 5,000.
    assert found.values[2] == pytest.approx(2_000 / 5_000, abs=1e-3)
    widest = fairness.equal_conduct_listed(result(True)).sel(scenario="court")
    assert (widest > found.values[2]).all()


def test_most_over_least_leaves_small_groups_out():
    ratio = fairness.listing_ratio(result(False))
    assert ratio.values == pytest.approx(np.ones((2, 2)))
    assert fairness.burden_ratio(result(False)).isnull().all()  # nobody bears anything


GROUPS, PERSONS, REPLICATES = 6, 9_000, 8


def unequal(worlds, gap, seed=3):
    """Results whose groups are dealt by chance: few are listed, for long; the last group ``gap`` months more.

    One result of many replicates, cut into worlds of eight by `printed`; months listed are rare and skewed.
    """
    rng = np.random.default_rng(seed)
    labels = LABELS | {"group": tuple(f"group {n}" for n in range(GROUPS))}
    tallies = {f.name: np.zeros((len(MONTHS), *field_shape(f, labels)), np.int64) for f in TALLIES}
    tallies["persons"][:] = PERSONS // GROUPS
    runs = []
    for _ in range(worlds * REPLICATES):
        sums = {f.name: np.zeros(PERSONS, f.dtype) for f in PERSON_FIELDS}
        sums["acts"][:] = rng.poisson(0.4, PERSONS)
        sums["group"][:] = rng.permutation(np.arange(PERSONS) % GROUPS)
        listed = rng.random(PERSONS) < 0.02 + 0.04 * np.minimum(sums["acts"], 2)
        more = gap * (sums["group"] == GROUPS - 1)
        sums["months_listed"][:] = listed * rng.geometric(1 / 30, PERSONS) + rng.poisson(more, PERSONS)
        sums["wrongful_records"][:] = rng.random(PERSONS) < 0.004
        sums["detriment"][:] = sums["months_listed"].astype(np.int64) * 1000
        runs.append(RecordedRun(tallies, sums, labels))
    return assemble_dataset([runs], ["court"], {}, MONTHS)


def printed(result, name):
    """Gives what is printed of worlds of eight replicates each."""
    places = range(0, result.sizes["replicate"], REPLICATES)
    worlds = [result.isel(replicate=slice(n, n + REPLICATES)) for n in places]
    return [estimate_level(world, name, MEASURES[name].function(world), "court") for world in worlds]


WORLDS = 100


@pytest.fixture(scope="module")
def nulls():
    """Worlds in which no group differs from another."""
    return unequal(WORLDS, gap=0.0)


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("equal_conduct_listed", 0.0),
        ("equal_conduct_detriment", 0.0),
        ("listing_ratio", 1.0),
        ("error_ratio", 1.0),
        ("burden_ratio", 1.0),
    ],
)
def test_where_groups_differ_by_chance_alone_the_interval_holds_the_truth(nulls, name, truth):
    """Catches a gap between two groups chosen on the persons they are measured on: 95 % intervals must mean it."""
    found = printed(nulls, name)
    held = sum(one.low <= truth <= one.high for one in found)
    assert abs(held - 0.95 * WORLDS) < 4 * np.sqrt(WORLDS * 0.95 * 0.05)
    means = np.array([one.mean for one in found])
    assert abs(means.mean() - truth) < 4 * means.std(ddof=1) / np.sqrt(WORLDS) + 0.02 * truth


def test_the_gap_of_groups_chosen_where_they_are_measured_would_be_selection():
    """What the measure was before: the widest gap of a world in which no group differs is well above nought."""
    gaps = fairness.equal_conduct_gap(unequal(4, gap=0.0), "months_listed").mean("replicate")
    assert float((gaps.max("group") - gaps.min("group")).mean()) > 0.1


def test_a_planted_gap_is_found_at_its_size():
    """One group of six has a month more than any other: that is the gap, and 0 lies outside the interval."""
    gap = 1.0
    found = printed(unequal(20, gap), "equal_conduct_listed")
    assert sum(one.low > 0 for one in found) >= 19
    # The gap of each group to all others holds it in the denominator of the rest: 6/5 of the gap at most, never twice.
    assert np.mean([one.mean for one in found]) == pytest.approx(gap * 6 / 5, rel=0.15)


def test_too_few_persons_have_no_ends(make):
    assert fairness.listing_ratio(make()).isnull().all()
    assert fairness.equal_conduct_detriment(make()).isnull().all()

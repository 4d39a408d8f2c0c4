"""Numbers of adults present throughout the run, by label."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.scales import MICRO
from underheaven.measure import closed_cohort
from underheaven.measure.closed_cohort import PERSON_MEASURES, mean_by_label, persons_by_label


def fill(run, world, replicate):
    run.sums["group"][:] = [0, 0, 1, 1, 1, 2, 2, 2]
    run.sums["region"][:] = [0, 0, 0, 0, 1, 1, 1, 1]
    run.sums["renewals"][4] = 1
    run.sums["minor"][5] = 1
    run.sums["months_listed"][:] = [2, 0, 3, 0, 9, 9, 0, 0]
    run.sums["detriment"][:] = np.array([1, 2, 3, 4, 50, 60, 7, 9]) * MICRO


def test_renewed_places_and_children_are_left_out(make):
    dataset = make(fill)
    assert persons_by_label(dataset, "group").sel(scenario="court").values.tolist() == [[2, 2, 2, 0]]
    assert persons_by_label(dataset, "region").sel(scenario="court").values.tolist() == [[4, 2]]


def test_means_by_group_and_region(make):
    dataset = make(fill).sel(scenario=["court"])
    assert mean_by_label(dataset, "detriment", "group").values[0, 0, :3].tolist() == [1.5, 3.5, 8]
    assert mean_by_label(dataset, "detriment", "region").values[0, 0].tolist() == [2.5, 8]
    assert mean_by_label(dataset, "ever_listed", "group").values[0, 0, :3].tolist() == [50_000, 50_000, 0]
    assert np.isnan(mean_by_label(dataset, "detriment", "group").values[0, 0, 3])


@pytest.mark.parametrize("name", PERSON_MEASURES)
def test_labels_add_up_to_everybody(random, name):
    by_group, persons = mean_by_label(random, name, "group"), persons_by_label(random, "group")
    by_region = mean_by_label(random, name, "region")
    whole = (by_group * persons).sum("group")
    np.testing.assert_allclose((by_region * persons_by_label(random, "region")).sum("region"), whole)
    assert (whole > 0).any()


def test_one_life_is_read_at_a_time(random):
    (place, sums), *rest = closed_cohort.iterate_cohorts(random, ("acts",))
    assert place == (0, 0)
    assert set(sums) == {"acts", "renewals", "minor"}
    assert len(rest) == random.sizes["scenario"] * random.sizes["replicate"] - 1

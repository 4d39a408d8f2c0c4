"""Findings about gravity, equal conduct and never getting out: the measures, said in words."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure import fairness, recovery
from underheaven.measure.interval import Interval
from underheaven.measure.registry import MEASURES
from underheaven.show.page.findings import findings
from underheaven.show.page.on_fairness import _follows, gaps, never_off
from underheaven.show.page.scene import scene_of

COURT = "court-defaulters-2013"


def said(dataset):
    return {finding.name: finding for finding in findings(scene_of(dataset), COURT)}


def test_who_never_gets_out_is_the_measure_and_names_groups(court, scene):
    out = said(court)["out"]
    assert out.question == "Who never gets out?"
    assert out.numbers[0].mean == pytest.approx(MEASURES["never_off_share"].function(court).sel(world=COURT).mean())
    by = never_off(scene, COURT)
    assert max(by, key=lambda c: by[c].mean) in out.text
    assert "luck does not tell the two apart" in out.text
    nobody = court.assign(person_months_listed=court["person_months_listed"] * 0)
    assert "out" not in said(nobody)


def test_the_group_hit_most_at_equal_conduct_is_named(court, scene):
    found = gaps(scene, COURT, "equal_conduct_detriment_in")
    worst = max(found, key=lambda c: (found[c].low > 0, found[c].mean))
    text = said(court)["equal conduct"].text
    assert f"a person in the group {worst}" in text
    assert set(found) <= set(fairness.equal_conduct_gap_in(court, "detriment"))


def test_small_groups_are_left_out(court):
    few = scene_of(court.isel(person=slice(0, 900)))
    assert gaps(few, COURT, "equal_conduct_detriment_in") == {}
    assert never_off(few, COURT) == {}


def test_two_halves_of_an_attribute_part_by_opposite_gaps(court):
    by = fairness.equal_conduct_gap_in(court, "months_listed")
    np.testing.assert_allclose(by["men"].values, -by["women"].values)


def test_never_off_of_categories_averages_to_the_whole(court):
    by = recovery.never_off_share_in(court)
    whole = recovery.never_off_share(court).sel(world=COURT).values
    mine = np.array([by[c].sel(world=COURT).values for c in ("men", "women")])
    assert (mine.min(axis=0) <= whole).all()
    assert (whole <= mine.max(axis=0)).all()


@pytest.mark.parametrize(
    ("mean", "low", "high", "words"),
    [
        (0.01, -0.1, 0.1, "hardly follows"), (0.5, -0.1, 1.1, "is not told from luck"), (-0.5, -0.6, -0.4, "against"),
        (0.5, 0.4, 0.6, "done loosely."), (0.8, 0.7, 0.9, "follows the gravity of what was done."),
    ],
)  # fmt: skip
def test_whether_punishment_follows_gravity_is_said_as_far_as_luck_lets_it(mean, low, high, words):
    assert words in _follows(Interval(mean, low, high, 4, ""))

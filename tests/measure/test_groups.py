"""Groups by one attribute at a time."""

from __future__ import annotations

from underheaven.measure.groups import group_categories, sum_over_category


def fill(run, world, replicate):
    run.tallies["first_listed"][0] = [5, 3, 2, 1]


def test_attributes_are_taken_apart(make):
    dataset = make(fill)
    assert group_categories(dataset) == (("men", "women"), ("40-49", "other"))
    first = dataset["first_listed"].sum("month").sel(scenario="court")
    assert sum_over_category(first, 0, "men").item() == 8
    assert sum_over_category(first, 1, "other").item() == 4


def test_a_society_without_attributes_has_no_categories(make):
    dataset = make(fill).assign_coords(group=["everybody", "men, urban", "women", "a, b, c"])
    assert group_categories(dataset) == ()

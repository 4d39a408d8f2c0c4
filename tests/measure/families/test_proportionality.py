"""Proportion, on a table worked out on paper and on results of known cells."""

from __future__ import annotations

import json

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from underheaven.fields.codes import CAUSES, CONTEXTS
from underheaven.fields.scales import MICRO
from underheaven.measure.families import added_detriment, proportionality
from underheaven.measure.registry import MEASURES, PAIRED

MATRIX = np.array([[10, 2, 0], [0, 5, 5], [0, 8, 0]], float)


def test_the_worked_table():
    related = np.eye(3, dtype=bool)
    related[0, 1] = True
    assert proportionality.unrelated_share(MATRIX, related) == pytest.approx(13 / 30, abs=1e-12)
    gravity, booked = np.array([1, 2, 4, 8.0]), np.array([5, 4, 8, 40.0])
    assert proportionality.excess_over_gravity(gravity, booked, 2) == pytest.approx(9 / 19, abs=1e-12)
    assert proportionality.kendall_tau_b(gravity, booked) == pytest.approx(2 / 3, abs=1e-12)


def fill(run, world, replicate):
    if world == 0:
        return
    d = run.tallies["detriment"]
    d[0, 1, 1, 0] = 6  # credit for credit, a true act
    d[1, 1, 2, 0] = 2  # travel for credit, a true act
    d[2, 0, 0, 1] = 1  # work for work, a false record
    d[2, 9, 0, 0] = 1  # work, for one's ties


def test_counted_by_hand(make):
    dataset = make(fill)
    assert proportionality.cross_context_share(dataset).sel(scenario="court").item() == pytest.approx(3 / 10)
    assert proportionality.unjustified_share(dataset).sel(scenario="court").item() == pytest.approx(2 / 10)
    wider = proportionality.SAME_CONTEXT | {("credit", "travel")}
    assert proportionality.cross_context_share(dataset, wider).sel(scenario="court").item() == pytest.approx(1 / 10)
    assert proportionality.cross_context_share(dataset).sel(scenario="none").isnull().all()
    assert proportionality.unjustified_share(dataset).sel(scenario="none").isnull().all()


def test_all_and_none_related(random):
    everything = {(cause, effect) for cause in CAUSES for effect in CONTEXTS}
    np.testing.assert_array_equal(proportionality.cross_context_share(random, everything), 0)
    np.testing.assert_array_equal(proportionality.cross_context_share(random, ()), 1)


def test_every_measure_says_what_it_is_not():
    for name in ("cross_context_share", "unjustified_share", "excess_share", "context_pairs_to_halve"):
        assert MEASURES[name].definition.endswith(proportionality.LEGAL_NOTE)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=12))
def test_tau_b_is_kendalls(pairs):
    x, y = (np.array(column, float) for column in zip(*pairs, strict=True))
    found = proportionality.kendall_tau_b(x, y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(stats.kendalltau(x, y).statistic, abs=1e-12)


def test_nothing_booked_is_unknown():
    zero = np.zeros(3)
    assert np.isnan(proportionality.excess_over_gravity(zero, zero, 2))
    assert np.isnan(proportionality.unrelated_share(np.zeros((3, 3)), np.eye(3, dtype=bool)))


def booked(run, world, replicate):
    """Court: 10 red lights of gravity 0.1 and 2 unpaid debts of gravity 1; months booked 4 and 5, of 9 in all."""
    if world == 0:
        return
    fill_in = run.tallies
    fill_in["recorded"][0, 0, 0], fill_in["recorded"][1, 1, 0] = 8, 2
    fill_in["recorded"][1, 0, 1] = 2
    fill_in["ledger"][0, 0, 4, 0], fill_in["ledger"][2, 1, 1, 0] = 4 * MICRO, 5 * MICRO
    fill_in["detriment"][0, 2, 4, 0], fill_in["detriment"][2, 1, 1, 0] = 4 * MICRO, 5 * MICRO
    fill_in["listed"][:, 0, 0], fill_in["entries"][0, 0, 0] = 2, 3


def of_court(array):
    return array.sel(scenario="court").item()


def test_detriment_beside_gravity_by_hand(make):
    dataset = make(booked)
    # 0.4 months a red light, 2.5 a debt. Beyond twice gravity: 4 - 2 and 5 - 4 of 9.
    assert of_court(proportionality.excess_share(dataset)) == pytest.approx(3 / 9)
    assert of_court(proportionality.excess_share(dataset, 1)) == pytest.approx((3 + 3) / 9)
    assert np.isnan(proportionality.excess_share(dataset).sel(scenario="none").item())
    assert proportionality.excess_share(dataset.drop_vars("kind_gravity")).isnull().all()


def test_good_kinds_have_no_place_in_the_order(make):
    dataset = make(booked).assign_coords(kind_sort=("kind", np.array(["prosocial", "", "", ""])))
    assert of_court(proportionality.excess_share(dataset)) == pytest.approx(1 / 5)


@pytest.mark.parametrize(("kinds", "fewest", "told"), [(6, 30, True), (5, 30, False), (6, 29, False), (8, 30, True)])
def test_an_order_of_kinds_is_told_of_enough_kinds_with_enough_records(kinds, fewest, told):
    """Three kinds, or kinds with a record or two, have an order by chance or by the document's own terms."""
    gravity, records = np.arange(kinds, dtype=float), np.full(kinds, 100.0)
    records[0] = fewest
    found = proportionality._tau_b_of_kinds(gravity, records, gravity * records)
    assert found == 1 if told else np.isnan(found)


def test_a_kind_with_few_records_has_no_place_in_the_order():
    gravity, records = np.arange(7, dtype=float), np.array([100.0] * 6 + [2])
    costs = gravity.copy()
    costs[6] = -9
    assert proportionality._tau_b_of_kinds(gravity, records, costs * records) == 1


def test_what_no_record_bears_is_in_neither_part_nor_whole_of_the_excess(make):
    dataset = make(booked)
    before = of_court(proportionality.excess_share(dataset))
    dataset["detriment"].loc[{"cause": "none:ties"}] += 10 * MICRO
    assert of_court(proportionality.excess_share(dataset)) == before
    assert of_court(proportionality.cross_context_share(dataset)) > 4 / 9
    assert "that no record bears" in MEASURES["excess_share"].definition


def test_a_study_says_what_is_related_and_how_much_is_too_much(make):
    dataset = make(booked)
    assert of_court(proportionality.cross_context_share(dataset)) == pytest.approx(4 / 9)
    plan = {"proportionality": {"related": {"travel": ["housing"]}, "multiple": 1.0}}
    dataset.attrs["plan"] = json.dumps(plan)
    assert of_court(proportionality.cross_context_share(dataset)) == 0
    assert of_court(proportionality.excess_share(dataset)) == pytest.approx(6 / 9)
    assert proportionality.unrelated_pair_effects(dataset) == []
    assert np.isnan(of_court(proportionality.context_pairs_to_halve(dataset)))


def test_how_u_hangs_on_the_relatedness(make):
    found = proportionality.unrelated_pair_effects(make(fill, 2))
    assert [(p.scenario, p.cause, p.effect, p.reduction.mean) for p in found] == [
        ("court", "credit", "travel", pytest.approx(0.2))
    ]
    assert of_court(proportionality.context_pairs_to_halve(make(fill))) == 1


def test_the_least_number_of_pairs_that_halve_u():
    related = np.zeros((len(CAUSES), len(CONTEXTS)), bool)
    matrix = np.zeros(related.shape)
    matrix[0, 1:5] = 4, 3, 2, 1
    assert proportionality.min_pairs_to_halve(matrix, related) == 2  # 4 + 3 of 10
    matrix[0, 1] = 6
    assert proportionality.min_pairs_to_halve(matrix, related) == 1  # 6 of 12, exactly half
    matrix[-1, 0] = 100  # an official: no pair of contexts covers that
    assert np.isnan(proportionality.min_pairs_to_halve(matrix, related))
    assert np.isnan(proportionality.min_pairs_to_halve(np.zeros(related.shape), related))


def test_detriment_led_to_is_counted_person_by_person(make):
    def lives(run, world, replicate):
        run.sums["detriment"][:4] = np.array([[3, 0, 1, 0], [1, 4, 1, 0]][world]) * MICRO

    dataset = make(lives)
    assert of_court(added_detriment.added_detriment(dataset, "none")) == pytest.approx(4 / 8)
    assert of_court(added_detriment.worse_off(dataset, "none")) == pytest.approx(1 / 8)
    assert added_detriment.added_detriment(dataset, "none").sel(scenario="none").item() == 0
    # One is spared 2 months and one led to 4: the signed means say so.
    assert of_court(added_detriment.added_detriment_signed(dataset, "none")) == pytest.approx(2 / 8)
    assert of_court(added_detriment.worse_off_signed(dataset, "none")) == 0


def test_beside_a_baseline_without_detriment_no_measure_repeats_another(make):
    """There added_detriment was detriment to the last digit, and worse_off those ever listed."""

    def lives(run, world, replicate):
        run.sums["detriment"][:4] = np.array([3, 0, 1, 0]) * MICRO * world

    dataset = make(lives)
    repeating = [one for one in PAIRED.values() if one.duplicate_of]
    assert {one.name for one in repeating} == {
        "added_detriment",
        "added_detriment_signed",
        "worse_off",
        "worse_off_signed",
    }
    for one in repeating:
        assert one.duplicate_of in MEASURES
        assert one.function(dataset, "none").isnull().all()
        assert one.function(dataset, "court").notnull().all()


def test_each_replicate_may_have_gravities_of_its_own(make):
    """As where gravity is assumed, and moved from point to point: each replicate is measured by its own."""
    dataset = make(booked)
    grave = ["1000.0"] * dataset.sizes["kind"]
    own = dataset.assign_coords(kind_gravity=(("replicate", "kind"), [grave]))
    assert of_court(proportionality.excess_share(own)) == 0
    both = xr.concat([dataset.drop_vars("kind_gravity"), dataset.drop_vars("kind_gravity")], "replicate")
    each = both.assign_coords(kind_gravity=(("replicate", "kind"), [list(dataset["kind_gravity"].values), grave]))
    assert proportionality.excess_share(each).sel(scenario="court").values.tolist() == [pytest.approx(3 / 9), 0]

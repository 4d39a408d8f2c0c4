"""Counts of a label or a month: exact where rare, none where too few, and Student's t where they are many."""

from math import isnan

import numpy as np
import pytest

from underheaven.measure.inference import rare_event_intervals
from underheaven.measure.inference.event_intervals import interval_of_events
from underheaven.measure.inference.exact_intervals import binomial_interval, poisson_interval
from underheaven.measure.inference.interval import t_interval
from underheaven.measure.subgroup_rates import SUBGROUP_RATES

OVER = np.array([1_000.0, 1_000.0])


def fill(run, world, replicate):
    run.tallies["persons"][:] = 0
    run.tallies["persons"][:, 0] = 500
    run.tallies["workforce"][:, 0] = 200
    if world == 1:
        run.tallies["recorded"][0, 0, 0] = 5
        run.tallies["blacklisted"][:, 0] = 2 + replicate
        run.tallies["unemployed"][:, 0] = 3 + replicate


def test_a_rare_count_has_the_exact_interval_of_all_replicates():
    found = rare_event_intervals.rate_interval(np.array([300.0, 400.0]), OVER)
    low, high = poisson_interval(7)
    assert found.events == 7
    assert (found.mean, found.low, found.high) == pytest.approx((350, low * 50, high * 50))


def test_a_frequent_count_has_students():
    values = np.array([30_000.0, 40_000.0])
    assert rare_event_intervals.rate_interval(values, OVER).high == t_interval(values).high


def test_a_rare_share_is_pooled_and_leaves_out_replicates_without_a_whole():
    found = rare_event_intervals.share_interval(np.array([1, 2, 0]), np.array([30, 30, 0]))
    assert found.mean == 3 / 60
    assert (found.low, found.high) == pytest.approx(binomial_interval(3, 60))


@pytest.mark.parametrize(("events", "told"), [(49, False), (50, True)])
def test_a_mean_over_few_has_no_interval(events, told):
    found = rare_event_intervals.interval_if_enough(np.array([1.0, 2.0, 4.0]), events)
    assert found.mean == pytest.approx(7 / 3)
    assert isnan(found.low) is not told
    assert (found.note == rare_event_intervals.TOO_FEW_EVENTS) is not told


def test_who_weighs_more_counts_as_fewer_events():
    """Ten persons with one month, one with ninety: as wide as few events of that spread, not as a hundred."""
    some, whole, squares = np.array([6.0, 5.0]), np.array([95.0, 5.0]), np.array([8105.0, 5.0])
    events = rare_event_intervals._weighted_events(OVER, some, whole, squares, False, 1.0)
    assert (events.n_events, events.design_effect) == (11, pytest.approx(81.1))
    wide = interval_of_events(whole / OVER, events)
    alike = rare_event_intervals._weighted_events(OVER, some, some, some, False, 1.0)
    assert alike.design_effect == 1
    narrow = interval_of_events(some / OVER, alike)
    assert wide.high / wide.mean > narrow.high / narrow.mean > 1


def test_labels_count_persons_and_a_world_without_records_has_none_by_its_nature(make):
    found = rare_event_intervals.events_by_label(make(fill, 2), "months_listed", "group")
    assert {world: events.structural_zero for world, events in found[0].items()} == {"none": True, "court": False}
    loans = rare_event_intervals.events_by_label(make(fill, 2), "loans", "group")
    assert not loans[0]["none"].structural_zero


def test_a_label_without_events_reaches_as_far_as_one_with_few(make):
    """What this would catch: 0 to 0.03 persons per 100,000 where a group of that size could hide thousands."""

    def filled(run, world, replicate):
        fill(run, world, replicate)
        run.sums["months_listed"][:] = 0
        run.sums["group"][:] = np.arange(len(run.sums["group"])) % 2
        run.sums["months_listed"][0] = 4 * world

    dataset = make(filled, 2)
    for name, weight in (("ever_listed", 100_000), ("months_listed", 4), ("denials", 100_000), ("detriment", 1)):
        events = rare_event_intervals.events_by_label(dataset, name, "group")[1]["court"]
        assert (events.n_events, events.per, events.structural_zero) == (0, weight, False)
        found = interval_of_events(np.zeros(2), events)
        assert found.high == pytest.approx(weight * poisson_interval(0)[1] / events.denominator.sum())


def test_a_month_without_events_under_a_regime_that_records_is_chance_and_no_rule(make):
    dataset = make(fill, 2)
    none = dataset["blacklisted"].sum("group").isel(month=0) * 0.0
    found = rare_event_intervals.events_of_month(dataset, "entries", 0, none)
    assert (found["court"].structural_zero, found["none"].structural_zero) == (False, True)
    rates = {rate.name: rate for rate in SUBGROUP_RATES["group"]}
    (found,) = rare_event_intervals.events_by_period(dataset, rates["blacklisted"], "group", slice(0, 1))[1:2]
    assert (found["court"].n_events, found["court"].structural_zero, found["none"].structural_zero) == (0, False, True)


def test_a_month_counts_persons_and_parts(make):
    dataset = make(fill, 2)
    values = 100_000 * dataset["blacklisted"].sum("group").isel(month=0) / 500
    events = rare_event_intervals.events_of_month(dataset, "blacklisted", 0, values)
    assert (events["court"].n_events, events["none"].n_events) == (5, 0)
    found = interval_of_events(values.sel(scenario="court").values, events["court"])
    assert (found.low, found.high) == pytest.approx([end * 100 for end in poisson_interval(5)])
    share = rare_event_intervals.events_of_month(dataset, "unemployed", 0, values)["court"]
    assert (share.kind, list(share.denominator)) == ("share", [200, 200])
    assert rare_event_intervals.events_of_month(dataset, "legitimacy", 0, values) is None


def test_who_stands_on_a_list_for_many_months_is_one_event(make):
    dataset = make(fill, 2)
    rates = {rate.name: rate for rate in SUBGROUP_RATES["group"]}
    months = slice(0, dataset.sizes["month"])
    assert (
        rare_event_intervals.events_by_period(dataset, rates["blacklisted"], "group", months)[0]["court"].n_events == 5
    )
    (ruled,) = rare_event_intervals.events_by_period(dataset, rates["detriment"], "group", months)[0].items()
    assert (ruled[0], ruled[1].kind, ruled[1].structural_zero) == ("none", "mean", True)
    assert (
        rare_event_intervals.events_by_period(dataset, rates["unemployed"], "group", months)[0]["court"].kind == "share"
    )

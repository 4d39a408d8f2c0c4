"""Measures of several regimes: the numbers of the registry, and words where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underheaven.measure.families import speech
from underheaven.measure.inference.interval import t_interval
from underheaven.measure.measure_values import DIFFERENCE
from underheaven.measure.registry import MEASURES
from underheaven.show.report.comparison import measure_marks
from underheaven.show.report.comparison.measure_marks import PARTS_OF_LIFE, measure_row, samples_ahead
from underheaven.show.text import parameter_ranges


def mark(one, world):
    return next(mark for mark in one.marks if mark.scenario == world)


def test_levels_are_those_of_the_registry(context, four):
    one = measure_row(context, "records_filed")
    assert [m.scenario for m in one.marks] == list(context.reported_scenarios)
    for m in one.marks:
        values = MEASURES["records_filed"].function(four).sel(scenario=m.scenario).values
        assert (m.interval.mean, m.interval.high) == (values.mean(), t_interval(values).high)
        assert m.parameter_range == parameter_ranges.parameter_range(four, m.scenario, "records_filed")


def test_differences_are_paired_and_shares_of_the_other_world_are_taken_as_they_are(context, four):
    loans, felt = MEASURES["loans_made"].function(four), measure_row(context, "loans_made", DIFFERENCE)
    apart = loans.sel(scenario="credit-bureau").values - loans.sel(scenario="none").values
    assert replace(mark(felt, "credit-bureau").interval, events=None) == t_interval(apart)
    chilled = mark(measure_row(context, "chilled_speech", DIFFERENCE), "imagined-unified")
    assert chilled.interval.mean == speech.chilled_speech(four, "none").sel(scenario="imagined-unified").mean()
    assert 0 <= chilled.interval.low <= chilled.interval.high <= 1


def test_what_has_no_number_says_why(context):
    """The reformed score books no detriment and keeps no blacklist; the bureau records a single kind."""
    for name in ("cross_context_share", "unjustified_share", "ordinal_proportionality", "excess_share"):
        assert (
            mark(measure_row(context, name), "rongcheng-2021").reason,
            mark(measure_row(context, name), "rongcheng-2021").is_defined,
        ) == (
            measure_marks.NO_LOSS,
            False,
        )
    assert mark(measure_row(context, "ordinal_proportionality"), "credit-bureau").reason == measure_marks.UNRANKED
    assert mark(measure_row(context, "ever_listed"), "rongcheng-2021").reason == measure_marks.NO_LISTS
    assert mark(measure_row(context, "ever_listed"), "imagined-unified").reason == ""
    assert mark(measure_row(context, "listed_unable"), "points-licence").reason == "lists nobody for a debt"
    for name in ("wrongly_listed_share", "ever_listed", "cross_context_share", "listed_unable"):
        assert all(m.reason for m in measure_row(context, name).marks if not m.is_defined)


def test_before_a_regime_begins_nothing_is_recorded(context, four):
    silent = four.copy(deep=True)
    for name in ("recorded", "listed", "blacklisted"):
        silent[name].loc[{"scenario": "credit-bureau"}] = 0
    found = mark(
        measure_row(
            type(context)(silent, context.scenarios, context.baseline, context.regimes, context.society), "listed_now"
        ),
        "credit-bureau",
    )
    assert (found.interval.mean, found.reason) == (0, measure_marks.NO_RECORDS)


def test_parts_of_life_are_counted(context):
    found = {m.scenario: m.interval.mean for m in measure_row(context, PARTS_OF_LIFE).marks}
    assert found == {"imagined-unified": 9, "rongcheng-2021": 0, "credit-bureau": 1, "points-licence": 1}


def test_the_order_is_counted_over_the_points(context, four):
    one, kept = measure_row(context, "records_filed"), measure_marks.read_sample_results(four.attrs)
    above, told = samples_ahead(context, one, "imagined-unified", "credit-bureau")
    places = [kept.columns.index((world, "records_filed", "level")) for world in ("imagined-unified", "credit-bureau")]
    first, second = kept.samples[:, places].T
    assert (above, told) == (np.sum(first > second), 6)
    assert samples_ahead(context, one, "credit-bureau", "imagined-unified") == (np.sum(second > first), 6)
    assert samples_ahead(context, measure_row(context, PARTS_OF_LIFE), "imagined-unified", "credit-bureau") is None


@pytest.mark.parametrize("name", ["chilled_speech", "loans_made"])
def test_without_another_world_nothing_is_held_against_it(context, four, name):
    alone = type(context)(
        four.drop_sel(scenario="none"), context.scenarios[:-1], None, context.regimes, context.society
    )
    assert measure_row(alone, name, DIFFERENCE) is None

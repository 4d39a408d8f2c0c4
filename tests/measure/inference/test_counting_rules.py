"""What measures count: whole events, behind names that there are, and the persons who are behind several."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure import scenario_views as one_world_module
from underheaven.measure.families import burden, reach, record_errors, recovery
from underheaven.measure.inference.counted_events import count_discordant, events_of_measure
from underheaven.measure.inference.counting_rules import COUNTING_RULES
from underheaven.measure.inference.estimate import estimate_difference, estimate_level
from underheaven.measure.inference.event_intervals import interval_of_events
from underheaven.measure.inference.interval import NO_VARIATION, STRUCTURAL_ZERO
from underheaven.measure.measure_values import LABELLED_MEASURES
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.measure.scenario_views import select_scenario

OF_PAIRS = {name for name in COUNTING_RULES if name in PAIRED}


def test_every_name_is_a_measure():
    assert set(COUNTING_RULES) <= set(MEASURES) | set(PAIRED) | set(LABELLED_MEASURES)


def test_one_world_of_a_result_is_no_copy_of_its_persons(random):
    """What this would catch: a page that copies every person for every interval, which took a fifth of an audit."""
    for place, world in enumerate(random["scenario"].values):
        here = select_scenario(random, str(world))
        assert np.shares_memory(here["person_months_listed"].values, random["person_months_listed"].values)
        assert here.equals(random.isel(scenario=[place]))


def test_a_view_is_of_the_result_as_it_is(random):
    """Views are kept: what is changed in a result afterwards, in whichever way, is seen all the same."""
    changed, world = random.copy(deep=True), str(random["scenario"].values[0])
    name = "person_months_listed"
    first = select_scenario(changed, world)[name].values.copy()
    changed[name].values[...] += 1
    assert (select_scenario(changed, world)[name].values == first + 1).all()
    changed[name].values = changed[name].values + 1
    assert (select_scenario(changed, world)[name].values == first + 2).all()
    changed[name] = changed[name] + 1
    assert (select_scenario(changed, world)[name].values == first + 3).all()
    del changed
    assert one_world_module._cache == []


@pytest.mark.parametrize(
    "name", [n for n, c in COUNTING_RULES.items() if c.kind in ("count", "share") and n in MEASURES]
)
def test_what_a_measure_is_divided_by_gives_whole_events(random, name):
    """A measure that is divided by something else than `counted` says would have events in fractions."""
    values = MEASURES[name].function(random)
    how = COUNTING_RULES[name]
    events = (values * how.denominator(random) / how.per).values
    np.testing.assert_allclose(events, np.rint(events), atol=1e-6 * max(1, np.abs(events).max()))


def wrong(run, world, replicate):
    """Under the court one person is wrongly listed for two months in the first replicate, nobody in the others."""
    if world and replicate == 0:
        run.tallies["recorded"][0, 0, 1] = 1
        run.tallies["first_wrongly_listed"][1, 0] = 1
        run.tallies["entries"][1, 0, 1] = 1
        run.tallies["listed_by_origin"][1:, 0, 1] = 1
        run.tallies["wrongly_blacklisted"][1:, 0] = 1
        run.tallies["blacklisted"][1:, 0] = 1
        run.sums["months_wrongly_listed"][3] = 2
    if world:
        run.tallies["recorded"][0, 0, 0] = 1


def test_a_rare_count_has_an_exact_interval_and_so_has_its_difference(make):
    """Against a world in which nothing is recorded there can be no event, and the difference is the level."""
    result = make(wrong, 4)
    values = record_errors.ever_wrongly_listed(result)
    level = estimate_level(result, "ever_wrongly_listed", values, "court")
    assert (level.events, level.low > 0) == (1, True)
    assert level.high == pytest.approx(5.5716 / (4 * 8) * 1e5, rel=1e-3)
    step = estimate_difference(result, "ever_wrongly_listed", values, "court", "none")
    assert (step.mean, step.low, step.high) == (level.mean, level.low, level.high)
    nothing = estimate_level(result, "ever_wrongly_listed", values, "none")
    assert (nothing.low, nothing.high, nothing.events) == (0, 0, None)
    seen = result["recorded"].copy(deep=True)
    seen.values[0, 1, 0, 0, 0] = 1  # once anything is recorded there, a count of none is a count
    events = events_of_measure(result.assign(recorded=seen), "ever_wrongly_listed", values, "none")
    assert interval_of_events(values.sel(scenario="none").values, events).high == pytest.approx(
        3.6889 / 32 * 1e5, rel=1e-3
    )


def test_a_mean_is_nought_by_rule_beside_nothing_recorded_and_its_difference_is_the_mean(make):
    """Catches a detriment of 0.09 with a difference of "-0.02 to 0.19" beside a world that can book none."""

    def fill(run, world, replicate):
        if world:
            run.tallies["recorded"][0, 0, 0] = 1
            run.tallies["detriment"][0, 0, 0, 0] = 10**6 * (1 + 3 * (replicate == 2))

    result = make(fill, 3)
    values, span = burden.detriment(result), MEASURES["detriment"].range
    level = estimate_level(result, "detriment", values, "court")
    assert level.low < 0
    step = estimate_difference(result, "detriment", values, "court", "none", span)
    assert (step.mean, step.low, step.high) == (level.mean, 0, level.high)
    back = estimate_difference(result, "detriment", values, "none", "court", span)
    assert (back.mean, back.low, back.high) == (-level.mean, -level.high, 0)
    assert estimate_level(result, "detriment", values, "none").note == STRUCTURAL_ZERO
    seen = result["recorded"].copy(deep=True)
    seen.values[0, 1, 0, 0, 0] = 1  # where anything is recorded, nothing is by rule
    found = estimate_level(result.assign(recorded=seen), "detriment", values, "none")
    assert found.note == NO_VARIATION
    assert estimate_difference(result.assign(recorded=seen), "detriment", values, "court", "none", span).low < 0


@pytest.mark.parametrize("world", ["court", "none"])
def test_there_is_no_difference_where_one_side_is_undefined(make, world):
    """Catches a difference in getting off a list beside a world that lists nobody."""

    def fill(run, at, replicate):
        if at:
            run.tallies["recorded"][0, 0, 0] = 1
            run.tallies["listed"][:, 0, 0] = 2
            run.tallies["exits"][2, 0] = 1

    result = make(fill, 2)
    values = recovery.exit_hazard(result)
    assert float(values.sel(scenario="court").mean()) > 0
    assert np.isnan(values.sel(scenario="none")).all()
    other = "none" if world == "court" else "court"
    step = estimate_difference(result, "exit_hazard", values, world, other)
    assert np.isnan([step.mean, step.low, step.high]).all()


def test_a_share_that_one_replicate_alone_defines_is_said_with_how_many_do_not(make):
    result = make(wrong, 4)
    found = estimate_level(result, "wrongly_listed_share", record_errors.wrongly_listed_share(result), "court")
    assert (found.mean, found.high) == (1, 1)
    assert found.low == pytest.approx(0.025)
    assert "3 replicates have an empty denominator" in found.note
    of_records = estimate_level(result, "false_discovery_share", record_errors.false_discovery_share(result), "court")
    assert (of_records.events, of_records.mean) == (1, 0.2)


def test_months_of_one_person_are_one_event(make):
    result = make(wrong, 4)
    events = events_of_measure(result, "months_wrongly_listed", record_errors.months_wrongly_listed(result), "court")
    assert (events.n_events, events.design_effect) == (1, 2.0)


def test_persons_of_both_worlds_cancel_in_a_difference(make):
    """Who is listed in both worlds is no part of their difference, however many they are."""

    def fill(run, world, replicate):
        run.tallies["recorded"][0, 0, 0] = 4
        run.tallies["first_listed"][0] = (2, 2, 0, int(world and replicate == 1))
        run.sums["months_listed"][:4] = 3
        run.sums["months_listed"][7] = int(world and replicate == 1)

    result = make(fill, 4)
    assert count_discordant(result, "ever_listed", "court", "none") == (1, 0)
    assert count_discordant(result, "entries", "court", "none") is None
    step = estimate_difference(result, "ever_listed", reach.ever_listed(result), "court", "none")
    assert step.mean == pytest.approx(1e5 / 32)
    assert step.low < 0 < step.high < 2e4
    assert "1 in this one, 0 in the other" in step.note


def test_a_paired_measure_rests_on_the_persons_ever_listed(make):
    def fill(run, world, replicate):
        run.sums["months_listed"][:replicate] = world

    result = make(fill, 3)
    values = PAIRED["unemployed_of_listed"].function(result, "none")
    found = estimate_level(result, "unemployed_of_listed", values, "court")
    assert (found.events, found.mean) == (3, 0.0)
    assert "1 replicate has an empty denominator" in found.note

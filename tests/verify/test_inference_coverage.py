"""Intervals as they are printed, over many studies, and what a wrong one does to the share that they cover."""

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from scipy import stats

from underheaven.measure.inference import counted_events, estimate, event_intervals, interval
from underheaven.show.text.result_rows import result_rows
from underheaven.verify.effort import USUAL_EFFORT, using_effort
from underheaven.verify.inference import interval_coverage
from underheaven.verify.inference.interval_coverage import StudySize, check_interval_coverage
from underheaven.verify.inference.repeated_studies import printed_interval, report_contexts, simulate_studies


def figure(of, studies=40, events=5.0, replicates=8):
    with using_effort(replace(USUAL_EFFORT, replicates=round(USUAL_EFFORT.replicates * studies / 125))):
        return check_interval_coverage({"of": of, "events": events, "replicates": replicates})


@pytest.mark.parametrize("of", interval_coverage.QUESTIONS)
def test_intervals_hold_their_level(of):
    assert figure(of).verdict == "pass"


def test_the_interval_is_the_one_in_the_tables():
    question = interval_coverage.QUESTIONS["difference"](StudySize(5.0, 8))
    scene = next(report_contexts(simulate_studies(question.simulate, 1)))
    line = next(r for r in result_rows(scene.dataset) if r["name"] == "ever_listed")
    level, step = printed_interval(scene, "ever_listed"), printed_interval(scene, "ever_listed", paired=True)
    assert (line["low"], line["high"]) == (level.low, level.high)
    assert (line["difference_low"], line["difference_high"]) == (step.low, step.high)


@pytest.mark.parametrize("events", [0.5, 5.0, 30.0])
def test_the_coverage_of_garwoods_interval_is_that_of_its_quantiles(events):
    size = StudySize(events, 8)
    persons = size.replicates * interval_coverage.PERSONS
    n = np.arange(200)
    low = np.where(n > 0, stats.chi2.ppf(0.025, 2 * n) / 2, 0.0)
    held = (np.nan_to_num(low) <= events) & (events <= stats.chi2.ppf(0.975, 2 * n + 2) / 2)
    chance = stats.binom(persons, events / persons).pmf(n)[held].sum()
    assert interval_coverage.garwood_coverage(size) == pytest.approx(chance, rel=1e-9)
    assert chance > 0.95


def test_studies_share_no_draw():
    question = interval_coverage.QUESTIONS["common"](StudySize(5.0, 8))
    found = [one["person_months_listed"].values for one in simulate_studies(question.simulate, 3)]
    assert not any((a == b).all() for a, b in ((found[0], found[1]), (found[1], found[2])))
    assert {one.shape[1] for one in found} == {8}


def test_a_normal_quantile_in_place_of_students_is_found(monkeypatch):
    monkeypatch.setattr(interval, "t_quantile", lambda p, degrees: NormalDist().inv_cdf(p))
    assert figure("common", 125, replicates=2).verdict == "fail"


def test_a_spread_without_its_quantile_is_found(monkeypatch):
    monkeypatch.setattr(interval, "t_quantile", lambda p, degrees: 1.0)
    assert {figure(of).verdict for of in ("common", "difference", "ratio")} == {"fail"}


def test_students_t_where_events_are_few_is_found(monkeypatch):
    """Eight replicates of 0.2 events: the interval covers some 80 of 100."""
    monkeypatch.setattr(event_intervals, "is_rare", lambda values, events: False)
    monkeypatch.setattr(event_intervals, "is_constant", lambda plain: False)
    assert figure("rare", 125, events=1.6).verdict == "fail"


def test_a_nought_of_chance_that_is_told_as_one_by_rule_is_found(monkeypatch):
    def by_count(dataset, world):
        return not float(dataset["recorded"].sel(scenario=world).sum())

    for module in (counted_events, estimate):
        monkeypatch.setattr(module, "records_nothing", by_count)
    assert figure("rare", events=1.0).verdict == "fail"


def test_a_difference_of_worlds_that_are_not_paired_is_found(monkeypatch):
    """It is too wide, and covers more than it says."""
    right = estimate._difference_interval
    monkeypatch.setattr(
        estimate, "_difference_interval", lambda here, there, *rest: right(here, np.roll(there, 1), *rest)
    )
    assert figure("difference", 250).verdict == "fail"


def test_the_mean_of_all_studies_stands_for_an_unknown_truth():
    ends = [interval.Interval(mean, mean - 1, mean + 1, 8, "") for mean in (0.0, 1.0, 5.0)]
    assert interval_coverage.intervals_covering_truth(ends) == [False, True, False]
    assert interval_coverage.intervals_covering_truth(ends, 5.5) == [False, False, True]
    undefined, same = interval.t_interval([math.nan] * 8), interval.t_interval([2.0] * 8)
    assert interval_coverage.intervals_covering_truth([*ends, undefined, same]) == [False, True, False]
    assert interval_coverage.intervals_covering_truth([*ends, undefined, same], 5.5) == [False, False, True, False]
    assert math.isnan(interval_coverage.Question("ever_listed", dict).truth)

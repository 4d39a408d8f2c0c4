"""Pages of noise: what they say, and what a test of the wrong level makes them say."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from underheaven.measure.inference import sensitivity, sign_changes, variation_sources
from underheaven.run.uncertainty.parameter_samples import BASE_CASE_SEEDS, MAX_OAT_PARAMETERS
from underheaven.verify.effort import USUAL_EFFORT, using_effort
from underheaven.verify.inference import null_parameters

POINTS = 32
ROWS = {"court": 100, "alike": 50}


@pytest.fixture(scope="module")
def pools():
    """Rows of both studies, which all tests deal."""
    with using_effort(USUAL_EFFORT):
        return {
            worlds: null_parameters.simulate_noise_rows(
                worlds, persons, POINTS + BASE_CASE_SEEDS + 2 * MAX_OAT_PARAMETERS
            )
            for worlds, persons in ROWS.items()
        }


@pytest.fixture(autouse=True)
def _lived(pools, monkeypatch):
    monkeypatch.setattr(null_parameters, "simulate_noise_rows", lambda worlds, persons, count: pools[worlds])
    null_parameters.noise_pages.cache_clear()
    yield
    null_parameters.noise_pages.cache_clear()


def figure(of, worlds="court", times=1):
    with using_effort(replace(USUAL_EFFORT, replicates=times * USUAL_EFFORT.replicates)):
        return null_parameters.check_noise_findings({"of": of, "scenarios": worlds, "points": POINTS, "persons": 100})


@pytest.mark.parametrize("worlds", ROWS)
@pytest.mark.parametrize("of", ["names", "told", "turns"])
def test_noise_says_as_little_as_it_should(of, worlds):
    assert figure(of, worlds).verdict == "pass"


def test_two_lists_alike_in_law_differ_on_both_sides(pools):
    columns, rows = pools["alike"]
    assert {name for _, name, _ in columns} == null_parameters.ALIKE_MEASURES
    assert ((rows > 0).any(axis=0) & (rows < 0).any(axis=0)).all()
    assert (np.abs(rows.mean(axis=0)) < 4 * rows.std(axis=0) / len(rows) ** 0.5).all()


def test_a_page_is_a_design_of_the_shipped_study_with_every_row_in_one_place(pools):
    columns, rows = pools["court"]
    kept = null_parameters.build_noise_results(null_parameters._plan_noise_study(), 3, columns, rows, POINTS)
    assert (len(kept.samples), len(kept.base_case), len(kept.ends)) == (POINTS, BASE_CASE_SEEDS, 2 * MAX_OAT_PARAMETERS)
    assert np.array_equal(
        np.concatenate([kept.samples, kept.base_case, [e.values for e in kept.ends]]), rows, equal_nan=True
    )
    assert kept.design.shape == (POINTS, len(kept.parameters))
    assert all(len(set(kept.design[:, n])) > 1 for n in range(len(kept.parameters)))


def test_a_threshold_for_one_measure_alone_is_found(monkeypatch):
    """Swings that are not looked at go with it: they drop most of what such a threshold names."""
    threshold, right = sensitivity.familywise_threshold, sensitivity.estimate_monte_carlo_error

    def alone(design, columns, fewest):
        return threshold(design, columns[:, [int(np.nan_to_num(columns).var(axis=0).argmax())]], fewest)

    monkeypatch.setattr(sensitivity, "familywise_threshold", alone)
    monkeypatch.setattr(sensitivity, "estimate_monte_carlo_error", lambda seeds: replace(right(seeds), margin=0.0))
    assert figure("names").verdict == "fail"


def test_one_sample_in_twenty_beyond_a_standard_deviation_that_turns_a_sign_is_found(monkeypatch):
    right = sensitivity.estimate_monte_carlo_error
    monkeypatch.setattr(
        sensitivity, "estimate_monte_carlo_error", lambda seeds: replace(right(seeds), clear_distance=right(seeds).sd)
    )
    monkeypatch.setattr(sign_changes, "min_samples_beyond_seeds", lambda samples, seeds: 1 + samples // 20)
    monkeypatch.setattr(sign_changes, "min_opposite_samples", lambda samples: 1 + samples // 20)
    assert figure("turns", "alike").verdict == "fail"


def test_fishers_f_is_found(monkeypatch):
    """Counts are skewed and rare, and F holds its level for normal numbers alone."""

    def fisher(samples, seeds, level):
        if len(seeds) < 2 or len(samples) < 2 or np.ptp(seeds) == 0:
            return len(samples) > 1 and bool(np.ptp(samples) > 0)
        return samples.var(ddof=1) / seeds.var(ddof=1) > stats.f.ppf(1 - level, len(samples) - 1, len(seeds) - 1)

    monkeypatch.setattr(variation_sources, "varies_more_than_seeds", fisher)
    assert figure("told", times=2).verdict == "fail"

"""Pages of noise: what they say, and what a test of the wrong level makes them say."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from underheaven.measure import sensitivity
from underheaven.run.assumptions import ENDS, SEEDS
from underheaven.verify.effort import USUAL, making
from underheaven.verify.inference import turns

POINTS = 32
ROWS = {"court": 100, "alike": 50}


@pytest.fixture(scope="module")
def pools():
    """Rows of both studies, which all tests deal."""
    with making(USUAL):
        return {worlds: turns.noise(worlds, persons, POINTS + SEEDS + 2 * ENDS) for worlds, persons in ROWS.items()}


@pytest.fixture(autouse=True)
def _lived(pools, monkeypatch):
    monkeypatch.setattr(turns, "noise", lambda worlds, persons, count: pools[worlds])
    turns.pages.cache_clear()
    yield
    turns.pages.cache_clear()


def figure(of, worlds="court", times=1):
    with making(replace(USUAL, replicates=times * USUAL.replicates)):
        return turns.sign_turns({"of": of, "worlds": worlds, "points": POINTS, "persons": 100})


@pytest.mark.parametrize("worlds", ROWS)
@pytest.mark.parametrize("of", ["names", "told", "turns"])
def test_noise_says_as_little_as_it_should(of, worlds):
    assert figure(of, worlds).verdict == "pass"


def test_two_lists_alike_in_law_differ_on_both_sides(pools):
    columns, rows = pools["alike"]
    assert {name for _, name, _ in columns} == turns.ALIKE
    assert ((rows > 0).any(axis=0) & (rows < 0).any(axis=0)).all()
    assert (np.abs(rows.mean(axis=0)) < 4 * rows.std(axis=0) / len(rows) ** 0.5).all()


def test_a_page_is_a_design_of_the_shipped_study_with_every_row_in_one_place(pools):
    columns, rows = pools["court"]
    kept = turns.page(turns._study(), 3, columns, rows, POINTS)
    assert (len(kept.points), len(kept.seeds), len(kept.ends)) == (POINTS, SEEDS, 2 * ENDS)
    assert np.array_equal(np.concatenate([kept.points, kept.seeds, [e.row for e in kept.ends]]), rows, equal_nan=True)
    assert kept.design.shape == (POINTS, len(kept.numbers))
    assert all(len(set(kept.design[:, n])) > 1 for n in range(len(kept.numbers)))


def test_a_threshold_for_one_measure_alone_is_found(monkeypatch):
    """Swings that are not looked at go with it: they drop most of what such a threshold names."""
    threshold, luck = sensitivity.page_threshold, sensitivity._luck

    def alone(design, columns, fewest):
        return threshold(design, columns[:, [int(np.nan_to_num(columns).var(axis=0).argmax())]], fewest)

    monkeypatch.setattr(sensitivity, "page_threshold", alone)
    monkeypatch.setattr(sensitivity, "_luck", lambda seeds: replace(luck(seeds), margin=0.0))
    assert figure("names").verdict == "fail"


def test_one_sample_in_twenty_beyond_a_standard_deviation_that_turns_a_sign_is_found(monkeypatch):
    right = sensitivity._luck
    monkeypatch.setattr(sensitivity, "_luck", lambda seeds: replace(right(seeds), clear=right(seeds).sd))
    monkeypatch.setattr(sensitivity, "more_than_all", lambda samples, seeds: 1 + samples // 20)
    monkeypatch.setattr(sensitivity, "more_than", lambda samples: 1 + samples // 20)
    assert figure("turns", "alike").verdict == "fail"


def test_fishers_f_is_found(monkeypatch):
    """Counts are skewed and rare, and F holds its level for normal numbers alone."""

    def fisher(samples, seeds, level):
        if len(seeds) < 2 or len(samples) < 2 or np.ptp(seeds) == 0:
            return len(samples) > 1 and bool(np.ptp(samples) > 0)
        return samples.var(ddof=1) / seeds.var(ddof=1) > stats.f.ppf(1 - level, len(samples) - 1, len(seeds) - 1)

    monkeypatch.setattr(sensitivity, "varies_more", fisher)
    assert figure("told", times=2).verdict == "fail"

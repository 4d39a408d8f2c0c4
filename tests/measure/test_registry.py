"""Every measure says what it is, and keeps within what it says."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from underheaven.measure import closed_cohort, count_series, monthly_measures
from underheaven.measure.families import (
    burden,
    effects_on_listed,
    fairness,
    gaming,
    livelihood,
    officials,
    perceived_sanctions,
    proportionality,
    reach,
    realised_losses,
    record_errors,
    recovery,
    score_fitting,
    speech,
    stays,
    trust,
)
from underheaven.measure.metadata import metadata_of
from underheaven.measure.registry import MEASURES, PAIRED, _definition

ALL = [*MEASURES.values(), *PAIRED.values()]
UNBOUNDED_HERE = {"unemployed", "legitimacy", "speaking", "loans_granted_share", "falsification_gap"} | {
    "listed_unable",
    "listed_unwilling",
    "listed_in_error",
    "wrongly_listed_share",
}
"""Shares of a tally in another one, which random numbers do not bound as a run does."""


OF_MANY = {
    "listing_ratio",
    "error_ratio",
    "burden_ratio",
    "equal_conduct_listed",
    "equal_conduct_wrongly_listed",
    "equal_conduct_detriment",
    "lenders_surplus",
    "good_acts_gained",
    "ordinal_proportionality",
    "stay_median",
    "stay_mean_24",
    "stay_mean_60",
    "still_on_24",
    "still_on_60",
    "wrongful_stay_median",
    "wrongful_stay_mean_24",
    "wrongful_still_on_24",
    "corrected_within_12",
    "corrected_within_24",
}
"""Measures of more persons, labels or months than eight places have; each is counted by hand in its own tests."""


def public():
    """Functions of a dataset that give an array: all but those that give two, and helpers."""
    modules = (
        burden,
        record_errors,
        fairness,
        score_fitting,
        gaming,
        effects_on_listed,
        livelihood,
        officials,
        monthly_measures,
        realised_losses,
        proportionality,
        reach,
        recovery,
        perceived_sanctions,
        count_series,
        speech,
        stays,
        trust,
        closed_cohort,
    )
    functions = [f for m in modules for f in vars(m).values() if inspect.isfunction(f) and f.__module__ == m.__name__]
    giving = [
        f for f in functions if f.__annotations__.get("return") == "xr.DataArray" and f is not count_series.read_series
    ]
    return [f for f in giving if not f.__name__.startswith("_") and f is not closed_cohort.nan_by_label]


def value(measure, dataset):
    return measure.function(dataset, "none") if measure.name in PAIRED else measure.function(dataset)


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m.name)
def test_every_measure_is_described(measure):
    assert measure.title[0].isupper()
    assert measure.unit
    assert measure.source
    assert measure.definition.endswith(".")
    assert measure.definition[0].isupper()
    assert not measure.definition.startswith(("Return", "The "))
    assert not any(section in measure.definition for section in ("Args:", "Returns:", "Source:", "baseline:"))
    assert len(measure.definition) > 20
    assert measure.range[0] < measure.range[1]


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m.name)
def test_every_measure_gives_one_number_a_world_and_replicate(random, measure):
    found = value(measure, random)
    assert set(found.dims) == {"scenario", "replicate"}
    assert measure.name in OF_MANY or found.notnull().all()
    found = found.fillna(0)
    if measure.name not in UNBOUNDED_HERE:
        assert (found >= measure.range[0]).all()
        assert (found <= measure.range[1]).all()


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m.name)
def test_every_measure_reads_something(random, measure):
    if measure.name in OF_MANY or measure.name == "context_pairs_to_halve":
        return  # a count of pairs is the same for any numbers of one law
    half = random.copy(deep=True)
    for name, array in half.data_vars.items():
        rng = np.random.default_rng(len(str(name)))
        array.values[1] = rng.integers(1, 50, array.values[1].shape)
    assert not np.array_equal(value(measure, half)[1], value(measure, random)[1])


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m.name)
def test_nothing_recorded_warns_nobody(make, measure):
    found = value(measure, make())
    assert ((found == 0) | found.isnull()).all()


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m.name)
def test_every_measure_says_its_title_and_unit_and_nothing_of_the_arrays_it_reads(random, measure):
    found = value(measure, random)
    assert found.attrs == {"long_name": measure.title, "units": measure.unit}
    assert found.name == measure.name


@pytest.mark.parametrize("function", public(), ids=lambda f: f"{f.__module__.rpartition('.')[2]}.{f.__name__}")
def test_every_function_that_gives_values_says_their_unit(random, function):
    before = {name: dict(array.attrs) for name, array in random.variables.items()}
    given = {
        "baseline": "none",
        "debt": "unable",
        "category": "men",
        "habit": "flights",
        "way": "expired",
        "by": "group",
        "name": "detriment",
        "horizon": 2,
    }
    wanted = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]
    found = function(random, *(given[p.name] for p in wanted[1:]))
    said = metadata_of(function)
    assert found.attrs == {"long_name": said.title, "units": said.unit}
    assert {name: dict(array.attrs) for name, array in random.variables.items()} == before


def test_a_definition_leaves_out_the_verb_and_the_sections():
    def measured(dataset, baseline):
        """Return the share of persons.

        NaN where there are none.

        Args:
            dataset: a result.

        Source: nobody.
        """

    assert _definition(measured) == "Share of persons. NaN where there are none."


def test_names_and_titles_are_unique():
    assert len({m.name for m in ALL}) == len({m.title for m in ALL}) == len(ALL)
    assert all(name == measure.name for name, measure in MEASURES.items())

"""Facts of a society: samples that contradict them are replaced, and the base case meets its own."""

from collections import deque

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.measure.inference.influential_parameters import candidate_parameters
from underheaven.measure.inference.sample_results import read_sample_results
from underheaven.measure.inference.sensitivity import compute_sensitivities
from underheaven.run.checkpoint.checkpointer import NoCheckpoints
from underheaven.run.study import plan_study
from underheaven.run.uncertainty.design import Design
from underheaven.run.uncertainty.facts import RuledOutError, check_facts
from underheaven.run.uncertainty.parameter_samples import SampleRequest, run_parameter_samples
from underheaven.run.uncertainty.sample_source import MAX_TRIES_PER_SAMPLE, SampledVariants
from underheaven.run.uncertainty.variants import Variant, VariantSimulator
from underheaven.spec.io.document_files import fetch_document, shipped_names
from underheaven.spec.models.calibration_facts import CalibrationFact

from ...spec.documents import society_faults, swap

WITH_FACTS = [name for name in shipped_names("society") if "[[facts]]" in fetch_document("society", name).data.decode()]
REGIME = "court-defaulters-2013"


def tallies(borrowing, arrears, persons=1_000, unemployed=60, workforce=700):
    solvency = np.zeros((7, 2), np.int64)
    solvency[1], solvency[2] = borrowing, arrears
    return {
        "solvency": solvency,
        "persons": np.array([persons]),
        "unemployed": np.array([unemployed]),
        "workforce": np.array([workforce]),
    }


def fact(quantity, low, high):
    return CalibrationFact(quantity=quantity, low=low, high=high)


def test_shares_are_of_persons_loans_and_the_workforce():
    """Two groups of 120 and 5 each: 250 loans of 1,000 persons, 10 of the 250 in arrears, 60 of 700 without work."""
    facts = [fact("persons with a loan", 0.25, 0.25), fact("loans in arrears", 0.04, 0.04)]
    check_facts(facts, tallies([120, 120], [5, 5]))
    with pytest.raises(RuledOutError) as error:
        check_facts([*facts, fact("workforce without work", 0.1, 0.2)], tallies([120, 120], [5, 6]))
    assert error.value.quantities == ("persons with a loan", "loans in arrears", "workforce without work")
    check_facts([fact("workforce without work", 0, 0)], tallies([0, 0], [0, 0], workforce=0, unemployed=0))


@pytest.mark.parametrize("name", WITH_FACTS)
def test_the_base_case_meets_the_facts_of_its_society(name):
    study = plan_study([REGIME], "none", name, persons=4_000, months=1)
    engine = make_engine("auto", 1)
    VariantSimulator(engine, study, lambda lived: None).run_scenarios(
        Variant(study.scenarios, study.society, 0, must_fit_facts=True)
    )


def test_facts_are_stated_where_lenders_learn():
    """A quarter of the samples over these societies once had no credit market at all."""
    assert set(WITH_FACTS) == {"china-2020", "imagined-country", "rongcheng", "village"}


class Made:
    """A design whose samples are their own index; the fourth cannot be drawn."""

    def sample(self, index):
        from underheaven.run.uncertainty.design import ParameterSample

        return None if index == 3 else ParameterSample((), None, (float(index),), 0)


def tried(wanted, is_ruled_out, at_once=3):
    """Take samples until enough are kept, a few under way at once."""
    found, under_way = SampledVariants(Made(), wanted), deque()
    while True:
        while len(under_way) < at_once and found.next_variant() is not None:
            under_way.append(found._under_way[-1].values[0])
        if not under_way:
            return found
        found.report_end(["loans in arrears"] if is_ruled_out(under_way.popleft()) else [])


@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_a_sample_that_is_ruled_out_is_replaced_by_the_next(at_once):
    found = tried(6, lambda n: n % 2 == 1, at_once)
    assert [point.values[0] for point in found.samples] == [0, 2, 4, 6, 8, 10]
    assert (found.left_out, found.ruled_out, found.contradicted) == (1, 4, {"loans in arrears": 4})
    assert not found.may_have_more


def test_no_sample_is_lived_that_would_not_be_wanted_if_all_were_kept():
    found = SampledVariants(Made(), 4)
    given = [found.next_variant() for _ in range(9)]
    assert [life is not None for life in given] == [True] * 4 + [False] * 5
    assert found.may_have_more
    found.report_end(["loans in arrears"])
    assert [found.next_variant() is not None, found.next_variant()] == [True, None]


def test_no_more_than_a_multiple_is_tried():
    found = tried(5, lambda n: True)
    assert (len(found.samples), found.ruled_out + found.left_out) == (0, 5 * MAX_TRIES_PER_SAMPLE)


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """A village of few persons in which work must be found easily: some samples contradict that."""
    folder = tmp_path_factory.mktemp("facts")
    text = fetch_document("society", "village").data.decode()
    text = text.replace('work"\nlow = 0.015\nhigh = 0.2', 'work"\nlow = 0.0\nhigh = 0.06')
    text = text.replace('loan"\nlow = 0.08\nhigh = 0.5', 'loan"\nlow = 0\nhigh = 1')
    text = text.replace('arrears"\nlow = 0.002\nhigh = 0.08', 'arrears"\nlow = 0\nhigh = 1')
    assert "high = 0.06" in text
    (folder / "easy.toml").write_text(text)
    return plan_study([REGIME], "none", str(folder / "easy.toml"), persons=300, months=2)


def test_samples_that_contradict_a_fact_are_counted_and_never_measured(held):
    """The same at any number of threads; what is left of the design is the indices that meet the facts."""
    found = [
        run_parameter_samples(
            make_engine("auto", 1), held, SampleRequest(6), lambda lived: None, NoCheckpoints(), threads
        )
        for threads in (1, 3)
    ]
    assert found[0].as_json() == found[1].as_json()
    kept = read_sample_results({"parameter_samples": found[0].as_json()})
    assert len(kept.design) == 6
    assert kept.n_rejected == kept.contradictions["workforce without work"] > 0
    design = Design(held)
    by_index = [design.sample(n).values for n in range(MAX_TRIES_PER_SAMPLE * 6)]
    places = [by_index.index(tuple(row)) for row in kept.design]
    assert places == sorted(places)
    assert places[-1] >= 6


def test_nothing_is_said_where_every_sample_is_ruled_out(held):
    kept = run_parameter_samples(make_engine("auto", 1), held, SampleRequest(1), lambda lived: None, NoCheckpoints())
    none = type(kept)(**{**vars(kept), "samples": kept.samples[:0], "design": kept.design[:0], "n_adjusted": ()})
    assert compute_sensitivities(none) == {}
    assert candidate_parameters(none, kept.columns) == []


def test_facts_that_cannot_be_met_are_refused():
    text = fetch_document("society", "village").data.decode()
    swapped = swap(text, ("low = 0.015\nhigh = 0.2", "low = 0.2\nhigh = 0.015"))
    assert any("it lies below low = 0.2" in fault for fault in society_faults(swapped))
    assert any("facts" in fault for fault in society_faults(swap(text, ('"workforce without work"', '"work"'))))

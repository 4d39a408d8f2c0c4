"""No number of a regime is named for a measure of obedience, and no result keeps the two beside each other."""

import numpy as np
import pytest

from underheaven.measure.inference.pattern_test import Clause, decisive_parameters, have_one_sample_order
from underheaven.measure.inference.sample_results import (
    AssumedParameter,
    OneAtATimeRun,
    SampleResults,
    read_sample_results,
)
from underheaven.measure.inference.sensitivity import compute_sensitivities
from underheaven.measure.measure_values import CATEGORY_FAMILIES
from underheaven.measure.obedience import OBEDIENCE_MEASURES, detach_obedience, is_obedience_measure, may_name_parameter
from underheaven.measure.registry import MEASURES, PAIRED

RULE = AssumedParameter("own", "recording.rules.theft.points", -100, 0, -50, True, rule=True)
TRAIT = AssumedParameter("village", "response.learn_up", 0, 1, 0.5, False)
HARM, ACTS, MORE = ("own", "listed_now", "level"), ("own", "acts_in:men", "level"), ("own", "mine", "level")
POINTS = 64


@pytest.fixture
def kept():
    """Points at which all measures follow the rule and the trait alike, with ends of both."""
    rng = np.random.default_rng(5)
    design = np.stack([rng.permutation(POINTS), rng.permutation(POINTS)], axis=1) / POINTS
    value = design.sum(axis=1)
    points = np.stack([value, value, value], axis=1)
    ends = tuple(OneAtATimeRun(n, high, np.full(3, 10.0 * high)) for n in (0, 1) for high in (False, True))
    seeds = np.full((8, 3), 1.0) + rng.normal(size=(8, 1)) / 1000
    return SampleResults(100, 6, (RULE, TRAIT), (HARM, ACTS, MORE), design, (0,) * POINTS, 0, points, seeds, ends)


def test_every_name_of_a_measure_of_obedience_is_one():
    """A name that nothing bears would leave the measure it was meant for open."""
    assert {*MEASURES, *PAIRED, *CATEGORY_FAMILIES} >= OBEDIENCE_MEASURES
    assert is_obedience_measure("acts_in:men")
    assert is_obedience_measure("whatever a caller measures")
    assert not is_obedience_measure("listings_by_origin:true")
    assert not is_obedience_measure("wrongful_records")
    assert may_name_parameter(RULE, HARM)
    assert may_name_parameter(TRAIT, ACTS)
    assert not may_name_parameter(RULE, ACTS)
    assert not may_name_parameter(RULE, MORE)


def test_the_file_does_not_say_at_which_rules_people_obeyed_most(kept):
    """One argmin over a result gave the most obedient regime and the numbers of its rules."""
    attrs = {"parameter_samples": detach_obedience(kept).as_json()}
    read = read_sample_results(attrs)
    assert read is not None
    assert (read.design == kept.design).all()
    assert (read.samples[:, 0] == kept.samples[:, 0]).all()
    for place in (1, 2):
        assert sorted(read.samples[:, place]) == sorted(kept.samples[:, place]), "ranges and medians stay what they are"
        assert abs(np.corrcoef(read.samples[:, place], read.design[:, 0])[0, 1]) < 0.3
    assert (read.samples[:, 1] == read.samples[:, 2]).all(), "measures of obedience keep how they go together"
    for end in read.ends:
        assert np.isfinite(end.values).tolist() == [True, *[not kept.parameters[end.parameter_index].rule] * 2]
    assert detach_obedience(detach_obedience(kept)).as_json() == detach_obedience(kept).as_json()


def test_rules_are_named_for_harm_and_nothing_for_obedience(kept):
    rows = compute_sensitivities(detach_obedience(kept))
    assert {m.parameter for m in rows[HARM].most_influential} == {RULE, TRAIT}
    for column in (ACTS, MORE):
        assert rows[column].most_influential == ()
        assert rows[column].low == pytest.approx(rows[HARM].low)


def test_no_rule_decides_a_pattern_of_obedience(kept):
    """Deciders of a pattern with a bound on deterrence are the same search under another name."""
    assert RULE in [d.parameter for d in decisive_parameters(kept, [Clause(*HARM, above=1.0)])]
    found = [d.parameter for d in decisive_parameters(kept, [Clause(*ACTS, above=1.0)])]
    assert found == [TRAIT]
    assert [d.parameter for d in decisive_parameters(kept, [Clause(*HARM, above=1.0), Clause(*ACTS, above=0.0)])] == [
        TRAIT
    ]
    assert have_one_sample_order([Clause(*ACTS), Clause(*MORE)])
    assert not have_one_sample_order([Clause(*ACTS), Clause(*HARM)])

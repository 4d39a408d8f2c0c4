"""No number of a regime is named for a measure of obedience, and no result keeps the two beside each other."""

import numpy as np
import pytest

from underheaven.measure.kept import End, Kept, Number, kept_of
from underheaven.measure.obedience import OBEDIENCE, apart, is_obedience, may_name
from underheaven.measure.pattern import Clause, deciders, one_order
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.measure.sensitivity import sensitivities
from underheaven.measure.values import LABELLED_BY_CATEGORY

RULE = Number("own", "recording.rules.theft.points", -100, 0, -50, True, rule=True)
TRAIT = Number("village", "response.learn_up", 0, 1, 0.5, False)
HARM, ACTS, MORE = ("own", "listed_now", "level"), ("own", "acts_in:men", "level"), ("own", "mine", "level")
POINTS = 64


@pytest.fixture
def kept():
    """Points at which all measures follow the rule and the trait alike, with ends of both."""
    rng = np.random.default_rng(5)
    design = np.stack([rng.permutation(POINTS), rng.permutation(POINTS)], axis=1) / POINTS
    value = design.sum(axis=1)
    points = np.stack([value, value, value], axis=1)
    ends = tuple(End(n, high, np.full(3, 10.0 * high)) for n in (0, 1) for high in (False, True))
    seeds = np.full((8, 3), 1.0) + rng.normal(size=(8, 1)) / 1000
    return Kept(100, 6, (RULE, TRAIT), (HARM, ACTS, MORE), design, (0,) * POINTS, 0, points, seeds, ends)


def test_every_name_of_a_measure_of_obedience_is_one():
    """A name that nothing bears would leave the measure it was meant for open."""
    assert {*MEASURES, *PAIRED, *LABELLED_BY_CATEGORY} >= OBEDIENCE
    assert is_obedience("acts_in:men")
    assert is_obedience("whatever a caller measures")
    assert not is_obedience("listings_by_origin:true")
    assert not is_obedience("wrongful_records")
    assert may_name(RULE, HARM)
    assert may_name(TRAIT, ACTS)
    assert not may_name(RULE, ACTS)
    assert not may_name(RULE, MORE)


def test_the_file_does_not_say_at_which_rules_people_obeyed_most(kept):
    """One argmin over a result gave the most obedient regime and the numbers of its rules."""
    attrs = {"assumptions": apart(kept).as_json()}
    read = kept_of(attrs)
    assert read is not None
    assert (read.design == kept.design).all()
    assert (read.points[:, 0] == kept.points[:, 0]).all()
    for place in (1, 2):
        assert sorted(read.points[:, place]) == sorted(kept.points[:, place]), "ranges and medians stay what they are"
        assert abs(np.corrcoef(read.points[:, place], read.design[:, 0])[0, 1]) < 0.3
    assert (read.points[:, 1] == read.points[:, 2]).all(), "measures of obedience keep how they go together"
    for end in read.ends:
        assert np.isfinite(end.row).tolist() == [True, *[not kept.numbers[end.number].rule] * 2]
    assert apart(apart(kept)).as_json() == apart(kept).as_json()


def test_rules_are_named_for_harm_and_nothing_for_obedience(kept):
    rows = sensitivities(apart(kept))
    assert {m.number for m in rows[HARM].movers} == {RULE, TRAIT}
    for column in (ACTS, MORE):
        assert rows[column].movers == ()
        assert rows[column].low == pytest.approx(rows[HARM].low)


def test_no_rule_decides_a_pattern_of_obedience(kept):
    """Deciders of a pattern with a bound on deterrence are the same search under another name."""
    assert RULE in [d.number for d in deciders(kept, [Clause(*HARM, above=1.0)])]
    found = [d.number for d in deciders(kept, [Clause(*ACTS, above=1.0)])]
    assert found == [TRAIT]
    assert [d.number for d in deciders(kept, [Clause(*HARM, above=1.0), Clause(*ACTS, above=0.0)])] == [TRAIT]
    assert one_order([Clause(*ACTS), Clause(*MORE)])
    assert not one_order([Clause(*ACTS), Clause(*HARM)])

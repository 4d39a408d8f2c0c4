"""The design: Latin hypercubes by address, points by index, and documents that stay sound."""

import numpy as np
import pytest

from underheaven.measure.inference.sample_results import AssumedParameter
from underheaven.run.study import plan_study
from underheaven.run.uncertainty.design import BLOCK_SAMPLES, Design, quantile, value_of
from underheaven.spec.assumptions.sampling_scales import default_scale

NUMBERS = [AssumedParameter("land", f"a.{n}", 0.0, 1.0, 0.5, False) for n in range(4)]


def number(low, high, whole=False):
    return AssumedParameter("land", "a.b", low, high, low, whole, default_scale(low, high))


@pytest.fixture(scope="module")
def court():
    return plan_study(["court-defaulters-2013"], "none", "village", persons=100, months=4)


def test_every_block_is_a_latin_hypercube():
    for block in (0, 1, 5):
        for one in NUMBERS:
            at = [quantile(1, one, BLOCK_SAMPLES * block + n) for n in range(BLOCK_SAMPLES)]
            assert sorted(int(BLOCK_SAMPLES * q) for q in at) == list(range(BLOCK_SAMPLES))


def test_two_numbers_of_a_design_are_not_in_step():
    points = np.array([[quantile(1, one, n) for one in NUMBERS] for n in range(8 * BLOCK_SAMPLES)])
    among = np.corrcoef(points.T)[np.triu_indices(len(NUMBERS), 1)]
    assert np.abs(among).max() < 0.2


def test_a_point_is_known_by_its_address_alone():
    assert quantile(1, NUMBERS[0], 7) == pytest.approx(0.6070840032092027, abs=0)
    assert quantile(1, NUMBERS[0], 7) != quantile(2, NUMBERS[0], 7)
    assert quantile(1, NUMBERS[0], 7) != quantile(1, NUMBERS[1], 7)


def test_wide_ranges_are_taken_evenly_in_the_logarithm_and_whole_numbers_are_whole():
    assert value_of(number(1.0, 100.0), 0.5) == pytest.approx(10)
    assert value_of(number(1.0, 3.0), 0.5) == pytest.approx(2)
    assert value_of(number(0.0, 100.0), 0.5) == 50
    assert value_of(number(12, 36, whole=True), 0.26) == 18


def test_half_of_the_samples_lie_below_the_stated_value_and_half_above():
    """The four rates of error of the court list stood at a tenth of their ranges: nineteen samples in twenty above."""
    for stated, low, high, scale in (
        (2e-5, 0.0, 2e-4, "linear"),
        (0.9, 0.2, 0.97, "logit"),
        (-20.0, -90.0, -9.0, "log"),
    ):
        one = AssumedParameter("land", "a.b", low, high, stated, False, scale)
        values = [value_of(one, quantile(1, one, n)) for n in range(4 * BLOCK_SAMPLES)]
        assert sum(value < stated for value in values) == 2 * BLOCK_SAMPLES
        assert min(values) >= low
        assert max(values) <= high
        assert value_of(one, 0.0) == pytest.approx(low)
        assert value_of(one, 0.9999999) == pytest.approx(high, rel=1e-4)


def test_a_stated_value_at_an_end_leaves_the_whole_range_on_one_side():
    one = AssumedParameter("land", "a.b", 0.8, 1.0, 1.0, False, "linear")
    assert value_of(one, 0.5) == pytest.approx(0.9)


def test_all_numbers_with_a_range_are_moved_and_stay_within_it(court):
    design = Design(court)
    documents = (*court.scenarios, court.society)
    assert len(design.numbers) == sum(a.low < a.high for d in documents for a in d.assumed)
    point = design.sample(3)
    for one, value in zip(design.numbers, point.values, strict=True):
        assert one.low <= value <= one.high
        assert not one.whole or value == int(value)
    assert point.society.model != court.society.model
    assert point.scenarios[0].model != court.regimes[0].model
    assert point.scenarios[1] is court.baseline


def test_a_longer_design_begins_with_a_shorter_one(court):
    first, again = Design(court), Design(court)
    assert [first.sample(n).values for n in range(3)] == [again.sample(n).values for n in (0, 1, 2)]


def test_documents_that_contradict_themselves_are_moved_toward_where_they_stand():
    """The grades of imagined-unified overlap in their ranges: most points have some that would stand upside down."""
    study = plan_study(["imagined-unified"], "none", "imagined-country", persons=100, months=4)
    design = Design(study)
    points = [design.sample(n) for n in range(6)]
    assert all(points)
    assert any(point.moved for point in points)
    assert max(point.moved for point in points) < len(design.numbers) / 10
    for point in points:
        begins = list(point.scenarios[0].model.standing.grades.values())
        assert len(begins) > 3
        assert begins == sorted(begins, reverse=True)


def test_an_end_moves_one_number_alone(court):
    design = Design(court)
    place = next(n for n, one in enumerate(design.numbers) if one.path == "livelihood.credit.unable")
    for high, end in ((False, design.numbers[place].low), (True, design.numbers[place].high)):
        point = design.range_end(place, high)
        assert point.society.model.livelihood.credit.unable == end
        assert [v != one.stated for v, one in zip(point.values, design.numbers, strict=True)].count(True) == 1


def test_what_two_regimes_assume_in_the_same_words_is_one_assumption():
    """Careful and careless wardens differ in how often they err, and in nothing else at any point."""
    study = plan_study(
        [f"studies/errors/{name}.toml" for name in ("careful", "careless")], "none", "village", persons=100, months=4
    )
    design, paths = Design(study), "sensing.channels.wardens."
    assert [one.document for one in design.numbers if one.path == f"{paths}detection_rate"] == ["careful"]
    errors = [one.document for one in design.numbers if one.path == f"{paths}false_records_per_year"]
    assert errors == ["careful", "careless"]
    for point in map(design.sample, range(3)):
        careful, careless, _ = (world.model for world in point.scenarios)
        assert careful.sensing.channels[0].detection_rate == careless.sensing.channels[0].detection_rate
        assert careful.treatment == careless.treatment
        assert careful.sensing.channels[0].false_records_per_year != careless.sensing.channels[0].false_records_per_year

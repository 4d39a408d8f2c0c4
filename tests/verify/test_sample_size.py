"""How many person-months a figure lives: what a fault of a stated size takes, and a refusal where that is too many."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify.coin import coin, tossed
from underheaven.errors import NotYetError, RequestError
from underheaven.measure.inference.interval import t_quantile
from underheaven.verify import sample_size
from underheaven.verify.case_types import Case, CheckResult, ClosedForm, Counts, Parameter
from underheaven.verify.effort import THOROUGH_EFFORT, USUAL_EFFORT, Effort, current_effort, using_effort
from underheaven.verify.sample_size import (
    PILOT_PERSON_MONTHS,
    PILOT_REPLICATES,
    RunSize,
    log_derivative,
    plant_fault,
    required_multiple,
    required_replicates,
    run_check,
    smallest_detectable_fault,
)
from underheaven.verify.tolerances import ALPHA, MIN_REPLICATES, critical_value, power_margin, ratio_result

STEPS = t_quantile(1 - ALPHA / 2, USUAL_EFFORT.replicates - 1)
CATCH = STEPS + 1.2815515655446004 * math.sqrt(1 + STEPS**2 / 2 / (USUAL_EFFORT.replicates - 1))
"""Standard errors by which a fault must move a figure to be beyond the tolerance nine times in ten."""


@pytest.fixture(autouse=True)
def _usual(_small):
    with using_effort(USUAL_EFFORT):
        yield


def of(case, effort=USUAL_EFFORT, **settings):
    with using_effort(effort):
        return sample_size.required_size(case, case.check, case.resolve_values(settings))


def total(size):
    return size.replicates * size.person_months


def test_a_size_is_what_the_fault_takes_that_is_aimed_at():
    p = 0.001
    wanted = sample_size.SAFETY_FACTOR * (1 - p) / p / (0.02 / CATCH) ** 2
    assert total(of(coin(p))) == pytest.approx(wanted, rel=0.4)  # the spread of a pilot is a guess


def test_half_the_fault_takes_four_times_the_size():
    case = coin(0.001)
    sizes = [total(of(case, replace(USUAL_EFFORT, target_fault=aim))) for aim in (0.02, 0.01, 0.005)]
    assert sizes[1] / sizes[0] == pytest.approx(4, rel=0.02)
    assert sizes[2] / sizes[1] == pytest.approx(4, rel=0.02)


@pytest.mark.parametrize("aim", [0.02, 0.05])
def test_a_fault_as_large_as_the_aim_is_caught_nine_times_in_ten_and_none_where_none_is(aim):
    case, trials = coin(0.01), 60
    values = case.resolve_values({})
    effort = replace(USUAL_EFFORT, target_fault=aim, person_months=1)
    with using_effort(effort):
        size = sample_size.required_size(case, case.check, values)
    verdicts = {0.0: 0, aim: 0}
    for share in verdicts:
        for seed in range(trials):
            with using_effort(replace(effort, seed=seed)):
                verdicts[share] += run_check(case, values, plant_fault(values, "p", share), size).verdict == "fail"
    assert verdicts[0.0] == 0
    assert 0.75 * trials <= verdicts[aim]


def test_a_tolerance_is_at_most_three_percent_of_the_value():
    """Even where no fault is aimed at, or one that is large."""
    for case, effort in (
        (coin(0.002, plants=""), USUAL_EFFORT),
        (coin(0.002), replace(USUAL_EFFORT, target_fault=0.5)),
    ):
        with using_effort(replace(effort, person_months=1)):
            found = run_check(case, case.resolve_values({}))
        assert 0.01 * found.expected < found.tolerance <= 0.0305 * found.expected
        assert found.verdict == "pass"


def rarity(person_months):
    """How rare heads are of a coin whose fault takes so many person-months, at the usual aim."""
    return sample_size.SAFETY_FACTOR / (0.02 / CATCH) ** 2 / person_months


def test_what_is_too_dear_for_its_fault_lives_what_its_tolerance_takes():
    p = rarity(3 * sample_size.USUAL_PERSON_MONTHS)
    wanted = sample_size.SAFETY_FACTOR * (1 - p) / p / (sample_size.MAX_TOLERANCE_SHARE / STEPS) ** 2
    assert total(of(coin(p))) == pytest.approx(wanted, rel=0.4)
    assert wanted < 0.4 * 3 * sample_size.USUAL_PERSON_MONTHS
    assert wanted < sample_size.MAX_PERSON_MONTHS


def test_a_thorough_run_may_take_as_much_more_as_its_aim_is_finer():
    p = rarity(0.6 * sample_size.USUAL_PERSON_MONTHS)
    usual, thorough = total(of(coin(p))), total(of(coin(p), THOROUGH_EFFORT))
    assert usual < sample_size.USUAL_PERSON_MONTHS < thorough
    assert thorough == pytest.approx(4 * usual, rel=0.02)


def test_what_would_take_too_many_person_months_is_refused_in_a_sentence():
    with pytest.raises(RequestError, match=r"^coin: at these values what is counted is so rare") as refused:
        of(coin(1e-5))
    said = str(refused.value)
    assert "a tolerance of 3% takes about" in said
    assert f"{sample_size.MAX_PERSON_MONTHS:.1e} are the most" in said
    assert said.endswith("Write values at which it is more frequent.")


def test_the_refusal_is_by_what_is_expected_and_not_by_what_a_pilot_happens_to_see():
    """No head in the pilot would else be no spread, and no spread a small run."""
    blind = Case(
        "blind", "A", ClosedForm(lambda v: 1e-6, lambda v: counted(0)), (Parameter("p", 1e-6),), fault_parameter="p"
    )

    def counted(heads):
        tossed({"p": 0.5})
        return Counts(
            np.full(current_effort().replicates, heads), [current_effort().person_months] * current_effort().replicates
        )

    with pytest.raises(RequestError, match="so rare"):
        of(blind)


def test_without_an_aim_a_figure_lives_what_it_is_told():
    assert of(coin(1e-9), Effort(replicates=17, person_months=123)) == RunSize(17, 123)


def test_a_fault_within_what_tables_may_move_asks_for_nothing():
    """What finite tables move hides the fault, however much is lived."""
    assert of(coin(0.005)).catches_fault
    assert not of(coin(0.005, systematic_error=1e-4)).catches_fault
    with pytest.raises(RequestError, match="is more than 3% of that"):
        of(coin(0.005, systematic_error=2e-4))


def test_no_figure_lives_less_than_usual():
    assert total(of(coin(0.5))) >= USUAL_EFFORT.replicates * USUAL_EFFORT.person_months


def test_small_sizes_are_larger_replicates_and_those_of_many_persons_more_of_them():
    assert of(coin(0.05)).replicates == USUAL_EFFORT.replicates
    large = of(coin(5e-4))  # of one month each
    assert large.person_months == sample_size.MAX_REPLICATE_PERSONS
    assert large.replicates > USUAL_EFFORT.replicates


@pytest.mark.parametrize(("months", "fewest"), [(1, 60), (10_000, MIN_REPLICATES)])
def test_long_runs_are_few_and_large_for_what_a_month_takes_whatever_its_persons(months, fewest):
    pilot, law = (
        sample_size.SimulatedMonths(PILOT_REPLICATES * PILOT_PERSON_MONTHS, PILOT_REPLICATES * months),
        coin().check,
    )
    size = sample_size.fastest_size(2.0, law, USUAL_EFFORT, pilot)
    assert MIN_REPLICATES <= size.replicates <= USUAL_EFFORT.replicates
    assert abs(size.replicates - fewest) <= sample_size.REPLICATE_STEP
    whole = max(2 * PILOT_REPLICATES * PILOT_PERSON_MONTHS, USUAL_EFFORT.replicates * USUAL_EFFORT.person_months)
    assert total(size) == pytest.approx(
        whole * sample_size.replicate_penalty(size.replicates, USUAL_EFFORT.replicates), rel=1e-4
    )
    asked = sample_size.fastest_size(2.0, law, replace(USUAL_EFFORT, replicates=52, min_replicates=52), pilot)
    assert asked.replicates == 52


def test_a_run_whose_pilot_made_it_too_small_for_its_fault_is_made_again():
    """A pilot that sees less spread than there is sizes a run that would catch larger faults alone."""
    seen = []

    def calm_first(values):
        counts = tossed(values)
        seen.append(current_effort().person_months)
        return Counts(0.3 * np.array(counts.denominators), counts.denominators) if len(seen) == 1 else counts

    case = Case("calm", "A", ClosedForm(lambda v: v["p"], calm_first), (Parameter("p", 0.3),), fault_parameter="p")
    with using_effort(replace(USUAL_EFFORT, person_months=1, target_fault=0.002)):
        values = case.resolve_values({})
        found = run_check(case, values)
        assert 0 < smallest_detectable_fault(case, values, found).share <= 0.002
    assert len(seen) >= 2
    assert found.verdict == "pass"


def test_where_a_replicate_has_a_size_of_its_own_there_are_more_of_them():
    case = coin(0.01, fixed_size=True)
    usual, thorough = of(case), of(case, THOROUGH_EFFORT)
    assert {usual.person_months, thorough.person_months} == {PILOT_PERSON_MONTHS}
    assert thorough.replicates == pytest.approx(4 * usual.replicates, rel=0.1)
    assert of(coin(0.5, fixed_size=True)).replicates >= MIN_REPLICATES


@given(enough=st.floats(0.01, 300), usual=st.integers(MIN_REPLICATES, 100))
def test_fewer_replicates_make_up_for_a_wider_law_and_no_more_are_taken(enough, usual):
    def wide(count):
        return sample_size.detectable_shift(count) / sample_size.detectable_shift(usual)

    count = required_replicates(enough, usual)
    least = max(math.ceil(enough), MIN_REPLICATES)
    assert count >= least
    assert count >= enough * wide(count) ** 2
    assert count == least or count - 1 < enough * wide(count - 1) ** 2


def test_a_pilot_draws_apart_from_the_run_and_lives_apart():
    seen = []

    def noted(values):
        seen.append((current_effort().seed, current_effort().replicates, current_effort().person_months))
        return tossed(values)

    case = Case("noted", "A", ClosedForm(lambda v: v["p"], noted), (Parameter("p", 0.3),), fault_parameter="p")
    for seed in (1, 2**32 - 1):
        effort = replace(USUAL_EFFORT, seed=seed)
        with using_effort(effort):
            run_check(case, case.resolve_values({}))
        pilot, run = seen[-2:]
        assert pilot == ((seed + 2**31) % 2**32, PILOT_REPLICATES, PILOT_PERSON_MONTHS)
        assert run[0] == seed
    assert effort.simulated.person_months >= USUAL_EFFORT.replicates * USUAL_EFFORT.person_months


def test_a_planted_fault_is_lived_and_judged_by_what_is_right():
    case = coin(0.3)
    values = case.resolve_values({})
    assert run_check(case, values).verdict == "pass"
    off = run_check(case, values, simulated=plant_fault(values, "p", 0.1))
    assert (off.expected, off.verdict) == (0.3, "fail")
    assert off.found == pytest.approx(0.33, abs=0.002)


def test_a_case_that_is_no_law_gives_its_own_figure_and_one_that_waits_says_so():
    assert run_check(Case("one", "A", lambda v: CheckResult(1, 1, 0)), {}) == CheckResult(1, 1, 0)
    with pytest.raises(NotYetError, match="it needs a bridge"):
        run_check(Case("later", "A", needs="a bridge"), {})


def test_what_tables_may_move_widens_the_tolerance():
    case = coin(0.3, systematic_error=0.1)
    with using_effort(Effort(replicates=MIN_REPLICATES, person_months=100_000)):
        assert run_check(case, case.resolve_values({})).tolerance == pytest.approx(
            0.1 + run_check(coin(0.3), {"p": 0.3}).tolerance
        )
        assert run_check(coin(0.3), case.resolve_values({})).tolerance < 0.01


@pytest.mark.parametrize(
    ("law", "moved"), [(lambda v: v["p"] ** 3, 3 * 8), (lambda v: 1 / v["p"], 0.5), (lambda v: 7.0, 0)]
)
def test_a_slope_is_by_share_of_the_parameter(law, moved):
    assert log_derivative(ClosedForm(law, tossed), {"p": 2.0}, "p") == pytest.approx(moved, rel=1e-5)


def test_at_the_end_of_a_law_its_slope_is_taken_from_one_side_and_beyond_both_there_is_none():
    def ends(values):
        if not 0.5 <= values["p"] <= 1:
            raise RequestError("From 0.5 to 1.")
        return values["p"] ** 2

    assert log_derivative(ClosedForm(ends, tossed), {"p": 1.0}, "p") == pytest.approx(2, rel=2e-3)
    assert log_derivative(ClosedForm(ends, tossed), {"p": 0.5}, "p") == pytest.approx(0.5, rel=2e-3)

    def alone(values):
        if values["p"] != 1:
            raise RequestError("1 alone.")
        return 0.4

    assert log_derivative(ClosedForm(alone, tossed), {"p": 1.0}, "p") is None
    assert (
        smallest_detectable_fault(
            Case("alone", "A", ClosedForm(alone, tossed), fault_parameter="p"), {"p": 1.0}, CheckResult(1, 1, 0.1, 0.1)
        )
        is None
    )


def test_needed_sizes_go_by_the_square():
    assert required_multiple(0.2, 0.1) == pytest.approx(4 * sample_size.SAFETY_FACTOR)
    assert required_multiple(0.0, 0.1) == required_multiple(0.1, 0.0) == 0


def test_what_is_detected_is_beyond_the_tolerance_nine_times_in_ten():
    case, found = coin(0.5), CheckResult(0.5, 0.5, 0.01, 0.002, 64)
    catches = smallest_detectable_fault(case, {"p": 0.5}, found)
    assert (catches.parameter, catches.counted) == ("p", False)
    assert catches.share == pytest.approx((0.01 + power_margin(64) * 0.002) / 0.5, rel=1e-4)


@pytest.mark.parametrize("replicates", [16, 24, 64])
def test_a_fault_that_is_called_detectable_is_caught_nine_times_in_ten(replicates):
    """The standard error that the tolerance rests on varies from run to run, most where replicates are few."""
    fault = (critical_value(replicates) + power_margin(replicates)) / math.sqrt(replicates)
    drawn = np.random.default_rng(1).normal(fault, 1, (4_000, replicates))
    caught = np.mean([ratio_result(0.0, parts).verdict == "fail" for parts in drawn])
    assert 0.88 <= caught <= 0.93


@pytest.mark.parametrize(
    ("case", "found"),
    [
        (Case("exact", "A", lambda v: CheckResult(1, 1, 0)), CheckResult(1, 1, 0.1, 0.1)),
        (coin(plants=""), CheckResult(1, 1, 0.1, 0.1)),
        (coin(), CheckResult(1, 1, 0.1, 0.0)),
        (
            Case("flat", "A", ClosedForm(lambda v: 1.0, tossed), (Parameter("p", 0.5),), fault_parameter="p"),
            CheckResult(1, 1, 0.1, 0.1),
        ),
    ],
)
def test_where_no_fault_is_known_none_is_said(case, found):
    assert smallest_detectable_fault(case, {"p": 0.5}, found) is None


def test_a_pilot_is_the_first_tenth_of_the_progress_and_no_run_begins_before_it_ends():
    told = []

    def noting(values):
        for done in (0, 5, 10):
            current_effort().report(done, 10)
        return tossed(values)

    case = Case("noting", "A", ClosedForm(lambda v: v["p"], noting), (Parameter("p", 0.3),), fault_parameter="p")
    with using_effort(replace(USUAL_EFFORT, report=lambda done, total: told.append(done / total))):
        run_check(case, case.resolve_values({}))
    assert told == pytest.approx([0, 0.05, 0.1, 0.1, 0.55, 1.0])

"""How many person-months a figure lives: what a fault of a stated size takes, and a refusal where that is too many."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify.coin import coin, tossed
from underheaven.errors import NotYetError, RequestError
from underheaven.measure.interval import t_quantile
from underheaven.verify import sized
from underheaven.verify.case import Case, Counts, Figure, Law, Parameter
from underheaven.verify.effort import THOROUGH, USUAL, Effort, current, making
from underheaven.verify.judge import CHANCE, FEWEST, beyond, simulated, steps
from underheaven.verify.sized import PILOT, PILOTS, Size, detected, figure, needed, planted, replicates_for, slope

STEPS = t_quantile(1 - CHANCE / 2, USUAL.replicates - 1)
CATCH = STEPS + 1.2815515655446004 * math.sqrt(1 + STEPS**2 / 2 / (USUAL.replicates - 1))
"""Standard errors by which a fault must move a figure to be beyond the tolerance nine times in ten."""


@pytest.fixture(autouse=True)
def _usual(_small):
    with making(USUAL):
        yield


def of(case, effort=USUAL, **settings):
    with making(effort):
        return sized.sized(case, case.check, case.values(settings))


def total(size):
    return size.replicates * size.person_months


def test_a_size_is_what_the_fault_takes_that_is_aimed_at():
    p = 0.001
    wanted = sized.SPARE * (1 - p) / p / (0.02 / CATCH) ** 2
    assert total(of(coin(p))) == pytest.approx(wanted, rel=0.4)  # the spread of a pilot is a guess


def test_half_the_fault_takes_four_times_the_size():
    case = coin(0.001)
    sizes = [total(of(case, replace(USUAL, aim=aim))) for aim in (0.02, 0.01, 0.005)]
    assert sizes[1] / sizes[0] == pytest.approx(4, rel=0.02)
    assert sizes[2] / sizes[1] == pytest.approx(4, rel=0.02)


@pytest.mark.parametrize("aim", [0.02, 0.05])
def test_a_fault_as_large_as_the_aim_is_caught_nine_times_in_ten_and_none_where_none_is(aim):
    case, trials = coin(0.01), 60
    values = case.values({})
    effort = replace(USUAL, aim=aim, person_months=1)
    with making(effort):
        size = sized.sized(case, case.check, values)
    verdicts = {0.0: 0, aim: 0}
    for share in verdicts:
        for seed in range(trials):
            with making(replace(effort, seed=seed)):
                verdicts[share] += figure(case, values, planted(values, "p", share), size).verdict == "fail"
    assert verdicts[0.0] == 0
    assert 0.75 * trials <= verdicts[aim]


def test_a_tolerance_is_at_most_three_percent_of_the_value():
    """Even where no fault is aimed at, or one that is large."""
    for case, effort in ((coin(0.002, plants=""), USUAL), (coin(0.002), replace(USUAL, aim=0.5))):
        with making(replace(effort, person_months=1)):
            found = figure(case, case.values({}))
        assert 0.01 * found.expected < found.tolerance <= 0.0305 * found.expected
        assert found.verdict == "pass"


def rarity(person_months):
    """How rare heads are of a coin whose fault takes so many person-months, at the usual aim."""
    return sized.SPARE / (0.02 / CATCH) ** 2 / person_months


def test_what_is_too_dear_for_its_fault_lives_what_its_tolerance_takes():
    p = rarity(3 * sized.USUALLY)
    wanted = sized.SPARE * (1 - p) / p / (sized.WIDEST / STEPS) ** 2
    assert total(of(coin(p))) == pytest.approx(wanted, rel=0.4)
    assert wanted < 0.4 * 3 * sized.USUALLY
    assert wanted < sized.MOST


def test_a_thorough_run_may_take_as_much_more_as_its_aim_is_finer():
    p = rarity(0.6 * sized.USUALLY)
    usual, thorough = total(of(coin(p))), total(of(coin(p), THOROUGH))
    assert usual < sized.USUALLY < thorough
    assert thorough == pytest.approx(4 * usual, rel=0.02)


def test_what_would_take_too_many_person_months_is_refused_in_a_sentence():
    with pytest.raises(RequestError, match=r"^coin: at these values what is counted is so rare") as refused:
        of(coin(1e-5))
    said = str(refused.value)
    assert "a tolerance of 3% takes about" in said
    assert f"{sized.MOST:.1e} are the most" in said
    assert said.endswith("Write values at which it is more frequent.")


def test_the_refusal_is_by_what_is_expected_and_not_by_what_a_pilot_happens_to_see():
    """No head in the pilot would else be no spread, and no spread a small run."""
    blind = Case("blind", "A", Law(lambda v: 1e-6, lambda v: counted(0)), (Parameter("p", 1e-6),), plants="p")

    def counted(heads):
        tossed({"p": 0.5})
        return Counts(np.full(current().replicates, heads), [current().person_months] * current().replicates)

    with pytest.raises(RequestError, match="so rare"):
        of(blind)


def test_without_an_aim_a_figure_lives_what_it_is_told():
    assert of(coin(1e-9), Effort(replicates=17, person_months=123)) == Size(17, 123)


def test_a_fault_within_what_tables_may_move_asks_for_nothing():
    """What finite tables move hides the fault, however much is lived."""
    assert of(coin(0.005)).catches
    assert not of(coin(0.005, allowed=1e-4)).catches
    with pytest.raises(RequestError, match="is more than 3% of that"):
        of(coin(0.005, allowed=2e-4))


def test_no_figure_lives_less_than_usual():
    assert total(of(coin(0.5))) >= USUAL.replicates * USUAL.person_months


def test_small_sizes_are_larger_replicates_and_those_of_many_persons_more_of_them():
    assert of(coin(0.05)).replicates == USUAL.replicates
    large = of(coin(5e-4))  # of one month each
    assert large.person_months == sized.FULL
    assert large.replicates > USUAL.replicates


@pytest.mark.parametrize(("months", "fewest"), [(1, 60), (10_000, FEWEST)])
def test_long_runs_are_few_and_large_for_what_a_month_takes_whatever_its_persons(months, fewest):
    pilot, law = sized.Lived(PILOTS * PILOT, PILOTS * months), coin().check
    size = sized.size_of(2.0, law, USUAL, pilot)
    assert FEWEST <= size.replicates <= USUAL.replicates
    assert abs(size.replicates - fewest) <= sized.STEPS
    whole = max(2 * PILOTS * PILOT, USUAL.replicates * USUAL.person_months)
    assert total(size) == pytest.approx(whole * sized.widened(size.replicates, USUAL.replicates), rel=1e-4)
    asked = sized.size_of(2.0, law, replace(USUAL, replicates=52, at_least=52), pilot)
    assert asked.replicates == 52


def test_a_run_whose_pilot_made_it_too_small_for_its_fault_is_made_again():
    """A pilot that sees less spread than there is sizes a run that would catch larger faults alone."""
    seen = []

    def calm_first(values):
        counts = tossed(values)
        seen.append(current().person_months)
        return Counts(0.3 * np.array(counts.wholes), counts.wholes) if len(seen) == 1 else counts

    case = Case("calm", "A", Law(lambda v: v["p"], calm_first), (Parameter("p", 0.3),), plants="p")
    with making(replace(USUAL, person_months=1, aim=0.002)):
        values = case.values({})
        found = figure(case, values)
        assert 0 < detected(case, values, found).share <= 0.002
    assert len(seen) >= 2
    assert found.verdict == "pass"


def test_where_a_replicate_has_a_size_of_its_own_there_are_more_of_them():
    case = coin(0.01, whole=True)
    usual, thorough = of(case), of(case, THOROUGH)
    assert {usual.person_months, thorough.person_months} == {PILOT}
    assert thorough.replicates == pytest.approx(4 * usual.replicates, rel=0.1)
    assert of(coin(0.5, whole=True)).replicates >= FEWEST


@given(enough=st.floats(0.01, 300), usual=st.integers(FEWEST, 100))
def test_fewer_replicates_make_up_for_a_wider_law_and_no_more_are_taken(enough, usual):
    def wide(count):
        return sized.caught_at(count) / sized.caught_at(usual)

    count = replicates_for(enough, usual)
    least = max(math.ceil(enough), FEWEST)
    assert count >= least
    assert count >= enough * wide(count) ** 2
    assert count == least or count - 1 < enough * wide(count - 1) ** 2


def test_a_pilot_draws_apart_from_the_run_and_lives_apart():
    seen = []

    def noted(values):
        seen.append((current().seed, current().replicates, current().person_months))
        return tossed(values)

    case = Case("noted", "A", Law(lambda v: v["p"], noted), (Parameter("p", 0.3),), plants="p")
    for seed in (1, 2**32 - 1):
        effort = replace(USUAL, seed=seed)
        with making(effort):
            figure(case, case.values({}))
        pilot, run = seen[-2:]
        assert pilot == ((seed + 2**31) % 2**32, PILOTS, PILOT)
        assert run[0] == seed
    assert effort.lived.person_months >= USUAL.replicates * USUAL.person_months


def test_a_planted_fault_is_lived_and_judged_by_what_is_right():
    case = coin(0.3)
    values = case.values({})
    assert figure(case, values).verdict == "pass"
    off = figure(case, values, lived=planted(values, "p", 0.1))
    assert (off.expected, off.verdict) == (0.3, "fail")
    assert off.found == pytest.approx(0.33, abs=0.002)


def test_a_case_that_is_no_law_gives_its_own_figure_and_one_that_waits_says_so():
    assert figure(Case("one", "A", lambda v: Figure(1, 1, 0)), {}) == Figure(1, 1, 0)
    with pytest.raises(NotYetError, match="it needs a bridge"):
        figure(Case("later", "A", needs="a bridge"), {})


def test_what_tables_may_move_widens_the_tolerance():
    case = coin(0.3, allowed=0.1)
    with making(Effort(replicates=FEWEST, person_months=100_000)):
        assert figure(case, case.values({})).tolerance == pytest.approx(0.1 + figure(coin(0.3), {"p": 0.3}).tolerance)
        assert figure(coin(0.3), case.values({})).tolerance < 0.01


@pytest.mark.parametrize(("law", "moved"), [(lambda v: v["p"] ** 3, 3 * 8), (lambda v: 1 / v["p"], 0.5),
                                            (lambda v: 7.0, 0)])  # fmt: skip
def test_a_slope_is_by_share_of_the_parameter(law, moved):
    assert slope(Law(law, tossed), {"p": 2.0}, "p") == pytest.approx(moved, rel=1e-5)


def test_at_the_end_of_a_law_its_slope_is_taken_from_one_side_and_beyond_both_there_is_none():
    def ends(values):
        if not 0.5 <= values["p"] <= 1:
            raise RequestError("From 0.5 to 1.")
        return values["p"] ** 2

    assert slope(Law(ends, tossed), {"p": 1.0}, "p") == pytest.approx(2, rel=2e-3)
    assert slope(Law(ends, tossed), {"p": 0.5}, "p") == pytest.approx(0.5, rel=2e-3)

    def alone(values):
        if values["p"] != 1:
            raise RequestError("1 alone.")
        return 0.4

    assert slope(Law(alone, tossed), {"p": 1.0}, "p") is None
    assert detected(Case("alone", "A", Law(alone, tossed), plants="p"), {"p": 1.0}, Figure(1, 1, 0.1, 0.1)) is None


def test_needed_sizes_go_by_the_square():
    assert needed(0.2, 0.1) == pytest.approx(4 * sized.SPARE)
    assert needed(0.0, 0.1) == needed(0.1, 0.0) == 0


def test_what_is_detected_is_beyond_the_tolerance_nine_times_in_ten():
    case, found = coin(0.5), Figure(0.5, 0.5, 0.01, 0.002, 64)
    catches = detected(case, {"p": 0.5}, found)
    assert (catches.of, catches.counted) == ("p", False)
    assert catches.share == pytest.approx((0.01 + beyond(64) * 0.002) / 0.5, rel=1e-4)


@pytest.mark.parametrize("replicates", [16, 24, 64])
def test_a_fault_that_is_called_detectable_is_caught_nine_times_in_ten(replicates):
    """The standard error that the tolerance rests on varies from run to run, most where replicates are few."""
    fault = (steps(replicates) + beyond(replicates)) / math.sqrt(replicates)
    drawn = np.random.default_rng(1).normal(fault, 1, (4_000, replicates))
    caught = np.mean([simulated(0.0, parts).verdict == "fail" for parts in drawn])
    assert 0.88 <= caught <= 0.93


@pytest.mark.parametrize(
    ("case", "found"),
    [
        (Case("exact", "A", lambda v: Figure(1, 1, 0)), Figure(1, 1, 0.1, 0.1)),
        (coin(plants=""), Figure(1, 1, 0.1, 0.1)),
        (coin(), Figure(1, 1, 0.1, 0.0)),
        (Case("flat", "A", Law(lambda v: 1.0, tossed), (Parameter("p", 0.5),), plants="p"), Figure(1, 1, 0.1, 0.1)),
    ],
)
def test_where_no_fault_is_known_none_is_said(case, found):
    assert detected(case, {"p": 0.5}, found) is None

"""How much a case lives: what is asked for, refused, and read by the runs."""

import pytest

from underheaven.errors import RequestError
from underheaven.verify.case_simulation import load_regime, load_society, make_study, simulate
from underheaven.verify.effort import (
    PLAIN_EFFORT,
    THOROUGH_EFFORT,
    USUAL_EFFORT,
    Effort,
    SimulatedMonths,
    choose_effort,
    current_effort,
    using_effort,
)
from underheaven.verify.tolerances import MIN_REPLICATES


def test_an_effort_holds_within_its_block_alone():
    before = current_effort()
    with using_effort(Effort(seed=9)):
        assert current_effort().seed == 9
        with using_effort(Effort(seed=0)):
            assert current_effort().seed == 0
        assert current_effort().seed == 9
    assert current_effort() is before


def test_studies_take_seed_and_replicates_from_the_effort():
    with using_effort(Effort(seed=7, replicates=19)):
        plan = make_study([load_regime("nothing")], load_society("two-groups"), 50, 3).plan
    assert (plan.seed, plan.replicates) == (7, 19)


def test_what_is_asked_for_is_what_is_made():
    assert choose_effort() == USUAL_EFFORT
    assert choose_effort(engine="plain") == PLAIN_EFFORT
    assert choose_effort(thorough=True) == THOROUGH_EFFORT
    assert choose_effort(seed=0, seeds=MIN_REPLICATES).seed == 0
    assert choose_effort(seeds=48).replicates == 48
    assert choose_effort(seeds=48).person_months == USUAL_EFFORT.person_months  # more seeds live more in all
    assert PLAIN_EFFORT.replicates * PLAIN_EFFORT.person_months < USUAL_EFFORT.person_months


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"engine": "gpu"}, "engine 'gpu' is unknown"),
        ({"seed": -1}, "--seed -1"),
        ({"seed": 2**32}, "--seed 4294967296"),
        ({"seeds": 15}, "16 seeds or more"),
        ({"seeds": 10**9}, "a study holds"),
        ({"engine": "plain", "thorough": True}, "Leave one of the two out"),
    ],
)
def test_what_cannot_be_made_is_a_sentence(asked, said):
    with pytest.raises(RequestError, match=said):
        choose_effort(**asked)


def test_persons_fill_the_months_within_bounds():
    effort = Effort(person_months=6_000)
    assert effort.persons_for(10) == 600
    assert effort.persons_for(10, times=2) == 1_200
    assert effort.persons_for(6_000) == effort.min_persons
    assert effort.persons_for(1, times=1e6) == 200_000


def test_what_runs_live_is_counted():
    people = load_society("two-groups")
    with using_effort(Effort(replicates=16)):
        simulate([load_regime("nothing")], people, 50, 3)
        simulate([load_regime("nothing"), load_regime("nothing", "other")], people, 50, 3, replicates=2)
        assert current_effort().simulated == SimulatedMonths(50 * 3 * 16 + 50 * 3 * 2 * 2, 3 * 16 + 3 * 2 * 2)


def test_a_thorough_run_aims_at_half_the_fault_and_the_interpreted_one_at_none():
    assert (USUAL_EFFORT.target_fault, THOROUGH_EFFORT.target_fault, PLAIN_EFFORT.target_fault) == (0.02, 0.01, None)

"""How much a case lives: what is asked for, refused, and read by the runs."""

import pytest

from underheaven.errors import RequestError
from underheaven.verify.effort import INTERPRETED, THOROUGH, USUAL, Effort, Lived, chosen, current, making
from underheaven.verify.judge import FEWEST
from underheaven.verify.lives import live, regime, society, study


def test_an_effort_holds_within_its_block_alone():
    before = current()
    with making(Effort(seed=9)):
        assert current().seed == 9
        with making(Effort(seed=0)):
            assert current().seed == 0
        assert current().seed == 9
    assert current() is before


def test_studies_take_seed_and_replicates_from_the_effort():
    with making(Effort(seed=7, replicates=19)):
        plan = study([regime("nothing")], society("two-groups"), 50, 3).plan
    assert (plan.seed, plan.replicates) == (7, 19)


def test_what_is_asked_for_is_what_is_made():
    assert chosen() == USUAL
    assert chosen(engine="plain") == INTERPRETED
    assert chosen(thorough=True) == THOROUGH
    assert chosen(seed=0, seeds=FEWEST).seed == 0
    assert chosen(seeds=48).replicates == 48
    assert chosen(seeds=48).person_months == USUAL.person_months  # more seeds live more in all
    assert INTERPRETED.replicates * INTERPRETED.person_months < USUAL.person_months


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
        chosen(**asked)


def test_persons_fill_the_months_within_bounds():
    effort = Effort(person_months=6_000)
    assert effort.persons_for(10) == 600
    assert effort.persons_for(10, times=2) == 1_200
    assert effort.persons_for(6_000) == effort.fewest
    assert effort.persons_for(1, times=1e6) == 200_000


def test_what_runs_live_is_counted():
    people = society("two-groups")
    with making(Effort(replicates=16)):
        live([regime("nothing")], people, 50, 3)
        live([regime("nothing"), regime("nothing", "other")], people, 50, 3, replicates=2)
        assert current().lived == Lived(50 * 3 * 16 + 50 * 3 * 2 * 2, 3 * 16 + 3 * 2 * 2)


def test_a_thorough_run_aims_at_half_the_fault_and_the_interpreted_one_at_none():
    assert (USUAL.aim, THOROUGH.aim, INTERPRETED.aim) == (0.02, 0.01, None)

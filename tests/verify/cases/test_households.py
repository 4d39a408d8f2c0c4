"""Households at several points; faults are found out; and who lives alone learns alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify.every import caught, points, tiny, unseen
from underheaven.verify.cases import households, response

CASES = {case.name: case for case in households.CASES}
SHARE = st.floats(0, 1)
LEARNERS = st.fixed_dictionaries(
    {
        "p": st.floats(0.02, 0.98),
        "up": st.floats(0.02, 1),
        "down": st.floats(0.02, 1),
        "chance": st.floats(0.05, 1),
        "forget": SHARE,
        "weight": SHARE,
        "start": SHARE,
    }
)


@pytest.mark.parametrize(("case", "settings"), points(households.CASES))
def test_the_case_holds(case, settings):
    found = tiny(case, settings)
    assert found.verdict == "pass", found


@pytest.mark.parametrize(("name", "share"), [("household-learning", 0.2), ("household-guilt", 0.1)])
def test_a_fault_is_found_out(name, share):
    assert caught(CASES[name], share)


@pytest.mark.parametrize(("name", "beyond"), [("household-learning", {"start", "down"}), ("household-guilt", {"size"})])
def test_every_number_reaches_the_documents(name, beyond):
    assert set(unseen(CASES[name])) <= beyond


def test_another_start_and_another_size_reach_the_documents():
    assert tiny(CASES["household-learning"], {}, start=0.9).verdict == "fail"
    assert tiny(CASES["household-learning"], {}, down=0.4).verdict == "fail"
    assert tiny(CASES["household-guilt"], {}, size=3).verdict == "fail"


@given(values=LEARNERS)
def test_without_weight_each_learns_alone(values):
    values |= {"weight": 0.0, "start": 0.0}
    assert households.expected_household_belief(values) == pytest.approx(response.expected_belief(values), rel=1e-9)


@given(values=LEARNERS)
def test_a_belief_lies_between_home_and_what_is_seen_to_happen(values):
    home, seen = values["start"], response.expected_belief(values | {"chance": 1.0, "forget": 0.0})
    low, high = sorted((home, seen))
    assert low - 1e-9 <= households.expected_household_belief(values) <= high + 1e-9


@given(values=LEARNERS)
def test_a_month_leaves_the_belief_where_it_rests(values):
    """The four things that a month can be to one of two, weighed one by one and walked a step."""
    m = households.expected_household_belief(values)
    p, chance = values["p"], values["chance"]

    def seen(belief, by):
        return belief + by * (p * values["up"] * (1 - belief) - (1 - p) * values["down"] * belief)

    own = chance * seen(m, 1) + (1 - chance) * (m + values["forget"] * (values["start"] - m))
    after = chance * seen(own, values["weight"]) + (1 - chance) * own
    assert after == pytest.approx(m, abs=1e-9)


@given(p=SHARE, s=SHARE, guilt=SHARE, size=st.integers(2, 8))
def test_guilt_of_many_is_that_at_least_one_of_the_others_passes_it_on(p, s, guilt, size):
    found = households.expected_inherited_records({"p": p, "s": s, "guilt": guilt, "size": size})
    assert found == pytest.approx(1 - np.prod([1 - p * s * guilt] * (size - 1)), abs=1e-12)
    assert households.expected_inherited_records({"p": p, "s": s, "guilt": guilt, "size": 1}) == 0

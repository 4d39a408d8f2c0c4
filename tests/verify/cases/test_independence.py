"""What must be independent, at several points; and a dependence is found out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify.every import caught, points, tiny, unseen
from underheaven.verify.cases import independence

CASES = {case.name: case for case in independence.CASES}
SHARE = st.floats(0, 1)


@pytest.mark.parametrize(("case", "settings"), points(independence.CASES))
def test_the_case_holds(case, settings):
    found = tiny(case, settings)
    assert found.verdict == "pass", found


@pytest.mark.parametrize(("name", "share"), [("two-kinds", 0.1), ("two-towns", 0.1), ("burn-in", 0.1)])
def test_a_fault_is_found_out(name, share):
    assert caught(CASES[name], share)


@pytest.mark.parametrize(("name", "beyond"), [("two-kinds", set()), ("two-towns", set()), ("burn-in", {"before", "p"})])
def test_every_number_reaches_the_documents(name, beyond):
    assert set(unseen(CASES[name])) <= beyond


def test_acts_of_the_months_before_reach_the_documents():
    assert tiny(CASES["burn-in"], {"of": "acts"}, p=0.2).verdict == "fail"


def test_the_number_of_months_before_reaches_the_documents():
    assert tiny(CASES["burn-in"], {}, before=2).verdict == "fail"


@given(p=SHARE, q=SHARE)
def test_two_kinds_leave_the_four_ways_whole(p, q):
    ways = [independence.expected_both_acts({"p": a, "q": b}) for a in (p, 1 - p) for b in (q, 1 - q)]
    assert sum(ways) == pytest.approx(1, abs=1e-12)


def test_one_draw_for_two_kinds_is_found_out(monkeypatch):
    """Were both kinds drawn together, the rarer would be done by nobody but those who do the other."""
    right = independence.simulate

    def together(*asked):
        data = right(*asked).copy(deep=True)
        data["person_acts"][:] = np.where(data["person_acts"] > 0, 2, 0)
        return data

    monkeypatch.setattr(independence, "simulate", together)
    assert tiny(CASES["two-kinds"], {}).verdict == "fail"


def test_towns_that_live_alike_are_found_out(monkeypatch):
    right = independence.simulate

    def alike(*asked):
        data = right(*asked).copy(deep=True)
        acts = data["person_acts"].transpose("scenario", "replicate", "person").values
        towns = acts.reshape(*acts.shape[:2], -1, 2, independence.TOWN_SIZE)
        towns[..., 1, :] = towns[..., 0, :]
        data["person_acts"] = (("scenario", "replicate", "person"), acts)
        return data

    monkeypatch.setattr(independence, "simulate", alike)
    assert tiny(CASES["two-towns"], {}).verdict == "fail"


@given(loss=st.floats(0.001, 1), find=st.floats(0.001, 1), before=st.integers(0, 600))
def test_the_share_without_a_job_is_that_of_its_recursion(loss, find, before):
    idle = 0.0
    for _ in range(before + independence.MONTHS):
        idle = idle * (1 - find) + (1 - idle) * loss
    values = {"before": before, "p": 0.3, "loss": loss, "find": find, "of": "work"}
    assert independence.expected_after_burn_in(values) == pytest.approx(idle, abs=1e-12)


def test_months_before_that_leave_everybody_at_work_are_found_out(monkeypatch):
    right = independence.load_minimal_society
    monkeypatch.setattr(
        independence, "load_minimal_society", lambda *kinds, **keys: right(*kinds, **keys | {"burn_in": 0})
    )
    assert tiny(CASES["burn-in"], {}).verdict == "fail"

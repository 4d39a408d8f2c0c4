"""Fear, feeling and silence at several points; faults are found out; and limits that need no simulator."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify.every import caught, points, tiny, unseen
from underheaven.verify.cases import attitudes, conduct
from underheaven.verify.minimal_society import round_belief

CASES = {case.name: case for case in attitudes.CASES}
SHARE, WEIGHT = st.floats(0, 1), st.floats(0, 100)


@pytest.mark.parametrize(("case", "settings"), points(attitudes.CASES))
def test_the_case_holds(case, settings):
    found = tiny(case, settings)
    assert found.verdict == "pass", found


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("awareness", 0.1),
        ("warm-glow", 0.1),
        ("silence", 0.1),
        ("legitimacy", 0.1),
        ("bought-off", 0.1),
        ("staged", 0.1),
    ],
)
def test_a_fault_is_found_out(name, share):
    assert caught(CASES[name], share)


@pytest.mark.parametrize(
    ("name", "beyond"),
    [
        ("awareness", set()),
        ("warm-glow", set()),
        ("silence", {"grievance"}),
        ("legitimacy", {"weight"}),
        ("bought-off", set()),
        ("staged", set()),
    ],
)
def test_every_number_reaches_the_documents(name, beyond):
    assert set(unseen(CASES[name])) <= beyond


def test_grievance_reaches_the_documents():
    assert tiny(CASES["silence"], {"of": "speaking"}, grievance=0.3).verdict == "fail"


@given(p=SHARE, f=WEIGHT, m=st.floats(0.1, 100))
def test_where_all_know_it_is_deterrence_and_where_nobody_does_it_is_none(p, f, m):
    known = conduct.share_above_threshold(round_belief(p) * f, m, uniform=False)
    values = {"p": p, "f": f, "m": m}
    assert attitudes.expected_acts_when_aware(values | {"aware": 1.0}) == pytest.approx(known, abs=1e-12)
    assert attitudes.expected_acts_when_aware(values | {"aware": 0.0}) == 1


@given(glow=st.floats(0, 1000), m=st.floats(0.001, 1000))
def test_a_good_act_is_left_undone_where_its_cost_exceeds_the_glow(glow, m):
    assert attitudes.expected_prosocial_share({"glow": glow, "m": m}) == pytest.approx(
        1 - math.exp(-glow / m), abs=1e-12
    )


@given(p=SHARE, f=WEIGHT, grievance=SHARE)
def test_who_would_speak_speaks_or_is_silent(p, f, grievance):
    values = {"p": p, "f": f, "grievance": grievance}
    silent, speaking = (attitudes.expected_silence(values | {"of": of}) for of in ("silent", "speaking"))
    assert silent + speaking == pytest.approx(grievance, abs=1e-12)
    assert min(silent, speaking) >= 0


@given(f=st.floats(0.001, 0.9), loss=SHARE, recovery=st.floats(0.01, 1), start=SHARE)
def test_a_month_leaves_legitimacy_where_it_rests(f, loss, recovery, start):
    felt = attitudes.expected_legitimacy({"f": f, "loss": loss, "recovery": recovery, "start": start, "weight": 0.0})
    after = f * felt * (1 - loss) + (1 - f) * (felt + recovery * (start - felt))
    assert after == pytest.approx(felt, abs=1e-12)
    assert 0 <= felt <= start + 1e-12


@given(s=SHARE, f=WEIGHT, c=st.floats(0.1, 100))
def test_nobody_buys_off_a_record_without_weight_and_everybody_one_dearer_than_any_bribe(s, f, c):
    values = {"s": s, "c": c}
    assert attitudes.expected_unbribed_share(values | {"f": 0.0}) == s
    assert attitudes.expected_unbribed_share(values | {"f": c}) == 0
    assert 0 <= attitudes.expected_unbribed_share(values | {"f": f}) <= s


@given(s=SHARE, f=st.floats(0.1, 100), m=st.floats(0.1, 1000), c=st.floats(0.1, 100))
def test_what_is_staged_is_neither_done_nor_dear(s, f, m, c):
    undone, cheap = (
        1 - attitudes.expected_prosocial_share({"glow": f, "m": m}),
        1 - attitudes.expected_unbribed_share({"s": 1.0, "f": f, "c": c}),
    )
    assert attitudes.expected_faked_share({"s": s, "f": f, "m": m, "c": c}) == pytest.approx(
        s * undone * cheap, abs=1e-12
    )


def test_an_act_that_pays_more_is_staged_less_often_once_everybody_can_afford_to():
    found = [attitudes.expected_faked_share({"s": 1.0, "f": f, "m": 2.0, "c": 1.0}) for f in (1.0, 2.0, 4.0)]
    assert found == sorted(found, reverse=True)


def test_what_a_household_feels_reaches_the_documents():
    assert tiny(CASES["legitimacy"], {"weight": 0.5, "f": 0.2}, weight=0.0).verdict == "fail"

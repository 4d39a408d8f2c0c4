"""Stocks and stays at several points, and what a wrong rule does to them."""

import re
from itertools import pairwise

import pytest

from underheaven.errors import RequestError
from underheaven.verify import case_simulation
from underheaven.verify.cases import standing
from underheaven.verify.cases.sensing import INACTIVE_SETTINGS
from underheaven.verify.runner import run_case


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        ("list-stock", {}, 0.067164),
        ("list-stock", {"h": 0.05, "months": 6}, 0.3 / 1.3),
        ("list-stock", {"h": 0.1, "months": 1}, 0.1 / 1.1),
        ("list-stock", {"of": "entries"}, 0.002 / 1.072),
        ("list-stock", {"h": 0.2, "months": 24, "of": "entries"}, 0.2 / 5.8),
        ("list-stock", {"h": 0.9, "months": 2}, 1.8 / 2.8),
        ("list-ever", {}, 0.213561),
        ("list-ever", {"h": 0.03, "n": 24}, 1 - 0.97**24),
        ("list-ever", {"h": 0.03, "n": 24, "agree": 0.4}, 0.4 * (1 - 0.97**24)),
        ("roll-out", {}, 1 - 0.98**13 * (1 - 0.98**48) / (48 * 0.02)),
        ("roll-out", {"h": 0.1, "n": 30, "over": 24, "towns": 4}, 1 - 0.9**7 * (1 - 0.9**24) / 2.4),
        ("roll-out", {"over": 0}, 1 - 0.98**60),
        ("roll-out", {"n": 36, "over": 120}, (36 - 0.98 * (1 - 0.98**36) / 0.02) / 120),
        ("appeals", {}, 16.844416),
        ("appeals", {"a": 0.3, "months": 5}, (1 - 0.7**5) / 0.3),
        ("appeals", {"a": 0, "months": 7}, 7),
        ("appeals", {"a": 1}, 1),
        ("appeals", {"a": 0.6, "granted": 0.5, "months": 5}, (1 - 0.7**5) / 0.3),
        ("record-stock", {}, 0.0118277),
        ("record-stock", {"p": 0.3, "months": 6, "k": 2}, 1 - 0.7**6 - 6 * 0.3 * 0.7**5),
        ("record-stock", {"p": 1, "months": 12, "k": 8}, 1.0),
        ("record-stock", {"p": 0.5, "months": 3, "k": 4}, 0.0),
    ],
)
def test_the_case_holds(name, settings, expected):
    checked = run_case(name, **settings)
    assert checked.expected == pytest.approx(expected, rel=1e-5)
    assert checked.verdict == "pass", checked


def test_filing_again_while_a_record_stands_is_another_stock(monkeypatch):
    """With it the list would hold whoever acted in the last months, 1 - (1 - h)^months, and no longer hD/(1 + hD)."""
    wrong = {
        "detection_rate": 0.05,
        "months": 12,
        "refile": "true",
        "records": 1,
        "asked": "false",
        "agree": 1,
        "over": 0,
    }
    monkeypatch.setattr(standing, "load_list_regime", lambda h, months: case_simulation.load_regime("list", **wrong))
    assert run_case("list-stock", h=0.05, months=12).verdict == "fail"


def test_another_term_and_another_number_of_strikes_are_found_out(monkeypatch):
    right = standing.load_list_regime
    monkeypatch.setattr(standing, "load_list_regime", lambda h, months, *rest: right(h, months + 12, *rest))
    assert run_case("list-stock").verdict == "fail"
    assert run_case("record-stock").verdict == "fail"


@pytest.mark.parametrize(("h", "months"), [(0.5, 120), (1, 120), (1, 1), (0.9, 30)])
def test_a_list_that_hardly_settles_holds_or_is_refused(h, months):
    """Terms are equal: who joined together leaves together, for years."""
    try:
        checked = run_case("list-stock", h=h, months=months)
    except RequestError as refused:
        said = str(refused)
        checked = None
    if checked is None:
        assert re.search(r"still swings after \d+ months\. Write a lower h or fewer months\.$", said)
    else:
        assert checked.verdict == "pass", checked


def test_the_path_to_the_stock_is_that_of_the_rules():
    assert standing.monthly_shares_listed(1, 2, 7) == [1, 1, 0, 1, 1, 0, 1]
    assert standing.monthly_shares_listed(0.002, 36, 400)[-1] == pytest.approx(0.072 / 1.072, abs=1e-6)


def months_wrongly_listed(appealed, months):
    world = case_simulation.load_regime("appeals", appealed=appealed, granted=1, months=months)
    data = case_simulation.simulate(
        [world], case_simulation.load_society("one-act", **INACTIVE_SETTINGS), 500, months, replicates=1
    )
    return data["person_months_wrongly_listed"].values


def test_more_appeals_shorten_every_single_stay():
    stays = [months_wrongly_listed(a, 36) for a in (0.02, 0.05, 0.2, 0.9)]
    assert all((more <= fewer).all() for fewer, more in pairwise(stays))
    assert (stays[0] > stays[-1]).any()


def test_a_longer_term_enlarges_the_set_of_the_listed():
    def listed(months):
        people = case_simulation.load_society("one-act", **standing.ALWAYS_ACTING_SETTINGS)
        data = case_simulation.simulate(
            [standing.load_list_regime(0.05, months, "true")], people, 500, 24, replicates=1
        )
        return data["person_months_listed"].values

    short, long = listed(3), listed(9)
    assert (short <= long).all()
    assert (short < long).any()


def test_a_higher_false_rate_enlarges_the_set_of_the_wrongly_recorded():
    def hit(rate):
        world = case_simulation.load_regime("watch", detection_rate=0, false_per_year=rate, rumour=0, opacity=1)
        data = case_simulation.simulate(
            [world], case_simulation.load_society("one-act", **INACTIVE_SETTINGS), 2000, 6, replicates=1
        )
        return data["person_wrongful_records"].values

    low, high = hit(0.3), hit(0.9)
    assert (low <= high).all()
    assert (low < high).any()

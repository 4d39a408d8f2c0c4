"""Reputation at several points, strikes from both starts, and what another order or another rule does to them."""

import pytest

from underheaven.errors import RequestError
from underheaven.verify.cases import exchange
from underheaven.verify.runner import run_case


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, 0.5),
        ({"x": 0.9}, 0.5),
        ({"q": 0.8, "x": 0.2}, 0.125),
        ({"q": 1}, 0),
        ({"b": 10, "c": 2, "q": 0.25, "x": 0.7}, 0.75),
        ({"b": 1, "c": 0}, 0),
        ({"q": 0.2}, 2),
    ],
)
def test_the_share_at_which_discriminators_break_even(settings, expected):
    checked = run_case("reputation", **settings)
    assert checked.expected == pytest.approx(expected, abs=1e-12)
    assert checked.verdict == "pass", checked
    assert checked.tolerance < 0.2 * (1 + expected)


def test_who_heeds_the_list_does_better_above_that_share_and_worse_below():
    values = {"b": 3.0, "c": 1.0, "q": 0.5, "x": 0.5}
    assert exchange.discriminator_advantage(values, 0.3).mean() == pytest.approx(-0.2, abs=0.02)
    assert exchange.discriminator_advantage(values, 0.7).mean() == pytest.approx(0.2, abs=0.02)


def test_where_no_share_breaks_even_a_sentence_says_so():
    with pytest.raises(RequestError, match="none breaks even"):
        run_case("reputation", q=0)
    with pytest.raises(RequestError, match="none breaks even"):
        run_case("reputation", b=1, c=1)


def test_another_visibility_is_found_out(monkeypatch):
    right = exchange.load_helper_society
    monkeypatch.setattr(exchange, "load_helper_society", lambda **s: right(**s | {"visibility": 0.9 * s["visibility"]}))
    assert run_case("reputation").verdict == "fail"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, 0.9918649),
        ({"start": "bad"}, 0.3920390),
        ({"g": 0.5, "e": 0.3, "k": 2}, None),
        ({"g": 0.8, "e": 0.1, "k": 1, "start": "bad"}, None),
        ({"g": 0.6, "e": 0}, 1),
        ({"g": 0}, 1),
        ({"e": 1, "k": 2}, 1 - 0.9**2),
    ],
)
def test_the_share_in_good_standing_rests_where_the_start_leads(settings, expected):
    checked = run_case("strikes-spiral", **settings)
    assert checked.verdict == "pass", checked
    assert expected is None or checked.expected == pytest.approx(expected, abs=1e-6)
    values = {"g": 0.9, "e": 0.02, "k": 3, "seen": 1.0} | settings
    assert exchange.next_good_share(values, checked.expected) == pytest.approx(checked.expected, abs=1e-9)


def test_history_decides():
    values = {"g": 0.9, "e": 0.02, "k": 3, "seen": 1.0}
    good, bad = (exchange.fixed_point(values | {"start": s}) for s in ("good", "bad"))
    assert good - bad > 0.5


def test_beyond_the_fold_even_a_good_start_ends_badly():
    values = {"g": 0.9, "e": 0.03, "k": 3, "start": "good", "seen": 1.0}
    assert exchange.fixed_point(values) == pytest.approx(exchange.fixed_point(values | {"start": "bad"}), abs=1e-9)


def test_refusing_the_listed_without_a_strike_is_found_out(monkeypatch):
    """Then only slips are struck, and most of those who start badly come back."""
    right = exchange.load_helper_society
    monkeypatch.setattr(exchange, "load_helper_society", lambda **s: right(**s | {"refusing_is_recorded": "false"}))
    assert run_case("strikes-spiral", start="bad").verdict == "fail"


def test_a_share_near_a_fold_and_one_that_does_not_settle_are_refused():
    with pytest.raises(RequestError, match="near a fold"):
        run_case("strikes-spiral", e=0.021)
    with pytest.raises(RequestError, match="not settled"):
        run_case("strikes-spiral", e=0.022)

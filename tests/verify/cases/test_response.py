"""Where beliefs rest, at several points, and what a wrong rate does to them."""

import pytest

from underheaven.verify.cases import response
from underheaven.verify.runner import run_case


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, 0.25),
        ({"p": 0.4, "up": 0.2, "down": 0.2}, 0.4),
        ({"p": 0.7, "up": 0.1, "down": 0.5}, 0.07 / 0.22),
        ({"p": 0.5, "up": 1, "down": 1}, 0.5),
        ({"about": "innocent"}, 0.25),
        ({"chance": 0.5, "forget": 0.12}, 0.125),
        ({"chance": 0.4, "forget": 0.08, "about": "innocent"}, 0.125),
        ({"p": 0.7, "up": 0.1, "down": 0.5, "about": "innocent"}, 0.07 / 0.22),
    ],
)
def test_the_mean_belief_holds(settings, expected):
    checked = run_case("learning", **settings)
    assert checked.expected == pytest.approx(expected, rel=1e-12)
    assert checked.verdict == "pass", checked


@pytest.mark.parametrize(("settings", "expected"), [({}, 0.3 / 1.7 * 0.09), ({"p": 0.5, "eta": 1}, 0.25)])
def test_the_spread_holds(settings, expected):
    checked = run_case("learning-spread", **settings)
    assert checked.expected == pytest.approx(expected, rel=1e-12)
    assert checked.verdict == "pass", checked


def test_people_who_learn_less_from_freedom_are_found_out(monkeypatch):
    right = response._load_learners
    monkeypatch.setattr(response, "_load_learners", lambda up, down, *acts: right(up, 0.5 * down, *acts))
    assert run_case("learning").verdict == "fail"
    assert run_case("learning-spread").verdict == "fail"

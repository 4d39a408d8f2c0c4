"""Favour and quotas at several points; and officials who do otherwise are found out."""

import pytest

from underheaven.errors import RequestError
from underheaven.verify import case_simulation
from underheaven.verify.cases import officials
from underheaven.verify.runner import run_case


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        ("favour", {}, 0.894427),
        ("favour", {"w": 0}, 1.0),
        ("favour", {"w": 2}, 5**-0.5),
        ("favour", {"w": 10}, 101**-0.5),
        ("quota", {}, 0.999),
        ("quota", {"n": 0}, 1.0),
        ("quota", {"of": "records"}, 100),
        ("quota", {"q": 40, "n": 30, "persons": 100, "of": "records"}, 40),
        ("quota", {"q": 40, "n": 30, "persons": 100}, 0.7),
        ("quota", {"q": 500, "n": 2000, "persons": 2000}, 0.0),
    ],
)
def test_the_case_holds(name, settings, expected):
    checked = run_case(name, **settings)
    assert checked.expected == pytest.approx(expected, rel=1e-5)
    assert checked.verdict == "pass", checked


def test_a_chance_has_the_spread_it_is_chosen_for():
    for spread in (0.1, 0.4, 0.5):
        p = officials.probability_with_sd(spread)
        assert (p * (1 - p)) ** 0.5 == pytest.approx(spread)


IMPOSSIBLE = [
    ("favour", {"w": 1e-4}, "points are whole"),
    ("quota", {"n": 200, "persons": 100}, "at most 100"),
    ("quota", {"q": 101, "persons": 100}, "at most 100"),
]


@pytest.mark.parametrize(("name", "settings", "says"), IMPOSSIBLE)
def test_what_cannot_be_is_told(name, settings, says):
    with pytest.raises(RequestError, match=says):
        run_case(name, **settings)


def test_officials_who_do_otherwise_are_found_out(monkeypatch):
    def unlike(template, label="", **values):
        if template == "favourites":
            values["favour"] = 2 * values["favour"]
        return case_simulation.load_regime(template, label, **values)

    monkeypatch.setattr(officials, "load_regime", unlike)
    assert run_case("favour").verdict == "fail"
    monkeypatch.setattr(
        officials, "load_society", lambda t, **v: case_simulation.load_society(t, **v | {"opportunities_per_year": 6})
    )
    assert run_case("quota").verdict == "fail"

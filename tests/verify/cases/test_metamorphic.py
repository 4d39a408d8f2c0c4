"""Worlds that share their luck: what is worse for all is worse for each, and a check that sees it when it is not."""

import pytest

from underheaven.errors import RequestError
from underheaven.verify.case_simulation import simulate
from underheaven.verify.cases import metamorphic
from underheaven.verify.runner import run_case


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("sets-grow", {}),
        ("sets-grow", {"low": 0, "high": 0.01}),
        ("sets-grow", {"low": 0.2, "high": 1}),
        ("terms-grow", {}),
        ("terms-grow", {"h": 0.9, "short": 1, "long": 2}),
        ("terms-grow", {"h": 0.01, "short": 30, "long": 126}),
        ("appeals-shorten", {}),
        ("appeals-shorten", {"low": 0, "high": 1}),
        ("appeals-shorten", {"low": 0.01, "high": 0.02, "months": 126}),
    ],
)
def test_nobody_is_better_off_where_all_are_worse_off(name, settings):
    checked = run_case(name, **settings)
    assert (checked.expected, checked.found, checked.verdict) == (0, 0, "pass")


@pytest.mark.parametrize("name", ["sets-grow", "terms-grow", "appeals-shorten"])
def test_worlds_that_do_not_share_their_luck_are_found_out(name, monkeypatch):
    def parted(*asked):
        data = simulate(*asked).copy(deep=True)
        for variable in data.data_vars.values():
            if "person" in variable.dims:
                variable.values[0] = variable.values[0][..., ::-1]
        return data

    monkeypatch.setattr(metamorphic, "simulate", parted)
    checked = run_case(name)
    assert checked.verdict == "fail"
    assert checked.found > 0


@pytest.mark.parametrize("name", ["sets-grow", "terms-grow", "appeals-shorten"])
def test_worlds_that_do_not_differ_show_nothing(name, monkeypatch):
    def same(*asked):
        data = simulate(*asked)
        return data.isel(scenario=[0, 0])

    monkeypatch.setattr(metamorphic, "simulate", same)
    assert run_case(name).verdict == "fail"


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("sets-grow", {"low": 0.03, "high": 0.01}),
        ("sets-grow", {"low": 0.01, "high": 0.01}),
        ("sets-grow", {"low": 0, "high": 1e-7}),
        ("terms-grow", {"short": 12, "long": 6}),
        ("terms-grow", {"h": 1}),
        ("appeals-shorten", {"months": 1}),
    ],
)
def test_values_that_would_show_nothing_are_refused(name, settings):
    with pytest.raises(RequestError, match=f"^{name}: .*nothing is shown"):
        run_case(name, **settings)

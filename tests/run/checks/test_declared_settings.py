"""Keyword arguments declared once: what a signature and a docstring show of them."""

from __future__ import annotations

import inspect

import pytest

from underheaven.errors import RequestError
from underheaven.run import settings
from underheaven.run.checks.arguments import check_arguments
from underheaven.run.checks.declared_settings import expand_docstring, read_settings
from underheaven.run.settings import PopulationSettings, RunSettings

DECLARED = [
    kind
    for name, kind in vars(settings).items()
    if name.endswith("Settings") and getattr(kind, "__module__", "") == settings.__name__
]


@check_arguments(PopulationSettings, {"persons": 60})
def count(**settings):
    """Count.

    Args:
        **settings: See `PopulationSettings`.

    Returns:
        What was given.
    """
    return settings


def test_a_function_shows_its_settings_with_its_own_defaults():
    parameters = inspect.signature(count).parameters
    assert list(parameters) == list(read_settings(PopulationSettings, {}))
    assert (parameters["persons"].default, parameters["months"].default) == (60, 120)
    assert parameters["persons"].annotation is int
    assert parameters["society"].annotation == "Source | None"
    assert "        persons: Synthetic persons per scenario, 4 or more. Default: 60.\n" in count.__doc__
    assert "**settings" not in count.__doc__
    assert count.__doc__.rstrip().endswith("What was given.")


def test_settings_are_checked_and_only_those_given_are_passed_on():
    assert count() == {}
    assert count(months=3.0) == {"months": 3}
    with pytest.raises(RequestError, match="months = 0: it must be a whole number from 1 to 1,200"):
        count(months=0)
    with pytest.raises(RequestError, match="panel: unknown setting"):
        count(panel=3)


@pytest.mark.parametrize("kind", DECLARED, ids=lambda kind: kind.__name__)
def test_every_setting_may_be_left_out_and_says_what_it_means(kind):
    assert not kind.__required_keys__
    for name, declared in read_settings(kind, {}).items():
        assert declared.setting.meaning.endswith("."), name
        assert callable(declared.setting.check), name
        if declared.default is not None:
            declared.setting.check(declared.default, name)


def test_lines_of_a_docstring_stay_within_the_width_of_the_code():
    shown = expand_docstring("    Args:\n        **settings: See.", read_settings(RunSettings, {}))
    assert max(map(len, shown.splitlines())) <= 120

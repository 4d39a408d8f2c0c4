"""Verification cases on one line each, and the settings that change one."""

import io
from dataclasses import dataclass, field

import pytest
from rich.console import Console

from underheaven.errors import RequestError
from underheaven.show.verdicts import print_case, print_cases, settings_of, verdict_rows


@dataclass(frozen=True)
class Case:
    case: str = "screening"
    expected: float = 0.0901639
    found: float = 0.0903
    tolerance: float = 0.001
    verdict: str = "pass"
    source: str = "A"
    parameters: dict = field(default_factory=lambda: {"prevalence": 0.001})


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=200)


def test_a_case_is_one_line(console):
    print_case(Case(), console)
    line = console.file.getvalue()
    assert line.count("\n") == 1
    words = " ".join(line.split())
    assert words == "screening pass expected 0.0901639, found 0.0903, tolerance 0.001; A"


def test_the_list_names_parameters(console):
    print_cases([Case(), Case("null-world", parameters={})], console)
    first, second = console.file.getvalue().splitlines()
    assert "prevalence=0.001" in first
    assert "no parameters" in second


def test_rows_have_the_six_keys():
    (row,) = verdict_rows([Case()])
    assert list(row) == ["case", "expected", "found", "tolerance", "verdict", "source"]


def test_settings_belong_to_one_case():
    assert settings_of(["a=1", " b = 2e-3"], ["screening"]) == {"a": "1", "b": "2e-3"}
    with pytest.raises(RequestError, match="--case ID"):
        settings_of(["a=1"], [])
    with pytest.raises(RequestError, match="--case ID"):
        settings_of(["a=1"], ["one", "two"])


@pytest.mark.parametrize("text", ["a", "=1", "a=", " = "])
def test_settings_have_a_name_and_a_value(text):
    with pytest.raises(RequestError, match="NAME=VALUE"):
        settings_of([text], ["screening"])

"""Verification cases on one line each, and the settings that change one."""

import io
import math
from dataclasses import dataclass, field

import pytest
from rich.console import Console

from underheaven.errors import RequestError
from underheaven.show.text.verification import (
    count_verdicts,
    omitted_sentences,
    parse_settings,
    print_case,
    print_cases,
    verdict_rows,
)


@dataclass(frozen=True)
class Detects:
    parameter: str = "p"
    share: float = 0.01671
    counted: bool = False


@dataclass(frozen=True)
class Case:
    case: str = "screening"
    expected: float = 0.0901639
    found: float = 0.0903
    tolerance: float = 0.001
    verdict: str = "pass"
    source: str = "A"
    parameters: dict = field(default_factory=lambda: {"prevalence": 0.001})
    shows: str = "true records of all"
    values: dict = field(default_factory=dict)
    needs: str = ""
    ranges: dict = field(default_factory=lambda: {"prevalence": "0 to 1"})
    point: bool = False
    wide: bool = False
    cross_check: float | None = None
    detectable_fault: Detects | None = None


@dataclass(frozen=True)
class Gone:
    case: str
    reason: str


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=200)


def test_a_case_is_one_line(console):
    print_case(Case(), console)
    line = console.file.getvalue()
    assert line.count("\n") == 1
    words = " ".join(line.split())
    assert words == "screening pass true records of all: expected 0.0901639, found 0.0903, tolerance 0.001; A"


def test_a_second_road_and_a_wide_tolerance_are_said(console):
    print_case(Case(cross_check=0.09016, wide=True), console)
    line = console.file.getvalue()
    assert "expected 0.0901639, by an independent derivation 0.09016, found" in line
    assert "tolerance 0.001 (so wide that it says little); A" in line
    assert line.count("\n") == 1


def test_a_tally_names_what_fails():
    assert count_verdicts([Case(), Case()]) == "2 figures: all as expected."
    assert count_verdicts([Case(), Case("appeals", verdict="fail")]) == "2 figures: 1 as expected, 1 not: appeals."


def test_what_is_left_out_stands_together_by_reason():
    said = omitted_sentences([Gone("a", "slow"), Gone("b", "new"), Gone("c", "slow")])
    assert said == ["Left out: a, c; slow.", "Left out: b; new."]


def test_the_list_names_parameters(console):
    print_cases([Case(), Case("null-scenario", parameters={})], console)
    first, second = console.file.getvalue().splitlines()
    assert "prevalence=0.001 (0 to 1)" in first
    assert "no parameters" in second
    assert "true records of all" in first


@pytest.mark.parametrize(
    ("detects", "said"),
    [
        (Detects(), "; catches p off by about 1.7 %; A"),
        (Detects("months", 0.2, counted=True), "; catches months off by 20 %; A"),
        (None, "tolerance 0.001; A"),
    ],
)
def test_the_smallest_fault_that_is_caught_ends_the_line(console, detects, said):
    print_case(Case(detectable_fault=detects), console)
    assert console.file.getvalue().endswith(f"{said}\n")


def test_rows_have_the_nine_keys():
    (row,) = verdict_rows([Case()])
    assert list(row) == [
        "case",
        "expected",
        "found",
        "tolerance",
        "verdict",
        "source",
        "detectable_fault",
        "fault_in",
        "fault_counted",
    ]
    assert (row["detectable_fault"], row["fault_in"]) == (None, None)


def test_a_row_says_the_smallest_fault_and_where():
    (row,) = verdict_rows([Case(detectable_fault=Detects())])
    assert (row["detectable_fault"], row["fault_in"]) == (0.01671, "p")


def test_a_number_that_is_not_defined_is_null_in_a_row():
    (row,) = verdict_rows([Case(found=math.nan, verdict="fail")])
    assert row["found"] is None
    assert row["expected"] == 0.0901639


def test_settings_belong_to_one_case():
    assert parse_settings(["a=1", " b = 2e-3"], ["screening"]) == {"a": "1", "b": "2e-3"}
    with pytest.raises(RequestError, match="--case ID"):
        parse_settings(["a=1"], [])
    with pytest.raises(RequestError, match="--case ID"):
        parse_settings(["a=1"], ["one", "two"])


@pytest.mark.parametrize("text", ["a", "=1", "a=", " = "])
def test_settings_have_a_name_and_a_value(text):
    with pytest.raises(RequestError, match="NAME=VALUE"):
        parse_settings([text], ["screening"])

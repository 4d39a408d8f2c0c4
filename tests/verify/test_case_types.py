"""Parameters are strict, a verdict is a comparison, and what cannot be had is a sentence."""

import math

import pytest

from underheaven.errors import NotYetError, RequestError
from underheaven.verify.case_types import (
    Case,
    CheckResult,
    ClosedForm,
    Counts,
    DetectableFault,
    Parameter,
    format_settings,
)
from underheaven.verify.runner import CaseJob, run_job

RATE = Parameter("f", 0.001)
MONTHS = Parameter("n", 120, 1, 600)
GAINS = Parameter("gains", "exponential", words=("exponential", "uniform"))
CASE = Case("doubled", "A", lambda v: CheckResult(2 * v["f"], 2 * v["f"] + 1e-13, 1e-12), (RATE, MONTHS, GAINS))


@pytest.mark.parametrize(("given", "value"), [("0.5", 0.5), (" 1 ", 1.0), ("1e-3", 0.001), (0.25, 0.25), (0, 0.0)])
def test_a_number_is_read(given, value):
    read = RATE.parse_value("doubled", given)
    assert read == value
    assert isinstance(read, float)


def test_a_whole_number_and_a_word_keep_their_type():
    assert MONTHS.parse_value("doubled", "36") == 36
    assert GAINS.parse_value("doubled", "uniform") == "uniform"


@pytest.mark.parametrize("parameter", [RATE, MONTHS, GAINS])
@pytest.mark.parametrize("given", ["", "x", "-1", "nan", "inf", "1.5", "2e9", "true", True, None])
def test_what_is_of_another_type_or_range_is_refused_in_a_sentence(parameter, given):
    with pytest.raises(RequestError, match=rf"^doubled, {parameter.name} = .*Write one") as error:
        parameter.parse_value("doubled", given)
    assert str(error.value).endswith(".")


def test_an_unknown_parameter_is_refused_with_the_known_ones():
    with pytest.raises(RequestError, match="doubled has no parameter g: its parameters are f, n, gains"):
        CASE.resolve_values({"g": 1})
    with pytest.raises(RequestError, match="it has none"):
        Case("bare", "A", lambda v: CheckResult(0, 0, 0)).resolve_values({"g": 1})


def test_a_case_runs_at_its_defaults_and_at_others():
    assert run_job(CaseJob(CASE, {})).expected == 0.002
    checked = run_job(CaseJob(CASE, {"f": "0.25"}))
    assert (checked.case, checked.expected, checked.verdict, checked.source) == ("doubled", 0.5, "pass", "A")


@pytest.mark.parametrize(
    ("expected", "found", "verdict"),
    [(1, 1.1, "pass"), (1, 1.3, "fail"), (1, 0.7, "fail"), (1, math.nan, "fail"), (1, math.inf, "fail")],
)
def test_a_verdict_compares(expected, found, verdict):
    assert CheckResult(expected, found, 0.2).verdict == verdict


def test_a_case_that_waits_says_for_what():
    with pytest.raises(NotYetError, match=r"^favour is not yet run: it needs officials"):
        run_job(CaseJob(Case("favour", "A", None, (), "officials"), {}))


def test_a_law_is_judged_by_what_is_counted_and_says_what_it_catches():
    parts = [10 + n % 3 for n in range(16)]
    law = ClosedForm(lambda v: 11 * v["f"], lambda v: Counts(parts, [1] * 16))
    case = Case("counted", "A", law, (Parameter("f", 1.0, 0, 2),), fault_parameter="f")
    checked = run_job(CaseJob(case, {}))
    assert (checked.expected, checked.found, checked.verdict) == (11.0, sum(parts) / 16, "pass")
    assert isinstance(checked.detectable_fault, DetectableFault)
    assert (checked.detectable_fault.parameter, checked.detectable_fault.counted) == ("f", False)
    assert run_job(CaseJob(case, {"f": 1.5})).verdict == "fail"


def test_a_figure_is_wide_beyond_a_twentieth_of_what_is_expected():
    assert not CheckResult(1, 1, 0.05).wide
    assert CheckResult(-1, -1, 0.051).wide
    assert not CheckResult(0, 0, 1).wide


def test_settings_are_written_as_set_takes_them():
    assert format_settings({"h": 0.5, "of": "stock"}) == "h=0.5 of=stock"
    assert format_settings({}) == ""

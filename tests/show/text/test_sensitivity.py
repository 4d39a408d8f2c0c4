"""What `underheaven sensitivity` prints of its rows."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from underheaven.measure.inference.sample_results import read_sample_results
from underheaven.measure.inference.sensitivity import compute_sensitivities
from underheaven.run.uncertainty.sensitivity import sensitivity_rows
from underheaven.show.text import influence_sentences
from underheaven.show.text.sensitivity import NOTHING_TO_PRINT, print_sensitivity

from .. import over
from ..over import attrs

NOW = {("court", "listed_now", "level"): (100, 900, 300)}
SAME = {("court", "listed_now", "difference"): (100, 900, 300)}
TURNING = {("court", "unemployed", "difference"): (-0.1, 0.3, 0.1)}
STILL = {("court", "speaking", "level"): (0.0, 0.0, 0.0)}


def printed(columns, width=110):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    print_sensitivity(sensitivity_rows(read_sample_results(attrs(columns))), console)
    return " ".join(console.file.getvalue().split())


def test_a_measure_is_said_with_ranges_luck_and_what_moves_it():
    text = printed(NOW)
    assert "On a blacklist at the end (persons per 100,000) base case at this size 300; parameter range" in text
    assert "parameter range 140 to 860, median 500" in text
    assert (
        "parameters are the main source of variation + livelihood.jobs.find (r = +1.00; alone 100 at 0.05, 900 at 0.3)"
        in text
    )
    assert "Parameter range: the central 90 % of 20 samples of all 2 assumed numbers" in text
    assert "outside" not in text


def test_the_base_case_is_the_median_over_seeds_at_the_size_of_the_samples_and_says_so():
    """Catches a number that passes for the one of the table, and a mean that the range is not held against."""
    kept = read_sample_results(attrs(NOW))
    seeds = kept.base_case.copy()
    seeds[0] = 90_000
    console = Console(file=io.StringIO(), width=110, highlight=False)
    print_sensitivity(found := sensitivity_rows(replace(kept, base_case=seeds)), console)
    text = " ".join(console.file.getvalue().split())
    assert found[0]["base_case_mean"] > 5000
    assert "base case at this size 300; parameter" in text
    assert (
        f"the median over {found[0]['seeds']} seeds of runs of the stated values, each of the size of a sample;" in text
    )


@pytest.mark.parametrize("samples", [4, 8, 15])
def test_so_few_samples_that_none_is_named_are_said_to_be_too_few(samples, monkeypatch):
    """Catches "named where r exceeds 1.00", and "none is distinguishable" where none can be."""
    monkeypatch.setattr(over, "POINTS", samples)
    text = printed(NOW)
    said = f"{samples} samples are too few to name a parameter; it takes 16"
    assert text.count(said) == 2
    assert "exceeds" not in text
    assert "distinguishable" not in text
    assert influence_sentences.most_influential_sentence(
        next(iter(compute_sensitivities(read_sample_results(attrs(NOW))).values())), ""
    ).endswith(f"not known; {said}.")


def test_documents_that_did_not_ship_are_marked():
    """Catches a table of sensitivity that could pass for one of shipped documents."""
    console = Console(file=io.StringIO(), width=110, highlight=False)
    print_sensitivity(sensitivity_rows(read_sample_results(attrs(NOW))), console, "Nobody has read them.")
    assert console.file.getvalue().startswith("Nobody has read them.\n")


def test_a_difference_from_a_world_without_any_is_said_once():
    assert printed(NOW | SAME).count("On a blacklist at the end") == 1
    assert printed(SAME).count("On a blacklist at the end, difference") == 1


def test_a_sign_is_said_with_its_shares_and_what_turns_it():
    text = printed(TURNING)
    assert "above 0 in 75 % of the samples, below 0 in 25 %: the sign turns inside the ranges, alone by" in text
    assert "parameter range -8 to 28 %" in text


def test_a_base_case_outside_its_range_is_said_so():
    assert "base case at this size 950, outside its parameter range; parameter range 140 to 860" in printed(
        {next(iter(NOW)): (100, 900, 950)}
    )


def test_what_nothing_moves_and_nothing_at_all():
    assert "it does not vary" in printed(STILL)
    assert "no single parameter" not in printed(STILL)
    console = Console(file=io.StringIO(), width=80)
    print_sensitivity([], console)
    assert " ".join(console.file.getvalue().split()) == NOTHING_TO_PRINT


@pytest.mark.parametrize("width", [40, 80, 200])
def test_lines_fit_the_terminal(width):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    print_sensitivity(sensitivity_rows(read_sample_results(attrs(NOW | TURNING))), console)
    assert max(len(line.rstrip()) for line in console.file.getvalue().splitlines()) <= min(width, 110)


def test_no_parameter_is_named_for_a_measure_of_obedience():
    """Printed with a rule and its ends, a measure of obedience would be a step of a search over rules."""
    text = printed({("court", "deterrence", "difference"): (-0.1, 0.3, 0.1)})
    assert "no parameter is named for a measure of obedience" in text
    assert "livelihood.jobs.find" not in text

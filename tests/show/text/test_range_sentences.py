"""Sentences under a table on its parameter ranges: what they are, and which numbers have none or lie outside."""

from __future__ import annotations

import json
import re

import pytest

from underheaven.show.text import parameter_ranges

from .. import over
from ..over import POINTS, attrs
from .printed_table import flowing, printed

UNABLE, FILED = ("court", "listed_unable", "level"), ("court", "filed_share_of_debt:unable", "level")
SPLIT = {UNABLE: (0.0, 1.0, 0.5), FILED: (0.2, 0.4, 0.3)}


@pytest.fixture
def ranged(result):
    return result.assign_attrs(attrs({**SPLIT, ("court", "listed_now", "difference"): (-900, 3_600, 2_000)}, moved=3))


def test_numbers_over_the_assumptions_stand_in_braces_under_the_interval(ranged, result):
    flow = flowing(ranged)
    assert "{5 to 95 %}" in flow
    assert re.search(r"\{-680 to 3,400\}", flow)
    assert "median 50 %" in flow
    assert "In braces: the parameter range (central 90 % of 20 samples" in flow
    assert "cover between 63 and 95 % of the distribution that the ranges imply, in 95 of 100 designs" in flow
    assert "median 50 %" in flowing(ranged, 38)
    assert "{" not in printed(result)


def test_a_range_is_never_widened_and_a_base_case_outside_it_is_said(result):
    """Of 20 and of 22 listed, 4 owe nothing: 19.1 % in the table."""
    column = ("court", "listed_in_error", "level")
    above = flowing(result.assign_attrs(attrs({column: (0.3, 0.4, 0.2)})))
    assert "- owing nothing: 30 to 40 % of those listed for a debt at the end (median 35 %)" in above
    assert "The base case, 20 % at that size, lies outside." in above
    assert "base case at the size of the samples (median of 17 seeds): Share of those listed for a debt" in above
    assert "court: table 19 %, base case at that size 20 %, samples 30 to 40 %." in above
    assert "Outside its" not in flowing(result.assign_attrs(attrs({column: (0.1, 0.3, 0.2)})))


def test_a_number_of_the_table_outside_its_range_is_said_whatever_the_samples_base_case(result):
    """Catches a number beside braces that do not hold it, of levels and of differences, and two remarks on one."""
    column = ("court", "listed_in_error", "level")
    below = flowing(result.assign_attrs(attrs({column: (0.3, 0.4, 0.35)})))
    assert "court: table 19 %, base case at that size 35 %, samples 30 to 40 %." in below
    step = ("court", "listed_now", "difference")
    assert re.search(
        r"Outside its .*blacklist at the end, court, difference: table 2,100, base case at that size 150, samples 1",
        flowing(result.assign_attrs(attrs({step: (100.0, 200.0, 150.0)}))),
    )
    (row,) = parameter_ranges.measure_sensitivities(result.assign_attrs(attrs({column: (0.0, 0.0, 0.0)}))).values()
    assert not parameter_ranges.is_outside_range(row, 1e-17)  # what rounding leaves of 0
    kept = attrs({column: (0.3, 0.4, 0.35)})
    samples = json.loads(kept["parameter_samples"])
    samples["points"][:15] = [[None]] * 15
    text = flowing(result.assign_attrs(kept | {"parameter_samples": json.dumps(samples)}))
    assert "Outside its" not in text
    assert ", court (5 of 20)" in text


@pytest.mark.parametrize("undefined", [9, 11, POINTS])
def test_a_number_that_few_samples_define_is_said_to_have_no_range(result, undefined):
    """What this would catch: a Monte Carlo interval alone, read as all that is uncertain."""
    kept = attrs({("court", "wrongly_listed_share", "level"): (0.3, 0.4, 0.35)})
    samples = json.loads(kept["parameter_samples"])
    samples["points"][:undefined] = [[None]] * undefined
    text = flowing(result.assign_attrs(kept | {"parameter_samples": json.dumps(samples)}))
    said = f"court ({POINTS - undefined} of {POINTS})" in text
    assert said is (undefined > 10)
    never = f"On a blacklist at the end, court (0 of {POINTS})"
    assert re.search(
        rf"No parameter range, because most parameter samples leave it undefined, .*{re.escape(never)}", text
    )


def test_few_samples_name_no_parameter_under_a_table(result, monkeypatch):
    monkeypatch.setattr(over, "POINTS", 8)
    few = result.assign_attrs(attrs(SPLIT))
    assert "`underheaven sensitivity` names" not in flowing(few)
    assert "8 samples are too few to name a parameter; it takes 16." in flowing(few)

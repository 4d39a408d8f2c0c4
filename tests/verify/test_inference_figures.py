"""The table of claims: its lines and their plain rows, and that the page shows the figures that are kept."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from underheaven.verify.case_types import CheckResult
from underheaven.verify.inference import claims_table
from underheaven.verify.inference.level_tests import maximum_rate_result, minimum_rate_result

KEPT = Path(__file__).parents[2] / "docs" / "inference.json"
LINES = list(claims_table.list_claims())


def test_no_line_stands_twice():
    said = [(line.case, json.dumps(dict(line.values))) for line in LINES]
    assert len(set(said)) == len({line.claim for line in LINES}) == len(LINES)


def test_figures_are_kept_for_every_line_and_hold():
    kept = json.loads(KEPT.read_text())
    assert [(row["case"], row["values"], row["claim"]) for row in kept] == [
        (line.case, dict(line.values), line.claim) for line in LINES
    ]
    assert [row["claim"] for row in kept if row["verdict"] != "pass"] == []


@pytest.mark.parametrize(
    ("figure", "side"),
    [
        (CheckResult(0.5, 0.5, 0.1), "exactly"),
        (minimum_rate_result(0.9, [True] * 9), "at least"),
        (maximum_rate_result(0.1, [False]), "at most"),
    ],
)
def test_a_row_is_plain_and_says_which_side_binds(figure, side):
    found = claims_table.build_row(replace(LINES[0], check=lambda values: figure))
    assert found["side"] == side
    assert json.loads(json.dumps(found)) == found

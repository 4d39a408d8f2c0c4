"""Published patterns in words."""

import io

import pytest
from rich.console import Console

from underheaven.show.text.patterns import (
    deciding_parameters,
    format_clause,
    print_patterns,
    sample_share_phrase,
    three_digits,
)

WHERE = {
    "scenario": "court",
    "measure": "deterrence",
    "over": "",
    "of": "difference",
    "mean": 0.2468,
    "low": 0.24,
    "high": 0.25,
    "above": 0.2,
    "below": 0.3,
    "verdict": "appears",
    "share": 0.2,
    "same_sign": 0.9,
}
DECIDER = {
    "document": "court",
    "path": "opacity",
    "low": 0.0,
    "high": 0.9,
    "stated": 0.5,
    "at_low": 0.1,
    "at_middle": 0.5,
    "at_high": 0.9,
    "vanishes": "low",
}
ROW = {
    "study": "mine",
    "published": "It fell.",
    "source": "somebody",
    "brought_about_by": "This.",
    "put_in": "That.",
    "not_shown": "The rest.",
    "verdict": "appears",
    "where": [WHERE],
    "share": 0.2,
    "samples": 128,
    "deciders": [DECIDER],
}


def test_a_clause_says_its_number_and_what_is_asked_for():
    assert format_clause(WHERE) == "Acts deterred (court): 0.247 [0.24, 0.25], asked for 0.2 to 0.3"
    assert format_clause({**WHERE, "below": None}).endswith("asked for above 0.2")
    assert format_clause({**WHERE, "above": None, "mean": None}).endswith("undefined")
    listed = {**WHERE, "measure": "listed_now", "above": None}
    assert "difference (court): 0.247 [0.24, 0.25] persons per 100,000, asked for below 0.3" in format_clause(listed)


def test_the_share_of_the_points_stands_beside_that_of_the_sign():
    assert (
        sample_share_phrase(ROW) == "it appears in 20 % of 128 parameter samples; acts deterred (court) above 0 in 90 %"
    )


def test_what_decides_is_said_with_its_side():
    assert deciding_parameters(ROW) == (
        "court, opacity (0 to 0.9): it appears less often where this is low (10 %, 50 %, 90 % of samples in the "
        "lowest, middle and highest third)"
    )
    assert "low or high" in deciding_parameters({**ROW, "deciders": [{**DECIDER, "vanishes": "both"}]})
    assert deciding_parameters({**ROW, "deciders": []}) == "no single parameter is distinguishable"
    assert (
        deciding_parameters({**ROW, "share": 1.0})
        == "no parameter inside the ranges: it appears in every parameter sample"
    )


def test_what_is_put_in_whole_is_no_pattern_and_stands_apart():
    """Catches a row of which all is put in among the patterns that the model shows."""
    check = ROW | {"study": "given", "put_in": "All of it: that is how it is written."}
    screen = Console(file=io.StringIO(), width=200)
    print_patterns([check, ROW], screen)
    text = screen.file.getvalue()
    assert text.index("mine:") < text.index("Checks of construction") < text.index("given:")
    print_patterns([ROW], other := Console(file=io.StringIO(), width=200))
    assert "Checks of construction" not in other.file.getvalue()


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0"), (0.5, "0.5"), (1234567.8, "1,230,000"), (-0.00123456, "-0.00123"), (120.0, "120")]
)
def test_numbers_have_three_digits_that_count(value, said):
    assert three_digits(value) == said


def test_all_of_it_is_printed():
    out = io.StringIO()
    print_patterns([ROW], Console(file=out, width=200))
    for part in ("mine: appears", "Published: It fell. Source: somebody.", "Put in: That.", "Not shown: The rest."):
        assert part in out.getvalue()

"""Sentences on a sign that turns inside the parameter ranges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from underheaven.measure.inference.sample_results import read_sample_results
from underheaven.show.text import influence_sentences, parameter_ranges

from ..over import attrs

UNABLE, FILED = ("court", "listed_unable", "level"), ("court", "filed_share_of_debt:unable", "level")
SPLIT = {UNABLE: (0.0, 1.0, 0.5), FILED: (0.2, 0.4, 0.3)}


@pytest.fixture
def ranged(result):
    return result.assign_attrs(attrs({**SPLIT, ("court", "listed_now", "difference"): (-900, 3_600, 2_000)}, moved=3))


def test_a_sign_that_turns_says_by_what_or_that_nothing_turns_it_alone(ranged):
    (row,) = (r for c, r in parameter_ranges.measure_sensitivities(ranged).items() if c[2] == "difference")
    assert "alone it is turned by livelihood.jobs.find" in influence_sentences.sign_change_sentence(row, "Listed")
    assert (
        influence_sentences.sign_change_sentence(parameter_ranges.measure_sensitivities(ranged)[UNABLE], "Unable") == ""
    )
    assert read_sample_results(ranged.attrs) is read_sample_results(dict(ranged.attrs))


def test_a_range_on_both_sides_of_0_whose_sign_is_not_shown_to_turn_is_said_to_leave_it_open(ranged):
    (row,) = (r for c, r in parameter_ranges.measure_sensitivities(ranged).items() if c[2] == "difference")
    unclear = replace(row, sign_changes=False, low=-1.0, high=30.0)
    (said,) = influence_sentences.sign_sentences([("Listed", unclear), ("Paid", unclear)])
    assert said.startswith("The sign is uncertain: the parameter range includes positive and negative values of Listed")
    assert "Listed and Paid, and runs" in said
    for low, high in ((0.0, 30.0), (1.0, 30.0), (-30.0, 0.0)):
        assert influence_sentences.sign_sentences([("Listed", replace(unclear, low=low, high=high))]) == []
    assert influence_sentences.sign_sentences([("Listed", row)]) == [
        influence_sentences.sign_change_sentence(row, "Listed")
    ]

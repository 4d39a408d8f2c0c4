from __future__ import annotations

import pytest

from tests.spec.documents import REGIME_TEXT, read_regime_text, regime_faults, swap
from underheaven.fields.scales import DOSSIER_CAPACITY, MAX_DOSSIER_CAPACITY
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.checks.reachability import unreachable_grades
from underheaven.spec.io.document_reader import read_regime
from underheaven.spec.models.recording import DEFAULT_CAPACITY, MAX_CAPACITY

BOUNDS = "start = 1000\n"
WIDE = (
    '[[recording.rules]]\nconduct = "red light"',
    '[recording]\ncapacity = 12\n\n[[recording.rules]]\nconduct = "red light"',
)
GAP = ("points = -50\nmonths = 36", "months = 36\nevadable = true")


def told(*pairs):
    return regime_faults(swap(REGIME_TEXT, *pairs))


def lacking(*pairs):
    return unreachable_grades([version for _, version in regime_versions(read_regime_text(swap(REGIME_TEXT, *pairs)))])


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        (("A = 960", "A = 100_001"), "grades.A = 100,001: nobody can reach it: no score exceeds 100,000"),
        ((BOUNDS, BOUNDS + "minimum = 960\n"), "grades.D is below every score: A above it begins at 960"),
        (GAP, "recording.rules[1] (theft).evadable = true: its record has no effect on grade"),
        (("[sources]", "[officials]\nfavour_points = 3\n[sources]"), "favour_points = 3: nobody is in favour"),
        (("[sources]", "[officials]\nfavour_share = 0.1\n[sources]"), "favour_share = 0.1: favour brings them nothing"),
    ],
)
def test_what_cannot_come_about_is_told_once(pair, says):
    (sentence,) = told(pair)
    assert says in sentence


@pytest.mark.parametrize(
    "more",
    [
        ('grade_at_most = "D"', 'conduct = ["theft"]'),
        ('grade_at_most = "D"', "records_at_least = 2"),
        ("ths = 36\nevadable", "ths = 36\nrumoured_weight = 1\nevadable"),
        ("[sources]", "[score_fitting]\npoints_per_unit = 10\n[sources]"),
    ],
)
def test_a_gap_may_stand_where_something_hangs_on_the_record(more):
    text = swap(swap(REGIME_TEXT, GAP, ("A = 960", "A = 990")), more)
    read_regime_text(swap(text, ('start = "2015-01"', 'start = "2015-01"\nopacity = 0.5')))


@pytest.mark.parametrize("more", ["favour_share = 0\nfavour_points = 3\n", "favour_share = 0.1\nfavour_points = 0\n"])
def test_favour_that_is_written_as_nothing_is_switched_off(more):
    read_regime_text(swap(REGIME_TEXT, ("[sources]", f"[officials]\n{more}[sources]")))


def test_a_rumour_weighs_nothing_where_the_rules_are_known():
    (sentence,) = told(GAP, ("ths = 36\nevadable", "ths = 36\nrumoured_weight = 1\nevadable"))
    assert "its record has no effect" in sentence


def test_grades_that_no_rule_leads_into_are_no_fault_and_are_named():
    """Eight records of -50 lead from 1,000 to 600; favour, ties and fitted points lead further."""
    assert lacking() == []
    best = ("A = 960", "AA = 1001, A = 960")
    assert lacking(best) == ["AA"]
    assert lacking(best, ("[sources]", "[officials]\nfavour_share = 0.1\nfavour_points = 1\n[sources]")) == []
    assert lacking(best, ("[sources]", "[score_fitting]\npoints_per_unit = 10\n[sources]")) == []
    assert lacking(("D = 0", "D = 600, E = 0")) == ["E"]
    assert lacking(("D = 0", "D = 601, E = 0")) == []
    bounded = "start = 1000\nminimum = 0\nmaximum = 1100\nassociation = 0.5\n"
    assert lacking(("D = 0", "D = 201, E = 0"), (BOUNDS, bounded)) == []


def test_a_grade_is_reached_under_any_version_of_the_rules():
    later = """
[[amendments]]
from = "2016-01"
describes = "Good works count."
[[amendments.change.recording.rules]]
conduct = "theft"
points = 50
"""
    text = swap(REGIME_TEXT, ("A = 960", "AA = 1001, A = 960")) + later
    assert unreachable_grades([version for _, version in regime_versions(read_regime_text(text))]) == []


def test_the_band_of_a_firm_that_nothing_leads_into():
    assert unreachable_grades([read_regime("sesame-2015").model]) == ["outstanding"]
    assert unreachable_grades([read_regime("none").model]) == []


def test_a_dossier_holds_as_many_records_as_documents_say():
    assert DEFAULT_CAPACITY == DOSSIER_CAPACITY
    assert MAX_CAPACITY == MAX_DOSSIER_CAPACITY


def test_grades_are_reached_with_as_many_records_as_the_document_states():
    """Twelve records of -50 lead from 1,000 to 400; the widest of all versions decides."""
    low = ("D = 0", "D = 600, E = 0")
    assert lacking(low) == ["E"]
    assert lacking(low, WIDE) == []
    assert lacking(("D = 0", "D = 401, E = 0"), WIDE) == []
    assert lacking(("D = 0", "D = 400, E = 0"), WIDE) == ["E"]


def test_no_list_asks_for_more_records_than_a_dossier_holds():
    asked = ('grade_at_most = "D"', "records_at_least = 12")
    (sentence,) = told(asked)
    assert (
        "standing.lists[0] (untrustworthy).records_at_least = 12: a dossier of this regime holds 8 records" in sentence
    )
    assert sentence.endswith("Write 8 or less, or recording.capacity = 12.")
    assert read_regime_text(swap(REGIME_TEXT, asked, WIDE)).model.recording.capacity == 12

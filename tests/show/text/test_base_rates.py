"""What is said under a result of its own counts."""

import pytest

from underheaven.run.public import compare
from underheaven.show.export.result_tables import label_rows
from underheaven.show.text.base_rates import base_rate_sentences, find_contradiction


@pytest.fixture(scope="module")
def lived():
    return compare("rongcheng-2016", society="village", persons=2_000, months=24, replicates=1, seed=3)


def test_it_is_said_that_the_identity_holds_and_how_often(lived):
    said, _ = base_rate_sentences(lived)
    assert said.startswith("Base rates: each group's false positive rate is p/(1 - p) x (1 - PPV)/PPV x (1 - FNR)")
    assert "largest gap 0 over " in said
    assert find_contradiction(lived) is None


def test_it_is_said_plainly_that_it_does_not(lived):
    false = lived.copy(deep=True)
    false["recorded"][{"scenario": 0, "replicate": 0, "month": 3, "kind": 4, "origin": 1}] += 1
    said, _ = base_rate_sentences(false)
    assert said.startswith("Base rates DO NOT HOLD: two recordings contradict each other in ")
    assert "rongcheng-2016, everybody, replicate 0" in said
    assert "do not use any of its numbers" in said
    assert find_contradiction(false) == said


def test_where_nobody_is_recorded_nothing_is_said(lived):
    assert base_rate_sentences(lived.sel(scenario=["none"])) == []


def test_labels_say_which_kinds_are_prosocial_and_which_arise_from_a_state(lived):
    notes = {row["label"]: row["note"] for row in label_rows(lived) if row["dimension"] == "kind"}
    assert notes["helping a neighbour"].startswith("prosocial; context ")
    assert notes["unpaid judgment, unable"] == "owes, unable; context credit; gravity 0.5"
    assert notes["red light"].startswith("context travel; gravity ")

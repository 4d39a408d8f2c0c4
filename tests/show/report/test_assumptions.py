"""The table of assumed numbers."""

from __future__ import annotations

import pytest

from underheaven.show.report import assumptions


def test_every_assumed_number_of_every_document_is_there(context):
    regime, none, society = assumptions.document_sections(context.documents)
    assert [s.kind for s in (regime, none, society)] == ["regime", "regime", "society"]
    assert [a.path for a in regime.assumptions] == [a.path for a in context.regimes["court-defaulters-2013"].assumed]
    assert len(society.assumptions) == context.society.n_assumed > 100
    assert none.assumptions == ()
    assert none.numbers == 0
    assert all(a.low <= a.value <= a.high and a.reason for a in society.assumptions)


def test_meanings_come_from_the_schema_without_their_letters(context):
    by_path = {a.path: a for a in context.assumed_numbers("village")}
    assert by_path["livelihood.courts.performs"].what == "chance a month that an unwilling debtor performs"
    assert by_path["livelihood.jobs.find"].what.startswith("chance a month")


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.035, "0.035"), (2e-5, "0.00002"), (0, "0"), (0.9099999999999999, "0.91"), (1409778724, "1,409,778,724")],
)
def test_numbers_are_said_with_the_digits_they_have(value, said):
    assert assumptions.format_stated_value(value) == said

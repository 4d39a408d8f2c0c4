"""The ledger of a result in rows and in print, and how U hangs on which contexts are related."""

from __future__ import annotations

from underheaven.fields.scales import MICRO
from underheaven.show.text import base_rates, ledger


def said(console):
    return " ".join(console.file.getvalue().split())


def test_rows_say_cause_effect_origin_and_rule(result):
    (row,) = ledger.ledger_rows(result)
    assert (row["scenario"], row["cause"], row["effect"], row["origin"], row["rule"]) == (
        "court",
        "credit",
        "travel",
        "true",
        "unpaid, unable",
    )
    assert (row["mean"], row["share"], row["unit"]) == (30, 1, "months of income")


def test_printed_with_the_verdict_of_all_totals(result, console):
    ledger.print_ledger(result, console)
    assert "unpaid, unable" in said(console)
    assert said(console).endswith(ledger.LEDGER_AGREES)
    assert base_rates.find_contradiction(result) is None
    assert ledger.LEDGER_AGREES in base_rates.base_rate_sentences(result)


def test_totals_that_differ_are_said_first_and_end_an_audit(result, console):
    result["ledger"].values[0, 1, 0, 0, 2, 0] += 1
    assert ledger.ledger_contradiction(result).startswith("Ledger DOES NOT ADD UP")
    assert "differ by 1 micro-months in scenario court, replicate 1" in ledger.ledger_contradiction(result)
    assert base_rates.find_contradiction(result) == ledger.ledger_contradiction(result)
    ledger.print_ledger(result, console)
    assert "do not use any of its numbers" in said(console)


def test_many_rows_are_cut_in_print_and_not_in_rows(result, console):
    for effect in range(9):
        for origin in range(5):
            result["detriment"].values[0, :, 0, 1, effect, origin] = MICRO
            result["ledger"].values[0, :, 0, 0, effect, origin] = MICRO
    assert len(ledger.ledger_rows(result)) == 45
    ledger.print_ledger(result, console)
    assert "5 rows more" in said(console) or "5 rows" in said(console)


def test_pairs_that_carry_u(result, console):
    (row,) = ledger.related_rows(result)
    assert (row["cause"], row["effect"], row["mean"]) == ("credit", "travel", 1)
    ledger.print_related(result, console)
    assert "U 100 %" in said(console)
    assert "1 of them would halve it" in said(console)
    assert "not a legal test" in said(console)

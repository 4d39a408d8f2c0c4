"""The findings of the comparison page state the numbers of the result, and what is undefined."""

from __future__ import annotations

import re

import numpy as np
import pytest

from underheaven.show.formatting import format_number
from underheaven.show.report.comparison.findings import comparison_findings
from underheaven.show.report.comparison.measure_marks import measure_row
from underheaven.show.report.comparison.regime_names import regime_title
from underheaven.show.report.report_context import ReportContext


@pytest.fixture
def said(context):
    return {finding.name: finding for finding in comparison_findings(context)}


def without(context, four, *names):
    quiet = four.copy(deep=True)
    for name in names:
        quiet[name].values[:] = 0
    return ReportContext(quiet, context.scenarios, context.baseline, context.regimes, context.society)


def test_there_is_a_handful_in_reading_order(said):
    assert list(said) == ["listed", "wrongly", "taken", "elsewhere", "justified", "silent", "paid", "deterred"]
    assert not [
        f.text for f in said.values() if re.search(r"\bnan\b|  |\.\.|undefined in [0-9]", f.text + f.order_certainty)
    ]


def test_who_lists_most_comes_first_and_who_keeps_no_list_is_named(context, said):
    first = measure_row(context, "ever_listed").ranked_marks()[0]
    assert said["listed"].text.startswith(
        f"{regime_title(context, first.scenario)} lists most people: of every 100,000, "
    )
    assert f"{format_number(first.interval.mean)} (between " in said["listed"].text
    assert "Rongcheng 2021 keeps no blacklist." in said["listed"].text
    assert re.search(r"in \d of 6 parameter samples", said["listed"].order_certainty)


def test_shares_of_nothing_are_undefined_in_words(said):
    assert "The share is undefined for Rongcheng 2021 (nothing is taken)." in said["elsewhere"].text
    assert (
        "undefined for Credit bureau and Points on a licence (too few kinds with records to rank)"
        in said["justified"].text
    )
    assert "not a legal test" in said["elsewhere"].text
    assert "out of 9 parts of life" in said["taken"].text
    assert "Rongcheng 2021 nothing" in said["taken"].text


def test_a_nought_of_what_is_taken_is_a_finding(context, four):
    """The bureau takes in credit alone, for records of credit; the reformed score takes nothing."""
    two = four.sel(scenario=["rongcheng-2021", "credit-bureau", "none"])
    said = {
        f.name: f.text
        for f in comparison_findings(
            ReportContext(two, tuple(map(str, two["scenario"].values)), "none", context.regimes, context.society)
        )
    }
    assert said["elsewhere"].startswith("No loss under any of them falls outside the part of life")
    assert "The share is undefined for Rongcheng 2021 (nothing is taken)." in said["elsewhere"]


@pytest.fixture
def twice(context, four):
    """The first regime stands there under another name as well."""
    again = four.copy(deep=True)
    places = {"scenario": [list(again["scenario"].values).index(w) for w in ("imagined-unified", "credit-bureau")]}
    for name, array in again.data_vars.items():
        if "scenario" in array.dims:
            where = array.dims.index("scenario")
            values = np.moveaxis(array.values, where, 0)
            values[places["scenario"][1]] = values[places["scenario"][0]]
            again[name].values[:] = np.moveaxis(values, 0, where)
    return ReportContext(again, context.scenarios, context.baseline, context.regimes, context.society)


def test_what_is_the_same_is_ranked_nowhere(twice):
    """Catches a first and a second of two regimes that do the same."""
    said = {finding.name: finding for finding in comparison_findings(twice)}
    both = r"^(Imagined|Credit)[^:]* and (Imagined|Credit)[^:]* \(equally\) "
    for name, verb in (("listed", "list most people"), ("taken", "take most"), ("elsewhere", "reach furthest")):
        assert re.search(both + verb, said[name].text), said[name].text
        assert "have the same number in every replicate" in said[name].order_certainty
        assert "ranks above" not in said[name].order_certainty
    assert "under Imagined unified system and " in said["listed"].text


def test_who_leads_by_chance_alone_is_not_said_to_lead(context, four):
    apart = four.copy(deep=True)
    apart["first_listed"].loc[{"scenario": "imagined-unified", "replicate": 0}] *= 40
    text = comparison_findings(
        ReportContext(apart, context.scenarios, context.baseline, context.regimes, context.society)
    )[0].text
    assert "(in an order that Monte Carlo error leaves open) list most people: " in text


def test_where_nobody_is_listed_records_are_said_and_where_nothing_moves_that(context, four):
    quiet = without(
        context,
        four,
        "first_listed",
        "listed",
        "blacklisted",
        "person_months_speaking",
        "performed",
        "defaulted",
        "repaid",
        "acts",
    )
    said = {finding.name: finding.text for finding in comparison_findings(quiet)}
    assert said["listed"].startswith("Nobody is put on a blacklist. Imagined unified system")
    assert said["paid"] == "Repayment is the same as for the same people without a regime."
    assert "silent" not in said  # nobody speaks without a regime either, so that nothing can fall silent

"""The findings that set regimes beside each other say the numbers of the result, and what is undefined."""

from __future__ import annotations

import re

import numpy as np
import pytest

from underheaven.measure.inference.interval import Interval
from underheaven.show.formatting import format_number
from underheaven.show.report.comparison.findings import _act_change, comparison_findings
from underheaven.show.report.comparison.measure_marks import RegimeMark, measure_row
from underheaven.show.report.comparison.regime_names import regime_title, short_name
from underheaven.show.report.report_context import ReportContext


@pytest.fixture
def said(scene):
    return {finding.name: finding for finding in comparison_findings(scene)}


def without(scene, four, *names):
    quiet = four.copy(deep=True)
    for name in names:
        quiet[name].values[:] = 0
    return ReportContext(quiet, scene.scenarios, scene.baseline, scene.regimes, scene.society)


def test_there_is_a_handful_in_reading_order(said):
    assert list(said) == ["listed", "wrongly", "taken", "elsewhere", "justified", "silent", "paid", "deterred"]
    assert not [
        f.text for f in said.values() if re.search(r"\bnan\b|  |\.\.|undefined in [0-9]", f.text + f.order_certainty)
    ]


def test_who_lists_most_comes_first_and_who_keeps_no_list_is_named(scene, said):
    first = measure_row(scene, "ever_listed").ranked_marks()[0]
    assert said["listed"].text.startswith(
        f"{regime_title(scene, first.scenario)} lists most people: of every 100,000, "
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


def test_a_nought_of_what_is_taken_is_a_finding(scene, four):
    """The bureau takes in credit alone, for records of credit; the reformed score takes nothing."""
    two = four.sel(scenario=["rongcheng-2021", "credit-bureau", "none"])
    said = {
        f.name: f.text
        for f in comparison_findings(
            ReportContext(two, tuple(map(str, two["scenario"].values)), "none", scene.regimes, scene.society)
        )
    }
    assert said["elsewhere"].startswith("No loss under any of them falls outside the part of life")
    assert "The share is undefined for Rongcheng 2021 (nothing is taken)." in said["elsewhere"]


def test_who_is_first_by_chance_is_said_to_be(scene, four):
    """With the replicates of the first set far apart, Monte Carlo error can turn the order."""
    apart = four.copy(deep=True)
    apart["first_listed"].loc[{"scenario": "imagined-unified", "replicate": 0}] *= 40
    rest = comparison_findings(ReportContext(apart, scene.scenarios, scene.baseline, scene.regimes, scene.society))[
        0
    ].order_certainty
    assert rest.startswith("Monte Carlo error cannot tell Imagined unified system and Credit bureau apart.")


@pytest.fixture
def twice(scene, four):
    """The first regime stands there under another name as well."""
    again = four.copy(deep=True)
    places = {"scenario": [list(again["scenario"].values).index(w) for w in ("imagined-unified", "credit-bureau")]}
    for name, array in again.data_vars.items():
        if "scenario" in array.dims:
            where = array.dims.index("scenario")
            values = np.moveaxis(array.values, where, 0)
            values[places["scenario"][1]] = values[places["scenario"][0]]
            again[name].values[:] = np.moveaxis(values, 0, where)
    return ReportContext(again, scene.scenarios, scene.baseline, scene.regimes, scene.society)


def test_what_is_the_same_is_ranked_nowhere(twice):
    """Catches a first and a second of two regimes that do the same."""
    said = {finding.name: finding for finding in comparison_findings(twice)}
    both = r"^(Imagined|Credit)[^:]* and (Imagined|Credit)[^:]* \(equally\) "
    for name, verb in (("listed", "list most people"), ("taken", "take most"), ("elsewhere", "reach furthest")):
        assert re.search(both + verb, said[name].text), said[name].text
        assert "have the same number in every replicate" in said[name].order_certainty
        assert "ranks above" not in said[name].order_certainty
    assert "under Imagined unified system and " in said["listed"].text


def test_who_leads_by_chance_alone_is_not_said_to_lead(scene, four):
    apart = four.copy(deep=True)
    apart["first_listed"].loc[{"scenario": "imagined-unified", "replicate": 0}] *= 40
    text = comparison_findings(ReportContext(apart, scene.scenarios, scene.baseline, scene.regimes, scene.society))[
        0
    ].text
    assert "(in an order that Monte Carlo error leaves open) list most people: " in text


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (
            (-0.0000396, -0.00012, 0.0000408),
            "0.00396 % are added, which may be chance (between 0.00408 % not done and 0.012 % added)",
        ),
        ((0.002, -0.001, 0.005), "0.2 % are not done, which may be chance (between 0.1 % added and 0.5 % not done)"),
        ((0.02, 0.01, 0.03), "2 % (between 1 and 3) are not done"),
    ],
)
def test_acts_whose_sign_is_open_have_both_ends(ends, said):
    mark = RegimeMark("court", Interval(*ends, 8, ""), np.zeros(8), None, "")
    assert _act_change(mark) == said


def test_where_nobody_is_listed_records_are_said_and_where_nothing_moves_that(scene, four):
    quiet = without(
        scene,
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


def test_names_say_stylised_once(scene):
    assert regime_title(scene, "imagined-unified") == "Imagined unified system (never enacted; stylised)"
    assert regime_title(scene, "credit-bureau") == "Credit bureau (stylised)"
    assert regime_title(scene, "none") == "None"
    assert short_name(scene, "imagined-unified") == "Imagined unified system"


def test_nobody_is_said_to_silence_most_on_a_few_months_of_speech(scene, four):
    """What this would catch: "silences most: 35 in a million (between 0 and 147)", which is less than one month."""
    few = four.copy(deep=True)
    spoken = few["person_months_speaking"]
    spoken.values[:] = 0
    for place, world in enumerate(few["scenario"].values):
        spoken.values[place, :, : 20 if world == "none" else 10] = 1
    thin = ReportContext(few, scene.scenarios, scene.baseline, scene.regimes, scene.society)
    said = {finding.name: finding.text for finding in comparison_findings(thin)}
    assert "silences most" not in said["silent"]
    assert "too few events to rank" in said["silent"]
    assert any("silences most" in finding.text for finding in comparison_findings(scene) if finding.name == "silent")

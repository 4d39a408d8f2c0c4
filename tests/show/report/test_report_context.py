"""What the page reads of a result before it says anything."""

from __future__ import annotations

import pytest

from underheaven import compare
from underheaven.show.report.findings.scenario_findings import scenario_findings
from underheaven.show.report.report_context import build_report_context


def test_documents_are_read_back(context):
    assert set(context.regimes) == {"court-defaulters-2013", "none"}
    assert context.society.model.name == "Village"
    assert context.reported_scenarios == ("court-defaulters-2013",)
    assert context.baseline_phrase("court-defaulters-2013") == "without the regime"
    assert context.heading("none") == "Without the regime"
    assert context.baseline_for("none") is None


def test_another_world_that_records_is_shown_and_named(court):
    worlds = ["rival", "court-defaulters-2013"]
    rival = build_report_context(court.assign_coords(scenario=worlds).assign_attrs(baseline="rival"))
    assert rival.reported_scenarios == ("rival", "court-defaulters-2013")
    assert rival.baseline_phrase("court-defaulters-2013") == "under rival"
    assert rival.heading("rival") == "rival"


def test_a_document_that_cannot_be_read_is_left_out(court):
    broken = build_report_context(court.assign_attrs(document_1_text="not a document", document_3_text="neither = "))
    assert set(broken.regimes) == {"none"}
    assert broken.society is None


def test_totals_are_of_blacklists(result):
    context = build_report_context(result)
    assert context.tally_total("listed", "court") == 2 * (20 + 22)
    assert context.lists_anyone("court")
    assert not context.lists_anyone("none")


def test_the_kind_that_lists_most_is_named_with_the_channel_that_records_it(context):
    kind = context.most_recorded_kind("court-defaulters-2013")
    assert kind in {"unpaid judgment, unwilling", "unpaid judgment, unable"}
    assert context.arises_from_state(kind)
    assert (
        context.main_channel("court-defaulters-2013", "unpaid judgment, unable")
        == "enforcement bureaus, who cannot pay"
    )
    assert context.main_channel("none", kind) == ""


@pytest.mark.parametrize("regime", ["points-licence", "hangzhou-2018"])
def test_a_gap_that_comes_from_conduct_rests_on_conduct(regime):
    """Whoever crosses at red or gives time is no borrower: occasions are named, who agreed, or the channel."""
    licence = build_report_context(compare(regime, society="village", persons=12_000, months=24, replicates=2, seed=3))
    rests = {f.name: f.key_assumption.assumption.path for f in scenario_findings(licence, regime) if f.key_assumption}
    kind = licence.most_recorded_kind(regime)
    assert not licence.arises_from_state(kind)
    of_groups = (f"conduct.{kind}.factors", "sensing.channels.", "consent.factors.age.")
    assert rests.get("groups", of_groups[0]).startswith(of_groups)  # two replicates may tell no group from another
    assert rests["listed"].startswith("sensing.channels.")

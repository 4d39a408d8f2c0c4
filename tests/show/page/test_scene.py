"""What the page reads of a result before it says anything."""

from __future__ import annotations

import pytest

from underheaven import compare
from underheaven.show.page.findings import findings
from underheaven.show.page.scene import scene_of


def test_documents_are_read_back(scene):
    assert set(scene.regimes) == {"court-defaulters-2013", "none"}
    assert scene.society.model.name == "Village"
    assert scene.shown == ("court-defaulters-2013",)
    assert scene.without("court-defaulters-2013") == "without the regime"
    assert scene.heading("none") == "Without the regime"
    assert scene.other("none") is None


def test_another_world_that_records_is_shown_and_named(court):
    worlds = ["rival", "court-defaulters-2013"]
    rival = scene_of(court.assign_coords(world=worlds).assign_attrs(against="rival"))
    assert rival.shown == ("rival", "court-defaulters-2013")
    assert rival.without("court-defaulters-2013") == "under rival"
    assert rival.heading("rival") == "rival"


def test_a_document_that_cannot_be_read_is_left_out(court):
    broken = scene_of(court.assign_attrs(document_1_text="not a document", document_3_text="neither = "))
    assert set(broken.regimes) == {"none"}
    assert broken.society is None


def test_totals_are_of_blacklists(result):
    scene = scene_of(result)
    assert scene.total("listed", "court") == 2 * (20 + 22)
    assert scene.lists_anybody("court")
    assert not scene.lists_anybody("none")


def test_the_kind_that_lists_most_is_named_with_the_channel_that_records_it(scene):
    kind = scene.most_recorded("court-defaulters-2013")
    assert kind in {"unpaid judgment, unwilling", "unpaid judgment, unable"}
    assert scene.is_state(kind)
    assert scene.recorder("court-defaulters-2013", "unpaid judgment, unable") == "enforcement bureaus, who cannot pay"
    assert scene.recorder("none", kind) == ""


@pytest.mark.parametrize("regime", ["points-licence", "hangzhou-2018"])
def test_a_gap_that_comes_from_conduct_rests_on_conduct(regime):
    """Whoever crosses at red or gives time is no borrower: occasions are named, who agreed, or the channel."""
    licence = scene_of(compare(regime, society="village", persons=12_000, months=24, replicates=2, seed=3))
    rests = {f.name: f.rest.assumption.path for f in findings(licence, regime) if f.rest}
    kind = licence.most_recorded(regime)
    assert not licence.is_state(kind)
    of_groups = (f"conduct.{kind}.factors", "sensing.channels.", "consent.factors.age.")
    assert rests.get("groups", of_groups[0]).startswith(of_groups)  # two replicates may tell no group from another
    assert rests["listed"].startswith("sensing.channels.")

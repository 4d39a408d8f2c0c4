"""What the page reads of a result before it says anything."""

from __future__ import annotations

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

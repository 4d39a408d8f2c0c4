"""How many persons a number would need."""

from __future__ import annotations

from underheaven.show.report.findings.event_counts import persons_needed_sentence


def test_how_many_persons_it_takes_follows_from_the_events():
    assert "About 250,000 persons" in persons_needed_sentence(1, 5_000, 4)  # 50 times as many
    assert "About 10,000 persons" in persons_needed_sentence(25, 5_000, 4)
    assert "More than 84,000 persons" in persons_needed_sentence(
        0, 5_000, 4
    )  # three may be expected where none was seen

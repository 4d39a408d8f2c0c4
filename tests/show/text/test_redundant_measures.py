"""Measures that repeat another one beside an empty baseline are left out, and the reader is told."""

from __future__ import annotations

from underheaven.measure.registry import PAIRED
from underheaven.show.export import result_tables
from underheaven.show.text import footer, redundant_measures, table_lines

REPEATING = {name for name, one in PAIRED.items() if one.duplicate_of}


def test_they_are_left_out_beside_a_baseline_without_detriment(result):
    lines = table_lines.comparison_lines(result)
    assert not REPEATING & {line.name for line in lines}
    assert any("would repeat another one" in sentence for sentence in footer.footer_sentences(result, lines))
    noted = {row["name"]: row["note"] for row in result_tables.measure_rows(result) if row["name"] in REPEATING}
    assert set(noted) == REPEATING
    assert noted["added_detriment"].endswith("would repeat Detriment booked")


def test_they_are_shown_with_their_signed_means_beside_another_regime(result):
    result["person_detriment"].loc[{"scenario": "none"}] = 1
    result["detriment"][1, :, 0, 0, 0] = result.sizes["person"]
    names = [line.name for line in table_lines.comparison_lines(result)]
    for name in ("added_detriment", "worse_off", "chilled_speech"):
        assert names.index(f"{name}_signed") == names.index(name) + 1
    assert not list(redundant_measures.redundancy_sentences(result))

"""A sum at the end of its type is said."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.cli.options import print_result
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.show.export.table_folder import export_tables
from underheaven.show.report.limitations import limitation_sentences
from underheaven.show.report.report_context import build_report_context
from underheaven.show.text.footer import footer_sentences
from underheaven.show.text.saturated_sums import ACCUMULATING_SUMS, saturation_sentences


def test_every_name_is_a_sum_of_persons():
    assert set(ACCUMULATING_SUMS) <= {field.name for field in PERSON_FIELDS}


@pytest.mark.parametrize(("name", "most"), [("acts", 65_535), ("detriment", 4_294_967_295)])
def test_a_sum_at_the_end_of_its_type_is_said(result, name, most):
    assert list(saturation_sentences(result)) == []
    full = result.copy(deep=True)
    full[f"person_{name}"] = full[f"person_{name}"].astype(np.int64)
    full[f"person_{name}"][0, 0, :2] = most
    (said,) = saturation_sentences(full)
    assert f"person_{name}" in said
    assert f"has reached {most:,}" in said
    assert "for 2 persons" in said
    assert said in footer_sentences(full, [])


def test_every_way_out_says_it(result, tmp_path, capsys):
    """The page's limits, the note of exported tables, and a line beside JSON."""
    few = result.copy(deep=True)
    few["person_acts"] = few["person_acts"].astype(np.int64)
    few["person_acts"][0, 0, :2] = 65_535
    (said,) = saturation_sentences(few)
    export_tables(few, tmp_path / "tables", "csv")
    assert said in (tmp_path / "tables" / "README.txt").read_text()
    print_result(few, as_json=True)
    printed = capsys.readouterr()
    assert said in " ".join(printed.err.split())
    assert said not in printed.out
    assert said in list(limitation_sentences(build_report_context(few)))

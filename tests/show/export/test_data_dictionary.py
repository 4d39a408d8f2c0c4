"""The data dictionary leaves no name out and says the same in both forms."""

import re

from underheaven.fields.fitted_scores import FITTED
from underheaven.fields.panel import PANEL
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.tallies import TALLIES
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.export import data_dictionary
from underheaven.show.text.result_rows import result_rows


def names(file):
    return [entry.name for entry in data_dictionary.dictionary_entries() if entry.file == file]


def test_every_variable_and_dimension_of_a_result_is_in_it(result):
    entries = {
        entry.name: entry
        for entry in data_dictionary.dictionary_entries()
        if entry.file != data_dictionary.MEASURES_TABLE
    }
    for name, array in result.data_vars.items():
        assert entries[name].dims == ", ".join(array.dims)
        assert entries[name].dtype == str(array.dtype)
        assert entries[name].unit == array.attrs["units"]
        assert entries[name].meaning == array.attrs["long_name"]
    labels = {str(name) for name in result.coords} - {"month_index"}
    assert labels | {"person", "panelist"} <= set(entries)


def test_a_tally_is_said_once_with_its_stage():
    tallies = {
        e.name: e
        for e in data_dictionary.dictionary_entries()
        if e.file.startswith(f"{data_dictionary.MONTHS_FOLDER}/")
    }
    assert {name: e.stage for name, e in tallies.items()} == {f.name: f.stage for f in TALLIES}
    assert len(names(data_dictionary.PERSONS_TABLE)) == len(PERSON_FIELDS) + 1  # and the person


def test_every_row_of_the_measures_is_in_it(result):
    known = {name.removesuffix("LABEL") for name in names(data_dictionary.MEASURES_TABLE)}
    for row in result_rows(result):
        assert row["name"] in known or row["name"][: row["name"].rindex(":") + 1] in known
    assert known >= {*MEASURES, *PAIRED}


def test_the_columns_of_the_measures_are_those_of_the_rows(result):
    assert list(data_dictionary.MEASURE_COLUMNS) == list(result_rows(result)[0])


def test_the_markdown_holds_the_rows():
    head, rule, *lines = data_dictionary.dictionary_markdown(".csv").splitlines()
    assert head == "| name | file | dims | dtype | unit | meaning | stage |"
    assert set(rule) == {"|", "-", " "}
    for text, row in zip(lines, data_dictionary.dictionary_rows(".csv"), strict=True):
        cells = [c.strip() for c in text.strip("|").split(" | ")]
        assert len(cells) == len(data_dictionary.DICTIONARY_COLUMNS)
        assert cells[0] == f"`{row['name']}`"
        assert re.fullmatch(r"\S+\.csv", cells[1]) or (cells[0].startswith("`fitted_") and cells[1] == "-")
        assert "nan" not in text.split(" | ")


def test_a_panel_is_in_it():
    assert names("panel") == ["panelist", *(f"panel_{f.name}" for f in PANEL)]
    beliefs = next(e for e in data_dictionary.dictionary_entries() if e.name == "panel_beliefs")
    assert beliefs.dims == "scenario, replicate, month, panelist, belief_about"


def test_fitted_points_are_in_it_and_in_no_table():
    assert names("") == [f"fitted_{f.name}" for f in FITTED]

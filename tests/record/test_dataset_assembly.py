"""Runs become one dataset in which every number keeps its place and says what it is."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from underheaven.errors import ResultError
from underheaven.fields.codes import SOLVENCY
from underheaven.fields.panel import PANEL
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.tallies import TALLIES
from underheaven.record.dataset_assembly import assemble_consuming, assemble_dataset
from underheaven.record.schema import SCHEMA_VERSION

WORLDS = ["none", "court-defaulters-2013"]
MONTHS = ["2013-10", "2013-11", "2013-12"]


def test_every_field_is_there_with_unit_name_and_stage(dataset):
    expected = {f.name: f for f in TALLIES} | {f"person_{f.name}": f for f in PERSON_FIELDS}
    assert set(dataset.data_vars) == set(expected)
    for name, field in expected.items():
        attrs = dataset[name].attrs
        assert (attrs["units"], attrs["long_name"]) == (field.unit, field.meaning)
        assert field.stage in attrs["comment"]
        assert dataset[name].dtype == np.dtype(field.dtype)


def test_every_cell_stands_under_its_labels(runs, dataset):
    for w, world in enumerate(WORLDS):
        for r, run in enumerate(runs[w]):
            for field in TALLIES:
                part = {d: list(run.labels[d]) for d in field.dims if d in run.labels}
                found = dataset[field.name].sel(scenario=world, replicate=r, **part)
                np.testing.assert_array_equal(found.values, run.tallies[field.name], field.name)
            for field in PERSON_FIELDS:
                found = dataset[f"person_{field.name}"].sel(scenario=world, replicate=r)
                np.testing.assert_array_equal(found.values, run.sums[field.name])


def test_no_variable_takes_the_name_of_a_dimension(dataset):
    assert set(dataset.data_vars).isdisjoint(dataset.sizes)
    assert list(dataset["solvency_stage"].values) == list(SOLVENCY)


def test_what_a_world_does_not_have_is_zero(dataset):
    assert dataset["listed"].sel(scenario="none").sum() == 0
    assert dataset["grades"].sel(scenario="none").sum() == 0
    assert dataset["repaid"].sel(scenario="none", visible="listed").sum() == 0
    assert dataset["repaid"].sel(scenario="none", visible="clear").sum() > 0


def test_gathering_gives_the_same_and_leaves_the_runs_empty(runs, dataset):
    assert assemble_consuming(runs, WORLDS, {"study": "a test"}, MONTHS).identical(dataset)
    assert not any(run.tallies or run.sums for world in runs for run in world)


def test_labels_in_another_order_are_aligned_by_name(make, runs):
    turned = runs[1][0].labels | {"list": ("model citizens", "defaulters"), "list_colour": ("red", "black")}
    joined = assemble_dataset([[runs[1][0]], [make(turned, 9)]], ["a", "b"], {}, MONTHS)
    assert list(joined["list"].values) == ["defaulters", "model citizens"]
    assert list(joined["list_colour"].values) == ["black", "red"]
    swapped = assemble_dataset([[make(turned, 9)]], ["b"], {}, MONTHS)
    np.testing.assert_array_equal(
        joined["listed"].sel(scenario="b", list="defaulters"), swapped["listed"].sel(scenario="b", list="defaulters")
    )


def test_months_annotations_and_attributes(dataset):
    assert list(dataset["month"].values) == MONTHS
    assert list(dataset["month_index"].values) == [0, 1, 2]
    assert list(dataset["kind_state"].values) == ["", "owes, unable"]
    assert dataset["kind_state"].dims == ("kind",)
    assert dataset.attrs["study"] == "a test"
    assert dataset.attrs["schema_version"] == SCHEMA_VERSION


def test_no_lists_at_all_gives_an_empty_dimension(listless):
    assert listless.sizes["list"] == 0
    assert listless["listed"].shape == (1, 2, 3, 0, 3)
    assert "list_colour" not in listless.coords


def test_another_society_is_refused(make, runs):
    other = runs[1][0].labels | {"group": ("all", "two", "three")}
    with pytest.raises(ResultError, match=r"'b', dimension 'group'.*one society"):
        assemble_dataset([[runs[1][0]], [make(other, 1)]], ["a", "b"], {}, MONTHS)


def test_one_name_for_lists_of_two_colours_is_refused(make, runs):
    other = runs[1][0].labels | {"list_colour": ("red", "red")}
    with pytest.raises(ResultError, match=r"list 'defaulters': list_colour is 'black'.*'red'"):
        assemble_dataset([[runs[1][0]], [make(other, 1)]], ["a", "b"], {}, MONTHS)


def test_too_few_annotations_are_refused(make, runs):
    other = runs[1][0].labels | {"list_colour": ("red",)}
    with pytest.raises(ResultError, match="1 values for the 2 labels of 'list'"):
        assemble_dataset([[make(other, 1)]], ["a"], {}, MONTHS)


@pytest.mark.parametrize("worlds", [["none"], ["none", "none"], []])
def test_names_must_fit_worlds(runs, worlds):
    with pytest.raises(ResultError, match="name"):
        assemble_dataset(runs, worlds, {}, MONTHS)


def test_replicates_must_pair(runs):
    with pytest.raises(ResultError, match=r"'court-defaulters-2013': it has 1 replicates and 'none' has 2"):
        assemble_dataset([runs[0], runs[1][:1]], WORLDS, {}, MONTHS)


def test_a_missing_tally_is_named(runs):
    run = runs[1][1]
    without = replace(run, tallies={k: v for k, v in run.tallies.items() if k != "jobs_lost"})
    with pytest.raises(ResultError, match=r"replicate 1, jobs_lost: its shape is None"):
        assemble_dataset([runs[0], [runs[1][0], without]], WORLDS, {}, MONTHS)


def test_a_sum_of_other_persons_is_named(runs):
    run = runs[1][1]
    short = replace(run, sums=run.sums | {"acts": run.sums["acts"][:-1]})
    with pytest.raises(ResultError, match=r"person_acts: its shape is \(4,\)"):
        assemble_dataset([runs[0], [runs[1][0], short]], WORLDS, {}, MONTHS)


def test_importing_the_record_leaves_xarray_asleep():
    modules = ["schema", "month_packing", "monthlog", "result_file", "digest", "provenance"]
    code = "import sys\n" + "".join(f"import underheaven.record.{m}\n" for m in modules)
    code += "sys.exit(any(m in sys.modules for m in ('xarray', 'h5netcdf', 'h5py', 'numba', 'pandas')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_panel_stands_by_world_replicate_month_and_panelist(panelled):
    dataset = assemble_dataset(panelled, ["none", "court"], {}, MONTHS)
    assert dataset["panelist"].values.tolist() == [0, 1, 2]
    for field in PANEL:
        array = dataset[f"panel_{field.name}"]
        assert array.dims[:4] == ("scenario", "replicate", "month", "panelist")
        assert array.dtype == field.dtype
        assert (array.attrs["units"], array.attrs["long_name"]) == (field.unit, field.meaning)
        if field.name != "grade":
            for w, replicates in enumerate(panelled):
                for r, run in enumerate(replicates):
                    np.testing.assert_array_equal(array.values[w, r], run.panel[field.name])


def test_grades_of_a_panel_count_the_labels_of_all_worlds(panelled):
    """The second world's grades come after those of a first world that has others."""
    first = [replace(run, labels=run.labels | {"grade": ("D", "E")}) for run in panelled[1]]
    for run in first:
        run.tallies["grades"] = run.tallies["grades"].copy()
    dataset = assemble_dataset([first, panelled[1]], ["one", "other"], {}, MONTHS)
    labels = [*dataset["grade"].values.tolist(), None]
    assert labels == ["D", "E", "A", None]
    for world, own in enumerate([("D", "E", None), ("A", "D", None)]):
        codes = dataset["panel_grade"].values[world, 0].ravel()
        said = panelled[1][0].panel["grade"].ravel()
        assert [labels[c] for c in codes] == [own[c] for c in said]
        assert set(said) == {-1, 0, 1}


def test_no_panel_leaves_no_trace(dataset):
    assert not any(str(name).startswith("panel") for name in [*dataset.variables, *dataset.sizes])


def test_runs_with_panels_of_other_sizes_do_not_fit_together(panelled):
    panelled[1][0].panel["savings"] = panelled[1][0].panel["savings"][:, :2]
    with pytest.raises(ResultError, match="panel_savings: its shape is"):
        assemble_dataset(panelled, ["none", "court"], {}, MONTHS)


def test_gathering_empties_the_panel_too(panelled):
    one = assemble_dataset(panelled, ["none", "court"], {}, MONTHS)
    xr.testing.assert_identical(assemble_consuming(panelled, ["none", "court"], {}, MONTHS), one)
    assert not any(run.panel for replicates in panelled for run in replicates)


def test_fitted_points_stand_by_world_replicate_month_and_kind(fitting):
    dataset = assemble_dataset(fitting, ["none", "court"], {}, MONTHS)
    assert dataset["fitted_rank"].dims == ("scenario", "replicate", "month", "kind")
    assert dataset["fitted_times"].dims == ("scenario", "replicate", "month")
    assert not dataset["fitted_rank"].sel(scenario="none").any()
    for name in ("times", "rank", "gain"):
        for r, run in enumerate(fitting[1]):
            np.testing.assert_array_equal(dataset[f"fitted_{name}"].sel(scenario="court").values[r], run.fitted[name])


def test_no_fits_leave_no_trace(dataset):
    assert not any(str(name).startswith("fitted") for name in dataset.variables)


def test_fitted_points_of_other_months_do_not_fit_together(fitting):
    fitting[1][0].fitted["rank"] = fitting[1][0].fitted["rank"][:2]
    with pytest.raises(ResultError, match="fitted_rank: its shape is"):
        assemble_dataset(fitting, ["none", "court"], {}, MONTHS)

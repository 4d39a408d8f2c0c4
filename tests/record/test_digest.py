"""The digest follows the numbers and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.errors import ResultError
from underheaven.fields.dimensions import LATER_LABELS
from underheaven.fields.panel import PANEL
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.tallies import TALLIES
from underheaven.record.dataset_assembly import assemble_dataset
from underheaven.record.digest import digest
from underheaven.record.result_file import read_result, write_result

NAMES = [f.name for f in TALLIES] + [f"person_{f.name}" for f in PERSON_FIELDS]


def test_memory_and_file_agree(dataset, listless, tmp_path):
    for number, result in enumerate((dataset, listless)):
        path = tmp_path / f"{number}.nc"
        assert write_result(result, path) == digest(result) == digest(read_result(path))


def test_provenance_stands_outside(dataset):
    assert digest(dataset.assign_attrs(provenance_seconds=1.5, study="another")) == digest(dataset)


def test_holding_numbers_otherwise_changes_nothing(dataset):
    before = digest(dataset)
    assert digest(dataset.astype(">i8")) == before
    assert digest(dataset.astype(np.float64)) == before
    assert digest(dataset.transpose(*reversed(list(dataset.sizes)))) == before
    assert digest(dataset[list(reversed(NAMES))]) == before


@pytest.mark.parametrize("name", NAMES)
def test_one_more_in_any_variable_changes_it(dataset, name):
    before = digest(dataset)
    seen = {before}
    cells = dataset[name].values.reshape(-1)  # a view: the dataset changes with it
    for place in {0, cells.size // 2, cells.size - 1}:
        cells[place] ^= 1
        seen.add(digest(dataset))
        cells[place] ^= 1
    assert len(seen) == 1 + len({0, cells.size // 2, cells.size - 1})
    assert digest(dataset) == before


RARE = [f.name for f in TALLIES if not f.always_kept]


@pytest.mark.parametrize("name", RARE)
def test_a_mechanism_that_a_regime_lacks_moves_nothing(dataset, name, monkeypatch):
    """Its tally counts nothing there: the digest is that of a program without it."""
    counted = digest(dataset)
    dataset[name][:] = 0
    before = digest(dataset)
    assert counted != before == digest(dataset.drop_vars(name))
    monkeypatch.setattr("underheaven.record.digest.TALLIES", [f for f in TALLIES if f.name != name])
    assert digest(dataset.drop_vars(name)) == before


def test_every_cell_of_one_variable_counts(dataset):
    cells = dataset["jobs_lost"].values.reshape(-1)
    seen = {digest(dataset)}
    for place in range(cells.size):
        cells[place] += 1
        seen.add(digest(dataset))
        cells[place] -= 1
    assert len(seen) == cells.size + 1


def test_a_missing_variable_or_dimension_is_a_sentence(dataset):
    with pytest.raises(ResultError, match=r"unjust: .*over nothing"):
        digest(dataset.drop_vars("unjust"))
    with pytest.raises(ResultError, match=r"opportunities: .*over scenario, month, kind\."):
        digest(dataset.isel(replicate=0))


@pytest.mark.parametrize("value", [0.5, np.nan, -1.0, 2.0**33])
def test_numbers_that_are_none_of_the_declared_type_are_refused(dataset, value):
    odd = dataset["person_detriment"].astype(np.float64)
    odd[0, 0, 0] = value
    with pytest.raises(ResultError, match=r"person_detriment: .*not uint32"):
        digest(dataset.assign(person_detriment=odd))


@pytest.fixture
def panel(panelled):
    return assemble_dataset(panelled, ["none", "court-defaulters-2013"], {}, ["2013-10", "2013-11", "2013-12"])


@pytest.mark.parametrize("name", [f"panel_{f.name}" for f in PANEL])
def test_one_more_in_any_variable_of_a_panel_changes_it(panel, name):
    before = digest(panel)
    cells = panel[name].values.reshape(-1)
    cells[-1] ^= 1
    assert digest(panel) != before
    cells[-1] ^= 1
    assert digest(panel) == before


def test_a_panel_is_whole_or_not_there(panel, dataset, tmp_path):
    names = [f"panel_{f.name}" for f in PANEL]
    assert digest(panel.drop_vars(names)) == digest(dataset) != digest(panel)
    with pytest.raises(ResultError, match=r"panel_savings: .*over nothing"):
        digest(panel.drop_vars("panel_savings"))
    path = tmp_path / "panel.nc"
    assert write_result(panel, path) == digest(panel) == digest(read_result(path))


def test_what_came_later_and_counts_nothing_leaves_a_digest_as_it_was(dataset):
    """A result from before a mechanism was there has the digest of one in which it is not used."""
    later = [f.name for f in TALLIES if not f.always_kept]
    assert later
    assert set(LATER_LABELS) <= {dim for field in TALLIES for dim in field.dims}
    unused = dataset.copy(deep=True)
    for name in later:
        unused[name][:] = 0
    old = unused.drop_vars(later)
    for dim, labels in LATER_LABELS.items():
        for name in [n for n in unused.data_vars if dim in unused[n].dims]:
            unused[name].loc[{dim: list(labels)}] = 0
        old = old.drop_sel({dim: list(labels)})
    assert digest(old) == digest(unused) != digest(dataset)


@pytest.mark.parametrize("name", ["fitted_times", "fitted_rank", "fitted_gain"])
def test_fitted_points_count_in_it(fitting, name):
    found = assemble_dataset(fitting, ["none", "court-defaulters-2013"], {}, ["2013-10", "2013-11", "2013-12"])
    before = digest(found)
    assert before != digest(found.drop_vars(["fitted_times", "fitted_rank", "fitted_gain"]))
    found[name].values.reshape(-1)[-1] += 1
    assert digest(found) != before
    with pytest.raises(ResultError, match=f"{name}: .*over nothing"):
        digest(found.drop_vars(name))

"""A folder of tables: its numbers are the result's, in either form, and it is whole or not there."""

import csv

import numpy as np
import pytest

from underheaven.errors import RequestError
from underheaven.fields.panel import PANEL
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.tallies import TALLIES
from underheaven.record.schema import field_dims
from underheaven.show.export import csv_text
from underheaven.show.export.data_dictionary import dictionary_rows
from underheaven.show.export.result_tables import measure_rows
from underheaven.show.export.table_folder import export_tables


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def read_parquet(path):
    import duckdb

    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        heads = [column[0] for column in found.description]
        return [dict(zip(heads, row, strict=True)) for row in found.fetchall()]


@pytest.fixture(scope="module", params=["csv", "parquet"])
def exported(request, shared_result, tmp_path_factory):
    """The folder of an exported result, which tests leave as it is, and a function that reads one of its tables."""
    if request.param == "parquet":
        pytest.importorskip("duckdb")
    folder = tmp_path_factory.mktemp("exported") / "tables"
    export_tables(shared_result, folder, request.param, persons=True)
    read = {"csv": read_csv, "parquet": read_parquet}[request.param]
    return folder, lambda name: read(folder / f"{name}.{request.param}")


def test_every_tally_is_that_of_the_result(result, exported):
    _, read = exported
    for field in TALLIES:
        array = result[field.name]
        places = [{str(label): n for n, label in enumerate(array[dim].values)} for dim in array.dims]
        again = np.zeros(array.shape, np.int64)
        for row in read(f"months/{field.name}"):
            *labels, value = row.values()
            again[tuple(p[str(label)] for p, label in zip(places, labels, strict=True))] = int(value)
        assert np.array_equal(again, array.values), field.name


def test_every_sum_of_a_person_is_that_of_the_result(result, exported):
    _, read = exported
    rows = read("persons")
    assert len(rows) == result["person_acts"].size
    for field in PERSON_FIELDS:
        column = np.array([int(row[f"person_{field.name}"]) for row in rows])
        assert np.array_equal(column.reshape(result["person_acts"].shape), result[f"person_{field.name}"].values)


def test_every_measure_is_the_one_that_is_printed(result, exported):
    _, read = exported
    expected = measure_rows(result)
    found = read("measures")
    assert len(found) == len(expected)
    for row, wanted in zip(found, expected, strict=True):
        for name, value in wanted.items():
            if isinstance(value, float):
                assert float(row[name]) == value
            elif isinstance(value, int) and not isinstance(value, bool):
                assert int(row[name]) == value
            else:
                assert (row[name] or None) == (value or None)


def test_the_folder_says_what_it_is(result, exported):
    folder, _ = exported
    said = (folder / "README.txt").read_text()
    assert "people who do not exist" in said
    assert "Every person in these tables is synthetic" in said
    assert "Digest of the result: " in said
    assert "Scenarios: court, compared with none.\n" in said
    assert "court (regime, stylised): 10 of its 40 numbers are assumed." in said
    assert "underheaven cite" in said
    rows = read_csv(folder / "dictionary.csv")
    assert [row["name"] for row in rows] == [row["name"] for row in dictionary_rows()]
    for file in {row["file"] for row in rows} - {"panel.csv", "panel.parquet", ""}:
        assert (folder / file).is_file()
    assert (folder / "dictionary.md").read_text().count("\n| `") == len(rows)


@pytest.mark.parametrize("there", ["file", "folder", "link"])
def test_what_is_there_already_is_never_written_over(result, tmp_path, there):
    target = tmp_path / "tables"
    if there == "folder":
        target.mkdir()
    elif there == "file":
        target.write_text("mine")
    else:
        target.symlink_to("nowhere")
    with pytest.raises(RequestError, match="never overwrites anything"):
        export_tables(result, target, "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_a_missing_folder_around_it_is_named(result, tmp_path):
    with pytest.raises(RequestError, match="does not exist"):
        export_tables(result, tmp_path / "no" / "tables", "csv")


@pytest.mark.parametrize("error", [OSError("no space left"), KeyboardInterrupt()])
def test_what_is_broken_off_leaves_nothing(result, tmp_path, monkeypatch, error):
    def stop(array, dims):
        raise error
        yield

    monkeypatch.setattr(csv_text, "_tally_lines", stop)
    with pytest.raises(RequestError if isinstance(error, OSError) else KeyboardInterrupt):
        export_tables(result, tmp_path / "tables", "csv")
    assert not list(tmp_path.iterdir())


def panelled(result):
    """The result with a panel of two who are told apart in every variable."""
    rng = np.random.default_rng(3)
    sizes = [result.sizes[dim] for dim in ("scenario", "replicate", "month")]
    variables = {}
    for field in PANEL:
        dims = ("scenario", "replicate", "month", "panelist", *field_dims(field))
        shape = (*sizes, 2, *(result.sizes[dim] for dim in field_dims(field)))
        high = {"group": 1, "grade": len(result["grade"]) - 1, "solvency": 6}.get(field.name, field.high)
        low = -1 if field.name == "grade" else field.low
        values = rng.integers(low, high, shape, endpoint=True).astype(field.dtype)
        variables[f"panel_{field.name}"] = (dims, values, {"units": field.unit, "long_name": field.meaning})
    return result.assign(variables).assign_coords(panelist=[0, 1])


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_panel_is_a_table_with_a_row_for_a_panelist_s_month(result, tmp_path, form):
    if form == "parquet":
        pytest.importorskip("duckdb")
    dataset = panelled(result)
    export_tables(dataset, tmp_path / "tables", form)
    rows = {"csv": read_csv, "parquet": read_parquet}[form](tmp_path / "tables" / f"panel.{form}")
    assert len(rows) == dataset["panel_savings"].size
    for row in rows:
        where = {"scenario": row["scenario"], "replicate": int(row["replicate"]), "month": row["month"]}
        one = dataset.sel(**where, panelist=int(row["panelist"]))
        assert int(row["panel_savings"]) == one["panel_savings"]
        assert int(row["panel_score"]) == one["panel_score"]
        assert row["panel_group"] == one["group"].values[one["panel_group"].item()]
        assert row["panel_solvency"] == one["solvency_stage"].values[one["panel_solvency"].item()]
        grade = one["panel_grade"].item()
        assert (row["panel_grade"] or None) == (one["grade"].values[grade] if grade >= 0 else None)
        beliefs = [int(v) for name, v in row.items() if name.startswith("panel_beliefs_")]
        assert beliefs == one["panel_beliefs"].values.tolist()
    assert "panel_beliefs_money_guilty" in rows[0]
    assert len(rows[0]) == 4 + len(PANEL) + 5


def test_without_a_panel_there_is_no_table_of_it(result, tmp_path):
    export_tables(result, tmp_path / "tables", "csv")
    assert not (tmp_path / "tables" / "panel.csv").exists()


def test_fitted_points_are_never_exported(result, tmp_path):
    """The same files, line by line, with fitted points in the result and without, but for the one measure of them."""
    sizes = {dim: result.sizes[dim] for dim in ("scenario", "replicate", "month", "kind")}
    rank = np.random.default_rng(4).integers(1, 5, tuple(sizes.values()))
    gain = np.random.default_rng(5).integers(-90_000, 90_000, tuple(sizes.values())[:3])
    times = np.broadcast_to(1 + np.arange(sizes["month"]), tuple(sizes.values())[:3])
    fitted = result.assign(
        fitted_rank=(tuple(sizes), rank), fitted_gain=(tuple(sizes)[:3], gain), fitted_times=(tuple(sizes)[:3], times)
    )
    for name, dataset in (("with", fitted), ("without", result)):
        export_tables(dataset, tmp_path / name, "csv", persons=True)
    files = sorted(path.relative_to(tmp_path / "with") for path in (tmp_path / "with").rglob("*.csv"))
    assert files == sorted(path.relative_to(tmp_path / "without") for path in (tmp_path / "without").rglob("*.csv"))
    for file in files:
        one, other = (set((tmp_path / name / file).read_text().splitlines()) for name in ("with", "without"))
        assert all("heaviest_points_increase" in line for line in one ^ other), file

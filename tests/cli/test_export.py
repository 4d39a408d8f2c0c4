"""Commands that take a result elsewhere."""

import json

import pytest

import underheaven
from underheaven import cli


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    path = tmp_path_factory.mktemp("result") / "run.nc"
    underheaven.compare("court-defaulters-2013", society="village", persons=300, months=4, replicates=2, out=path)
    return path


@pytest.fixture
def run(capsys):
    """Runs a command line and gives exit code, standard output and standard error."""

    def call(*arguments):
        code = cli.main([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_export_stands_beside_the_result_unless_told_otherwise(run, result):
    code, out, err = run("export", result)
    folder = result.with_name("run-tables")
    assert (code, err) == (0, "")
    files = [f for f in folder.rglob("*") if f.is_file()]
    assert out == f"{folder}: {len(files)} files, {sum(f.stat().st_size for f in files) / 1e6:.1f} MB\n"
    assert not (folder / "persons.csv").exists()
    code, out, err = run("export", result)
    assert (code, out) == (2, "")
    assert "never overwrites anything" in err


def test_export_of_persons_as_parquet(run, result, tmp_path):
    pytest.importorskip("duckdb")
    code, _, _ = run("export", result, "--out", tmp_path / "t", "--format", "parquet", "--persons")
    assert code == 0
    assert (tmp_path / "t" / "persons.parquet").is_file()
    assert sorted(f.name for f in (tmp_path / "t").glob("*.csv")) == ["dictionary.csv"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["export", "no-such.nc"], 4), (["cite", "no-such.nc"], 4), (["export", "x.nc", "--format", "xls"], 2)],
)
def test_what_cannot_be_had_is_a_sentence(run, arguments, code):
    found, out, err = run(*arguments)
    assert (found, out) == (code, "")
    assert err.strip()
    assert "Traceback" not in err


def test_the_dictionary_is_the_same_in_both_forms(run):
    code, out, err = run("dictionary")
    assert (code, err) == (0, "")
    rows = json.loads(run("dictionary", "--json")[1])
    assert [line.split("`")[1] for line in out.splitlines()[2:]] == [row["name"] for row in rows]


def test_cite_prints_the_program_alone_or_all_that_a_result_rests_on(run, result):
    code, out, err = run("cite")
    assert (code, err) == (0, "")
    assert out.count("\n@") == 1
    assert "@misc{underheaven," in out
    code, out, err = run("cite", result)
    assert (code, err) == (0, "")
    rows = json.loads(run("cite", result, "--json")[1])
    assert out.count("\n@") == len(rows) > 10
    assert all(f"@{row['type']}{{{row['key']},\n" in out for row in rows)

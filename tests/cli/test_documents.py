"""Commands about documents."""

import json

import pytest

from underheaven import cli

SMALL = ["--persons", "300", "--months", "8", "--replicates", "2", "--quiet", "--no-ranges"]


@pytest.fixture
def run(capsys):
    """Runs a command line and gives exit code, standard output and standard error."""

    def call(*arguments):
        code = cli.main([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def written(run, tmp_path):
    """Files of the three kinds, as written by ``new``."""
    files = {kind: tmp_path / f"my-{kind}.toml" for kind in ("regime", "society", "study")}
    for kind, file in files.items():
        code, out, err = run("new", kind, "--out", file)
        assert (code, err) == (0, "")
        assert out == f"{file} is written. `underheaven check {file}` names every fault in it.\n"
    return files


def test_new_documents_pass_the_check_as_written(run, written):
    code, out, err = run("check", *written.values())
    assert (code, err) == (0, "")
    assert out.count("Sound.") == 3
    assert "not yet run" not in out


def test_new_documents_run_as_written(run, written):
    code, out, _ = run("compare", written["regime"], "--society", "village", *SMALL)
    assert code == 0
    assert "my-regime" in out
    code, out, _ = run("compare", written["regime"], "court-defaulters-2013", "--society", written["society"], *SMALL)
    assert code == 0
    code, out, _ = run("compare", written["study"], "--quiet", "--no-ranges")
    assert code == 0
    assert "1,000 synthetic persons" in " ".join(out.split())


def test_new_prints_without_out_and_names_the_document(run, tmp_path):
    code, out, err = run("new", "regime", "--name", "Library fines")
    assert (code, err) == (0, "")
    assert '\nname = "Library fines"\n' in out
    code, out, err = run("new", "society", "--from", "village", "--out", tmp_path / "hill-town.toml")
    assert (code, err) == (0, "")
    text = (tmp_path / "hill-town.toml").read_text()
    assert '\nname = "Hill town"\n' in text
    assert text.startswith("# An imagined village of a thousand.")


def test_new_writes_over_nothing(run, written):
    before = written["regime"].read_text()
    code, out, err = run("new", "regime", "--name", "Other", "--out", written["regime"])
    assert (code, out) == (2, "")
    assert "already exists and will not be overwritten" in err
    assert written["regime"].read_text() == before


def test_diff_tells_a_copy_and_a_change_apart(run, tmp_path):
    copy = tmp_path / "copy.toml"
    run("new", "regime", "--from", "rongcheng-2016", "--out", copy)
    code, out, err = run("diff", "rongcheng-2016", copy)
    assert (code, err) == (0, "")
    assert "say the same, under two names." in " ".join(out.split())
    copy.write_text(copy.read_text().replace("points = -60", "points = -70", 1))
    code, out, err = run("diff", "rongcheng-2016", copy)
    assert (code, err) == (0, "")
    assert "utility theft: 60 points lost become 70" in out
    (row,) = json.loads(run("diff", "rongcheng-2016", copy, "--json")[1])
    assert (row["path"], row["before"], row["after"]) == ("recording.rules.utility theft.points", -60, -70)


def test_diff_of_one_regime_in_two_months(run):
    code, out, err = run("diff", "court-defaulters-2013@2014-01", "court-defaulters-2013@2016-09")
    assert (code, err) == (0, "")
    assert 'the list "judgment defaulters" now closes 10 % of work' in out
    assert run("diff", "rongcheng-2016@2016-01", "rongcheng-2016@2021-01")[0] == 0


@pytest.mark.parametrize(
    ("one", "other", "code", "said"),
    [
        ("village", "none", 2, "only two of one kind can be told apart"),
        ("non", "none", 2, "Nearest is none"),
        ("village@2016-01", "village", 2, "only a regime has a state in a month"),
        ("none@2016-13", "none", 2, "is not a valid month"),
        ("court-defaulters-2013@2001-01", "none", 2, "it takes effect in 2013-10"),
        ("a.nc", "none", 2, "a.nc"),
    ],
)
def test_diff_refuses_in_sentences(run, one, other, code, said):
    found, out, err = run("diff", one, other)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err

"""`underheaven life`: whose, of what, where to."""

import json
from pathlib import Path

import pytest

from underheaven import cli, compare
from underheaven.record.trajectory import SYNTHETIC_NOTICE

CONTRACT = Path(__file__).parents[1] / "contract"
REGIME = ["--regime", str(CONTRACT / "rich-regime.toml")]
SMALL = ["--society", str(CONTRACT / "rich-society.toml"), "--persons", "48", "--months", "6", "--quiet"]


@pytest.fixture
def run(capsys):
    """Runs a command line and gives exit code, standard output and standard error."""

    def call(*arguments):
        code = cli.main(["life", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    path = tmp_path_factory.mktemp("result") / "run.nc"
    compare(REGIME[1], society=SMALL[1], persons=48, months=6, replicates=2, threads=1, out=path)
    return str(path)


def test_the_worst_life_is_told_where_nothing_else_is_asked(run):
    code, out, err = run(*REGIME, *SMALL)
    assert (code, err) == (0, "")
    assert out.startswith(SYNTHETIC_NOTICE)
    assert "the largest detriment of all 48 synthetic persons" in " ".join(out.split())
    assert run(*REGIME, *SMALL, "--worst") == (code, out, err)


def test_why_more_than_one_life_is_simulated_is_said_before(run, result):
    """Catches a command that simulates everybody again, twice over, and does not say what for."""
    loud = [word for word in SMALL if word != "--quiet"]
    assert "Whom to follow is known only after a run: the first scenario" in run(*REGIME, *loud)[2]
    assert "simulated" not in run(*REGIME, *loud, "3")[2]
    assert (
        "holds sums of each person, not months: replicate 1 is simulated again"
        in (run(result, "--worst", "--replicate", "1")[2])
    )


def test_rows_are_every_month_of_both_worlds_and_threads_and_engine_change_none(run):
    rows = json.loads(run(*REGIME, *SMALL, "--median", "--json", "--threads", "2")[1])
    assert [row["scenario"] for row in rows] == ["rich-regime"] * 6 + ["none"] * 6
    assert len({tuple(row) for row in rows}) == 1
    assert rows == json.loads(run(*REGIME, *SMALL, "--median", "--json", "--engine", "plain")[1])


def test_a_result_is_lived_again(run, result):
    code, out, err = run(result, "--wrongly-listed", "--quiet", "--json")
    assert (code, err) == (0, "")
    again = json.loads(run(*REGIME, *SMALL, "--wrongly-listed", "--json")[1])
    assert json.loads(out) == again
    assert run("--regime", result, "--wrongly-listed", "--quiet", "--json")[1] == out


@pytest.mark.parametrize("order", [0, 1])
def test_a_person_of_a_result_and_of_another_replicate(run, result, order):
    words = [result, "1_0"] if order else ["10", result]
    rows = json.loads(run(*words, "--replicate", "1", "--quiet", "--json")[1])
    assert {(row["person"], row["replicate"]) for row in rows} == {(10, 1)}


def test_a_study_is_lived_as_it_says(run, tmp_path):
    (tmp_path / "study.toml").write_text(
        f'schema = 2\nkind = "study"\nname = "s"\ndescribes = "d"\nregimes = ["{REGIME[1]}"]\nbaseline = "none"\n'
        f'society = "{SMALL[1]}"\npersons = 48\nmonths = 6\n'
    )
    study = str(tmp_path / "study.toml")
    assert run("--regime", study, "--quiet", "5") == run(*REGIME, *SMALL, "5")
    code, out, err = run("--regime", study, "--months", "4")
    assert (code, out) == (2, "")
    assert err.startswith("--months is given beside a study, which fixes it.")


def test_the_picture_is_drawn_beside_the_words(run, tmp_path):
    code, out, _ = run(*REGIME, *SMALL, "3", "--out", str(tmp_path / "life.svg"))
    assert code == 0
    assert "Person 3 of replicate 0" in out
    assert SYNTHETIC_NOTICE in (tmp_path / "life.svg").read_text()


def test_progress_goes_to_standard_error(run):
    _, _, err = run(*REGIME, *[s for s in SMALL if s != "--quiet"], "3")
    assert err == "672 of 672 person-months (100 %)\n"  # 48 persons, 2 months of burn-in and twice 6


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "No regime is named"),
        ([*REGIME, *SMALL, "3", "--worst"], "--worst and person 3: one person is shown at a time"),
        ([*REGIME, *SMALL, "--median", "--worst"], "--worst and --median"),
        ([*REGIME, *SMALL, "3", "4"], "2 persons are named"),
        ([*REGIME, *SMALL, "48"], "person = 48: a place is a number from 0 to 47"),
        ([*REGIME, *SMALL, "Ada"], "PERSON = Ada: it is not a whole number"),
        ([*REGIME, "--society", "atlantis"], "atlantis"),
        ([*REGIME, *SMALL, "--baseline", REGIME[1]], "is also the baseline"),
        (["--regime", "none", "--baseline", REGIME[1], *SMALL], "under none nobody lost anything"),
        ([*REGIME, *SMALL, "--out", "life.pdf"], "Write life.svg"),
        ([*REGIME, *SMALL, "--replicate", "100000"], "replicate = 100,000"),
    ],
)
def test_what_cannot_be_told_is_a_sentence(run, arguments, says):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


def test_what_cannot_stand_beside_a_result(run, result):
    assert run(result, *REGIME)[2].startswith("--regime ")
    assert "which fixes it" in run(result, "--seed", "2")[2]
    assert "2 results are named" in run(result, result)[2]
    assert run("no-such-file.nc")[0] == 4
    assert "the result holds 2" in run(result, "--replicate", "2", "--quiet")[2]

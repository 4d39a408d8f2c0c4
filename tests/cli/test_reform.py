"""The commands `reform` and `attribute`: what they print, and what they refuse before anything is lived."""

import json
import re

import pytest

from underheaven import cli

SMALL = ["--society", "village", "--persons", "300", "--months", "6", "--replicates", "2", "--quiet"]


@pytest.fixture
def run(capsys):
    """Runs a command line and gives exit code, standard output and standard error."""

    def call(*arguments):
        code = cli.main([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_reforms_are_printed_and_the_result_on_disk_prints_the_same(run, tmp_path):
    out = tmp_path / "reforms.nc"
    code, first, err = run("reform", "suining-2010", *SMALL, "--out", out)
    assert (code, err) == (0, "")
    assert first.startswith("Reforms of suining-2010\n")
    assert "nothing was searched for" in " ".join(first.split())
    assert first.index("In each table, reforms are ordered") < first.index("Months of wrongful entries")
    assert "Left out" not in first
    assert max(map(len, first.splitlines())) <= 80
    assert run("reform", out) == (0, first, "")
    rows = json.loads(run("reform", out, "--json")[1])
    worlds = {"none", "suining-2010"}
    assert all((row["place"] is None) for row in rows if row["scenario"] in worlds or not row["enough_events"])
    few = [row for row in rows if not row["enough_events"]]
    assert few
    assert all(row["events"] < 50 for row in few)
    assert "Too few events" in first
    assert {"wrongful_list_months", "detriment", "corrected_within_24", "months_listed"} <= {r["measure"] for r in rows}
    assert [set(row) for row in rows] == [set(rows[0])] * len(rows)


def test_only_and_with_say_what_is_lived(run, tmp_path):
    mine = tmp_path / "mine.toml"
    assert run("new", "reform", "--out", mine)[0] == 0
    code, out, _ = run("reform", "suining-2010", "--only", "consent", "--with", mine, *SMALL)
    assert code == 0
    assert "consent, mine." in " ".join(out.split())
    assert "Mine: " in out
    code, out, _ = run("reform", "suining-2010", "--only", "mine", "--with", mine, *SMALL[:-2], "1", "--quiet")
    assert code == 0
    assert "in the model of suining-2010: mine." in " ".join(out.split())
    assert "run at least two" in " ".join(out.split())
    code, out, err = run("reform", "suining-2010", "--only", "consnet", *SMALL)
    assert (code, out) == (2, "")
    assert 'Write "consent"' in err


def test_what_has_nothing_to_act_on_is_left_out_and_named(run):
    code, out, err = run("reform", "points-licence", "--only", "no-discretion", "--only", "fewer-errors", *SMALL)
    assert (code, err) == (0, "")
    assert "Left out: no-discretion, which has nothing to act on." in " ".join(out.split())


def test_what_will_be_lived_is_said_before(run):
    code, _, err = run("reform", "suining-2010", "--only", "consent", *SMALL[:-1])
    assert code == 0
    assert re.fullmatch(r"3 scenarios, [0-9,]+ person-months\.", err.splitlines()[0])


def test_a_finished_result_is_asked_for_nothing_else(run, tmp_path):
    out = tmp_path / "a.nc"
    assert run("compare", "suining-2010", *SMALL, "--no-ranges", "--out", out)[0] == 0
    code, _, err = run("reform", out)
    assert (code, "not a result of `reform`" in err) == (2, True)
    code, _, err = run("reform", out, "--months", "3")
    assert (code, "--months asks for another run" in err) == (2, True)


def test_attribution_is_printed_with_what_it_is(run):
    few = [*SMALL[:3], "100", *SMALL[4:]]
    code, out, err = run("attribute", "points-licence", *few, "--measure", "detriment", "--measure", "listed_now")
    assert (code, err) == (0, "")
    text = " ".join(out.split())
    assert "Contribution of each mechanism to the effects of points-licence, in this model" in text
    assert "Every number holds in this model only" in text
    assert "Shapley 1953" in text
    assert text.count("all mechanisms together") == 2
    assert max(map(len, out.splitlines())) <= 80
    rows = json.loads(run("attribute", "points-licence", *few, "--measure", "detriment", "--json")[1])
    whole = rows[-1]
    assert whole["mechanism"] is None
    assert sum(row["share"] for row in rows[:-1]) == pytest.approx(whole["share"])
    code, _, err = run("attribute", "points-licence", "--measure", "obedience")
    assert (code, "unknown measure '" in err) == (2, True)


def test_reforms_are_documents(run, tmp_path):
    code, out, _ = run("show", "appeals-that-work")
    assert code == 0
    assert "repair, appeal, granted wrongful at least 90 %." in out
    assert "Terms in months become 0.5 times as long" in run("show", "shorter-terms")[1]
    assert "shorter-terms" in run("list")[1]
    assert run("diff", "shorter-terms", "fewer-errors")[0] == 0
    assert run("check", "consent", "transparency")[0] == 0
    assert json.loads(run("schema", "reform")[1])["properties"]["operations"]
    faulty = tmp_path / "faulty.toml"
    faulty.write_text('schema = 2\nkind = "reform"\nname = "a"\ndescribes = "b"\n[change]\nopacty = 0.5\n')
    code, _, err = run("check", faulty)
    assert (code, 'Write "opacity"' in err) == (3, True)


@pytest.mark.parametrize("command", ["reform", "attribute"])
def test_a_study_is_told_that_a_regime_is_asked_for(run, command):
    code, out, err = run(command, "trust-raised")
    assert (code, out) == (2, "")
    assert err.startswith("trust-raised is a study, but a regime is required.")


def test_one_replicate_is_one(run):
    once = ["--society", "village", "--persons", "100", "--months", "1", "--replicates", "1", "--quiet"]
    for asked in (["reform", "credit-bureau", "--only", "fewer-errors"], ["attribute", "points-licence"]):
        code, out, _ = run(*asked, *once)
        assert code == 0
        assert "1 month, 1 replicate, seed 1" in " ".join(out.split())


HARD = """schema = 2
kind = "reform"
name = "Harder"
describes = "Terms ten times as long."
[[change.recording.rules]]
conduct = "bank arrears"
months = 120
"""


def test_a_harsher_overlay_is_refused_before_anything_is_lived(run, tmp_path):
    """Lived, it would stand in the order of reforms, which read backwards is a search for severity."""
    regime = tmp_path / "own.toml"
    assert run("new", "regime", "--from", "suining-2010", "--out", regime)[0] == 0
    hard = tmp_path / "hard.toml"
    hard.write_text(HARD)
    assert run("check", hard)[0] == 0, "whether it hardens a regime hangs on the regime"
    code, out, err = run("reform", regime, "--with", hard, *SMALL)
    assert (code, out) == (3, "")
    assert "(bank arrears).months becomes 120, and is 36 without the reform" in err


def test_no_result_orders_what_is_harsher_than_the_regime_whatever_it_is_called(run, tmp_path):
    """A study may take the title of a battery; its result still makes no league table of harsher regimes."""
    mild, hard, study, out = (tmp_path / name for name in ("mild.toml", "hard.toml", "study.toml", "hard.nc"))
    assert run("new", "regime", "--out", mild)[0] == 0
    text = mild.read_text()
    hard.write_text(text.replace("mistaken_identity = { value = 0.002", "mistaken_identity = { value = 0.008", 1))
    study.write_text(
        'schema = 2\nkind = "study"\nname = "Reforms of mild"\ndescribes = "x"\nregimes = ["hard.toml", "none"]\n'
        'baseline = "mild.toml"\nsociety = "village"\npersons = 300\nmonths = 2\nreplicates = 2\n'
    )
    assert run("compare", study, "--no-ranges", "--out", out, "--quiet")[0] == 0
    code, said, err = run("reform", out)
    assert (code, said) == (3, "")
    assert "hard as a reform of mild" in err
    assert "mistaken_identity becomes 0.008, and is 0.002" in err

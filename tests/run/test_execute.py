"""From a study to its dataset, by the true engines."""

import json

import numpy as np
import pytest

import underheaven
from underheaven.errors import RequestError, ResultError
from underheaven.fields.person_values import SUMS
from underheaven.fields.tallies import TALLIES
from underheaven.measure.calendar import months_from
from underheaven.record import result_file
from underheaven.record.provenance import read_documents
from underheaven.run.execute import has_stated_population
from underheaven.run.study import plan_study

SMALL = {"society": "village", "persons": 600, "months": 6, "replicates": 2}
COURT = "court-defaulters-2013"


@pytest.fixture(scope="module")
def pair():
    return underheaven.compare(COURT, **SMALL)


def test_months_are_named_across_years():
    assert months_from("2013-11", 4) == ["2013-11", "2013-12", "2014-01", "2014-02"]


def test_a_comparison_holds_both_worlds_with_every_tally_and_sum(pair):
    assert list(pair["scenario"].values) == [COURT, "none"]
    assert pair.attrs["baseline"] == "none"
    assert dict(pair.sizes)["replicate"] == 2
    assert list(pair["month"].values) == months_from("2013-10", 6)
    assert {f.name for f in TALLIES} | {f"person_{f.name}" for f in SUMS} <= set(pair.data_vars)
    assert (pair["persons"].sum("group") == 600).all()


def test_the_result_says_when_each_regime_is_amended():
    """Stays are told apart by the law of their entry; the court's list is amended in 2016-09 and 2017-05."""
    found = underheaven.compare(COURT, society="village", persons=100, months=40, replicates=1)
    assert json.loads(found.attrs["amended"]) == {COURT: [35], "none": []}


def test_somebody_is_listed_and_nobody_in_the_other_world(pair):
    listed = pair["listed"].sum(["list", "group", "month", "replicate"])
    assert int(listed.sel(scenario=COURT)) > 0
    assert int(listed.sel(scenario="none")) == 0
    assert int(pair["detriment"].sel(scenario=COURT).sum()) > 0
    assert int(pair["person_detriment"].sel(scenario="none").sum()) == 0


def test_a_person_s_sums_and_the_tallies_agree(pair):
    booked = pair["detriment"].sum(["month", "cause", "effect", "origin"])
    np.testing.assert_array_equal(booked, pair["person_detriment"].astype(np.int64).sum("person"))


@pytest.mark.parametrize("world", [COURT, "none"])
def test_a_world_is_the_same_alone_and_in_company(pair, world):
    alone = underheaven.run(world, start="2013-10", **SMALL)
    here = pair.sel(scenario=[world])
    for field in SUMS:
        name = f"person_{field.name}"
        np.testing.assert_array_equal(alone[name], here[name], err_msg=name)
    for field in TALLIES:
        if not {"list", "grade", "visible"} & set(field.dims):
            np.testing.assert_array_equal(alone[field.name], here[field.name], err_msg=field.name)


def test_the_same_study_gives_the_same_bytes_whatever_the_threads(pair):
    again = underheaven.compare(COURT, threads=2, **SMALL)
    assert underheaven.digest(again) == underheaven.digest(pair)
    other = underheaven.compare(COURT, seed=2, **SMALL)
    assert underheaven.digest(other) != underheaven.digest(pair)


def test_seed_zero_is_a_seed_of_its_own(pair):
    zero = underheaven.compare(COURT, seed=0, **SMALL)
    assert underheaven.digest(zero) != underheaven.digest(pair)
    assert zero.attrs["seed"] == 0


def test_more_replicates_begin_with_the_same_ones(pair):
    one = underheaven.compare(COURT, **(SMALL | {"replicates": 1}))
    for field in SUMS:
        name = f"person_{field.name}"
        np.testing.assert_array_equal(one[name], pair[name].isel(replicate=[0]))


def test_replicates_differ(pair):
    first, second = (pair["person_months_speaking"].isel(replicate=r).values for r in (0, 1))
    assert not np.array_equal(first, second)


def test_the_documents_stand_in_the_result(pair):
    study = plan_study([COURT], "none", "village")
    kept = {d.where: (d.text, d.digest) for d in read_documents(pair.attrs)}
    assert kept == {d.where: (d.text, d.digest) for d in (*study.scenarios, study.society)}


def test_progress_goes_from_nothing_to_every_person_month():
    seen = []
    result = underheaven.run("none", progress=lambda done, total: seen.append((done, total)), **SMALL)
    total = 2 * 600 * (result.attrs["burn_in_months"] + 6)
    assert seen[0] == (0, total)
    assert seen[-1] == (total, total)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_result_is_written_whole_and_its_log_goes(tmp_path, pair):
    out = tmp_path / "run.nc"
    result = underheaven.compare(COURT, out=out, **SMALL)
    assert [p.name for p in tmp_path.iterdir()] == ["run.nc"]
    read = underheaven.open_result(out)
    assert underheaven.digest(read) == underheaven.digest(pair) == result.attrs["digest"] == read.attrs["digest"]
    assert read.attrs["about"] == pair.attrs["about"]


def test_an_interrupted_run_leaves_its_folder_and_the_same_call_goes_on(tmp_path):
    def interrupt(done, total):
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        underheaven.run("none", out=tmp_path / "run.nc", progress=interrupt, **SMALL)
    assert [p.name for p in tmp_path.iterdir()] == ["run.log"]
    lived = []
    again = underheaven.run("none", out=tmp_path / "run.nc", progress=lambda done, of: lived.append(done), **SMALL)
    assert underheaven.digest(again) == underheaven.digest(underheaven.run("none", **SMALL))
    assert [p.name for p in tmp_path.iterdir()] == ["run.nc"]
    assert lived[0] == 0
    assert lived[1] > 600


def test_an_older_result_outlives_an_interrupted_run(tmp_path):
    out = tmp_path / "run.nc"
    first = underheaven.run("none", out=out, **SMALL)

    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        underheaven.run("none", out=out, seed=9, progress=interrupt, **SMALL)
    assert result_file.read_result(out).attrs["digest"] == first.attrs["digest"]


@pytest.mark.parametrize("name", ["run.log", "gone/run.nc", "."])
def test_a_place_that_cannot_be_written_is_refused_before_the_run(tmp_path, name):
    seen = []
    with pytest.raises(RequestError):
        underheaven.run("none", out=tmp_path / name, progress=lambda done, total: seen.append(done), **SMALL)
    assert seen == []


def test_a_log_of_the_user_beside_the_result_is_not_touched_and_not_in_the_way(tmp_path):
    """As in `--out run.nc > run.log 2>&1`, where the shell makes the file before the run begins."""
    mine = tmp_path / "run.log"
    mine.write_text("mine")

    def interrupt(done, total):
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        underheaven.run("none", out=tmp_path / "run.nc", progress=interrupt, **SMALL)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run.log", "run.nc.log"]
    with pytest.raises(ResultError, match=r"run.nc.log holds"):
        underheaven.open_result(tmp_path / "run.nc")
    mine.rename(tmp_path / "kept.txt")  # what was stopped is found again all the same
    again = underheaven.resume(tmp_path / "run.nc")
    assert underheaven.digest(again) == underheaven.digest(underheaven.run("none", **SMALL))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kept.txt", "run.nc"]
    assert (tmp_path / "kept.txt").read_text() == "mine"


@pytest.mark.parametrize(("out", "files"), [("run.nc", ("run.log", "run.nc.log")), ("run", ("run.log",))])
def test_files_in_the_place_of_every_folder_of_the_run_are_not_touched(tmp_path, out, files):
    for name in files:
        (tmp_path / name).write_text("mine")
    with pytest.raises(RequestError, match="a file stands where the run"):
        underheaven.run("none", out=tmp_path / out, **SMALL)
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == dict.fromkeys(files, "mine")


@pytest.mark.parametrize(("society", "stated"), [("china-2020", True), ("village", False), ("plain", False)])
def test_only_a_counted_population_stands_for_a_place(society, stated):
    study = plan_study(["none"], None, society, persons=40, months=1, replicates=1)
    assert has_stated_population(study.society) is stated


def test_a_result_counts_the_numbers_without_a_source(pair):
    assert all(note["unsourced"] == 0 for note in json.loads(pair.attrs["about"]))
    assert pair.attrs["population_stated"] == 0

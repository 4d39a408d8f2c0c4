"""The folder of a run under way: what it keeps, what it refuses, and that it goes."""

import fcntl
import hashlib
import json
import math
import os
import re
import struct
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import underheaven
from underheaven.errors import RequestError, ResultError, StoppedError
from underheaven.record.array_file import read_arrays, write_arrays
from underheaven.run.checkpoint import manifest
from underheaven.run.checkpoint.folder import open_run_folder
from underheaven.run.checkpoint.folder_files import CHECKPOINT_FILE, SAMPLE_ROWS_FILE, STUDY_FILE, run_folder_path
from underheaven.run.checkpoint.manifest import build_manifest
from underheaven.run.execute import execute_study
from underheaven.run.options import RunOptions
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import plan_study
from underheaven.spec.io.document_files import fetch_document
from underheaven.spec.io.document_reader import SOCIETY, read_document

B = 60
"""Months of burn-in, fewer than the village's own: a stop in each of them is tried."""

SMALL = {"persons": 300, "months": 6, "seed": 3, "replicates": 2}


def study(**settings):
    return plan_study(("court-defaulters-2013",), "none", village(), **SMALL | settings)


@cache
def village():
    shipped = fetch_document("society", "village")
    shorter = re.sub(rb"(?m)^burn_in_months = .*$", b"burn_in_months = %d" % B, shipped.data)
    return read_document(SOCIETY, replace(shipped, data=shorter))


class After:
    """Asks to stop after so many questions."""

    def __init__(self, months):
        self.left = months

    def __call__(self):
        self.left -= 1
        return self.left < 0


@pytest.fixture(scope="module")
def straight():
    return underheaven.digest(execute_study(study()))


def stopped(out, months, **settings):
    with pytest.raises(StoppedError, match="underheaven resume"):
        execute_study(study(**settings), RunOptions(out=out, stop=After(months)))


@pytest.mark.parametrize("months", [0, 1, B - 1, B, B + 1, B + 5, B + 6, B + 11, B + 12, 2 * B + 15])
def test_a_stopped_run_goes_on_to_the_same_digest(tmp_path, straight, months):
    """Stops fall into the burn-in, its last month, both worlds, their last months, the next replicate."""
    out = tmp_path / "run.nc"
    stopped(out, months)
    assert underheaven.digest(underheaven.resume(out)) == straight
    assert [p.name for p in tmp_path.iterdir()] == ["run.nc"]


def test_a_run_may_be_stopped_again_and_again(tmp_path, straight):
    out, stops = tmp_path / "run.nc", 0
    while True:
        try:
            result = execute_study(study(), RunOptions(out=out, stop=After(3)))
            break
        except StoppedError:
            stops += 1
            assert stops < 200
    assert stops > (B + 12) / 3
    assert underheaven.digest(result) == straight


def test_another_engine_and_other_threads_go_on(tmp_path, straight):
    out = tmp_path / "run.nc"
    stopped(out, 15)
    assert underheaven.digest(underheaven.resume(out, threads=3)) == straight


def test_progress_of_a_resumed_run_ends_at_the_total(tmp_path):
    out, seen = tmp_path / "run.nc", []
    stopped(out, 20)
    underheaven.resume(out, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1][0] == seen[-1][1]
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_two_runs_do_not_write_into_one_folder(tmp_path):
    out = tmp_path / "run.nc"
    stopped(out, 5)
    with (run_folder_path(out) / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(RequestError, match="another run is writing there now"):
            underheaven.resume(out)


def test_another_study_does_not_take_the_place_of_a_stopped_one(tmp_path, straight):
    out = tmp_path / "run.nc"
    stopped(out, 15)
    with pytest.raises(RequestError, match="another study, seed or version"):
        execute_study(study(seed=4), RunOptions(out=out))
    assert underheaven.digest(underheaven.resume(out)) == straight


def test_a_folder_of_somebody_else_is_not_touched(tmp_path):
    out = tmp_path / "run.nc"
    run_folder_path(out).mkdir()
    (run_folder_path(out) / "diary.txt").write_text("mine")
    with pytest.raises(RequestError, match=r"diary\.txt, which no run created"):
        execute_study(study(), RunOptions(out=out))
    assert (run_folder_path(out) / "diary.txt").read_text() == "mine"


def test_a_file_that_somebody_adds_outlives_the_folder(tmp_path):
    out = tmp_path / "run.nc"
    stopped(out, 5)
    (run_folder_path(out) / "diary.txt").write_text("mine")
    underheaven.resume(out)
    assert [p.name for p in run_folder_path(out).iterdir()] == ["diary.txt"]


@pytest.mark.parametrize("change", ["key", "byte", "shape", "missing"])
def test_a_checkpoint_that_is_not_this_run_s_is_not_opened(tmp_path, change):
    out = tmp_path / "run.nc"
    stopped(out, 15)
    path = run_folder_path(out) / CHECKPOINT_FILE
    header, arrays = read_arrays(path)
    if change == "key":
        write_arrays(path, header | {"key": "0" * 64}, arrays)
    elif change == "byte":
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif change == "shape":
        write_arrays(path, header, arrays | {"state.savings": np.zeros(5, np.uint16)})
    else:
        del arrays["sums.detriment"]
        write_arrays(path, header, arrays)
    with pytest.raises(ResultError):
        underheaven.resume(out)
    assert not out.exists()


def test_a_log_that_lost_months_is_not_gone_on_with(tmp_path):
    out = tmp_path / "run.nc"
    stopped(out, B + 4)
    log = run_folder_path(out) / "scenario-0-replicate-0"
    os.truncate(log, log.stat().st_size // 2)
    with pytest.raises(ResultError, match="intact months"):
        underheaven.resume(out)


def test_months_of_other_compiled_code_are_not_mixed(tmp_path, monkeypatch):
    out = tmp_path / "run.nc"
    stopped(out, 15)
    monkeypatch.setattr(manifest, "sources_digest", lambda: "another")
    with pytest.raises(ResultError, match="another version of this program"):
        underheaven.resume(out)


def test_a_study_that_cannot_be_read_is_said(tmp_path):
    out = tmp_path / "run.nc"
    stopped(out, 3)
    (run_folder_path(out) / STUDY_FILE).write_text("{")
    with pytest.raises(ResultError, match="does not say which study"):
        underheaven.resume(out)


def test_nothing_to_resume_is_said(tmp_path):
    out = tmp_path / "run.nc"
    with pytest.raises(RequestError, match="no stopped run of this name"):
        underheaven.resume(out)
    execute_study(study(), RunOptions(out=out))
    with pytest.raises(RequestError, match="it is complete"):
        underheaven.resume(out)


def full(*_):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    "where", ["underheaven.record.atomic_file.os.fsync", "underheaven.record.monthlog.MonthWriter.append"]
)
def test_a_full_disk_is_said_and_what_was_kept_stays(tmp_path, monkeypatch, straight, where):
    out = tmp_path / "run.nc"
    stopped(out, 15)
    with monkeypatch.context() as patch:
        patch.setattr(where, full)
        with pytest.raises(RequestError, match=r"No space left.*underheaven resume"):
            underheaven.resume(out, checkpoint_every=0)
    assert underheaven.digest(underheaven.resume(out)) == straight


def test_a_folder_that_vanishes_is_said(tmp_path):
    out = tmp_path / "run.nc"

    def vanish(done, of):
        if done > of // 3:
            for path in run_folder_path(out).iterdir():
                path.unlink()
            run_folder_path(out).rmdir()

    with pytest.raises(RequestError, match="cannot be kept there"):
        execute_study(
            study(),
            RunOptions(
                out=out,
                checkpoint_every=0,
                progress=lambda d, t: vanish(d, t) if run_folder_path(out).is_dir() else None,
            ),
        )


def test_the_folder_keeps_where_the_disk_is_read_only(tmp_path):
    builts = build_scenarios(study())
    missing = Path(tmp_path / "gone" / "run.nc")
    with (
        pytest.raises(RequestError, match="cannot be kept there"),
        open_run_folder(missing, build_manifest(study(), False), builts),
    ):
        pass


def test_rows_of_lives_come_back_whole_where_one_was_ruled_out(tmp_path):
    """A life that was ruled out has other columns than the rest, first or later; values keep their last digit."""
    out = tmp_path / "run.nc"
    stopped(out, 3)
    ruled_out = [(("", "default", "ruled out"), 1.0)]
    lived = [(("court", "listed", ""), 0.1 + 0.2), (("court", "wrongly", "women"), math.nan)]
    with open_run_folder(out, build_manifest(study(), False), build_scenarios(study())) as keeper:
        for done in ([ruled_out], [ruled_out, lived], [lived, ruled_out, lived]):
            keeper.save_sample_rows(done)
            assert repr(keeper.load_sample_rows()) == repr(done)


def test_the_months_of_another_seed_are_not_taken_for_the_run_s(tmp_path):
    out, other = tmp_path / "run.nc", tmp_path / "other.nc"
    stopped(out, B + 4)
    stopped(other, B + 4, seed=4)
    log = "scenario-0-replicate-0"
    (run_folder_path(out) / log).write_bytes((run_folder_path(other) / log).read_bytes())
    with pytest.raises(ResultError, match="of another run"):
        underheaven.resume(out)
    assert not out.exists()


HEADERS = {
    "no JSON": b"{{{",
    "deep": b"[" * 100_000,
    "objects": b'{"header": {}, "arrays": [["x", "|O", [4]]]}',
    "beyond its bytes": b'{"header": {}, "arrays": [["x", "<i8", [1000000]]]}',
    "no arrays": b'{"header": {}}',
    "a list": b'{"header": [], "arrays": []}',
    "negative": b'{"header": {}, "arrays": [["x", "<i8", [-1]]]}',
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_checkpoint_with_an_odd_header_is_refused(tmp_path, header):
    out = tmp_path / "run.nc"
    stopped(out, 3)
    text = HEADERS[header]
    body = b"UHARRAY1" + struct.pack("<Q", len(text)) + text + bytes(64)
    (run_folder_path(out) / CHECKPOINT_FILE).write_bytes(body + hashlib.sha256(body).digest())
    with pytest.raises(ResultError, match=r"Remove it, then resume|with another seed"):
        underheaven.resume(out)


@pytest.mark.parametrize("change", [{"points": 10**30}, {"points": -1}, {"attrs": []}, {"attrs": {"documents": "x"}}])
def test_a_study_that_was_edited_is_not_resumed(tmp_path, change):
    """What this would catch: a run of 10^30 samples that does not end, a result that the program itself refuses."""
    out = tmp_path / "run.nc"
    stopped(out, 3)
    place = run_folder_path(out) / STUDY_FILE
    place.write_text(json.dumps(json.loads(place.read_text()) | change))
    with pytest.raises(ResultError, match=r"study\.json: its checksum does not match"):
        underheaven.resume(out)


@pytest.mark.parametrize(
    "change", [{"months": -1}, {"months": 0}, {"months": "x"}, {"months": None}, {"scenario": 7}, {"replicate": True}]
)
def test_a_checkpoint_that_does_not_say_how_far_it_is_is_refused(tmp_path, change):
    out = tmp_path / "run.nc"
    stopped(out, 3)
    header, arrays = read_arrays(run_folder_path(out) / CHECKPOINT_FILE)
    write_arrays(run_folder_path(out) / CHECKPOINT_FILE, header | change, arrays)
    with pytest.raises(ResultError, match="how far"):
        underheaven.resume(out)


@pytest.mark.parametrize("text", ["{", "[]", "[[], [[[0, 1.0]]]]", '{"key": "00", "columns": [], "rows": []}'])
def test_rows_that_no_run_wrote_are_refused(tmp_path, text):
    out = tmp_path / "run.nc"
    stopped(out, 3)
    (run_folder_path(out) / SAMPLE_ROWS_FILE).write_text(text)
    with (
        open_run_folder(out, build_manifest(study(), False), build_scenarios(study())) as keeper,
        pytest.raises(ResultError, match=r"Remove it, then resume|with another seed"),
    ):
        keeper.load_sample_rows()


@pytest.mark.parametrize("name", ["lock", "scenario-0-replicate-0", "checkpoint", "study.json"])
@pytest.mark.parametrize("what", ["pipe", "link"])
def test_what_stands_in_a_run_s_folder_and_is_no_plain_file_is_refused(tmp_path, name, what):
    out, other = tmp_path / "run.nc", tmp_path / "other"
    stopped(out, B + 4)
    other.write_bytes(b"somebody's own")
    path = run_folder_path(out) / name
    path.unlink(missing_ok=True)
    os.mkfifo(path) if what == "pipe" else path.symlink_to(other)
    with pytest.raises((ResultError, RequestError)):
        underheaven.resume(out)
    assert other.read_bytes() == b"somebody's own"


def test_a_link_in_place_of_a_run_s_folder_is_not_followed(tmp_path):
    out, other = tmp_path / "run.nc", tmp_path / "other"
    other.mkdir()
    run_folder_path(out).symlink_to(other)
    with pytest.raises(RequestError, match="this is a symbolic link"):
        execute_study(study(), RunOptions(out=out))
    assert list(other.iterdir()) == []


@cache
def with_a_panel():
    return execute_study(study(panel=7))


@pytest.mark.parametrize("months", [1, B, B + 3, B + 6, B + 9, 2 * B + 15])
def test_a_panel_survives_a_stop(tmp_path, months):
    """Stops fall into the burn-in, both worlds and the next replicate; one world is done, another under way."""
    straight = with_a_panel()
    out = tmp_path / "run.nc"
    stopped(out, months, panel=7)
    resumed = underheaven.resume(out, threads=2)
    assert underheaven.digest(resumed) == underheaven.digest(straight)
    assert underheaven.digest(underheaven.open_result(out)) == underheaven.digest(straight)
    assert resumed.sizes["panelist"] == 7


def test_a_stopped_run_without_a_panel_is_not_gone_on_with_as_one_with_it(tmp_path):
    out = tmp_path / "run.nc"
    stopped(out, B + 3)
    with pytest.raises(RequestError, match="another study, seed or version"):
        execute_study(study(panel=7), RunOptions(out=out))


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """A study that fits points every four months, and what it comes to in one go."""
    rongcheng = Path(underheaven.__file__).parent / "regimes" / "rongcheng-2016.toml"
    at_once = re.sub(r"(?m)^full_after_months = .*$", "full_after_months = 0", rongcheng.read_text(), count=1)
    fitting = "\n[score_fitting]\nevery_months = 4\npoints_per_unit = 5000\nridge = 0.000001\n"
    path = tmp_path_factory.mktemp("fitted") / "fitted.toml"
    path.write_text(at_once + fitting)
    plan = plan_study((path,), "none", village(), **SMALL, panel=3)
    return plan, execute_study(plan)


@pytest.mark.parametrize("months", [B + 2, B + 4, B + 5, B + 9, 2 * B + 15])
def test_fitted_points_survive_a_stop(tmp_path, fitted, months):
    """Stops fall between two fits, right after one, into the world without any and into the next replicate."""
    plan, straight = fitted
    assert straight["fitted_times"].values[0].tolist() == [[0, 0, 0, 1, 1, 1]] * 2
    assert straight["fitted_rank"].values[0, :, -1].any()
    out = tmp_path / "run.nc"
    with pytest.raises(StoppedError):
        execute_study(plan, RunOptions(out=out, stop=After(months)))
    resumed = underheaven.resume(out, threads=2)
    assert (
        underheaven.digest(resumed) == underheaven.digest(straight) == underheaven.digest(underheaven.open_result(out))
    )

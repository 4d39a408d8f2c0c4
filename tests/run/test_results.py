"""Opening a result, and naming what an unfinished run left."""

import os
import signal
import subprocess
import sys
import time

import pytest

from underheaven.errors import ResultError
from underheaven.run.checkpoint.folder_files import run_folder_path
from underheaven.run.results import describe_unfinished, is_result, open_result

KILLED = """
import os, signal, underheaven
def die(done, total):
    if done > 0.9 * total:
        os.kill(os.getpid(), signal.SIGKILL)
underheaven.compare("court-defaulters-2013", society="village", persons=200, months=200, replicates=1,
                    out={out!r}, progress=die)
"""


def test_results_are_told_from_documents_by_ending_or_content(tmp_path):
    assert is_result("anything.nc")
    assert not is_result("court-defaulters-2013")
    hdf = tmp_path / "plain"
    hdf.write_bytes(b"\x89HDF\r\n\x1a\nrest")
    assert is_result(str(hdf))
    hdf.write_bytes(b"schema = 2")
    assert not is_result(str(hdf))
    assert not is_result(str(tmp_path))


def test_a_missing_result_without_a_log_is_missing(tmp_path):
    assert describe_unfinished(tmp_path / "run.nc") == ""
    with pytest.raises(ResultError, match="there is no result file"):
        open_result(tmp_path / "run.nc")


def test_a_killed_run_leaves_its_log_and_is_reported_as_incomplete(tmp_path):
    out = tmp_path / "run.nc"
    killed = subprocess.run([sys.executable, "-c", KILLED.format(out=str(out))], check=False, timeout=300)
    assert killed.returncode == -signal.SIGKILL
    assert [p.name for p in tmp_path.iterdir()] == ["run.log"]
    with pytest.raises(ResultError, match=r"incomplete.*intact months"):
        open_result(out)
    months = int(describe_unfinished(out).split(" holds ")[1].split()[0].replace(",", ""))
    assert 200 < months < 400  # all of the first world, some of the second


def heed_ctrl_c():
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_stopped_from_outside_what_is_done_is_kept(tmp_path):
    out = tmp_path / "run.nc"
    command = [
        sys.executable,
        "-m",
        "underheaven.cli",
        "run",
        "none",
        "--society",
        "village",
        "--persons",
        "1000",
        "--months",
        "1200",
        "--replicates",
        "100",
        "--out",
        str(out),
        "--quiet",
    ]
    # A shell that runs the tests in the background ignores SIGINT for all below it; here it must count.
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heed_ctrl_c) as process:
        try:
            deadline = time.monotonic() + 240
            while not (run_folder_path(out).is_dir() and any(run_folder_path(out).iterdir())):
                assert process.poll() is None, process.stderr.read()
                assert time.monotonic() < deadline
                time.sleep(0.05)
            os.kill(process.pid, signal.SIGINT)
            _, error = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    assert "Stopping after this month" in error
    assert f"Continue with: underheaven resume {out}" in error
    assert "Traceback" not in error
    assert [p.name for p in tmp_path.iterdir()] == ["run.log"]
    assert (run_folder_path(out) / "checkpoint").is_file()

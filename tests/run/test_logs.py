"""The logs of a run under way."""

import numpy as np
import pytest

from underheaven.errors import RequestError
from underheaven.record.monthlog import read_log
from underheaven.record.words import n_words, unpack
from underheaven.run.ensemble import run_ensemble
from underheaven.run.logs import folder_of, logs, remove
from underheaven.run.progress import Meter


def test_logs_hold_every_observed_month_until_they_go(engine, world, tmp_path):
    out, worlds = tmp_path / "run.nc", [world("a"), world("b")]
    with logs(out, worlds) as keep:
        runs = run_ensemble(engine, worlds, 2, 3, Meter(1), keep)
        files = sorted(folder_of(out).iterdir())
        assert len(files) == 4
        for file in files:
            log = read_log(file)
            assert not log.damage
            again = unpack(log.words, worlds[0].labels)
            for name, tally in runs[log.world][log.replicate].tallies.items():
                np.testing.assert_array_equal(again[name], tally)
    assert not folder_of(out).exists()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RequestError])
def test_an_interruption_leaves_nothing(engine, world, tmp_path, stop):
    out = tmp_path / "run.nc"

    def interrupt(done, total):
        if done > 50:
            raise stop

    with pytest.raises(stop), logs(out, [world("a")]) as keep:
        run_ensemble(engine, [world("a")], 1, 50, Meter(520, interrupt), keep)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_replaced(world, tmp_path):
    out = tmp_path / "run.nc"
    folder_of(out).mkdir()
    (folder_of(out) / "world-7-replicate-7").write_bytes(b"old")
    with logs(out, [world("a")]):
        assert list(folder_of(out).iterdir()) == []


def test_no_folder_for_the_logs_is_a_sentence(world, tmp_path):
    with pytest.raises(RequestError, match="cannot be kept there"), logs(tmp_path / "gone" / "run.nc", [world("a")]):
        pass


def test_removing_nothing_is_no_error(tmp_path):
    remove(tmp_path / "run.nc")
    assert n_words({}) > 0

"""A torn or damaged block ends the log; the months before it stay."""

from __future__ import annotations

import os

import numpy as np
import pytest

from underheaven.errors import ResultError
from underheaven.record.monthlog import MonthWriter, log_block_bytes, read_log, repair_log, truncate_log

N_WORDS = 4
BLOCK = log_block_bytes(N_WORDS)


def words(month: int) -> np.ndarray:
    """Words of one month, negative and large ones among them."""
    return np.array([month, -month, 2**62 + month, 7], np.int64)


@pytest.fixture
def log(tmp_path):
    """A log of months 5, 6 and 7 of world 1, replicate 3."""
    path = tmp_path / "months.log"
    with MonthWriter(path, 1, 3, N_WORDS) as writer:
        for month in (5, 6, 7):
            writer.append(month, words(month))
        writer.sync()
    return path


def test_what_is_written_is_read(log):
    found = read_log(log)
    assert (found.scenario, found.replicate, found.first_month, found.n_months) == (1, 3, 5, 3)
    np.testing.assert_array_equal(found.words, [words(5), words(6), words(7)])
    assert found.damage == ""
    assert found.n_bytes == log.stat().st_size == 3 * BLOCK


def test_each_month_is_readable_before_the_log_is_closed(tmp_path):
    path = tmp_path / "months.log"
    writer = MonthWriter(path, 0, 0, N_WORDS)
    for month in range(3):
        writer.append(month, words(month))
        assert read_log(path).n_months == month + 1
    writer.close()


@pytest.mark.parametrize("block", [0, 1, 2])
def test_any_changed_byte_ends_the_log_at_its_block(log, block):
    whole = log.read_bytes()
    for place in range(block * BLOCK, (block + 1) * BLOCK):
        log.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        found = read_log(log)
        assert (found.n_months, found.n_bytes) == (block, block * BLOCK), f"byte {place} changed and was not seen"
        assert f"block {block} at byte {block * BLOCK}" in found.damage


def test_any_cut_ends_the_log_at_its_last_whole_block(log):
    whole = log.read_bytes()
    for length in range(len(whole)):
        log.write_bytes(whole[:length])
        found = read_log(log)
        assert found.n_months == length // BLOCK
        assert bool(found.damage) == bool(length % BLOCK)


def test_a_mended_log_goes_on(log):
    whole = log.read_bytes()
    log.write_bytes(whole[: 2 * BLOCK + 11])
    assert repair_log(log).n_months == 2
    with MonthWriter(log, 1, 3, N_WORDS) as writer:
        writer.append(7, words(7))
    assert log.read_bytes() == whole
    assert repair_log(log).damage == ""
    assert log.read_bytes() == whole


@pytest.mark.parametrize(("world", "replicate", "month"), [(2, 3, 8), (1, 4, 8), (1, 3, 9), (1, 3, 7)])
def test_a_block_that_does_not_follow_ends_the_log(log, world, replicate, month):
    with MonthWriter(log, world, replicate, N_WORDS) as writer:
        writer.append(month, words(month))
    found = read_log(log)
    assert found.n_months == 3
    assert "does not follow" in found.damage


def test_an_empty_log_has_no_months(tmp_path):
    path = tmp_path / "months.log"
    path.touch()
    found = read_log(path)
    assert (found.n_months, found.damage) == (0, "")


def test_a_missing_log_is_a_sentence(tmp_path):
    with pytest.raises(ResultError, match="cannot be read"):
        read_log(tmp_path / "months.log")


def test_a_month_of_another_length_is_refused(tmp_path):
    with (
        MonthWriter(tmp_path / "months.log", 0, 0, N_WORDS) as writer,
        pytest.raises(ResultError, match="blocks have one length"),
    ):
        writer.append(0, np.zeros(N_WORDS + 1, np.int64))


def test_the_months_of_another_run_are_not_gone_on_with(log):
    whole = log.read_bytes()
    with pytest.raises(ResultError, match="of another run"):
        repair_log(log, "ab" * 32)
    with pytest.raises(ResultError, match="of another run"):
        truncate_log(log, 1, "ab" * 32)
    assert log.read_bytes() == whole


@pytest.mark.parametrize("what", ["pipe", "link", "folder"])
def test_what_is_no_plain_file_is_neither_followed_nor_waited_for(tmp_path, what):
    path, other = tmp_path / "months.log", tmp_path / "other"
    other.write_bytes(b"somebody's own")
    {"pipe": lambda: os.mkfifo(path), "link": lambda: path.symlink_to(other), "folder": path.mkdir}[what]()
    with pytest.raises(ResultError, match="cannot be read"):
        read_log(path)
    with pytest.raises(OSError, match=r"no plain file|directory"):
        MonthWriter(path, 0, 0, N_WORDS)
    assert other.read_bytes() == b"somebody's own"


@pytest.mark.parametrize("text", [b"my thesis\n" * 100, b"UHMONTHX" + bytes(300)])
def test_what_is_no_log_is_not_cut(text, tmp_path):
    path = tmp_path / "scenario-0-replicate-0"
    path.write_bytes(text)
    with pytest.raises(ResultError, match="not a log of months"):
        repair_log(path)
    assert path.read_bytes() == text


def test_a_log_under_another_name_is_not_written_to(tmp_path):
    own, path = tmp_path / "thesis.txt", tmp_path / "scenario-0-replicate-0"
    own.write_bytes(b"UHMONTHS, a poem")
    path.hardlink_to(own)
    with pytest.raises(OSError, match="goes by another name too"):
        repair_log(path)
    with pytest.raises(OSError, match="goes by another name too"):
        MonthWriter(path, 0, 0, 1)
    assert own.read_bytes() == b"UHMONTHS, a poem"

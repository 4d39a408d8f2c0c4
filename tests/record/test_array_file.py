"""Arrays in one file: what is read is what was written, and a changed byte is found."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from underheaven.errors import ResultError
from underheaven.record.array_file import read_arrays, write_arrays

SHAPES = st.tuples(st.integers(0, 4), st.integers(0, 3))
TYPES = st.sampled_from(["u1", "<u2", "<i8", "<u4"])
SOME = st.dictionaries(st.text(min_size=1, max_size=5), TYPES.flatmap(lambda t: arrays(t, SHAPES)), max_size=4)


@given(SOME)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_read_is_what_was_written(tmp_path, some):
    write_arrays(tmp_path / "a", {"month": 3, "key": "k"}, some)
    header, again = read_arrays(tmp_path / "a")
    assert header == {"month": 3, "key": "k"}
    assert list(again) == list(some)
    for name, array in some.items():
        assert (again[name].dtype, again[name].shape) == (array.dtype, array.shape)
        np.testing.assert_array_equal(again[name], array)
        assert again[name].flags.writeable


def test_arrays_that_are_not_contiguous_are_kept_too(tmp_path):
    write_arrays(tmp_path / "a", {}, {"x": np.arange(12).reshape(3, 4).T})
    assert read_arrays(tmp_path / "a")[1]["x"].tolist() == np.arange(12).reshape(3, 4).T.tolist()


@pytest.mark.parametrize("place", [0, 20, -40, -1])
def test_a_changed_byte_is_found(tmp_path, place):
    path = tmp_path / "a"
    write_arrays(path, {"key": "k"}, {"x": np.arange(9)})
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(ResultError, match="checksum"):
        read_arrays(path)


@pytest.mark.parametrize("data", [b"", b"UHARRAY1", b"nothing of the kind, and long enough to have a checksum"])
def test_what_is_no_such_file_is_refused(tmp_path, data):
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(ResultError, match="checksum"):
        read_arrays(tmp_path / "a")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ResultError, match="cannot be read"):
        read_arrays(tmp_path / "a")


def test_a_file_that_no_memory_holds_is_refused_before_it_is_read(tmp_path):
    """A sparse file of 8 TB takes no room on the disk."""
    with (tmp_path / "a").open("wb") as file:
        file.truncate(1 << 43)
    with pytest.raises(ResultError, match="a: it cannot be read: it has 8,796,093,022,208 bytes, more than the memory"):
        read_arrays(tmp_path / "a")

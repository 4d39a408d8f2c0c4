"""A result file is whole and as written, or it is refused with a sentence."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import warnings
from pathlib import Path

import h5netcdf
import h5py
import numpy as np
import pytest

from underheaven.errors import RequestError, ResultError
from underheaven.record.atomic_file import partial_path
from underheaven.record.provenance import DocumentText, provenance_attrs, read_documents
from underheaven.record.result_file import check_writable, read_result, write_result
from underheaven.record.schema import SCHEMA_VERSION

WRITE_AND_DIE = """
import os, sys
from pathlib import Path
import numpy as np
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.tallies import TALLIES
from underheaven.record import atomic_file, result_file
from underheaven.record.dataset_assembly import assemble_dataset
from underheaven.record.schema import RecordedRun, field_shape
tallies = {f.name: np.ones((1, *field_shape(f, {})), np.int64) for f in TALLIES}
run = RecordedRun(tallies, {f.name: np.ones(3, f.dtype) for f in PERSON_FIELDS}, {})
die = lambda *_: os._exit(9)
setattr(*eval(sys.argv[2]), die)
result_file.write_result(assemble_dataset([[run]], ["a"], {}, ["2020-01"]), Path(sys.argv[1]))
"""


@pytest.fixture
def path(dataset, tmp_path):
    write_result(dataset, tmp_path / "run.nc")
    return tmp_path / "run.nc"


def test_a_result_comes_back_as_it_was(dataset, path):
    found = read_result(path)
    for name, array in dataset.variables.items():
        np.testing.assert_array_equal(found[name].values, array.values, str(name))
        assert found[name].dims == array.dims
        assert found[name].attrs == array.attrs
    assert found["person_detriment"].dtype == np.uint32
    assert found.attrs["complete"] == 1
    assert found.attrs["study"] == "a test"
    assert not partial_path(path).exists()


def test_a_world_without_lists_comes_back(listless, tmp_path):
    write_result(listless, tmp_path / "run.nc")
    found = read_result(tmp_path / "run.nc")
    assert found["listed"].shape == listless["listed"].shape
    assert found["list"].size == 0


def test_documents_come_back_in_full(dataset, tmp_path):
    texts = (
        DocumentText("regimes/village.toml", 'name = "村"\n' * 20_000, "ab" * 32),
        DocumentText("societies/village.toml", "schema = 2\n", "cd" * 32),
    )
    said = provenance_attrs(12.5, "ef" * 32, texts)
    write_result(dataset.assign_attrs(said), tmp_path / "run.nc")
    found = read_result(tmp_path / "run.nc").attrs
    assert read_documents(found) == texts
    assert found["provenance_seconds"] == 12.5
    assert found["provenance_kernel_digest"] == "ef" * 32
    assert found["provenance_cpus"] >= 1


def test_a_second_result_replaces_the_first(path, listless):
    write_result(listless, path)
    assert list(read_result(path)["scenario"].values) == ["none"]


@pytest.mark.parametrize("moment", ["(atomic_file.os, 'replace')", "(atomic_file.os, 'fsync')"])
def test_a_kill_leaves_what_stood_there_before(path, moment):
    before = path.read_bytes()
    done = subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(path), moment], check=False)
    assert done.returncode == 9
    assert path.read_bytes() == before
    assert partial_path(path).exists()


def test_what_a_kill_leaves_is_named(tmp_path):
    path = tmp_path / "run.nc"
    subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(path), "(atomic_file.os, 'replace')"], check=False)
    with pytest.raises(ResultError, match=r"no result file.*run\.nc\.underheaven-partial.*interrupted"):
        read_result(path)


def test_every_cut_is_refused(path):
    whole = path.read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 60)):
        path.write_bytes(whole[:length])
        with pytest.raises(ResultError, match=r"run\.nc: "):
            read_result(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ResultError, match=r"no result file\. Name a file"):
        read_result(tmp_path / "run.nc")


def test_what_is_no_file_is_said_to_be_none(tmp_path):
    """What this would catch: "there is no result file" of a place where something is."""
    os.mkfifo(tmp_path / "run.nc")
    with pytest.raises(ResultError, match="a pipe or a device and not a file"):
        read_result(tmp_path / "run.nc")
    with pytest.raises(ResultError, match="a folder and not a result"):
        read_result(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"month,listed\n1,2\n", random.Random(1).randbytes(4096)], ids=["none", "table", "noise"]
)
def test_another_kind_of_file_is_refused(tmp_path, content):
    (tmp_path / "run.nc").write_bytes(content)
    with pytest.raises(ResultError, match="not a valid NetCDF-4 file"):
        read_result(tmp_path / "run.nc")


def test_a_file_that_is_cut_off_is_said_to_be_damaged_in_our_own_words(path):
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(ResultError, match=r"run\.nc: a NetCDF-4 file that is damaged or cut off\. ") as said:
        read_result(path)
    assert "synchronously" not in str(said.value)


def test_another_netcdf_file_is_refused(tmp_path):
    with h5netcdf.File(tmp_path / "run.nc", "w") as file:
        file.attrs["title"] = "rainfall"
    with pytest.raises(ResultError, match="not an Underheaven result"):
        read_result(tmp_path / "run.nc")


@pytest.mark.parametrize(
    ("attr", "value", "sentence"),
    [
        ("complete", 0, "did not finish"),
        (
            "schema_version",
            SCHEMA_VERSION + 1,
            f"schema version is {SCHEMA_VERSION + 1} and {SCHEMA_VERSION} is required here",
        ),
        ("digest", "00" * 32, "not those that the run wrote"),
    ],
)
def test_marks_are_read(path, attr, value, sentence):
    with h5netcdf.File(path, "a") as file:
        file.attrs[attr] = value
    with pytest.raises(ResultError, match=sentence):
        read_result(path)


def test_numbers_that_no_memory_holds_are_refused_before_they_are_read(path):
    with h5netcdf.File(path, "a") as file:
        file.dimensions["endless"] = 1 << 44
        file.create_variable("bomb", ("endless",), dtype="f8", chunks=(1 << 20,), compression="gzip")
    assert path.stat().st_size < 10_000_000
    with pytest.raises(ResultError, match=r"run\.nc: its numbers take 141 TB, and this \w+ has .* [GM]B\. Read"):
        read_result(path)


def test_a_changed_number_is_refused(path):
    with h5netcdf.File(path, "a") as file:
        file["jobs_lost"][0, 0, 0, 0] += 1
    with pytest.raises(ResultError, match="not those that the run wrote"):
        read_result(path)


def replaced(file, name, value):
    del file[name]
    file[name] = value


def of_other_bytes(file, name, other):
    shape = file[name].shape
    del file[name]
    file.create_dataset(name, shape, "i1", external=[(str(other), 0, int(np.prod(shape)))])


def seen_through(file, name, other):
    layout = h5py.VirtualLayout(file[name].shape, "i8")
    layout[...] = h5py.VirtualSource(str(other), name, file[name].shape)
    del file[name]
    file.create_virtual_dataset(name, layout)


ELSEWHERE = {
    "another file": lambda file, pipe: replaced(file, "listed", h5py.ExternalLink(str(pipe), "/listed")),
    "another name": lambda file, pipe: replaced(file, "listed", h5py.SoftLink("/blacklisted")),
    "a group": lambda file, pipe: file.create_group("listed\x1b[2J"),
    "a type": lambda file, pipe: file.__setitem__("listed_type", np.dtype("i4")),
    "bytes of another file": lambda file, pipe: of_other_bytes(file, "listed", pipe),
    "a view of another file": lambda file, pipe: seen_through(file, "listed", pipe),
}


@pytest.mark.parametrize("how", ELSEWHERE)
def test_a_result_leads_nowhere_else(path, how):
    """What this would catch: a read that waits for a pipe for ever, or takes in somebody's other file."""
    pipe = path.with_name("pipe")
    os.mkfifo(pipe)
    with h5py.File(path, "r+") as file:
        ELSEWHERE[how](file, pipe)
    with pytest.raises(
        ResultError, match=r"run\.nc: what it holds as listed\S* is an? .* its own numbers alone\."
    ) as said:
        read_result(path)
    assert "\x1b" not in str(said.value)
    with pytest.raises(RequestError, match="not an Underheaven result"):
        check_writable(path)


@pytest.mark.parametrize("name", ["audit.html", "run.CSV", "picture.svg", "mine.toml"])
def test_a_result_is_not_written_under_the_name_of_another_kind_of_file(tmp_path, name):
    """A browser that opens audit.html shows nothing of a result, and a table of it is another command's."""
    with pytest.raises(
        RequestError, match=rf"a result is a NetCDF file, and this name ends in \{name[name.index('.') :]}"
    ):
        check_writable(tmp_path / name)
    for sound in ("run.nc", "run", "run.h5", "run.2026"):
        check_writable(tmp_path / sound)


@pytest.mark.parametrize("odd", [np.void(b"\xff\xfe"), np.arange(2), 7], ids=["bytes", "an array", "a number"])
def test_a_digest_that_is_no_text_is_refused(path, odd):
    with h5py.File(path, "r+") as file:
        file.attrs["digest"] = odd
    with pytest.raises(ResultError, match=r"run\.nc: its attribute digest was changed: it is not text"):
        read_result(path)


@pytest.mark.parametrize("name", ["listed", "person_acts"])
def test_a_refusal_of_what_is_missing_begins_with_the_file(path, name):
    with h5py.File(path, "r+") as file:
        del file[name]
    with pytest.raises(ResultError, match=f"^{path}: {name}: a whole result holds it over"):
        read_result(path)


@pytest.mark.parametrize("name", ["name_of_person", "score\x1b_of_bob", "panelist", "kind_gravity"])
def test_numbers_that_no_run_writes_are_refused(path, name):
    """What this would catch: names of people in a file whose digest and seal are sound, as neither covers them."""
    with h5py.File(path, "r+") as file:
        file.create_dataset(name, data=np.zeros((2, 3)))
    sentence = r"run\.nc: it holds numbers that no run writes, as [\w\\]+\. Give"
    with pytest.raises(ResultError, match=sentence) as said:
        read_result(path)
    assert "\x1b" not in str(said.value)


@pytest.mark.parametrize("action", ["error", "always"])
def test_filters_of_warnings_change_no_refusal(path, capfd, action):
    with h5py.File(path, "r+") as file:
        file["listed"].attrs["missing_value"] = file["listed"][()].reshape(-1)[:3]
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter(action)
        with pytest.raises(ResultError, match=r"run\.nc: listed: .*not int64.*wrote it\.$") as said:
            read_result(path)
    assert not warned
    assert ".." not in str(said.value).removeprefix(str(path))
    assert capfd.readouterr().err == ""


def test_places_that_cannot_be_written_are_refused_early(dataset, tmp_path):
    with pytest.raises(RequestError, match="it is a folder"):
        check_writable(tmp_path)
    with pytest.raises(RequestError, match=r"does not exist\. Create it"):
        check_writable(tmp_path / "no" / "run.nc")
    (tmp_path / "file").touch()
    with pytest.raises(RequestError, match="does not exist"):
        check_writable(tmp_path / "file" / "run.nc")
    with pytest.raises(RequestError, match="it is a folder"):
        write_result(dataset, tmp_path)
    check_writable(tmp_path / "run.nc")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file"]


def test_a_folder_that_takes_no_file_is_refused(tmp_path, monkeypatch):
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("underheaven.record.atomic_file.tempfile.TemporaryFile", full)
    with pytest.raises(RequestError, match=r"run\.nc: nothing can be written there: No space left"):
        check_writable(tmp_path / "run.nc")


@pytest.mark.parametrize("what", ["document", "empty", "pipe", "device"])
def test_what_is_no_result_is_never_written_over(dataset, tmp_path, what):
    path = Path("/dev/null") if what == "device" else tmp_path / "mine"
    if what == "pipe":
        os.mkfifo(path)
    elif what != "device":
        path.write_text("schema = 2\n" if what == "document" else "")
    before = path.lstat().st_mode
    with pytest.raises(RequestError, match="not an Underheaven result and would be overwritten"):
        write_result(dataset, path)
    assert path.lstat().st_mode == before


def test_no_result_is_written_through_a_link(path, listless):
    before = path.read_bytes()
    link = path.with_name("link.nc")
    link.symlink_to(path)
    with pytest.raises(RequestError, match="this is a symbolic link"):
        write_result(listless, link)
    assert link.is_symlink()
    assert path.read_bytes() == before


def test_somebody_elses_netcdf_file_is_not_written_over(tmp_path, listless):
    place = tmp_path / "climate.nc"
    with h5netcdf.File(place, "w") as file:
        file.attrs["title"] = "rain"
    before = place.read_bytes()
    with pytest.raises(RequestError, match="not an Underheaven result and would be overwritten"):
        write_result(listless, place)
    assert place.read_bytes() == before


def test_a_file_of_two_names_keeps_what_the_other_name_holds(path, listless):
    before, other = path.read_bytes(), path.with_name("other.nc")
    other.hardlink_to(path)
    write_result(listless, path)
    assert other.read_bytes() == before


@pytest.mark.parametrize("name", ["x" * 300, "run.nc"])
def test_a_name_that_cannot_be_had_is_refused_before_the_run(tmp_path, name):
    (tmp_path / "run.nc.underheaven-partial").mkdir()
    with pytest.raises(RequestError, match=r"nothing can be written|it is a folder"):
        check_writable(tmp_path / name)


def test_a_disk_that_fills_up_is_said_and_leaves_nothing(dataset, tmp_path):
    """A file may grow to so many bytes and no further, as on a full disk; the library would not survive that."""
    code = """
import resource, signal, sys
from pathlib import Path
import xarray as xr
from underheaven.errors import RequestError
from underheaven.record.result_file import read_result, write_result
dataset = read_result(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
try:
    write_result(dataset, Path(sys.argv[2]))
except RequestError as error:
    sys.exit(str(error))
"""
    whole, cut = tmp_path / "whole.nc", tmp_path / "cut.nc"
    write_result(dataset, whole)
    assert whole.stat().st_size > 10_000
    done = subprocess.run(
        [sys.executable, "-c", code, str(whole), str(cut)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "cut.nc: the result cannot be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["whole.nc"]

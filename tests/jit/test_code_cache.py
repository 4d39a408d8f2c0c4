"""The cache of machine code: where it lies, what it is named by, and what becomes of damaged files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from underheaven import draws
from underheaven.jit import code_cache


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A copy of the sources, to be edited without harm."""
    here = tmp_path / "underheaven"
    for folder in ("kernel", "engine", "fields", "jit"):
        (here / folder).mkdir(parents=True)
    for name in ("draws.py", "fields/codes.py", "jit/decorators.py", "kernel/standing.py", "engine/town_month.py"):
        (here / name).write_text(f"# {name}\n")
    monkeypatch.setattr(code_cache, "_SOURCES", here)
    return here


@pytest.mark.parametrize(
    "name", ["draws.py", "fields/codes.py", "jit/decorators.py", "kernel/standing.py", "engine/town_month.py"]
)
def test_the_digest_changes_with_any_source_that_is_compiled(sources, name):
    before = code_cache.sources_digest()
    (sources / name).write_text("# edited\n")
    assert code_cache.sources_digest() != before


def test_the_digest_changes_with_a_new_and_a_moved_file(sources):
    seen = {code_cache.sources_digest()}
    (sources / "kernel" / "repair.py").write_text("# repair\n")
    seen.add(code_cache.sources_digest())
    (sources / "kernel" / "repair.py").rename(sources / "kernel" / "mending.py")
    seen.add(code_cache.sources_digest())
    assert len(seen) == 3


def test_the_digest_is_that_of_these_sources():
    assert len(code_cache.sources_digest()) == 16
    assert code_cache.sources_digest() == code_cache.sources_digest()


def test_machine_code_is_kept_where_the_user_says(monkeypatch, tmp_path):
    monkeypatch.setenv("UNDERHEAVEN_CACHE", str(tmp_path))
    assert code_cache.cache_folder() == tmp_path / "underheaven" / code_cache.sources_digest()
    assert code_cache.cache_folder().is_dir()


def test_without_a_place_at_home_it_is_kept_with_temporary_files(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder\n")
    monkeypatch.setenv("UNDERHEAVEN_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(code_cache.tempfile, "gettempdir", lambda: str(tmp_path))
    assert code_cache.cache_folder() == tmp_path / f"underheaven-{os.getuid()}" / code_cache.sources_digest()
    assert code_cache.cache_folder().is_dir()


def test_without_home_and_name_it_is_kept_with_temporary_files(monkeypatch, tmp_path):
    """As in a job of a container whose user has no entry and no HOME."""

    def nobody(_):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("UNDERHEAVEN_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(code_cache.Path, "expanduser", nobody)
    monkeypatch.setattr(code_cache.tempfile, "gettempdir", lambda: str(tmp_path))
    assert code_cache.cache_folder() == tmp_path / f"underheaven-{os.getuid()}" / code_cache.sources_digest()


def test_a_folder_that_others_can_write_is_not_trusted_with_machine_code(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder\n")
    planted = tmp_path / f"underheaven-{os.getuid()}"
    planted.mkdir()
    planted.chmod(0o777)
    monkeypatch.setenv("UNDERHEAVEN_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(code_cache.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(code_cache.tempfile, "tempdir", str(tmp_path))
    chosen = code_cache.cache_folder()
    assert chosen.is_dir()
    assert planted not in chosen.parents


def test_compiled_functions_are_kept_in_the_folder_of_these_sources():
    assert code_cache.sources_digest() in str(draws.draw.stats.cache_path)


DAMAGE = {
    "cut": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "other": lambda data: b"not what was written",
    "one bit": lambda data: data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :],
}
CODE = """
from underheaven import draws
from underheaven.jit.decorators import jit_entry
@jit_entry
def twice(x):
    return x + x
print(twice(21), sum(twice.stats.cache_hits.values()))
"""


def lived(folder, cache):
    """Run the code with the machine code that a folder keeps; return what it says, and how often that was used."""
    done = subprocess.run(
        [sys.executable, str(folder / "code.py")],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"UNDERHEAVEN_CACHE": str(cache)},
    )
    return done.stdout.split()


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """The folder of the code, with a sound cache of it that tests copy."""
    folder = tmp_path_factory.mktemp("compiled")
    (folder / "code.py").write_text(CODE)
    assert [lived(folder, folder / "sound") for _ in range(2)] == [["42", "0"], ["42", "1"]]
    return folder


@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_machine_code_is_made_anew(compiled, tmp_path, suffix, damage):
    cache = tmp_path / "cache"
    shutil.copytree(compiled / "sound", cache)
    (file,) = cache.rglob(f"*{suffix}")
    file.write_bytes(DAMAGE[damage](file.read_bytes()))
    assert [lived(compiled, cache) for _ in range(2)] == [["42", "0"], ["42", "1"]]

"""Where machine code is kept, and the two lives of a kernel: compiled and plain."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from underheaven import draws, jit
from underheaven.kernel import scores, status


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A copy of the sources, to be edited without harm."""
    here = tmp_path / "underheaven"
    for folder in ("kernel", "engine", "fields"):
        (here / folder).mkdir(parents=True)
    for name in ("draws.py", "fields/codes.py", "jit.py", "kernel/standing.py", "engine/town_month.py"):
        (here / name).write_text(f"# {name}\n")
    monkeypatch.setattr(jit, "_HERE", here)
    return here


@pytest.mark.parametrize(
    "name", ["draws.py", "fields/codes.py", "jit.py", "kernel/standing.py", "engine/town_month.py"]
)
def test_the_digest_changes_with_any_source_that_is_compiled(sources, name):
    before = jit.sources_digest()
    (sources / name).write_text("# edited\n")
    assert jit.sources_digest() != before


def test_the_digest_changes_with_a_new_and_a_moved_file(sources):
    seen = {jit.sources_digest()}
    (sources / "kernel" / "repair.py").write_text("# repair\n")
    seen.add(jit.sources_digest())
    (sources / "kernel" / "repair.py").rename(sources / "kernel" / "mending.py")
    seen.add(jit.sources_digest())
    assert len(seen) == 3


def test_the_digest_is_that_of_these_sources():
    assert len(jit.sources_digest()) == 16
    assert jit.sources_digest() == jit.sources_digest()


def test_machine_code_is_kept_where_the_user_says(monkeypatch, tmp_path):
    monkeypatch.setenv("UNDERHEAVEN_CACHE", str(tmp_path))
    assert jit.cache_folder() == tmp_path / "underheaven" / jit.sources_digest()
    assert jit.cache_folder().is_dir()


def test_without_a_place_at_home_it_is_kept_with_temporary_files(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder\n")
    monkeypatch.setenv("UNDERHEAVEN_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(jit.tempfile, "gettempdir", lambda: str(tmp_path))
    assert jit.cache_folder() == tmp_path / f"underheaven-{os.getuid()}" / jit.sources_digest()
    assert jit.cache_folder().is_dir()


def test_without_home_and_name_it_is_kept_with_temporary_files(monkeypatch, tmp_path):
    """As in a job of a container whose user has no entry and no HOME."""

    def nobody(_):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("UNDERHEAVEN_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(jit.Path, "expanduser", nobody)
    monkeypatch.setattr(jit.tempfile, "gettempdir", lambda: str(tmp_path))
    assert jit.cache_folder() == tmp_path / f"underheaven-{os.getuid()}" / jit.sources_digest()


def test_a_folder_that_others_can_write_is_not_trusted_with_machine_code(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder\n")
    planted = tmp_path / f"underheaven-{os.getuid()}"
    planted.mkdir()
    planted.chmod(0o777)
    monkeypatch.setenv("UNDERHEAVEN_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(jit.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(jit.tempfile, "tempdir", str(tmp_path))
    chosen = jit.cache_folder()
    assert chosen.is_dir()
    assert planted not in chosen.parents


def test_an_interpreted_module_is_plain_python_and_the_compiled_one_stays():
    plain = jit.interpreted_copy("kernel.status")
    assert plain is not status
    assert type(plain.dossier_score).__name__ == "function"
    assert hasattr(status.dossier_score, "py_func")
    assert sys.modules["underheaven.kernel.status"] is status
    assert sys.modules["underheaven.kernel"].status is status


def test_interpreted_modules_call_interpreted_modules():
    from underheaven.kernel import person_attributes

    plain = jit.interpreted_copy("kernel.person_attributes")
    assert plain.draw is jit.interpreted_copy("draws").draw
    assert plain.draw is not person_attributes.draw
    assert jit.interpreted_copy("kernel.person_attributes") is plain


def test_every_stage_can_be_read_as_plain_python():
    names = [p.stem for p in (Path(jit.__file__).parent / "kernel").glob("[a-z]*.py")]
    assert "conduct" in names
    for name in names:
        assert jit.interpreted_copy(f"kernel.{name}").__name__ == f"underheaven.kernel.{name}"


def test_compiled_functions_are_kept_in_the_folder_of_these_sources():
    assert jit.sources_digest() in str(draws.draw.stats.cache_path)


def test_what_compiled_code_alone_calls_says_so_to_python():
    with pytest.raises(TypeError, match=r"bounded_score can only be called from compiled code"):
        scores.bounded_score(None, 1)


DAMAGE = {
    "cut": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "other": lambda data: b"not what was written",
    "one bit": lambda data: data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :],
}
CODE = """
from underheaven import draws
from underheaven.jit import jit_entry
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

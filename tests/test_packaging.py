"""What is published: wheel and sdist hold what they should, run outside the repository, and the lock is kept."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

pytestmark = pytest.mark.skipif(not (ROOT / "uv.lock").exists(), reason="the tests of packaging need the repository")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A wheel and an sdist, built from a copy of the sources, so that the build leaves nothing here."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


def _sources():
    package = ROOT / "src" / "underheaven"
    return {
        str(Path("underheaven") / path.relative_to(package))
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_every_file_of_the_package_and_no_other(built):
    wheel, _ = built
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert inside == _sources()


def test_the_sdist_holds_what_its_pages_and_commands_name(built):
    _, sdist = built
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    kept = {"uv.lock", "Makefile", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", ".ci/run"}
    assert kept <= names
    assert {f"src/{name}" for name in _sources()} <= names
    for folder in ("tests", "docs", "benchmarks"):
        assert any(name.startswith(f"{folder}/") for name in names), folder
    assert not [name for name in names if name.endswith((".pyc", ".nc")) or ".venv" in name]


def test_a_wheel_runs_where_there_is_no_repository(built, tmp_path):
    """In isolated mode, from another folder, with the wheel in place of the sources; the interpreted engine lives."""
    wheel, _ = built
    unpacked, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    zipfile.ZipFile(wheel).extractall(unpacked)
    elsewhere.mkdir()
    lines = f"""
import sys
sys.path[:] = [{str(unpacked)!r}] + [p for p in sys.path if {str(ROOT)!r} + "/src" != p]
import underheaven
assert underheaven.__file__.startswith({str(unpacked)!r}), underheaven.__file__
from underheaven.cli import main
assert main(["check", "court-defaulters-2013", "china-2020"]) == 0
assert main(["run", "none", "--society", "plain", "--persons", "64", "--months", "2",
             "--replicates", "2", "--no-ranges", "--engine", "plain", "--quiet", "--out", "a.nc"]) == 0
assert main(["digest", "a.nc"]) == 0
"""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-I", "-c", lines], cwd=elsewhere, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["a.nc"]


def _floor(requirement):
    name, _, rest = requirement.partition(">=")
    return name.strip().lower(), tuple(int(n) for n in rest.split(",")[0].split(".")), rest


def test_every_release_in_the_lock_is_allowed_and_every_dependency_has_a_floor():
    lock = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    named = [*PROJECT["dependencies"], *(one for extra in PROJECT["optional-dependencies"].values() for one in extra)]
    assert len(named) > 8
    for requirement in named:
        name, floor, _ = _floor(requirement)
        versions = [package["version"] for package in lock if package["name"] == name]
        assert versions, f"{name} is not in uv.lock: run `make lock`"
        for version in versions:
            assert tuple(int(n) for n in version.split(".")[: len(floor)] if n.isdigit()) >= floor, (name, version)


def test_the_lock_is_that_of_the_project_file():
    """The requirements that the lock was made from are those of the project file: `uv sync --locked` refuses others."""
    (ours,) = [p for p in tomllib.loads((ROOT / "uv.lock").read_text())["package"] if p["name"] == "underheaven"]
    stated = {f"{one['name']}{one.get('specifier', '')}" for one in ours["metadata"]["requires-dist"]}
    wanted = {*PROJECT["dependencies"], *(one for extra in PROJECT["optional-dependencies"].values() for one in extra)}
    assert {_spelled(one) for one in stated} == {_spelled(one) for one in wanted}


def _spelled(requirement):
    name = requirement.replace("<", ">").split(">")[0]
    return name, frozenset(requirement[len(name) :].split(","))


def test_the_version_is_the_same_wherever_it_is_stated():
    version, lock = PROJECT["version"], tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    citation, changes = (ROOT / "CITATION.cff").read_text(), (ROOT / "CHANGELOG.md").read_text()
    assert [one["version"] for one in lock if one["name"] == "underheaven"] == [version]
    assert f"\nversion: {version}\n" in citation
    (day,) = re.findall(r"^date-released: (\S+)$", citation, re.MULTILINE)
    assert f"\n## {version} ({day})\n" in changes


def test_the_compiler_has_an_upper_bound():
    """`jit` rests on options of Numba that are no public interface: a newer one is allowed when it was tried."""
    (numba,) = [one for one in PROJECT["dependencies"] if one.startswith("numba")]
    assert "<" in numba


def test_make_installs_what_the_lock_says():
    makefile = (ROOT / "Makefile").read_text()
    assert "uv sync --locked" in makefile
    for target in ("install", "dev", "docs"):
        recipe = makefile.split(f"$(VENV)/{target}.stamp:", 1)[1].split("\n\n")[0]
        assert "$(SYNC)" in recipe, target


def test_every_locked_package_of_the_program_has_its_licence_on_the_page():
    page = (ROOT / "docs" / "dependencies.md").read_text()
    assert "not installed here" not in page
    assert "not stated" not in page
    for requirement in PROJECT["dependencies"]:
        assert f"`{_floor(requirement)[0]}`" in page

"""The public face: exactly these names, and nothing heavy at import."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import underheaven

NAMES = [
    "DocumentError",
    "EngineError",
    "Fault",
    "Hook",
    "HookPerson",
    "NotYetError",
    "RequestError",
    "ResultError",
    "StoppedError",
    "UnderheavenError",
    "__version__",
    "attribute",
    "compare",
    "digest",
    "hook",
    "open_result",
    "read_reform",
    "read_regime",
    "read_society",
    "read_study",
    "reform",
    "resume",
    "run",
    "sensitivity",
]


def test_the_public_names():
    assert underheaven.__all__ == NAMES
    assert dir(underheaven) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there_and_says_what_it_is(name):
    value = getattr(underheaven, name)
    assert isinstance(value, str) or value.__doc__


def test_run_is_the_call_even_after_its_folder_is_imported():
    import underheaven.run.study
    from underheaven.run.public import run

    assert underheaven.run is run


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(AttributeError, match=r"no attribute 'score': its public names are .*compare"):
        underheaven.score  # noqa: B018


def test_the_version_is_that_of_the_package():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    assert underheaven.__version__ == project["version"]


def test_importing_the_package_imports_nothing_heavy():
    code = "import sys, underheaven, underheaven.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "numba", "pydantic", "xarray", "h5netcdf", "rich"} & set(loaded)

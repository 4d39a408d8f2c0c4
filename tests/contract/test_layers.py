"""The most important boundary is a failing test: arrows point down, and every room has its floor."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import underheaven

ROOT = Path(__file__).parents[2]
SOURCES = Path(underheaven.__file__).parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_arrows_point_down():
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout


def test_every_room_has_its_floor():
    layers = next(c for c in CONTRACTS if c["type"] == "layers")
    floors = [{room.strip(" ()") for room in floor.split("|")} for floor in layers["layers"]]
    rooms = {p.stem for p in SOURCES.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    assert layers["exhaustive"]
    assert set().union(*floors) >= rooms - {"__init__"}
    order = [
        next(i for i, floor in enumerate(floors) if room in floor)
        for room in ("cli", "run", "engine", "kernel", "draws", "fields")
    ]
    assert order == sorted(set(order))
    for floor in ({"run", "show"}, {"scenario", "engine", "measure"}, {"spec", "kernel", "record"}):
        assert floor in floors


@pytest.mark.parametrize(
    ("source", "never"),
    [
        ("kernel", "spec"),
        ("kernel", "xarray"),
        ("measure", "kernel"),
        ("spec", "numpy"),
        ("engine", "spec"),
        ("scenario", "record"),
    ],
)
def test_what_a_room_may_never_know(source, never):
    forbidden = [c for c in CONTRACTS if c["type"] == "forbidden" and c["source_modules"] == [f"underheaven.{source}"]]
    assert any(never in name.split(".")[-1:] for c in forbidden for name in c["forbidden_modules"])


def test_a_circle_of_types_in_the_report_is_found(tmp_path):
    """Catches a context that imports what is built on it, be it for types alone."""
    copy = tmp_path / "src" / "underheaven"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("__pycache__", "*.toml", "*.json"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    context = copy / "show" / "report" / "report_context.py"
    circle = "\nif TYPE_CHECKING:\n    from underheaven.show.report.findings.finding_numbers import measure_level\n"
    context.write_text(context.read_text(encoding="utf-8") + circle, encoding="utf-8")
    lint = Path(sys.executable).parent / "lint-imports"
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "src")}
    done = subprocess.run(
        [lint, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode != 0
    found = " ".join(done.stdout.split())
    assert "1 broken" in found
    assert "underheaven.show.report.report_context -> underheaven.show.report.findings.finding_numbers" in found

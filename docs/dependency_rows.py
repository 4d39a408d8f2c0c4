"""Rows of the page on dependencies: from ``uv.lock``, and from the licence that each installed package states."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NEEDED_BY = ("the program", "report", "tables", "verify")
"""What needs a package, the first that does: the program itself, or one of its extras."""
OTHER_PLATFORMS = ("sys_platform == 'win32'", "sys_platform == 'emscripten'")
"""Markers of dependencies that are not installed on Linux."""
CLASSIFIER = "License :: OSI Approved :: "


def _read_lock() -> dict[str, list[dict[str, Any]]]:
    """Return the packages of the lock by name; one may have several releases there."""
    found: dict[str, list[dict[str, Any]]] = {}
    for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]:
        found.setdefault(package["name"], []).append(package)
    return found


def _required_packages() -> dict[str, str]:
    """Return every package that the program or an extra needs, and the first that needs it."""
    packages, found = _read_lock(), dict[str, str]()
    (ours,) = packages["underheaven"]
    for needed_by in NEEDED_BY:
        direct = ours["dependencies"] if needed_by == NEEDED_BY[0] else ours["optional-dependencies"][needed_by]
        left = [one["name"] for one in direct]
        while left:
            name = left.pop()
            if name not in found:
                found[name] = needed_by
                left += [
                    one["name"]
                    for package in packages[name]
                    for one in package.get("dependencies", ())
                    if one.get("marker") not in OTHER_PLATFORMS
                ]
    return found


def _licence(name: str) -> str:
    """Return the licence that a package states: as an expression, in its classifiers, or in a short field."""
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return "not installed here"
    if licence := metadata.get("License-Expression"):
        return str(licence)
    classified = [c.removeprefix(CLASSIFIER) for c in metadata.get_all("Classifier", ()) if c.startswith(CLASSIFIER)]
    return "; ".join(classified) or str(metadata.get("License", "not stated")).splitlines()[0]


def dependency_rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for every package: its name, its releases in the lock, what needs it, its licence."""
    packages = _read_lock()
    for name, needed_by in sorted(_required_packages().items(), key=lambda item: (NEEDED_BY.index(item[1]), item[0])):
        yield f"`{name}`", ", ".join(p["version"] for p in packages[name]), needed_by, _licence(name)

"""Which tests are slow: those that `slow.txt` names, and the fast half leaves out. They come first, the long ahead."""

from __future__ import annotations

from pathlib import Path

import pytest

SLOW = Path(__file__).with_name("slow.txt")
LONGEST = (
    "run/checkpoint/test_resume.py",
    "test_host_state.py",
    "mutation/test_mutants.py",
    "run/checkpoint/test_folder.py",
    "test_cli.py",
)
"""Files of a minute and more: begun last, one of them would keep one worker while the others wait."""


def slow_tests() -> frozenset[str]:
    """Return the names of folders, of files, or of tests in them without their cases, that take long."""
    lines = (line.partition("#")[0].strip() for line in SLOW.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow, whichever part of the tests is collected."""
    slow = slow_tests()
    for item in items:
        name = item.nodeid.partition("[")[0]
        name = name.removeprefix("tests/")
        file = name.partition("::")[0]
        if slow & {name, file, file.partition("/")[0] + "/"}:
            item.add_marker(pytest.mark.slow)
    long = {item.path for item in items if item.get_closest_marker("slow") is not None}
    root = Path(__file__).parent
    rank = {root / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank) + (item.path not in long)))

"""Words that no reader is told: what they would say is said by the terms of docs/uncertainty.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOWN = sorted((ROOT / "src" / "underheaven" / "show").rglob("*.py")) + sorted(
    (ROOT / "src/underheaven/cli").glob("*.py")
)
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
NEVER = re.compile(
    r"\bluck\b|\bover the assumptions\b|\bpoints of the (?:design|assumptions)\b|\bconfidence (?:in|lev)", re.IGNORECASE
)


def texts(path):
    """Every text of a file that holds a space, so that names of code and of data stay out."""
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [n.value for n in found if isinstance(n, ast.Constant) and isinstance(n.value, str) and " " in n.value]


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_what_is_printed_says_monte_carlo_error_and_parameter_range(path):
    assert not [text for text in texts(path) if NEVER.search(text)]


@pytest.mark.parametrize("path", [p for p in PAGES if "decisions" not in p.parts], ids=lambda path: path.name)
def test_pages_do_so_too(path):
    assert not [line for line in path.read_text(encoding="utf-8").splitlines() if NEVER.search(line)]

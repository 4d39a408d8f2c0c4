"""The list of slow tests names tests that there are, and leaves the fast half most of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import LONGEST, slow_tests

TESTS = Path(__file__).parent


@pytest.mark.parametrize("name", sorted(slow_tests()))
def test_what_is_called_slow_is_there(name):
    file, _, test = name.partition("::")
    if name.endswith("/"):
        assert (TESTS / name).is_dir()
        return
    text = (TESTS / file).read_text(encoding="utf-8")
    assert not test or re.search(rf"^def {re.escape(test)}\(", text, re.MULTILINE), name


def test_a_slow_test_is_marked(request):
    """This file is not in the list; a test of it has no mark."""
    assert request.node.get_closest_marker("slow") is None
    assert "test_slow.py" not in slow_tests()
    assert len(slow_tests()) > 10


def test_the_longest_files_are_there():
    assert all((TESTS / name).is_file() for name in LONGEST)

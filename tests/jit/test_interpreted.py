"""Uncompiled copies of kernels, beside the compiled ones."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import underheaven
from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel import scores, status


def test_an_interpreted_module_is_plain_python_and_the_compiled_one_stays():
    plain = interpreted_copy("kernel.status")
    assert plain is not status
    assert type(plain.dossier_score).__name__ == "function"
    assert hasattr(status.dossier_score, "py_func")
    assert sys.modules["underheaven.kernel.status"] is status
    assert sys.modules["underheaven.kernel"].status is status


def test_interpreted_modules_call_interpreted_modules():
    from underheaven.kernel import person_attributes

    plain = interpreted_copy("kernel.person_attributes")
    assert plain.draw is interpreted_copy("draws").draw
    assert plain.draw is not person_attributes.draw
    assert interpreted_copy("kernel.person_attributes") is plain


def test_every_stage_can_be_read_as_plain_python():
    names = [p.stem for p in (Path(underheaven.__file__).parent / "kernel").glob("[a-z]*.py")]
    assert "conduct" in names
    for name in names:
        assert interpreted_copy(f"kernel.{name}").__name__ == f"underheaven.kernel.{name}"


def test_what_compiled_code_alone_calls_says_so_to_python():
    with pytest.raises(TypeError, match=r"bounded_score can only be called from compiled code"):
        scores.bounded_score(None, 1)

"""The reference engine has a function for each step of the month, and a copy of each kernel that it calls."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from underheaven.engine import plain_stages
from underheaven.engine.plain_engine import STEPS
from underheaven.engine.plain_stages.interpreted_kernels import KERNELS
from underheaven.fields.codes import STAGES
from underheaven.kernel.month import MONTH

FOLDER = Path(plain_stages.__file__).parent
SOURCES = [*FOLDER.glob("*.py"), FOLDER.parent / "plain_engine.py"]


def test_every_step_of_the_month_has_a_function_of_its_name():
    assert list(STEPS) == [step.name for step in MONTH]
    assert [step.__name__ for step in STEPS.values()] == list(STEPS)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_in_the_file_of_its_name(stage):
    assert STEPS[stage].__module__ == f"underheaven.engine.plain_stages.{stage}"


def test_every_kernel_is_called_and_every_called_kernel_is_copied():
    called = {name for file in SOURCES for name in re.findall(r'kernels\["(\w+)"\]', file.read_text())}
    assert called == set(KERNELS)
    assert len(set(KERNELS)) == len(KERNELS)

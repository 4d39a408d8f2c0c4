"""Cases at a size that no pilot chooses and with the fewest replicates: the same documents and formulas."""

from dataclasses import replace

import pytest

from underheaven.verify.effort import USUAL_EFFORT, using_effort
from underheaven.verify.tolerances import MIN_REPLICATES

SMALL = replace(USUAL_EFFORT, target_fault=None, replicates=MIN_REPLICATES, person_months=75_000)


@pytest.fixture(autouse=True)
def _small():
    with using_effort(SMALL):
        yield

"""Cases at a size that no pilot chooses and with the fewest replicates: the same documents and formulas."""

from dataclasses import replace

import pytest

from underheaven.verify.effort import USUAL, making
from underheaven.verify.judge import FEWEST

SMALL = replace(USUAL, aim=None, replicates=FEWEST, person_months=75_000)


@pytest.fixture(autouse=True)
def _small():
    with making(SMALL):
        yield

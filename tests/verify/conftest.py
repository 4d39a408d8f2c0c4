"""Cases at a tenth of their size and with the fewest replicates: wider intervals, the same documents and formulas."""

from dataclasses import replace

import pytest

from underheaven.verify.effort import USUAL, making
from underheaven.verify.judge import FEWEST

SMALL = replace(USUAL, replicates=FEWEST, person_months=USUAL.person_months // 5)


@pytest.fixture(autouse=True)
def _small():
    with making(SMALL):
        yield

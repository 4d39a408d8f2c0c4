"""Cases at a tenth of their size and with the fewest replicates: wider intervals, the same documents and formulas."""

import pytest

from underheaven.verify import lives
from underheaven.verify.judge import FEWEST


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(lives, "BUDGET", lives.BUDGET // 10)
    monkeypatch.setattr(lives, "REPLICATES", FEWEST)

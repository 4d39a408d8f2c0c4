"""What records weigh and are believed to weigh, on results small enough to count."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure.families import perceived_sanctions


def fill(run, world, replicate):
    run.tallies["weighed_opportunities"][:, :2] = 2
    run.tallies["weight_true"][0, 0] = 12_000 * (1 - world)
    run.tallies["weight_believed"][1, 1] = 6_000


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("true_record_weight", [1, 0]),
        ("believed_record_weight", [0.5, 0.5]),
        ("believed_to_true_weight", [0.5, np.nan]),
    ],
)
def test_counted_by_hand(make, name, expected):
    values = getattr(perceived_sanctions, name)(make(fill))
    assert values.dims == ("scenario", "replicate")
    assert values.values.ravel().tolist() == pytest.approx(expected, abs=1e-12, nan_ok=True)
    assert np.isnan(getattr(perceived_sanctions, name)(make())).all()

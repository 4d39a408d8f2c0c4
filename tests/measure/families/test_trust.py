"""Trust, on results small enough to count."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.scales import MICRO
from underheaven.measure.families import trust


def fill(run, world, replicate):
    t = run.tallies
    t["loans_asked"][0, 0] = 8
    t["loans_made"][:, 1] = [1, 2, 1 + world]
    t["repaid"][2] = [[2, 0], [1, 1]]
    t["defaulted"][1] = [[1, 2], [0, 1 - world]]
    run.sums["acts"][:3] = [[4, 0, 4], [2, 1, 3]][world]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loans_made", [50_000, 62_500]),
        ("loans_repaid", [50_000, 50_000]),
        ("loans_granted_share", [4 / 8, 5 / 8]),
        ("default_share", [4 / 8, 3 / 7]),
    ],
)
def test_counted_by_hand(make, name, expected):
    values = getattr(trust, name)(make(fill))
    assert values.dims == ("scenario", "replicate")
    assert values.values.ravel().tolist() == pytest.approx(expected, abs=1e-12)


def test_default_by_standing(make):
    found = trust.default_share_by_standing(make(fill)).sel(scenario="none", replicate=0)
    assert dict(zip(found["visible"].values, found.values, strict=True)) == {"clear": 1 / 4, "listed": 3 / 4}


def test_deterrence_has_both_signs(make):
    assert trust.deterrence(make(fill), "none").values.ravel().tolist() == [0, 0.25]
    assert trust.deterrence(make(fill), "court").values.ravel().tolist() == pytest.approx([-1 / 3, 0])
    assert np.isnan(trust.deterrence(make(), "none")).all()


def helping(run, world, replicate):
    """Sixteen requests, four of them by the listed; the second world grants fewer."""
    run.tallies["help_granted"][0] = [[4, 1], [5 - world, 1], [0, 0]]
    run.tallies["help_refused"][1] = [[0, 0], [0, 1 + world], [3, 1]]
    run.tallies["help_benefit"][:, 0] = 8 * MICRO
    run.tallies["help_cost"][:, 1] = (2 + world) * MICRO


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("help_granted_share", [11 / 16, 10 / 16]),
        ("help_granted_share_to_listed", [2 / 4, 2 / 5]),
        ("help_worth", [3 * 6 / 8, 3 * 5 / 8]),
    ],
)
def test_help_counted_by_hand(make, name, expected):
    values = getattr(trust, name)(make(helping))
    assert values.values.ravel().tolist() == pytest.approx(expected, abs=1e-12)
    assert np.isnan(getattr(trust, name)(make())).all()

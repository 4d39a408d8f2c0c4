"""Livelihood, on results small enough to count."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import DEBTS, REFUSALS
from underheaven.measure.families import livelihood


def fill(run, world, replicate):
    if world == 0:
        return
    t = run.tallies
    t["jobs_lost"][:, 0] = [1, 0, 1]
    t["jobs_denied"][1, 2] = 1
    t["workforce"][2] = [1, 1, 2, 0]
    t["unemployed"][:, 2] = [2, 2, 1]
    t["solvency"][2, :, 0] = [0, 9, 9, 9, 1, 2, 9]
    t["loans_asked"][0, 0] = 6
    t["loans_refused"][0, :, 1] = [3, 2, 1]
    t["judgments"][0] = [2, 2, 9]
    t["performed"][2] = [1, 2, 9]
    run.sums["months_unemployed"][0] = 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("jobs_lost", 25_000),
        ("jobs_denied", 12_500),
        ("unemployed", 0.25),
        ("months_unemployed", 0.25),
        ("under_unpaid_judgment", 37_500),
        ("loans_asked", 75_000),
        ("refused_by_regime", 37_500),
        ("refused_by_lender", 25_000),
        ("good_borrowers_refused", 12_500),
        ("judgments_performed", 37_500),
        ("performed_share", 0.75),
    ],
)
def test_counted_by_hand(make, name, expected):
    values = getattr(livelihood, name)(make(fill))
    assert values.dims == ("scenario", "replicate")
    assert values.sel(scenario="court").item() == pytest.approx(expected, abs=1e-12)
    nothing = values.sel(scenario="none").item()
    assert np.isnan(nothing) if name in ("unemployed", "performed_share") else nothing == 0


def test_unemployed_by_group(make):
    found = livelihood.unemployed_by_group(make(fill)).sel(scenario="court").values[0]
    np.testing.assert_array_equal(found, [0, 0, 0.5, np.nan])


def test_labels_are_those_of_the_registry():
    assert set(livelihood.OWED_DEBTS) == set(DEBTS) - {"in error"}
    assert REFUSALS == ("by law", "by lender", "good borrower")

"""Those ever listed beside themselves, on eight persons."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.scales import MICRO
from underheaven.measure.families import effects_on_listed


def fill(run, world, replicate):
    run.sums["months_unemployed"][:] = [6, 2, 9, 9, 9, 9, 9, 9] if world else [3, 1, 0, 0, 0, 0, 0, 0]
    run.sums["months_under_judgment"][:2] = [2, 2] if world else [7, 3]
    run.sums["loans"][:2] = [1, 0] if world else [1, 1]
    if world:
        run.sums["months_listed"][:2] = [5, 1]
        run.sums["detriment"][:3] = [MICRO, 2 * MICRO, 7 * MICRO]


@pytest.mark.parametrize(
    ("name", "more"), [("unemployed", 2.0), ("under_judgment", -3.0), ("loans", -0.5), ("detriment", 1.5)]
)
def test_only_those_listed_count_and_each_beside_himself(make, name, more):
    found = getattr(effects_on_listed, f"{name}_of_listed")(make(fill), "none")
    assert found.sel(scenario="court").item() == pytest.approx(more, abs=1e-12)
    assert np.isnan(found.sel(scenario="none").item())  # nobody is listed there


def test_both_lives_are_given(make):
    here, there = effects_on_listed.means_of_listed(make(fill), "months_unemployed", "none")
    assert (here.sel(scenario="court").item(), there.sel(scenario="court").item()) == (4.0, 2.0)

"""Identities hold on the engine, and each check fails once what it forbids is let in."""

from dataclasses import replace

import numpy as np
import pytest

from underheaven.record.digest import digest
from underheaven.run import public
from underheaven.verify.case_simulation import load_regime, simulate
from underheaven.verify.cases import identities
from underheaven.verify.cases.identities import (
    HARMFUL_SETTINGS,
    HARMLESS_SETTINGS,
    STOP_AFTER_MONTHS,
    count_affected_others,
    count_changed_trajectories,
    digest_of_resumed_run,
    find_differing_persons,
    load_mixed_society,
)
from underheaven.verify.runner import run_case


@pytest.mark.parametrize("name", ["null-scenario", "locality", "invariance", "base-rates"])
def test_the_identity_holds(name):
    assert run_case(name).verdict == "pass"


@pytest.mark.parametrize("change", [{"strength": 0.3}, {"opacity": 0.9, "strength": 1}, {"rumour": 5}])
def test_a_regime_with_a_consequence_is_no_null_world(change):
    assert count_changed_trajectories(HARMLESS_SETTINGS | change, legitimacy_loss=0) > 0


def test_lost_legitimacy_is_a_consequence():
    assert count_changed_trajectories(HARMLESS_SETTINGS, legitimacy_loss=0.2) > 0


@pytest.mark.parametrize("touch", [{"household_weight": 0.3, "households": '{ "2" = 1 }'}, {"imitation": 2}])
def test_whatever_passes_between_persons_moves_others(touch):
    assert count_affected_others(load_mixed_society(False, **touch), mistaken_identity=0) > 0


def test_mistaken_identity_moves_others():
    assert count_affected_others(load_mixed_society(False), mistaken_identity=0.5) > 0


WORLDS = [load_regime("busy", **HARMFUL_SETTINGS), load_regime("nothing")]
SMALL = {"persons": 300, "months": 18, "replicates": 2, "panel": 30}


def test_another_seed_is_another_digest_and_the_same_one_is_not():
    def of(seed):
        return digest(simulate(WORLDS, load_mixed_society(True), **SMALL, seed=seed))

    assert of(1) == of(1)
    assert of(1) != of(2)


def test_a_run_is_stopped_in_every_stint_and_gone_on_with(monkeypatch):
    """Were a stop to let the run end, nothing would be resumed."""
    months, called = [], []
    after, resume = identities.stop_after, public.resume
    monkeypatch.setattr(identities, "stop_after", lambda n: months.append(n) or after(n))
    monkeypatch.setattr(public, "resume", lambda *a, **k: called.append(k) or resume(*a, **k))
    people = load_mixed_society(True, burn_in_months=3)
    assert digest_of_resumed_run(WORLDS, people, **SMALL) == digest(simulate(WORLDS, people, **SMALL))
    assert tuple(months) == STOP_AFTER_MONTHS
    assert len(called) == len(STOP_AFTER_MONTHS)
    assert 2 * (3 + 18) < sum(STOP_AFTER_MONTHS) < 2 * (3 + 2 * 18)  # the last stop falls into the second replicate


def test_what_asks_to_stop_waits_so_many_months():
    stop = identities.stop_after(3)
    assert [stop() for _ in range(4)] == [False, False, True, True]


@pytest.mark.parametrize("way", ["threads", "resumed", "reordered"])
def test_a_way_of_running_that_moves_a_number_is_found_out(monkeypatch, way):
    """A run with another seed stands in for it."""
    if way == "reordered":
        right = identities.digest_of_reordered_towns
        monkeypatch.setattr(
            identities,
            "digest_of_reordered_towns",
            lambda plan, order, threads: right(
                replace(plan, plan=plan.plan.model_copy(update={"seed": 2})), order, threads
            ),
        )
    elif way == "resumed":
        right = identities.digest_of_resumed_run
        monkeypatch.setattr(identities, "digest_of_resumed_run", lambda *a, **k: right(*a, **k, seed=2))
    else:
        right = public.compare
        monkeypatch.setattr(public, "compare", lambda *a, **k: right(*a, **k | {"seed": k.get("threads", 1)}))
    assert run_case("invariance").found > 0


def test_whoever_differs_in_anything_recorded_is_told():
    data = simulate(WORLDS[:1], load_mixed_society(True), 40, 3, replicates=1, panel=40).isel(scenario=0, replicate=0)
    assert not find_differing_persons(data, data).any()
    for name in ("panel_beliefs", "panel_open", "person_loans"):
        other = data.copy(deep=True)
        other[name][{"panelist" if "panel_" in name else "person": 7}] += 1
        assert find_differing_persons(data, other).nonzero()[0].tolist() == [7]
        assert not find_differing_persons(data, other, leave_out=[name.partition("_")[2]]).any()


def test_the_identity_of_error_rates_is_one_of_counts():
    """A small table worked by hand: 8 of 20 act, 6 are caught, 3 of 12 are recorded wrongly."""
    acted, persons, true, false = (np.float64(x) for x in (8, 20, 6, 3))
    assert identities.base_rate_identity(acted, persons, true, false) == pytest.approx(3 / 12, abs=1e-15)
    assert abs(identities.base_rate_identity(acted, persons, true, false + 1) - 3 / 12) > 0.01

"""Identities hold on the engine, and each check fails once what it forbids is let in."""

import numpy as np
import pytest

from underheaven.engine.choose import make_engine
from underheaven.verify import identities
from underheaven.verify.cli_api import run_case
from underheaven.verify.identities import HARMFUL, HARMLESS, digest_of, lives_changed, mixed, others_moved
from underheaven.verify.lives import regime, study


@pytest.mark.parametrize("name", ["null-world", "locality", "invariance", "base-rates"])
def test_the_identity_holds(name):
    assert run_case(name).verdict == "pass"


@pytest.mark.parametrize("change", [{"strength": 0.3}, {"opacity": 0.9, "strength": 1}, {"rumour": 5}])
def test_a_regime_with_a_consequence_is_no_null_world(change):
    assert lives_changed(HARMLESS | change, legitimacy_loss=0) > 0


def test_lost_legitimacy_is_a_consequence():
    assert lives_changed(HARMLESS, legitimacy_loss=0.2) > 0


@pytest.mark.parametrize("touch", [{"household_weight": 0.3, "households": '{ "2" = 1 }'}, {"imitation": 2}])
def test_whatever_passes_between_persons_moves_others(touch):
    assert others_moved(mixed(False, **touch), mistaken_identity=0) > 0


def test_mistaken_identity_moves_others():
    assert others_moved(mixed(False), mistaken_identity=0.5) > 0


def test_another_seed_is_another_digest_and_the_same_one_is_not():
    def of(seed):
        worlds = [regime("busy", **HARMFUL), regime("nothing")]
        return digest_of(study(worlds, mixed(True), 300, 4, replicates=1, seed=seed), make_engine("cpu", 1))

    assert of(1) == of(1)
    assert of(1) != of(2)


def test_the_identity_of_error_rates_is_one_of_counts():
    """A small table worked by hand: 8 of 20 act, 6 are caught, 3 of 12 are recorded wrongly."""
    acted, persons, true, false = (np.float64(x) for x in (8, 20, 6, 3))
    assert identities.identity(acted, persons, true, false) == pytest.approx(3 / 12, abs=1e-15)
    assert abs(identities.identity(acted, persons, true, false + 1) - 3 / 12) > 0.01

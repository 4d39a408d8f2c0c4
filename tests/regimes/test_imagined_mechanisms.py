"""The imagined system uses every mechanism: what each does there, and that it is gone with its cause."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from underheaven.fields.codes import DISCRETION, INHERITED, NONE_OUTSIDE, NONE_TIES, TRUE
from underheaven.spec.io.document_reader import read_regime, read_society

from ..contract import worlds
from ..contract.worlds import REMOVED, alter
from .lived import Lived, lived

REGIME, SOCIETY = "imagined-unified", "imagined-country"
GAPS = ("volunteering", "cleaning the village", "late fees")
AT_ONCE: dict[str, Any] = {"amendments": [], "rollout": {}}
HARMLESS: dict[str, Any] = {f"treatment.{part}": [] for part in ("effects", "rewards", "denials")}


@cache
def without(*paths: str) -> Lived:
    """The life with some parts of the regime left out; as it stands where none are named."""
    return lived(REGIME, SOCIETY, dict.fromkeys(paths, REMOVED))


def inherited(life: Lived) -> int:
    return int(life["recorded"][:, :, INHERITED - 1].sum())


def booked(life: Lived, cause: int) -> int:
    """Detriment booked to nobody's record but to ties or to officials."""
    return int(life["detriment"][:, cause].sum())


def test_favour_puts_people_into_the_best_grade():
    """A few in a hundred of it are there by favour alone."""
    by_record, by_favour = without()["best_grade"].sum(axis=0)
    assert 0.01 < by_favour / (by_record + by_favour) < 0.2
    assert without("officials")["best_grade"].sum() == 0


def test_a_quota_records_those_who_did_nothing():
    made = without()["made_for_quota"].sum(axis=0)
    assert made.sum() > 50
    assert made[DISCRETION - 1] > 0.9 * made.sum() > made[TRUE - 1]
    assert without("officials")["made_for_quota"].sum() == 0


def test_bad_news_of_the_favoured_is_kept_back():
    """Three in ten of the adverse records of two persons in a hundred: six in a thousand of all."""
    life = without()
    good = [rule.conduct for rule in read_regime(REGIME).model.recording.rules if rule.points > 0]
    prosocial = [life.labels["kind"].index(kind) for kind in good]
    adverse = life["recorded"].sum() - life["recorded"][:, prosocial].sum()
    assert 0.003 < life["suppressed"].sum() / adverse < 0.012
    assert without("officials")["suppressed"].sum() == 0


def test_officials_discover_where_they_look():
    """A third of the acts recorded; where attention is even everywhere, none is told apart."""
    reported, discovered = without()["recorded_by_discovery"].sum(axis=(0, 1))
    assert 0.2 < discovered / (reported + discovered) < 0.5
    assert lived(REGIME, SOCIETY, {"sensing.attention_exponent": 0.0})["recorded_by_discovery"].sum() == 0


def test_scores_of_ties_cost_and_ties_are_set_aside():
    alone = without("standing.association")
    assert booked(without(), NONE_TIES) > 0 == booked(alone, NONE_TIES)
    assert without()["severed_ties"].sum() > 1000
    assert alone["severed_ties"].sum() == 0


@pytest.mark.parametrize(("part", "least"), [("household_liability", 0.5), ("contagion", 0.03)])
def test_records_of_others_are_held_against_people(part, least):
    """Households hand on most of the inherited records, ties some; without both there are none."""
    paths = {
        f"association.{key}": REMOVED
        for key in ("household_liability", "contagion", "contagion_conduct")
        if key.startswith(part)
    }
    assert inherited(lived(REGIME, SOCIETY, paths)) < (1 - least) * inherited(without())
    assert inherited(without("association")) == 0


def test_records_are_bought_off_and_good_works_staged():
    closed = lived(REGIME, SOCIETY, {f"recording.rules.{kind}.evadable": False for kind in GAPS})
    for name in ("bribed_records", "faked_acts"):
        assert without()[name].sum() > 0 == closed[name].sum()


def test_who_does_not_know_of_it_fears_nothing():
    """In its first month six in ten know: they believe in six tenths of the weight that all would believe in."""
    some, everybody = (
        lived(REGIME, SOCIETY, AT_ONCE | {"awareness": share}, months=1)["weight_believed"].sum()
        for share in (0.6, 1.0)
    )
    assert 0.5 < some / everybody < 0.7


def granted(people: dict[str, Any]) -> Any:
    """Shares of requests for help that are granted: of others, and of those on a blacklist."""
    life = Lived(worlds.run(read_regime(REGIME), alter(read_society(SOCIETY), people), 10_240, 36))
    helps, refusals = (life[name].sum(axis=(0, 1)) for name in ("help_granted", "help_refused"))
    return helps / (helps + refusals)


def test_the_listed_are_refused_help_by_those_who_look():
    others, listed = granted({})
    assert others - listed > 0.1
    others, listed = granted({"livelihood.exchange.discriminates": 0.0})
    assert abs(others - listed) < 0.06


def test_who_does_not_sign_is_out_and_pays_for_it():
    life = without()
    out, joined = life["stayed_out"].sum(), life["joined"].sum()
    assert 0.02 < out / (out + joined) < 0.04
    assert booked(life, NONE_OUTSIDE) > 0.05 * life["detriment"].sum()
    shut = [e.context for e in read_regime(REGIME).model.treatment.effects if e.of == "unsigned"]
    closed = [f"treatment.effects.unsigned.{context}" for context in shut]
    unasked = without("consent", "standing.lists.unsigned", "treatment.denials.unsigned.flights", *closed)
    assert unasked["stayed_out"].sum() == unasked["joined"].sum() == 0
    assert booked(unasked, NONE_OUTSIDE) == 0


def points_of(kinds: tuple[str, ...], changes: dict[str, Any]) -> list[float]:
    """Mean points of some kinds after each yearly fit."""
    built = worlds.build(alter(read_regime(REGIME), AT_ONCE | changes), read_society(SOCIETY), 20_480)
    engine, found = worlds.cpu(), []
    people = engine.populate(built, 0)
    for month in range(built.burn_in_months + 48):
        if month == built.burn_in_months:
            people.enter_scenario(built)
        engine.advance(people, built, month)
        if month % 12 == 11 and month > built.burn_in_months:
            found.append(float(np.mean([people.fitted.points[built.labels["kind"].index(k)] for k in kinds])))
    return found


def test_a_fitted_score_silences_what_it_foretold():
    """The loop runs the other way here: who has spoken fears the score, falls silent, and is found to be harmless.

    Where standing does nothing, records of speech take three quarters more points from the second fit on: fear goes by
    expected uses, in which closed work weighs for as many as seek it. Fitted once and frozen, the points of the first
    year stay.
    """
    speech = ("speaking out", "posting accusations")
    whole, harmless, frozen = (points_of(speech, c) for c in ({}, HARMLESS, {"score_fitting.refit": False}))
    assert np.mean(harmless[1:]) < 1.5 * np.mean(whole[1:]) < 0
    assert frozen == [whole[0]] * len(whole)


def test_everything_that_a_world_can_keep_is_kept():
    """It is the full stress: all state there is but notices, which no shipped regime gives; 47 bytes a person."""
    built = worlds.build(read_regime(REGIME), read_society(SOCIETY), 1024)
    state = worlds.cpu().populate(built, 0).state
    assert {name for name, array in state._asdict().items() if len(array) != 1024} == {"notices"}
    assert sum(array.nbytes for array in state) == 47 * 1024

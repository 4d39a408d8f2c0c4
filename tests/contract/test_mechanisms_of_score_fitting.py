"""Points fitted to a regime's own records: what they are made from, and the loop that they close or do not."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.kernel.table_layout import N_FIT_TERMS
from underheaven.measure.registry import MEASURES
from underheaven.run.simulate.replicate import simulate_scenario
from underheaven.spec.checks.regime import check_regime

from . import worlds
from .bench import regime, society
from .worlds import alter, cpu, rich_regime, rich_society, same

OTHER = {
    "name": "other",
    "class": "order",
    "context": "reputation",
    "gravity": 1,
    "opportunities_per_year": 0.4,
    "benefit": 1,
}
PEOPLE = {
    "conduct.act.opportunities_per_year": 0.4,
    "conduct.act.when_unemployed": 10.0,
    "conduct.+": OTHER,
    "livelihood.jobs.loss": 0.03,
    "livelihood.jobs.find": 0.4,
}
"""Two kinds of acts, as frequent for whoever works; the first is ten times so for whoever does not."""

SCORE_FITTING = {"every_months": 12, "points_per_unit": 100.0, "minimum": -50, "maximum": 0}
RULES = {
    "sensing.channels.eye.conduct": ["act", "other"],
    "recording.rules": [{"conduct": name, "points": -1, "months": 12} for name in ("act", "other")],
    "standing.lists": [],
    "standing.start": 100,
    "standing.grades": {"A": 95, "D": 0},
    "treatment.effects": [{"of": "D", "context": "work", "strength": 0.95}],
    "score_fitting": SCORE_FITTING,
}
"""Both kinds are recorded for a year at one point; grade D, below 95, closes nearly all work."""

YEARS = 8


@cache
def points_by_year(loop: str) -> list[tuple[int, int]]:
    """Points of the two kinds after each yearly fit, with the loop as named."""
    changes = {"whole": {}, "frozen": {"score_fitting.refit": False}, "harmless": {"treatment.effects": []}}[loop]
    built = worlds.build(regime(RULES | changes), society(PEOPLE), 4096)
    engine, found = cpu(), []
    people = engine.populate(built, 0)
    people.enter_scenario(built)
    for month in range(12 * YEARS):
        engine.advance(people, built, month)
        if month % 12 == 11:
            found.append((int(people.fitted.points[0]), int(people.fitted.points[1])))
    return found


def test_the_weight_of_a_kind_whose_records_breed_records_grows_over_the_fits():
    """From 2 points at the first fit to more than 12: its holders lose their work, and are recorded for it."""
    acts = [act for act, _ in points_by_year("whole")]
    assert -3 <= acts[0] <= -1
    assert acts[-1] <= -12
    assert acts == sorted(acts, reverse=True)


def test_a_kind_whose_records_breed_none_gains_no_weight():
    assert all(abs(other) <= 2 for _, other in points_by_year("whole"))


def test_frozen_after_the_first_fit_no_weight_grows():
    frozen = points_by_year("frozen")
    assert frozen[0] == points_by_year("whole")[0]
    assert set(frozen) == {frozen[0]}


def test_fitted_anew_where_standing_does_nothing_no_weight_grows():
    """The loop runs through lives: without an effect the fits go on and find the same every year."""
    assert points_by_year("harmless")[0] == points_by_year("whole")[0]
    assert all(abs(act - points_by_year("harmless")[0][0]) <= 1 for act, _ in points_by_year("harmless"))


def test_before_the_first_fit_the_document_s_points_hold():
    whole = worlds.run(regime(RULES), society(PEOPLE), 1024, 12)
    by_hand = {key: value for key, value in RULES.items() if key != "score_fitting"}
    plain = worlds.run(regime(by_hand), society(PEOPLE), 1024, 12)
    assert [name for name in same(whole, plain) if name != "state status"] == []


@pytest.mark.parametrize("engine", ["plain", "cpu"])
def test_what_is_counted_is_what_stood_and_what_was_filed(engine):
    """Products of last month's dossiers with this month's new records, counted again from the state itself."""
    people = {"people.town_size": 16, "conduct.act.opportunities_per_year": 3}
    rules = {
        "sensing.channels.eye.detection_rate": 0.5,
        "score_fitting.every_months": 5,
        "rollout.full_after_months": 3,
        "sensing.channels.eye.false_records_per_year": 1,
    }
    built = worlds.build(regime(RULES | rules), society(PEOPLE | people), 60, exempt=3)
    machine = make_engine(engine, 1)
    p, moments = machine.populate(built, 0), np.zeros((N_FIT_TERMS, N_FIT_TERMS), np.int64)
    for month in range(4):
        before = p.state.dossier.copy()
        tallies = machine.advance(p, built, month)
        reached = np.repeat(built.rules_index_at(month, 0) > 0, np.diff(built.town_starts)) & (np.arange(60) != 3)
        kept = [[int(w) for w in row if w and w >> 5 & 127] for row in before]
        new = [sum(w != 0 for w in row) > len(old) for row, old in zip(p.state.dossier, kept, strict=True)]
        x = np.zeros((60, N_FIT_TERMS), np.int64)
        for i, row in enumerate(before):
            x[i, 0], x[i, -1] = 1, new[i]
            x[i, [1 + (int(w) & 31) for w in row if w]] = 1
        moments += np.triu(x[reached].T @ x[reached])
        assert tallies["recorded"].sum() >= sum(new) > 0
    assert np.array_equal(p.fitted.moments, moments)


def test_an_amendment_ends_the_fits_and_the_document_s_points_are_back():
    change = {
        "start": "2001-01",
        "amendments": [
            {"from": "2001-07", "describes": "Points by hand.", "change": {"score_fitting": {"removed": True}}}
        ],
    }
    fitted = {
        "score_fitting.every_months": 3,
        "score_fitting.points_per_unit": 10_000.0,
        "score_fitting.minimum": -9,
        "score_fitting.maximum": -9,
    }
    life = worlds.run(regime(RULES | fitted | change), society(PEOPLE), 2048, 8)
    records = life["live_records"].sum(axis=1)
    lost = 100 * 2048 - life["score"]
    assert (lost / records).round(6).tolist() == [1, 1, 1, 9, 9, 9, 1, 1]
    assert life.population.fitted.times.tolist() == [2]


def test_the_measure_is_how_much_the_heaviest_kind_gained():
    from underheaven.record.dataset_assembly import assemble_dataset

    built = [worlds.build(regime(rules), society(PEOPLE), 1024) for rules in (RULES, {})]
    points = []

    class Noting:
        """An engine that notes the points after each month."""

        final_person_fields = staticmethod(cpu().final_person_fields)
        populate = staticmethod(cpu().populate)

        def advance(self, population, world, month):
            tallies = cpu().advance(population, world, month)
            if world is built[0] and month >= world.burn_in_months:
                points.append(population.fitted.points.copy())
            return tallies

    runs = [[simulate_scenario(Noting(), world, 0, 36)] for world in built]
    dataset = assemble_dataset(runs, ["fitted", "by hand"], {}, [f"2001-{m}" for m in range(36)])
    assert dataset["fitted_times"].sel(scenario="fitted").values[0].tolist() == [month // 12 for month in range(1, 37)]
    first, last = points[11], points[-1]
    heaviest = int(np.argmin(last))
    rank = dataset["fitted_rank"].sel(scenario="fitted", replicate=0).values
    kinds = rank.shape[1]
    assert rank[-1].tolist() == [1 + sum(other < mine for other in last[:kinds]) for mine in last[:kinds]]
    assert not rank[:11].any()
    assert not any("points" in str(name) for name in dataset.variables), "no scoring rule leaves a run"
    gain = MEASURES["heaviest_points_increase"].function(dataset)
    assert gain.sel(scenario="fitted").item() == first[heaviest] - last[heaviest] > 0
    assert np.isnan(gain.sel(scenario="by hand").item())


def test_bounds_in_the_wrong_order_and_nothing_to_fit_to_are_faults():
    wrong = alter(rich_regime(), {"score_fitting": SCORE_FITTING}).model.score_fitting.model_copy(
        update={"minimum": 5, "maximum": -5}
    )
    assert "above the maximum" in str(check_regime(rich_regime().model.model_copy(update={"score_fitting": wrong})))
    with pytest.raises(worlds.Refused, match="no rule files any"):
        alter(worlds.no_regime(), {"score_fitting": SCORE_FITTING})


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_both_engines_fit_the_same_points(threads, plain_life, rich_world):
    other = worlds.live(rich_world, 14, cpu(threads)).population.fitted
    assert plain_life.population.fitted.times.tolist() == [2]
    assert len(set(plain_life.population.fitted.points[:8].tolist())) > 3
    for mine, theirs in zip(plain_life.population.fitted, other, strict=True):
        assert np.array_equal(mine, theirs)


def test_worlds_without_fits_keep_nothing():
    life = worlds.run(alter(rich_regime(), {"score_fitting": worlds.REMOVED}), rich_society(), 60, 2)
    assert sum(array.size for array in life.population.fitted) == 0

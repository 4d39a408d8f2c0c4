"""Cases that hold exactly, whatever the numbers: no consequence, no interaction, no order, no base rate escapes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from underheaven.engine.choose import make_engine
from underheaven.fields import FACE_OPEN, FACE_SPEAKING, SUMS
from underheaven.record.digest import digest
from underheaven.record.schema import WorldRun, assemble
from underheaven.run.ensemble import run_ensemble
from underheaven.run.execute import month_labels
from underheaven.run.one import burn_in, observe
from underheaven.run.progress import Meter
from underheaven.run.study import Study
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society
from underheaven.verify.case import Figure, Values
from underheaven.verify.judge import same
from underheaven.verify.lives import build, live, regime, society, study

PERSONS, MONTHS = 1_500, 30
HARMLESS: dict[str, Any] = {
    "strength": 0, "opacity": 1, "rumour": 0, "lenders_see": "[]", "mistaken_identity": 0.1,
}  # fmt: skip
HARMFUL: dict[str, Any] = HARMLESS | {
    "strength": 0.6, "opacity": 0.4, "rumour": 2, "lenders_see": '["blacklist", "grade"]',
}  # fmt: skip
OWN_SUMS = ("detriment", "months_listed", "months_wrongly_listed", "wrongful_records", "denials")
"""What the regime does alone; where nothing is closed, detriment and denials are held to 0 apart."""
LIVED = ("legitimacy", "livelihood", "savings", "generation")
"""State that a regime without consequences leaves alone; the dossier and beliefs about sanctions it moves."""


def mixed(touching: bool, **switches: object) -> Document[Society]:
    """Reads the mixed society: one in which persons touch each other, or a crowd of hermits."""
    together = {"households": '{ "1" = 2, "2" = 2, "4" = 1 }', "acquaintances": 4, "imitation": 0.5,
                "household_weight": 0.3, "lender_gain": 0.2}  # fmt: skip
    # A gain of ten makes lenders accept whoever asks: no judgment of others' loans falls on anybody.
    apart = {"households": '{ "1" = 1 }', "acquaintances": 0, "imitation": 0, "household_weight": 0, "lender_gain": 10}
    return society(
        "mixed", **{**(together if touching else apart), "burn_in_months": 0, "legitimacy_loss": 0.1, **switches}
    )


def null_world(values: Values) -> Figure:
    """Counts persons whose life differs between a regime without consequences and none, in any month."""
    return same(0, lives_changed(HARMLESS, legitimacy_loss=0))


def lives_changed(switches: dict[str, Any], legitimacy_loss: float) -> int:
    """Gives how many persons' lives differ in any month between the busy regime and none.

    A regime that records nobody, or that closes something, changes everybody's, since it is not the case's.
    """
    worlds: list[Document[Regime]] = [regime("busy", **switches), regime("nothing")]
    plan = study(worlds, mixed(True, legitimacy_loss=legitimacy_loss), PERSONS, MONTHS, replicates=1)
    watched, free = build(plan)
    engine = make_engine("cpu", 1)
    people, others = burn_in(engine, watched, 0), burn_in(engine, free, 0)
    changed = np.zeros(PERSONS, bool)
    for month in range(MONTHS):
        for population, built in ((people, watched), (others, free)):
            engine.advance(population, built, month)
        changed |= _differ(people, others)
    for field in SUMS:
        if field.name not in OWN_SUMS:
            changed |= getattr(people.sums, field.name) != getattr(others.sums, field.name)
    changed |= (people.sums.detriment > 0) | (people.sums.denials > 0)
    return int(changed.sum()) if people.sums.months_listed.any() else PERSONS


def _differ(people: Any, others: Any) -> Any:
    seen = FACE_SPEAKING | FACE_OPEN
    changed = (people.state.face & seen) != (others.state.face & seen)
    for name in LIVED:
        changed = changed | (getattr(people.state, name) != getattr(others.state, name))
    return changed


def locality(values: Values) -> Figure:
    """Counts other persons whose history moves when one person's records are struck."""
    return same(0, others_moved(mixed(False), mistaken_identity=0))


def others_moved(people: Document[Society], mistaken_identity: float) -> int:
    """Gives how many others' state or sums differ in any month once the most listed person is never recorded.

    Everybody's, where striking the records leaves that person's own history as it was: then nothing was struck.
    """
    world = [regime("busy", **HARMFUL | {"mistaken_identity": mistaken_identity})]
    (whole,) = build(study(world, people, PERSONS, MONTHS, replicates=1))
    struck_person = int(np.argmax(observe(make_engine("cpu", 1), _arrived(whole), whole, MONTHS).sums["months_listed"]))
    (struck,) = build(study(world, people, PERSONS, MONTHS, replicates=1, exempt=[struck_person]))
    engine = make_engine("cpu", 1)
    first, second = _arrived(whole), _arrived(struck)
    moved = np.zeros(PERSONS, bool)
    for month in range(MONTHS):
        engine.advance(first, whole, month)
        engine.advance(second, struck, month)
        for before, after in zip((*first.state, *first.sums), (*second.state, *second.sums), strict=True):
            moved |= (before != after).reshape(PERSONS, -1).any(axis=1)
    own, moved[struck_person] = moved[struck_person], False
    return int(moved.sum()) if own else PERSONS


def _arrived(built: Any) -> Any:
    return burn_in(make_engine("cpu", 1), built, 0)


def invariance(values: Values) -> Figure:
    """Counts ways of running one study whose digest differs: 2 and 3 threads, towns in other orders, resumed."""
    worlds = [regime("busy", **HARMFUL), regime("nothing")]
    months = 18
    plan = study(worlds, mixed(True, burn_in_months=3), PERSONS, months, replicates=2)
    n_towns = build(plan)[0].n_towns
    shuffled = np.random.default_rng(1).permutation(n_towns)
    ways = [
        digest_of(plan, make_engine("cpu", 2)),
        digest_of(plan, make_engine("cpu", 3)),
        digest_of(plan, make_engine("cpu", 1, np.arange(n_towns)[::-1])),
        digest_of(plan, make_engine("cpu", 3, shuffled)),
        digest_of(plan, make_engine("cpu", 1), resumed_at=(1, months // 2, months - 1)),
    ]
    first = digest_of(plan, make_engine("cpu", 1))
    return same(0, sum(way != first for way in ways))


def digest_of(plan: Study, engine: Any, resumed_at: tuple[int, ...] = ()) -> str:
    """Gives the digest of a study run by an engine, the people copied and taken up again at some months."""
    builts = build(plan)
    months, replicates = plan.plan.months, plan.plan.replicates
    if resumed_at:
        runs = [[_resumed(engine, built, r, months, resumed_at) for r in range(replicates)] for built in builts]
    else:
        runs = run_ensemble(engine, builts, replicates, months, Meter(1))
    return digest(assemble(runs, plan.names, {}, month_labels("2000-01", months)))


def _resumed(engine: Any, built: Any, replicate: int, months: int, resumed_at: tuple[int, ...]) -> WorldRun:
    """Lives a world in parts, each on a copy of the people whom the last left; the originals live on astray."""
    people = burn_in(engine, built, replicate)
    edges = (0, *resumed_at, months)
    tallies: list[dict[str, Any]] = []
    for begin, end in pairwise(edges):
        left, people = people, people.copy()
        tallies += [
            engine.advance(people, built, built.burn_in_months + month) for month in range(begin, end)
        ]  # fmt: skip
        engine.advance(left, built, built.burn_in_months + months)
    return WorldRun(
        tallies={name: np.stack([month[name] for month in tallies]) for name in tallies[0]},
        sums={f.name: np.array(getattr(people.sums, f.name)) for f in SUMS},
        labels=built.labels,
    )


def base_rates(values: Values) -> Figure:
    """Gives the largest gap, over groups and replicates, between both sides of the identity of error rates.

    Over everybody the false positive rate is counted person by person and the other rates from tallies, so that
    two recordings of one month must agree.
    """
    watch = regime("watch", sensitivity=0.6, false_per_year=0.36, rumour=0)
    data = live([watch], society("two-groups"), 20_000, 1).isel(world=0, month=0)
    acted, persons = data["acts"].sum("kind"), data["persons"]
    true, false = data["filed"].sel(origin="true"), data["filed"].sel(origin="false")
    gaps = abs(false / (persons - acted) - identity(acted, persons, true, false))
    innocent = data["person_acts"] == 0
    rate = ((data["person_wrongful_records"] > 0) & innocent).sum("person") / innocent.sum("person")
    whole = [x.sum("group") for x in (acted, persons, true, false)]
    over_all = abs(rate - identity(*whole))
    return same(0, max(float(gaps.max(skipna=False)), float(over_all.max(skipna=False))))


def identity(acted: Any, persons: Any, true: Any, false: Any) -> Any:
    """Gives p/(1-p) (1-PPV)/PPV (1-FNR) from counts.

    Source: Chouldechova 2017.
    """
    prevalence, precision, missed = acted / persons, true / (true + false), 1 - true / acted
    return prevalence / (1 - prevalence) * (1 - precision) / precision * (1 - missed)

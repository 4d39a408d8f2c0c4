"""Cases that hold exactly, whatever the numbers: no consequence, no interaction, no order, no base rate escapes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.engine.choose import make_engine
from underheaven.errors import StoppedError
from underheaven.fields import PANEL, SUMS
from underheaven.measure.calendar import months_from
from underheaven.record.digest import digest
from underheaven.record.schema import PANELIST, PERSON, assemble
from underheaven.run import public
from underheaven.run.ensemble import run_ensemble
from underheaven.run.progress import Meter
from underheaven.run.study import Study
from underheaven.run.worlds import build_worlds
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society
from underheaven.verify.case import CROWDS, A, Case, Figure, Values
from underheaven.verify.effort import current
from underheaven.verify.judge import same
from underheaven.verify.lives import live, regime, society, study

if TYPE_CHECKING:
    import xarray as xr

PERSONS, MONTHS = 1_500, 30
HARMLESS: dict[str, Any] = {
    "strength": 0, "opacity": 1, "rumour": 0, "lenders_see": "[]", "mistaken_identity": 0.1,
}  # fmt: skip
HARMFUL: dict[str, Any] = HARMLESS | {
    "strength": 0.6, "opacity": 0.4, "rumour": 2, "lenders_see": '["blacklist", "grade"]',
}  # fmt: skip
OWN = (
    "score", "grade", "records", "blacklisted", "redlisted", "wrongly_listed", "beliefs", "detriment",
    "months_listed", "months_wrongly_listed", "times_listed", "wrongful_records", "denials", "stay_entry",
    "stay_months", "stay_end", "stay_wrongful",
)  # fmt: skip
"""Of the panel and of the sums, what the regime does alone; detriment and denials are held to 0 apart."""
STINTS = (2, 10, 9, 18, 1, 20)
"""Months after which a run is stopped and gone on with: in the burn-in, in both worlds, in both replicates."""


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
    people = mixed(True, legitimacy_loss=legitimacy_loss)
    data = live(worlds, people, PERSONS, MONTHS, replicates=1, panel=PERSONS)
    watched, free = (data.isel(world=world, replicate=0) for world in (0, 1))
    changed = differing(watched, free, leave_out=OWN)
    changed |= ((watched["person_detriment"] > 0) | (watched["person_denials"] > 0)).values
    return int(changed.sum()) if watched["person_months_listed"].any() else PERSONS


def differing(one: xr.Dataset, other: xr.Dataset, leave_out: Sequence[str] = ()) -> NDArray[np.bool_]:
    """Tells of each person whether anything recorded of the person differs between two worlds, in any month.

    one, other: datasets of one world and replicate, whose panels hold everybody. leave_out: names in fields.PANEL
    and fields.SUMS.
    """
    names = [(PANELIST + f.name, "panelist") for f in PANEL if f.name not in leave_out]
    names += [(PERSON + f.name, "person") for f in SUMS if f.name not in leave_out]
    differs = np.zeros(one.sizes["person"], bool)
    for name, place in names:
        apart = one[name] != other[name]
        differs |= apart.any([dim for dim in apart.dims if dim != place]).values
    return differs


def locality(values: Values) -> Figure:
    """Counts other persons whose history moves when one person's records are struck."""
    return same(0, others_moved(mixed(False), mistaken_identity=0))


def others_moved(people: Document[Society], mistaken_identity: float) -> int:
    """Gives how many others' panel or sums differ in any month once the most listed person is never recorded.

    Everybody's, where striking the records leaves that person's own history as it was: then nothing was struck.
    """
    world = [regime("busy", **HARMFUL | {"mistaken_identity": mistaken_identity})]
    numbers: dict[str, Any] = {"persons": PERSONS, "months": MONTHS, "replicates": 1, "panel": PERSONS}
    whole = live(world, people, **numbers).isel(world=0, replicate=0)
    struck_person = int(whole["person_months_listed"].argmax("person"))
    plan = study(world, people, **numbers, exempt=[struck_person])
    struck = public.run(plan, engine=current().engine).isel(world=0, replicate=0)
    moved = differing(whole, struck)
    own, moved[struck_person] = moved[struck_person], False
    return int(moved.sum()) if own else PERSONS


def invariance(values: Values) -> Figure:
    """Counts ways of running one study whose digest differs: 2 and 3 threads, stopped and resumed, towns reordered.

    Every way but the last is one that anybody can ask for. The order of towns is no option, since it can change
    nothing: there the engine's own argument is used, and its digest held against that of the public run.
    """
    worlds = [regime("busy", **HARMFUL), regime("nothing")]
    people = mixed(True, burn_in_months=3)
    numbers: dict[str, Any] = {"persons": PERSONS, "months": 18, "replicates": 2, "panel": PERSONS // 10}
    first = digest(live(worlds, people, **numbers, threads=1))
    ways = [digest(live(worlds, people, **numbers, threads=threads)) for threads in (2, 3)]
    ways.append(resumed(worlds, people, **numbers))
    plan = study(worlds, people, **numbers)
    n_towns = build_worlds(plan)[0].n_towns
    ways.append(reordered(plan, np.arange(n_towns)[::-1], threads=1))
    ways.append(reordered(plan, np.random.default_rng(1).permutation(n_towns), threads=3))
    return same(0, sum(way != first for way in ways))


def resumed(worlds: list[Document[Regime]], people: Document[Society], **numbers: Any) -> str:
    """Gives the digest of a comparison that is stopped after each of STINTS, and gone on with."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run.nc"
        stints = iter(STINTS)
        with suppress(StoppedError):
            live(worlds, people, **numbers, threads=1, out=out, stop=after(next(stints)))
        for threads, months in enumerate(stints, start=1):
            with suppress(StoppedError):
                public.resume(out, threads=threads % 3 + 1, stop=after(months))
        return digest(public.resume(out, threads=1))


def after(months: int) -> Callable[[], bool]:
    """Gives what asks a run to stop once it has lived so many months."""
    lived = count(1)
    return lambda: next(lived) >= months


def reordered(plan: Study, order: NDArray[np.int64], threads: int) -> str:
    """Gives the digest of a study whose towns an engine visits in this order."""
    numbers = plan.plan
    runs = run_ensemble(
        make_engine("cpu", threads, order), build_worlds(plan), numbers.replicates, numbers.months, Meter(1)
    )
    return digest(assemble(runs, plan.names, {}, months_from("2000-01", numbers.months)))


def base_rates(values: Values) -> Figure:
    """Gives the largest gap, over groups and replicates, between both sides of the identity of error rates.

    Over everybody the false positive rate is counted person by person and the other rates from tallies, so that
    two recordings of one month must agree.
    """
    watch = regime("watch", sensitivity=0.6, false_per_year=0.36, rumour=0, opacity=1)
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


THREADS = "about its own persons, towns and threads"
CASES = (
    Case("null-world", A, null_world, compiled=THREADS,
        shows="persons whose history differs under a regime without consequences"),
    Case("locality", A, locality, compiled=THREADS,
        shows="others whose history moves when one person's records are struck"),
    Case("invariance", A, invariance, compiled=THREADS,
        shows="ways of running one study, by threads, order of towns or resuming, that give other numbers"),
    Case("base-rates", "Chouldechova 2017", base_rates, compiled=CROWDS, identity=True,
        shows="how far the false positive rate of any group lies from what its other rates make of it"),
)  # fmt: skip

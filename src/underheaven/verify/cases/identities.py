"""Cases that hold exactly, whatever the numbers: no consequence, no interaction, no order, the base-rate identity."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.engine.factory import make_engine
from underheaven.errors import StoppedError
from underheaven.fields.panel import PANEL
from underheaven.fields.person_values import SUMS
from underheaven.measure.calendar import months_from
from underheaven.record.dataset_assembly import assemble_dataset
from underheaven.record.digest import digest
from underheaven.record.schema import PANELIST_PREFIX, PERSON_PREFIX
from underheaven.run import public
from underheaven.run.progress import Meter
from underheaven.run.simulate.ensemble import run_ensemble
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import Study
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.verify.case_simulation import load_regime, load_society, make_study, simulate
from underheaven.verify.case_types import CLOSED_FORM, NEEDS_MANY_PERSONS, Case, CheckResult, Values
from underheaven.verify.effort import current_effort
from underheaven.verify.tolerances import exact_result

if TYPE_CHECKING:
    import xarray as xr

PERSONS, MONTHS = 1_500, 30
HARMLESS_SETTINGS: dict[str, Any] = {
    "strength": 0,
    "opacity": 1,
    "rumour": 0,
    "lenders_see": "[]",
    "mistaken_identity": 0.1,
}
HARMFUL_SETTINGS: dict[str, Any] = HARMLESS_SETTINGS | {
    "strength": 0.6,
    "opacity": 0.4,
    "rumour": 2,
    "lenders_see": '["blacklist", "grade"]',
}
REGIME_ONLY_FIELDS = (
    "score",
    "grade",
    "records",
    "blacklisted",
    "redlisted",
    "wrongly_listed",
    "beliefs",
    "detriment",
    "months_listed",
    "months_wrongly_listed",
    "times_listed",
    "wrongful_records",
    "denials",
    "stay_entry",
    "stay_months",
    "stay_end",
    "stay_wrongful",
)
"""Fields of the panel and of the sums that only a regime changes; detriment and denials are compared with 0 instead."""
STOP_AFTER_MONTHS = (2, 10, 9, 18, 1, 20)
"""Months after which a run is stopped and resumed: in the burn-in, in both scenarios, in both replicates."""


def load_mixed_society(touching: bool, **switches: object) -> Document[Society]:
    """Read the mixed society: one in which persons affect each other, or one in which nobody does."""
    together = {
        "households": '{ "1" = 2, "2" = 2, "4" = 1 }',
        "acquaintances": 4,
        "imitation": 0.5,
        "household_weight": 0.3,
        "lender_gain": 0.2,
    }
    # A gain of ten makes lenders accept every request, so that nobody depends on the loans of others.
    apart = {"households": '{ "1" = 1 }', "acquaintances": 0, "imitation": 0, "household_weight": 0, "lender_gain": 10}
    return load_society(
        "mixed", **{**(together if touching else apart), "burn_in_months": 0, "legitimacy_loss": 0.1, **switches}
    )


def check_null_regime(values: Values) -> CheckResult:
    """Count persons whose trajectory differs in any month between a regime without consequences and none."""
    return exact_result(0, count_changed_trajectories(HARMLESS_SETTINGS, legitimacy_loss=0))


def count_changed_trajectories(switches: dict[str, Any], legitimacy_loss: float) -> int:
    """Return how many trajectories differ in any month between the busy regime and none.

    Return all of them if the regime records nobody or closes something, since it is then not the case's regime.
    """
    regimes: list[Document[Regime]] = [load_regime("busy", **switches), load_regime("nothing")]
    society = load_mixed_society(True, legitimacy_loss=legitimacy_loss)
    data = simulate(regimes, society, PERSONS, MONTHS, replicates=1, panel=PERSONS)
    watched, free = (data.isel(scenario=scenario, replicate=0) for scenario in (0, 1))
    changed = find_differing_persons(watched, free, leave_out=REGIME_ONLY_FIELDS)
    changed |= ((watched["person_detriment"] > 0) | (watched["person_denials"] > 0)).values
    return int(changed.sum()) if watched["person_months_listed"].any() else PERSONS


def find_differing_persons(one: xr.Dataset, other: xr.Dataset, leave_out: Sequence[str] = ()) -> NDArray[np.bool_]:
    """Return for each person whether anything recorded of them differs between two scenarios, in any month.

    one, other: datasets of one scenario and replicate, whose panels hold everybody. leave_out: names in
    fields.panel.PANEL and fields.person_values.SUMS.
    """
    names = [(PANELIST_PREFIX + f.name, "panelist") for f in PANEL if f.name not in leave_out]
    names += [(PERSON_PREFIX + f.name, "person") for f in SUMS if f.name not in leave_out]
    differs = np.zeros(one.sizes["person"], bool)
    for name, person_dim in names:
        apart = one[name] != other[name]
        differs |= apart.any([dim for dim in apart.dims if dim != person_dim]).values
    return differs


def check_locality(values: Values) -> CheckResult:
    """Count other persons whose history changes when the records of one person are struck."""
    return exact_result(0, count_affected_others(load_mixed_society(False), mistaken_identity=0))


def count_affected_others(society: Document[Society], mistaken_identity: float) -> int:
    """Return how many others' panel or sums differ in any month once the most listed person is never recorded.

    Return all of them if striking the records leaves that person's own history as it was: then nothing was struck.
    """
    regimes = [load_regime("busy", **HARMFUL_SETTINGS | {"mistaken_identity": mistaken_identity})]
    numbers: dict[str, Any] = {"persons": PERSONS, "months": MONTHS, "replicates": 1, "panel": PERSONS}
    unrestricted = simulate(regimes, society, **numbers).isel(scenario=0, replicate=0)
    struck_person = int(unrestricted["person_months_listed"].argmax("person"))
    plan = make_study(regimes, society, **numbers, exempt=[struck_person])
    struck = public.run(plan, engine=current_effort().engine).isel(scenario=0, replicate=0)
    moved = find_differing_persons(unrestricted, struck)
    own, moved[struck_person] = moved[struck_person], False
    return int(moved.sum()) if own else PERSONS


def check_run_invariance(values: Values) -> CheckResult:
    """Count ways of running one study whose digest differs: 2 and 3 threads, stopped and resumed, towns reordered.

    Every way but the last is one that anybody can ask for. The order of towns is no option, since it can change
    nothing: there the argument of the engine is used, and its digest compared with that of the public run.
    """
    regimes = [load_regime("busy", **HARMFUL_SETTINGS), load_regime("nothing")]
    society = load_mixed_society(True, burn_in_months=3)
    numbers: dict[str, Any] = {"persons": PERSONS, "months": 18, "replicates": 2, "panel": PERSONS // 10}
    first = digest(simulate(regimes, society, **numbers, threads=1))
    ways = [digest(simulate(regimes, society, **numbers, threads=threads)) for threads in (2, 3)]
    ways.append(digest_of_resumed_run(regimes, society, **numbers))
    plan = make_study(regimes, society, **numbers)
    n_towns = build_scenarios(plan)[0].n_towns
    ways.append(digest_of_reordered_towns(plan, np.arange(n_towns)[::-1], threads=1))
    ways.append(digest_of_reordered_towns(plan, np.random.default_rng(1).permutation(n_towns), threads=3))
    return exact_result(0, sum(way != first for way in ways))


def digest_of_resumed_run(regimes: list[Document[Regime]], society: Document[Society], **numbers: Any) -> str:
    """Return the digest of a comparison that is stopped after each of STOP_AFTER_MONTHS and resumed."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run.nc"
        stints = iter(STOP_AFTER_MONTHS)
        with suppress(StoppedError):
            simulate(regimes, society, **numbers, threads=1, out=out, stop=stop_after(next(stints)))
        for threads, months in enumerate(stints, start=1):
            with suppress(StoppedError):
                public.resume(out, threads=threads % 3 + 1, stop=stop_after(months))
        return digest(public.resume(out, threads=1))


def stop_after(months: int) -> Callable[[], bool]:
    """Return a callable that asks a run to stop once it has simulated a number of months."""
    months_run = count(1)
    return lambda: next(months_run) >= months


def digest_of_reordered_towns(plan: Study, order: NDArray[np.int64], threads: int) -> str:
    """Return the digest of a study whose towns an engine visits in this order."""
    numbers = plan.plan
    runs = run_ensemble(
        make_engine("cpu", threads, order), build_scenarios(plan), numbers.replicates, numbers.months, Meter(1)
    )
    return digest(assemble_dataset(runs, plan.names, {}, months_from("2000-01", numbers.months)))


def check_base_rate_identity(values: Values) -> CheckResult:
    """Return the largest gap, over groups and replicates, between both sides of the identity of error rates.

    Over everybody the false positive rate is counted person by person and the other rates from tallies, so that
    two recordings of one month must agree.
    """
    watch = load_regime("watch", detection_rate=0.6, false_per_year=0.36, rumour=0, opacity=1)
    data = simulate([watch], load_society("two-groups"), 20_000, 1).isel(scenario=0, month=0)
    acted, persons = data["acts"].sum("kind"), data["persons"]
    true, false = data["filed"].sel(origin="true"), data["filed"].sel(origin="false")
    gaps = abs(false / (persons - acted) - base_rate_identity(acted, persons, true, false))
    innocent = data["person_acts"] == 0
    rate = ((data["person_wrongful_records"] > 0) & innocent).sum("person") / innocent.sum("person")
    totals = [x.sum("group") for x in (acted, persons, true, false)]
    over_all = abs(rate - base_rate_identity(*totals))
    return exact_result(0, max(float(gaps.max(skipna=False)), float(over_all.max(skipna=False))))


def base_rate_identity(acted: Any, persons: Any, true: Any, false: Any) -> Any:
    """Return p/(1-p) (1-PPV)/PPV (1-FNR) from counts.

    Source:
        Chouldechova 2017.
    """
    prevalence, precision, missed = acted / persons, true / (true + false), 1 - true / acted
    return prevalence / (1 - prevalence) * (1 - precision) / precision * (1 - missed)


NEEDS_THREADS = "about its own persons, towns and threads"
CASES = (
    Case(
        "null-scenario",
        CLOSED_FORM,
        check_null_regime,
        compiled_only_reason=NEEDS_THREADS,
        shows="persons whose history differs under a regime without consequences",
    ),
    Case(
        "locality",
        CLOSED_FORM,
        check_locality,
        compiled_only_reason=NEEDS_THREADS,
        shows="others whose history moves when one person's records are struck",
    ),
    Case(
        "invariance",
        CLOSED_FORM,
        check_run_invariance,
        compiled_only_reason=NEEDS_THREADS,
        shows="ways of running one study, by threads, order of towns or resuming, that give other numbers",
    ),
    Case(
        "base-rates",
        "Chouldechova 2017",
        check_base_rate_identity,
        compiled_only_reason=NEEDS_MANY_PERSONS,
        is_identity=True,
        shows="how far the false positive rate of any group lies from what its other rates make of it",
    ),
)

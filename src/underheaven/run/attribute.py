"""Attribution inside the model: a regime with every choice of its mechanisms, over the same people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.engine.choose import make_engine
from underheaven.engine.protocol import Engine
from underheaven.errors import RequestError
from underheaven.given import names
from underheaven.measure.reforms import FAR_END, RANKED, values_of
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.measure.shapley import alone, shapley
from underheaven.record.provenance import MARK
from underheaven.record.schema import WorldRun, assemble
from underheaven.run.memory import guard, size_of
from underheaven.run.one import burn_in, observe
from underheaven.run.progress import Meter, Progress, silent
from underheaven.run.reform import Source, regime_of, society_of
from underheaven.run.study import Study, plan_study, short_name
from underheaven.spec.document import Document
from underheaven.spec.mechanisms import Mechanism, coalitions, present
from underheaven.spec.read import read_regime
from underheaven.spec.regime import Regime
from underheaven.world.build import BuiltWorld, build_world

if TYPE_CHECKING:
    import xarray as xr

PERSONS, MONTHS, REPLICATES = 20_000, 60, 4
HERE = "here"


@dataclass(frozen=True)
class Attribution:
    """What is to be lived: the study of the regime beside none, its mechanisms, and a regime for each coalition.

    regimes: the different ones. which: for each coalition, of which of them it is; see `spec.mechanisms.coalitions`.
    """

    study: Study
    measures: tuple[str, ...]
    mechanisms: tuple[Mechanism, ...]
    regimes: tuple[Document[Regime], ...]
    which: tuple[int, ...]

    @property
    def person_months(self) -> int:
        """Person-months of all replicates, the burn-in once a replicate."""
        plan, burn_in_months = self.study.plan, self.study.society.model.burn_in_months
        return plan.replicates * plan.persons * (burn_in_months + plan.months * (1 + len(self.regimes)))


def plan_attribution(
    regime: Source,
    measures: Sequence[str] = (),
    society: Source | None = None,
    persons: int = PERSONS,
    months: int = MONTHS,
    replicates: int = REPLICATES,
    **settings: Any,
) -> Attribution:
    """Reads a regime and finds its mechanisms and their coalitions.

    measures: names of the registry; those that reforms are ordered by if none is named. society: the first that has
    all that the regime asks for, if None. settings: seed and start of `spec.study.Study`.
    Raises RequestError for an unknown measure or a regime without mechanisms, DocumentError with faults.
    """
    for name in names(measures, "measures"):
        if name not in MEASURES and name not in PAIRED:
            raise RequestError(f"unknown measure {name!r}. Known measures: {', '.join((*MEASURES, *PAIRED))}.")
        if name in PAIRED and PAIRED[name].repeats:
            raise RequestError(
                f"--measure {name}: a regime is taken apart beside {FAR_END}, where nobody bears any detriment, and "
                f"there it would repeat another measure. Write {PAIRED[name].repeats}."
            )
    document = regime_of(regime)
    if short_name(document) == FAR_END:
        raise RequestError(
            f"attribution is measured relative to {FAR_END}, so {FAR_END} itself cannot be attributed. "
            "Name another regime."
        )
    people = society_of(society, document)
    numbers = {"persons": persons, "months": months, "replicates": replicates}
    study = plan_study([document], read_regime(FAR_END), people, **numbers, **settings)
    mechanisms = present(document, people.model)
    if not mechanisms:
        raise RequestError(f"{document.where}: it has no mechanism that could be taken out. Name another regime.")
    regimes, which = coalitions(document, people.model, mechanisms)
    return Attribution(study, tuple(measures) or RANKED, tuple(mechanisms), tuple(regimes), tuple(which))


def attribute(
    wanted: Attribution, engine: str = "auto", threads: int | None = None, progress: Progress | None = None
) -> xr.Dataset:
    """Lives every different coalition of a regime's mechanisms and returns what each mechanism causes.

    Variables: ``value`` (measure, coalition, replicate) with ``holds`` (coalition, mechanism); ``shapley`` and
    ``alone`` (measure, mechanism, replicate), and ``whole`` (measure, replicate): the regime less the regime without
    any of the mechanisms. Raises RequestError, EngineError.
    """
    machine, plan = make_engine(engine, threads), wanted.study.plan
    far, *builts = _built(wanted)
    guard(size_of([far, far], 1, plan.months))
    meter = Meter(wanted.person_months, progress or silent)
    lived = [list(_values(machine, wanted, far, builts, r, meter)) for r in range(plan.replicates)]
    different = np.array(lived).transpose(2, 1, 0)  # from (replicate, regime, measure)
    return _dataset(wanted, different[:, list(wanted.which)])


def _built(wanted: Attribution) -> Iterator[BuiltWorld]:
    """Yields the worlds to be lived: without any regime first, then each different coalition."""
    study, plan = wanted.study, wanted.study.plan
    assert study.against is not None  # the far end, which plan_attribution gives it
    for document in (study.against, *wanted.regimes):
        yield build_world(document, study.society, persons=plan.persons, seed=plan.seed, start=study.start)


def _values(
    engine: Engine, wanted: Attribution, far: BuiltWorld, builts: Sequence[BuiltWorld], replicate: int, meter: Meter
) -> Iterator[list[float]]:
    """Yields the measures of each different coalition in one replicate."""
    plan = wanted.study.plan
    months = wanted.study.months

    def count(month: int, tallies: object) -> None:
        meter.add(plan.persons)

    people = burn_in(engine, far, replicate, count)
    beside = observe(engine, people.copy(), far, plan.months, count)
    for built in builts:
        run = observe(engine, people.copy(), built, plan.months, count)
        yield _measured(run, beside, months, wanted.measures)


def _measured(run: WorldRun, beside: WorldRun, months: list[str], measures: Sequence[str]) -> list[float]:
    dataset = assemble([[run], [beside]], [HERE, FAR_END], {}, months)
    return [float(values_of(dataset, name).sel(world=HERE).item()) for name in measures]


def _dataset(wanted: Attribution, value: Any) -> xr.Dataset:
    """Returns the dataset; value: shape (measure, coalition, replicate)."""
    import xarray as xr

    plan, players = wanted.study.plan, len(wanted.mechanisms)
    by_coalition = value.transpose(1, 0, 2)
    holds = np.array([[c >> i & 1 for i in range(players)] for c in range(2**players)], bool)
    attributed = ("measure", "mechanism", "replicate")
    return xr.Dataset(
        {
            "value": (("measure", "coalition", "replicate"), value),
            "holds": (("coalition", "mechanism"), holds),
            "shapley": (attributed, shapley(by_coalition).transpose(1, 0, 2)),
            "alone": (attributed, alone(by_coalition).transpose(1, 0, 2)),
            "whole": (("measure", "replicate"), by_coalition[-1] - by_coalition[0]),
        },
        {"measure": list(wanted.measures), "mechanism": [m.name for m in wanted.mechanisms],
         "replicate": np.arange(plan.replicates)},
        {"regime": Path(wanted.study.regimes[0].where).stem, "society": Path(wanted.study.society.where).stem,
         "persons": plan.persons, "months": plan.months, "seed": plan.seed, "worlds": len(wanted.regimes),
         "deeds": json.dumps({m.name: m.deeds for m in wanted.mechanisms}),
         MARK: wanted.study.mark,
         "source": "Shapley 1953", "note": "Attribution inside the model, of this regime over this society."},
    )  # fmt: skip

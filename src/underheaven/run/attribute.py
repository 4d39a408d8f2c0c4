"""Attribution inside the model: a regime with every subset of its mechanisms, over the same people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from underheaven.argument_checks import name_list
from underheaven.engine.factory import make_engine
from underheaven.engine.protocol import Engine
from underheaven.errors import RequestError
from underheaven.measure.inference.shapley import leave_one_out, shapley_values
from underheaven.measure.reform_effects import NO_REGIME_SCENARIO, ORDERING_MEASURES, evaluate_measure
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.record.dataset_assembly import assemble_dataset
from underheaven.record.provenance import MARK_ATTR
from underheaven.record.schema import RecordedRun
from underheaven.run.memory import check_resources, run_size
from underheaven.run.options import DEFAULT_OPTIONS, RunOptions
from underheaven.run.progress import Meter
from underheaven.run.reform import Source, resolve_regime, resolve_society
from underheaven.run.settings import ATTRIBUTION_DEFAULTS, PopulationSettings
from underheaven.run.simulate.replicate import simulate_burn_in, simulate_months
from underheaven.run.study import Study, plan_study, short_name
from underheaven.scenario.build import build_scenario
from underheaven.scenario.built_scenario import BuiltScenario
from underheaven.spec.document import Document
from underheaven.spec.io.document_reader import read_regime
from underheaven.spec.models.regime import Regime
from underheaven.spec.reforms.mechanisms import Mechanism, build_coalitions, find_mechanisms

if TYPE_CHECKING:
    import xarray as xr

OWN_SCENARIO = "here"


@dataclass(frozen=True)
class AttributionPlan:
    """What to simulate: the regime with no regime as baseline, its mechanisms, and a regime for each coalition.

    Attributes:
        study: The regime and its baseline.
        measures: Names of the measures to attribute.
        mechanisms: The players of the game.
        regimes: The distinct regimes among all coalitions.
        coalition_regimes: Index into ``regimes`` by coalition; see `spec.reforms.mechanisms.build_coalitions`.
    """

    study: Study
    measures: tuple[str, ...]
    mechanisms: tuple[Mechanism, ...]
    regimes: tuple[Document[Regime], ...]
    coalition_regimes: tuple[int, ...]

    @property
    def person_months(self) -> int:
        """Person-months of all replicates, with one burn-in per replicate."""
        plan, burn_in_months = self.study.plan, self.study.society.model.burn_in_months
        return plan.replicates * plan.persons * (burn_in_months + plan.months * (1 + len(self.regimes)))


def plan_attribution(
    regime: Source, measures: Sequence[str] = (), **settings: Unpack[PopulationSettings]
) -> AttributionPlan:
    """Return the plan that attributes a regime's effects to its mechanisms.

    Args:
        regime: Name, path or document.
        measures: Names in the registry; if empty, the measures by which reforms are ordered.
        **settings: See `run.settings.PopulationSettings`, with the defaults of `run.settings.ATTRIBUTION_DEFAULTS`.

    Returns:
        The plan, with one regime for each distinct coalition.

    Raises:
        RequestError: A measure is unknown, or the regime has no mechanisms.
        DocumentError: A document has faults.
    """
    for name in name_list(measures, "measures"):
        if name not in MEASURES and name not in PAIRED:
            raise RequestError(f"unknown measure {name!r}. Known measures: {', '.join((*MEASURES, *PAIRED))}.")
        if name in PAIRED and PAIRED[name].duplicate_of:
            raise RequestError(
                f"--measure {name}: the baseline of an attribution is {NO_REGIME_SCENARIO}, where nobody bears any "
                f"detriment, and there it would repeat another measure. Write {PAIRED[name].duplicate_of}."
            )
    document = resolve_regime(regime)
    if short_name(document) == NO_REGIME_SCENARIO:
        raise RequestError(
            f"attribution is measured relative to {NO_REGIME_SCENARIO}, so {NO_REGIME_SCENARIO} itself cannot be "
            "attributed. Name another regime."
        )
    society_document = resolve_society(settings.pop("society", None), document)
    numbers = {**ATTRIBUTION_DEFAULTS, **settings}
    study = plan_study([document], read_regime(NO_REGIME_SCENARIO), society_document, **numbers)
    mechanisms = find_mechanisms(document, society_document.model)
    if not mechanisms:
        raise RequestError(f"{document.where}: it has no mechanism that could be taken out. Name another regime.")
    regimes, coalition_regimes = build_coalitions(document, society_document.model, mechanisms)
    return AttributionPlan(
        study, tuple(measures) or ORDERING_MEASURES, tuple(mechanisms), tuple(regimes), tuple(coalition_regimes)
    )


def run_attribution(attribution: AttributionPlan, options: RunOptions = DEFAULT_OPTIONS) -> xr.Dataset:
    """Simulate every distinct coalition of a regime's mechanisms and return the effect of each mechanism.

    Args:
        attribution: The plan.
        options: Engine, threads and progress.

    Returns:
        ``value`` (measure, coalition, replicate) with ``holds`` (coalition, mechanism); ``shapley`` and ``alone``
        (measure, mechanism, replicate); and ``whole`` (measure, replicate), the regime minus the regime without any of
        its mechanisms.

    Raises:
        RequestError: The run does not fit this machine.
        EngineError: The engine is unavailable or failed.

    Source:
        Shapley 1953.
    """
    machine, plan = make_engine(options.engine, options.threads), attribution.study.plan
    baseline, *coalitions = _build_coalitions(attribution)
    check_resources(run_size([baseline, baseline], 1, plan.months))
    meter = Meter(attribution.person_months, options.progress)
    values = [
        list(_coalition_values(machine, attribution, baseline, coalitions, r, meter)) for r in range(plan.replicates)
    ]
    different = np.array(values).transpose(2, 1, 0)  # from (replicate, regime, measure)
    return _attribution_dataset(attribution, different[:, list(attribution.coalition_regimes)])


def _build_coalitions(attribution: AttributionPlan) -> Iterator[BuiltScenario]:
    """Yield the scenarios to simulate: first without any regime, then each distinct coalition."""
    study, plan = attribution.study, attribution.study.plan
    assert study.baseline is not None  # plan_attribution always sets it
    for document in (study.baseline, *attribution.regimes):
        yield build_scenario(document, study.society, persons=plan.persons, seed=plan.seed, start=study.start)


def _coalition_values(
    engine: Engine,
    attribution: AttributionPlan,
    baseline: BuiltScenario,
    coalitions: Sequence[BuiltScenario],
    replicate: int,
    meter: Meter,
) -> Iterator[list[float]]:
    """Yield the measures of each distinct coalition in one replicate."""
    plan = attribution.study.plan
    months = attribution.study.months

    def count(month: int, tallies: object) -> None:
        meter.add(plan.persons)

    population = simulate_burn_in(engine, baseline, replicate, count)
    baseline_run = simulate_months(engine, population.copy(), baseline, plan.months, count)
    for built in coalitions:
        run = simulate_months(engine, population.copy(), built, plan.months, count)
        yield _measure_coalition(run, baseline_run, months, attribution.measures)


def _measure_coalition(
    run: RecordedRun, baseline_run: RecordedRun, months: list[str], measures: Sequence[str]
) -> list[float]:
    dataset = assemble_dataset([[run], [baseline_run]], [OWN_SCENARIO, NO_REGIME_SCENARIO], {}, months)
    return [float(evaluate_measure(dataset, name).sel(scenario=OWN_SCENARIO).item()) for name in measures]


def _attribution_dataset(attribution: AttributionPlan, value: Any) -> xr.Dataset:
    """Return the dataset. value: shape (measure, coalition, replicate)."""
    import xarray as xr

    plan, players = attribution.study.plan, len(attribution.mechanisms)
    by_coalition = value.transpose(1, 0, 2)
    holds = np.array([[c >> i & 1 for i in range(players)] for c in range(2**players)], bool)
    attributed = ("measure", "mechanism", "replicate")
    return xr.Dataset(
        {
            "value": (("measure", "coalition", "replicate"), value),
            "holds": (("coalition", "mechanism"), holds),
            "shapley": (attributed, shapley_values(by_coalition).transpose(1, 0, 2)),
            "alone": (attributed, leave_one_out(by_coalition).transpose(1, 0, 2)),
            "whole": (("measure", "replicate"), by_coalition[-1] - by_coalition[0]),
        },
        {
            "measure": list(attribution.measures),
            "mechanism": [m.name for m in attribution.mechanisms],
            "replicate": np.arange(plan.replicates),
        },
        {
            "regime": Path(attribution.study.regimes[0].where).stem,
            "society": Path(attribution.study.society.where).stem,
            "persons": plan.persons,
            "months": plan.months,
            "seed": plan.seed,
            "scenarios": len(attribution.regimes),
            "deeds": json.dumps({m.name: m.operations for m in attribution.mechanisms}),
            MARK_ATTR: attribution.study.mark,
            "source": "Shapley 1953",
            "note": "Attribution inside the model, of this regime over this society.",
        },
    )

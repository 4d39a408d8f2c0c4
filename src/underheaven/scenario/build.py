"""Compile a regime and a society to a scenario: all tables for an engine, and the labels of its tallies."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.kernel.structured_arrays import WritableRecord
from underheaven.kernel.table_layout import MAX_ZONES
from underheaven.scenario.built_scenario import BuiltScenario, RolloutWave
from underheaven.scenario.cells import build_cells
from underheaven.scenario.column_filling import kept
from underheaven.scenario.regime_tables import (
    NameOrder,
    build_rules_table,
    fill_first_beliefs,
    fill_hidden_standings,
    fill_score_lookup,
    rules_before_regime,
)
from underheaven.scenario.scenario_labels import build_labels, collect_names
from underheaven.scenario.sensing import build_zones
from underheaven.scenario.society_cache import cached_society
from underheaven.scenario.town_layout import allocate_towns
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.models.regime import Regime
from underheaven.spec.record_capacity import dossier_capacity


def months_between(first: str, second: str) -> int:
    """Return the number of months from one ISO month to another."""
    (y0, m0), (y1, m1) = (tuple(map(int, date.split("-"))) for date in (first, second))
    return 12 * (y1 - y0) + m1 - m0


def _rollout_wave(regime: Regime, month: int, names: NameOrder, regions: Any) -> RolloutWave:
    """Return the roll-out of a version that holds from a month of observation on; regions: of each town."""
    chosen = names.regions if regime.rollout.regions is None else regime.rollout.regions
    reached = np.isin(regions, [names.regions.index(r) for r in chosen])
    return RolloutWave(month, reached, regime.rollout.full_after_months)


def _extra_state(tables: list[Any], ageing: bool) -> frozenset[str]:
    """Return the optional state that these rules, and ageing, need."""
    conditions = {
        "born": ageing,
        "status": any(t.personal or t.fits_scores for t in tables),
        "leaving": any(t.black != 0 for t in tables),
        "fitted": any(t.fits_scores for t in tables),
    }
    return frozenset(kept(tables)) | {name for name, is_kept in conditions.items() if is_kept}


def _build_rules_tables(
    regimes: list[Regime], change_months: tuple[int, ...], names: NameOrder, cells: Any, zones: Any, society: Any
) -> list[Any]:
    """Return the rules table before the regime, then one for each version."""
    tables = [build_rules_table(version, names, cells, zones) for version in regimes]
    fill_hidden_standings(tables)
    tables.insert(0, rules_before_regime(tables[max(sum(month <= 0 for month in change_months), 1) - 1]))
    for table, version in zip(tables, [None, *regimes], strict=True):
        opened = WritableRecord(table)
        fill_score_lookup(opened)
        fill_first_beliefs(opened, society.livelihood.credit, names, version)
    return tables


def build_scenario(
    regime_doc: Any,
    society_doc: Any,
    persons: int,
    seed: int,
    start: str | None = None,
    exempt: int | None = None,
    panel: int = 0,
    template: BuiltScenario | None = None,
) -> BuiltScenario:
    """Compile a regime over a society.

    Args:
        regime_doc: document of the regime.
        society_doc: document of the society.
        persons: number of synthetic persons, 1 or more.
        seed: seed of all draws.
        start: first month observed, as 2013-10; None means the start of the regime.
        exempt: index of a person who is never recorded, 0 to ``persons`` - 1; None for nobody.
        panel: number of persons, from the first, with monthly records; 0 to ``persons``.
        template: another scenario over the same society with as many persons, whose society tables are shared.

    Raises:
        RequestError: the regime has more zones, rules, lists or grades than the tables hold, or the stated backlog
            exceeds the persons who can owe.
    """
    society, versions = society_doc.model, regime_versions(regime_doc)
    latest = versions[-1][1]
    regimes = [version for _, version in versions]
    names, cells = collect_names(regimes, society), build_cells(society.people)
    start = start or latest.start
    size = society.people.town_size
    n_towns = -(-persons // size)
    regions = allocate_towns(society.people, n_towns)
    zones, zone_of_region = build_zones(regimes, names.regions)
    if len(zones) > MAX_ZONES:
        raise RequestError(
            f"{regime_doc.where}, sensing.channels: channels make {len(zones)} different zones of regions; "
            f"at most {MAX_ZONES} are kept apart. Let more channels share their regions."
        )
    dates = [date or latest.start or start for date, _ in versions]
    change_months = tuple(months_between(start, date) if start and date else 0 for date in dates)
    tables = _build_rules_tables(regimes, change_months, names, cells, zones, society)
    town_starts = np.minimum(np.arange(n_towns + 1, dtype=np.int64) * size, persons)
    if template is None:
        residents = np.bincount(regions, np.diff(town_starts), len(names.regions))
        society_table, initial_population = cached_society(society_doc, cells, n_towns, residents)
    else:
        society_table, initial_population = template.society, template.initial_population
    return BuiltScenario(
        name=latest.name,
        persons=persons,
        n_towns=n_towns,
        seed=seed,
        scale=society.people.persons / persons,
        start=start,
        burn_in_months=society.burn_in_months,
        society=society_table,
        initial_population=initial_population,
        rules=np.concatenate(tables).view(np.recarray),
        town_starts=town_starts,
        regions=regions,
        zones=zone_of_region[regions],
        rollout_waves=tuple(
            _rollout_wave(r, month, names, regions) for r, month in zip(regimes, change_months, strict=True)
        ),
        change_months=change_months,
        exempt=-1 if exempt is None else exempt,
        extra_state=_extra_state([t[0] for t in tables], society.people.ageing is not None),
        labels=build_labels(names, regimes, society, cells.group_labels)
        | {"amended": tuple(map(str, change_months[1:]))},
        panel=panel,
        capacity=dossier_capacity(regimes),
    )

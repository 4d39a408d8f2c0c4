"""Where officials look: the attention of towns, from what was filed in them before."""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.array_types import F8s, I8s, Int, U4s
from underheaven.draws import DRAW_RANGE, draw
from underheaven.jit.decorators import jit_entry, jit_kernel
from underheaven.kernel.rules import Rules
from underheaven.kernel.structured_arrays import Records
from underheaven.kernel.table_layout import MAX_PRIORS


@jit_kernel
def attention_weight(exponent: float, records: float) -> float:
    """Return a number of records to the power of the exponent, with 0 to the power of 0 equal to 1."""
    if exponent == 0.0:
        return 1.0
    if records <= 0.0:
        return 0.0
    if exponent == 1.0:
        return records
    return math.exp(exponent * math.log(records))


@jit_entry
def set_attention(
    tables: Records[Rules],
    active: I8s,
    regions: I8s,
    past_records: I8s,
    key: U4s,
    month: Int,
    attention: F8s,
    visit_counts: I8s,
) -> None:
    """Set the relative attention that officials pay to each town.

    Where attention follows records, a town's share of its region is (past adverse records + prior)**exponent over the
    sum, scaled so that the regional mean is 1. With mode "visits", visits are drawn by these shares. Elsewhere it is 1.

    Towns of a region are neighbours in the numbering.

    Args:
        tables: Tables of rules; table 0 is no regime.
        active: Table of rules in force, int64 (town,).
        regions: Region, int64 (town,).
        past_records: Adverse records filed so far, int64 (town,).
        key: Key of all draws, uint32 (2,).
        month: Month of the run, from 0.
        attention: Attention, float64 (town,); set.
        visit_counts: Work array for visits, int64 (town,).

    Source:
        docs/stages/sensing.md, "Attention"; Ensign et al., "Runaway feedback loops in predictive policing", FAT* 2018.
    """
    first, n = 0, len(regions)
    while first < n:
        end = first
        while end < n and regions[end] == regions[first]:
            end += 1
        set_region_attention(
            tables,
            active[first:end],
            past_records[first:end],
            key,
            month,
            regions[first],
            attention[first:end],
            visit_counts[first:end],
        )
        first = end


@jit_kernel
def set_region_attention(
    tables: Records[Rules],
    active: I8s,
    past_records: I8s,
    key: U4s,
    month: Int,
    region: Int,
    attention: F8s,
    visit_counts: I8s,
) -> None:
    """Set the attention of the towns of one region; every array holds these towns only, see `set_attention`."""
    n = len(attention)
    total, n_following, table = 0.0, 0, np.int64(0)
    for town in range(n):
        attention[town] = 0.0
        rules = tables[active[town]]
        if rules.follows:
            prior = rules.prior[min(town, MAX_PRIORS - 1)]
            attention[town] = attention_weight(rules.exponent, past_records[town] + prior)
            total += attention[town]
            n_following += 1
            table = active[town]
    if total <= 0.0:  # no town has a record, so all weigh the same
        total = n_following * 1.0
        for town in range(n):
            attention[town] = 1.0 if tables[active[town]].follows else 0.0
    if n_following > 0 and tables[table].visits > 0:
        allocate_visits(key, month, region, tables[table].visits, attention, visit_counts, total)
        total = tables[table].visits * 1.0
    for town in range(n):
        attention[town] = attention[town] * n_following / total if tables[active[town]].follows else 1.0


@jit_kernel
def allocate_visits(
    key: U4s, month: Int, region: Int, visits: Int, attention: F8s, visit_counts: I8s, total: float
) -> None:
    """Replace each town's weight by its number of visits; ``total`` is the sum of the weights."""
    n = len(attention)
    visit_counts[:] = 0
    for visit_index in range(visits):
        rest = draw(key, region, month, draws.VISIT, visit_index) * (total / DRAW_RANGE)
        town = 0
        while rest >= attention[town] and town < n - 1:
            rest -= attention[town]
            town += 1
        visit_counts[town] += 1
    for town in range(n):
        attention[town] = visit_counts[town]

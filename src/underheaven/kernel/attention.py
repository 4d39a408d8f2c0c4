"""Where officials look: the attention of towns, from what was filed in them before."""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.array_types import F8s, I8s, Int, U4s
from underheaven.draws import DRAW_RANGE, draw
from underheaven.jit import jit_entry, jit_kernel
from underheaven.kernel.rules import Rules
from underheaven.kernel.structured_arrays import Records
from underheaven.kernel.table_layout import MAX_PRIORS


@jit_kernel
def attention_weight(exponent: float, records: float) -> float:
    """Return records to the power of an exponent; nought to the power of nought is one."""
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
    """Set every town's attention: mean 1 over those of its region under a regime that follows records, 1 elsewhere.

    active, regions, past: by town, the table of rules in force, the region, and adverse records filed so far.
    chosen: room to count visits in, int64 by town. Towns of a region stand together.
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
    """Set the attention of the towns of one region, of which alone the arrays are; see ``attend``."""
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
    if total <= 0.0:  # nobody knows of any record: all alike
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
    """Put the number of visits to each town in place of its weight; ``total`` is the sum of the weights."""
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

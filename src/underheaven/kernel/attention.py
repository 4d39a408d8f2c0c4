"""Where officials look: the attention of towns, from what was filed in them before."""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.arrays import F8s, I8s, Int, U4s
from underheaven.draws import ONE, draw
from underheaven.jit import entry, kernel
from underheaven.kernel.rules import Rules
from underheaven.kernel.table import Records
from underheaven.kernel.tables import PRIORS


@kernel
def weight_of(exponent: float, records: float) -> float:
    """Return records to the power of an exponent; nought to the power of nought is one."""
    if exponent == 0.0:
        return 1.0
    if records <= 0.0:
        return 0.0
    if exponent == 1.0:
        return records
    return math.exp(exponent * math.log(records))


@entry
def attend(
    tables: Records[Rules], active: I8s, regions: I8s, past: I8s, key: U4s, month: Int, attention: F8s, chosen: I8s
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
        attend_region(tables, active[first:end], past[first:end], key, month, regions[first], attention[first:end],
                      chosen[first:end])  # fmt: skip
        first = end


@kernel
def attend_region(
    tables: Records[Rules], active: I8s, past: I8s, key: U4s, month: Int, region: Int, attention: F8s, chosen: I8s
) -> None:
    """Set the attention of the towns of one region, of which alone the arrays are; see ``attend``."""
    n = len(attention)
    total, under, table = 0.0, 0, np.int64(0)
    for town in range(n):
        attention[town] = 0.0
        rules = tables[active[town]]
        if rules.follows:
            prior = rules.prior[min(town, PRIORS - 1)]
            attention[town] = weight_of(rules.exponent, past[town] + prior)
            total += attention[town]
            under += 1
            table = active[town]
    if total <= 0.0:  # nobody knows of any record: all alike
        total = under * 1.0
        for town in range(n):
            attention[town] = 1.0 if tables[active[town]].follows else 0.0
    if under > 0 and tables[table].visits > 0:
        visit(key, month, region, tables[table].visits, attention, chosen, total)
        total = tables[table].visits * 1.0
    for town in range(n):
        attention[town] = attention[town] * under / total if tables[active[town]].follows else 1.0


@kernel
def visit(key: U4s, month: Int, region: Int, visits: Int, attention: F8s, chosen: I8s, total: float) -> None:
    """Put the number of visits to each town in place of its weight; ``total`` is the sum of the weights."""
    n = len(attention)
    chosen[:] = 0
    for which in range(visits):
        rest = draw(key, region, month, draws.VISIT, which) * (total / ONE)
        town = 0
        while rest >= attention[town] and town < n - 1:
            rest -= attention[town]
            town += 1
        chosen[town] += 1
    for town in range(n):
        attention[town] = chosen[town]

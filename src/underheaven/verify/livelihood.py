"""Cases of livelihood: records, jobs and offences as a chain."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.verify.case import Figure, Values
from underheaven.verify.effort import Effort, current
from underheaven.verify.judge import simulated
from underheaven.verify.lives import live, persons_for, regime, society

UNSETTLED = 2e-3
OBSERVED = 60
LONGEST = 1000
PARTS = 8
"""Into which the replicates are dealt, each lived with a seed of its own, so that a panel of everybody stays small."""


def record_job_chain(values: Values) -> Figure:
    """Holds the share listed in the long run against the chain of jobs, offences and records."""
    shares, _ = chain(values)
    counts = lived(tuple(sorted(values.items())), current())
    return simulated(float(shares[:, 1].sum()), counts[:, :, 1].sum(axis=1), counts.sum(axis=(1, 2)))


def record_job_work(values: Values) -> Figure:
    """Holds the share employed, of those listed or of those not, against the same chain at the end of a month."""
    listed = int(values["standing"] == "listed")
    rates = {name: value for name, value in values.items() if name != "standing"}
    shares, _ = chain(rates)
    find = rates["find_listed"] if listed else rates["find_unlisted"]
    idle, employed = shares[:, listed]
    expected = (employed * (1 - rates["loss"]) + idle * find) / (employed + idle)
    counts = lived(tuple(sorted(rates.items())), current())[:, :, listed]
    return simulated(float(expected), counts[:, 1], counts.sum(axis=1))


@lru_cache(maxsize=1)
def lived(settings: tuple[tuple[str, float], ...], effort: Effort) -> Any:
    """Gives person-months once settled, int64 (replicate, employed, listed); effort: the current one.

    Work is that at the end of a month, the list that of the month's standing.
    """
    values = dict(settings)
    _, before = chain(values)
    low, high = values["offend_employed"], values["offend_unemployed"]
    people = society(
        "workers", loss=values["loss"], find=values["find_unlisted"],
        opportunities_per_year=12 * low, when_unemployed=high / low,
    )  # fmt: skip
    strength = 1 - values["find_listed"] / values["find_unlisted"]
    world, months = regime("record-and-work", strength=strength, delist=values["delist"]), before + OBSERVED
    persons = persons_for(months, times=1.5)
    counts = []
    for part in range(min(PARTS, effort.replicates)):
        replicates = effort.replicates // PARTS + (part < effort.replicates % PARTS)
        data = live(
            [world], people, persons, months, panel=persons, seed=effort.seed + part, replicates=replicates
        )  # fmt: skip
        data = data.isel(world=0, month=slice(before, None))
        employed, listed = data["panel_employed"].values == 1, data["panel_blacklisted"].values == 1
        cells = [[~employed & ~listed, ~employed & listed], [employed & ~listed, employed & listed]]
        counts.append(np.moveaxis(np.sum(cells, axis=(3, 4)), 2, 0))
    return np.concatenate(counts)


def chain(values: Values) -> tuple[Any, int]:
    """Gives the long-run shares [employed, listed] when stocks are observed, and the months until they are near.

    Order of a month: offence by last month's work, record, standing, work by this standing, removal. Removed or
    not, who stood listed is not filed against in the next month.
    Source: Pager 2003, for the ratio of the chances of finding work.
    """
    if values["find_listed"] > values["find_unlisted"]:
        raise RequestError("record-job-chain: find_listed is above find_unlisted. Exchange the two.")
    step = np.zeros((2, 2, 2, 2))
    for listed in (0, 1):
        find = values["find_listed"] if listed else values["find_unlisted"]
        for employed in (0, 1):
            works = 1 - values["loss"] if employed else find
            for then in (0, 1):
                offends = values["offend_employed"] if then else values["offend_unemployed"]
                stands = 1 - values["delist"] if listed else offends
                reach = works if then else 1 - works
                step[employed, listed, then] = reach * (1 - stands), reach * stands
    matrix = step.reshape(4, 4)
    spread, vectors = np.linalg.eig(matrix.T)
    rest = np.real(vectors[:, np.argmax(np.real(spread))])
    second = float(np.sort(np.abs(spread))[-2])
    before = math.ceil(math.log(UNSETTLED) / math.log(second)) if UNSETTLED < second < 1 else 1
    if second > 1 - 1e-9:
        raise RequestError(
            "record-job-chain: at these values it swings for ever and comes to no rest. Write a lower loss, or lower "
            "chances of finding work."
        )
    if before > LONGEST:
        raise RequestError(
            f"record-job-chain: at these values it settles only after {before:,} months. Write higher hazards."
        )
    return (rest / rest.sum()).reshape(2, 2), before

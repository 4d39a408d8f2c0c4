"""Cases of livelihood: records, jobs and offences as a chain."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.verify.case import Figure, Values
from underheaven.verify.judge import simulated
from underheaven.verify.lives import live, persons_for, regime, society

UNSETTLED = 1e-4
OBSERVED = 60
LONGEST = 1000


def record_job_chain(values: Values) -> Figure:
    """Holds the share listed in the long run against the chain of jobs, offences and records."""
    shares, before = chain(values)
    data = _lived(values, before).isel(world=0)
    persons = data["persons"].isel(month=slice(before, None)).sum(["month", "group"]).values
    listed = data["listed"].isel(month=slice(before, None)).sum(["month", "list", "group"]).values
    return simulated(float(shares[0, 1] + shares[1, 1]), listed, persons)


def record_job_work(values: Values) -> Figure:
    """Holds the share employed among the listed, as jobs denied reveal it, against the same chain.

    A listed person without work misses a job with chance find_unlisted - find_listed a month, so jobs denied over
    that chance count the listed who sought work.
    """
    shares, before = chain(values)
    find = values["find_unlisted"] - values["find_listed"]
    if find == 0:
        raise RequestError("record-job-work: the list closes no job at these values. Write find_listed below.")
    data = _lived(values, before).isel(world=0, month=slice(before, None))
    listed = data["listed"].sum(["month", "list", "group"]).values
    sought = data["jobs_denied"].sum(["month", "group"]).values / find
    expected = shares[0, 1] / (shares[0, 1] + shares[1, 1])
    return simulated(float(expected), sought, listed)


def _lived(values: Values, before: int) -> Any:
    low, high = values["offend_employed"], values["offend_unemployed"]
    people = society(
        "workers", loss=values["loss"], find=values["find_unlisted"],
        opportunities_per_year=12 * low, when_unemployed=high / low,
    )  # fmt: skip
    strength = 1 - values["find_listed"] / values["find_unlisted"]
    world = regime("record-and-work", strength=strength, delist=values["delist"])
    return live([world], people, persons_for(before + OBSERVED, budget=24_000_000), before + OBSERVED)


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
    if before > LONGEST:
        raise RequestError(
            f"record-job-chain: at these values it settles only after {before:,} months. Write higher hazards."
        )
    return (rest / rest.sum()).reshape(2, 2), before

"""Cases of livelihood: records, jobs and offences as a chain."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.verify.case_simulation import load_regime, load_society, persons_for, simulate
from underheaven.verify.case_types import Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.effort import current_effort

if TYPE_CHECKING:
    import xarray as xr

SETTLING_TOLERANCE = 2e-3
OBSERVED_MONTHS = 780
MAX_SETTLING_MONTHS = 400
REPLICATES_PER_BATCH, SEED_DISTANCE = 4, 1_000_003
"""Replicates whose panel of everybody is held at once, and the distance of their seeds, so that no runs share any."""


def expected_listed_share(values: Values) -> float:
    """Return the share listed in the long run by the chain of jobs, offences and records."""
    shares, _ = job_record_chain(values)
    return float(shares[:, 1].sum())


def count_listed(values: Values) -> Counts:
    """Count person-months on the list once settled, and all of them."""
    data, persons, warm_up = simulate_workers(values, {})
    listed = data["listed"].isel(month=slice(warm_up, None)).sum(["list", "group", "month"]).values
    return Counts(listed, [persons * OBSERVED_MONTHS] * len(listed))


def expected_employed_share(values: Values) -> float:
    """Return the share employed, of those listed or of those not, by the same chain at the end of a month."""
    listed = int(values["standing"] == "listed")
    shares, _ = job_record_chain(values)
    find = values["find_listed"] if listed else values["find_unlisted"]
    idle, employed = shares[:, listed]
    return float((employed * (1 - values["loss"]) + idle * find) / (employed + idle))


def count_employed(values: Values) -> Counts:
    """Count person-months with a job, of those listed or of those not, and all of these once settled.

    Work is that at the end of a month, the list that of the month's standing; both are only in the panel, which holds
    everybody. So replicates are simulated in batches, each with a seed of its own.
    """
    effort, counts = current_effort(), []
    on_list = int(values["standing"] == "listed")
    for first in range(0, effort.replicates, REPLICATES_PER_BATCH):
        lot = min(REPLICATES_PER_BATCH, effort.replicates - first)
        seed = (effort.seed + first * SEED_DISTANCE) % 2**32
        data, _, warm_up = simulate_workers(values, {"seed": seed, "replicates": lot}, panel=True)
        seen = data.isel(month=slice(warm_up, None))
        standing = seen["panel_blacklisted"].values == on_list
        employed = standing & (seen["panel_employed"].values == 1)
        counts.append([employed.sum(axis=(1, 2)), standing.sum(axis=(1, 2))])
    parts, wholes = np.concatenate(counts, axis=1)
    return Counts(parts, wholes)


def expected_unemployed_share(values: Values) -> float:
    """Return the share without a job at the start of a month, of those whom its standing lists, by the same chain."""
    idle, employed = job_record_chain(values)[0][:, 1]
    return float(idle / (idle + employed))


def count_unemployed_listed(values: Values) -> Counts:
    """Count person-months on the list that begin without a job, and all on the list, once settled.

    Each month of search for a job costs a listed person what the list closes of its worth, and nothing else costs
    anything: the loss says in how many months the listed were without a job.
    """
    if values["find_listed"] > 0.999 * values["find_unlisted"]:
        raise RequestError(
            "record-job-idle: find_listed is not below find_unlisted, so the list costs no search. Write a lower one."
        )
    data, _, warm_up = simulate_workers(values, {})
    data = data.isel(month=slice(warm_up, None))
    lost = data["detriment"].sel(effect="work").sum(["cause", "origin", "month"]).values
    listed = data["listed"].sum(["list", "group", "month"]).values
    return Counts(lost / round(1e6 * (1 - values["find_listed"] / values["find_unlisted"])), listed)


def simulate_workers(values: Values, numbers: dict[str, int], panel: bool = False) -> tuple[xr.Dataset, int, int]:
    """Return a run of the chain, its persons, and the month from which it is settled.

    numbers: seed and replicates, where they are not those of the effort. panel: whether everybody is in it.
    """
    _, warm_up = job_record_chain(values)
    low, high = values["offend_employed"], values["offend_unemployed"]
    society = load_society(
        "workers",
        loss=values["loss"],
        find=values["find_unlisted"],
        opportunities_per_year=12 * low,
        when_unemployed=high / low,
    )
    strength = 1 - values["find_listed"] / values["find_unlisted"]
    regime, months = (
        load_regime("record-and-work", strength=strength, delist=values["delist"]),
        warm_up + OBSERVED_MONTHS,
    )
    persons = persons_for(months)
    data = simulate([regime], society, persons, months, panel=persons if panel else 0, **numbers)
    return data.isel(scenario=0), persons, warm_up


def job_record_chain(values: Values) -> tuple[Any, int]:
    """Return the long-run shares [employed, listed] when stocks are observed, and the months until they are near.

    Order of a month: offence by last month's work, record, standing, work by this standing, removal. Removed or
    not, a person who was listed gets no record in the next month.

    Source:
        Pager 2003, for the ratio of the chances of finding work.
    """
    if values["find_listed"] > values["find_unlisted"]:
        raise RequestError("find_listed is above find_unlisted. Exchange the two.")
    step = np.zeros((2, 2, 2, 2))
    for listed in (0, 1):
        find = values["find_listed"] if listed else values["find_unlisted"]
        for employed in (0, 1):
            works = 1 - values["loss"] if employed else find
            for then in (0, 1):
                offends = values["offend_employed"] if then else values["offend_unemployed"]
                on_list = 1 - values["delist"] if listed else offends
                reach = works if then else 1 - works
                step[employed, listed, then] = reach * (1 - on_list), reach * on_list
    matrix = step.reshape(4, 4)
    spread, vectors = np.linalg.eig(matrix.T)
    stationary = np.real(vectors[:, np.argmax(np.real(spread))])
    second = float(np.sort(np.abs(spread))[-2])
    warm_up = math.ceil(math.log(SETTLING_TOLERANCE) / math.log(second)) if SETTLING_TOLERANCE < second < 1 else 1
    if second > 1 - 1e-9:
        raise RequestError(
            "At these values the chain of jobs and records swings for ever and comes to no rest. Write a lower loss, "
            "or lower chances of finding work."
        )
    if warm_up > MAX_SETTLING_MONTHS:
        raise RequestError(
            f"At these values the chain of jobs and records settles only after {warm_up:,} months. "
            "Write higher hazards."
        )
    return (stationary / stationary.sum()).reshape(2, 2), warm_up


JOB_PARAMETERS = (
    P("find_listed", 0.17),
    P("find_unlisted", 0.34, 0.05),
    P("loss", 0.02, 0.001),
    P("offend_employed", 0.001, 1e-4, 0.1),
    P("offend_unemployed", 0.004, 1e-4, 0.1),
    P("delist", 1 / 36, 0.005),
)
FAST_TURNOVER = {"loss": 0.1, "offend_employed": 0.01, "offend_unemployed": 0.04, "delist": 0.1}
FAST_JOB_PARAMETERS = tuple(replace(p, default=FAST_TURNOVER.get(p.name, p.default)) for p in JOB_PARAMETERS)
"""The same numbers with more frequent job losses and listings, so that a run has many of both."""
SEVERE_SETTINGS = {
    "find_listed": 0.05,
    "find_unlisted": 0.5,
    "loss": 0.1,
    "offend_employed": 0.01,
    "offend_unemployed": 0.1,
    "delist": 0.2,
}
CASES = (
    Case(
        "record-job-chain",
        "closed form; Pager 2003 for the ratio",
        ClosedForm(expected_listed_share, count_listed),
        JOB_PARAMETERS,
        fault_parameter="delist",
        shows="the share listed in the long run when a record costs jobs and lost jobs cost records",
        points=(SEVERE_SETTINGS,),
    ),
    Case(
        "record-job-idle",
        "closed form; Pager 2003 for the ratio",
        ClosedForm(expected_unemployed_share, count_unemployed_listed),
        FAST_JOB_PARAMETERS,
        fault_parameter="find_listed",
        shows="the share without a job when a month begins, of those listed in it, in the same chain",
        points=(SEVERE_SETTINGS,),
    ),
    Case(
        "record-job-work",
        "closed form; Pager 2003 for the ratio",
        ClosedForm(expected_employed_share, count_employed, cost_factor=2),
        (*JOB_PARAMETERS, P("standing", "listed", words=("listed", "clean"))),
        fault_parameter="find_listed",
        shows="the share at work of those listed, or of those not, in the same chain",
        points=({"standing": "clean"}, SEVERE_SETTINGS),
    ),
)

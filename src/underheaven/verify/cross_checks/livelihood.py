"""Cross-checks of jobs, offences and records: chains taken apart."""

from __future__ import annotations

import numpy as np

from underheaven.verify.case_types import Values
from underheaven.verify.cases.independence import MONTHS
from underheaven.verify.cross_checks.markov_chains import Matrix, stationary_distribution


def _job_chain(values: Values) -> tuple[Matrix, Matrix]:
    """Return stationary shares [works, listed] at standing, and the step of work; states 2 * works + listed.

    A month has three separate steps: work, removal (a third standing: gone, but without a new record in the next
    month), offence.
    """
    find = (values["find_unlisted"], values["find_listed"])
    offends = (values["offend_unemployed"], values["offend_employed"])
    work, remove, offend = np.zeros((4, 4)), np.zeros((4, 6)), np.zeros((6, 4))
    for works in (0, 1):
        for listed in (0, 1):
            found = 1 - values["loss"] if works else find[listed]
            work[2 * works + listed, 2 + listed], work[2 * works + listed, listed] = found, 1 - found
        remove[2 * works, 3 * works] = 1
        remove[2 * works + 1, 3 * works + 1], remove[2 * works + 1, 3 * works + 2] = (
            1 - values["delist"],
            values["delist"],
        )
        offend[3 * works, 2 * works + 1], offend[3 * works, 2 * works] = offends[works], 1 - offends[works]
        offend[3 * works + 1, 2 * works + 1] = offend[3 * works + 2, 2 * works] = 1
    return stationary_distribution(work @ remove @ offend), work


def derive_record_job_chain(values: Values) -> float:
    """Return the share listed, from a month taken apart into work, removal and offence."""
    shares, _ = _job_chain(values)
    return float(shares[1] + shares[3])


def derive_record_job_work(values: Values) -> float:
    """Return the share employed after the step of work, of those listed or of those not."""
    shares, work = _job_chain(values)
    after, listed = shares @ work, int(values["standing"] == "listed")
    return float(after[2 + listed] / (after[2 + listed] + after[listed]))


def derive_record_job_idle(values: Values) -> float:
    """Return the share of the listed who are out of work at standing."""
    shares, _ = _job_chain(values)
    return float(shares[1] / (shares[1] + shares[3]))


def derive_burn_in(values: Values) -> float:
    """Return the power of the chain of work over the months that count; of acts, the mean of a coin."""
    if values["of"] == "acts":
        from scipy.stats import bernoulli

        return float(bernoulli.mean(values["p"]))
    loss, find = values["loss"], values["find"]
    step = np.array([[1 - loss, loss], [find, 1 - find]])
    return float(np.linalg.matrix_power(step, values["before"] + MONTHS)[0, 1])


CROSS_CHECKS = {
    "record-job-chain": derive_record_job_chain,
    "record-job-work": derive_record_job_work,
    "record-job-idle": derive_record_job_idle,
    "burn-in": derive_burn_in,
}

"""The economy at rest: the stationary state of livelihood without a regime, solved and not simulated.

A society that starts elsewhere drifts for decades, because debts last for years, and the length of its burn-in would
determine the backlog when a regime begins. `scenario.stationary_solvers` solves the state row by row. Lenders are part
of the solution: they accept with the probability that a year's loan counts imply.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from underheaven.scenario.livelihood_chain import CLEAR, N_STAGES, OWES, LivelihoodChain
from underheaven.scenario.stationary_solvers import AgeingSolver, IndependentSolver, stationary_row_shares

MEMORY_MONTHS = 12
MAX_MONTHS = 2400


@dataclass(frozen=True)
class LendingRule:
    """What determines whether lenders accept a request.

    Attributes:
        gain: the lender's gain on a loan repaid, as a share of the loan.
        loss: the loss on a loan not repaid, as a share of the loan.
        repaid: initial count of loans repaid.
        defaulted: initial count of loans defaulted.
        exploration: share of refused requests granted all the same, 0 to 1.
        persons: adults in each region, (region,).
    """

    gain: float
    loss: float
    repaid: float
    defaulted: float
    exploration: float
    persons: Any

    def loans_granted_share(self, repaid: float, defaulted: float) -> float:
        """Return the share of requests granted, given monthly loans repaid and defaulted per adult.

        A region's counts over a year are approximated by a normal distribution around their means.
        """
        r, d = MEMORY_MONTHS * repaid * self.persons, MEMORY_MONTHS * defaulted * self.persons
        threshold = self.loss * self.defaulted - self.gain * self.repaid
        mean, sd = self.gain * r - self.loss * d, np.sqrt(self.gain**2 * r + self.loss**2 * d)
        accepts = np.where(
            sd > 0,
            [_normal_cdf((m - threshold) / s if s > 0 else 0.0) for m, s in zip(mean, sd, strict=True)],
            mean >= threshold,
        )
        accepted = float(np.dot(accepts, self.persons) / max(np.sum(self.persons), 1e-300))
        return accepted + (1 - accepted) * self.exploration


def _normal_cdf(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


@dataclass(frozen=True)
class SteadyState:
    """A stationary state without a regime.

    Attributes:
        chain: the chain that it solves.
        state: (row, stage, position); each row sums to 1.
        weight: share of each row among adults, (row,).
    """

    chain: LivelihoodChain
    state: Any
    weight: Any

    @property
    def granted(self) -> float:
        """Share of loan requests granted."""
        return self.chain.granted

    @property
    def solvency(self) -> Any:
        """Share of adults in each stage; (stage,)."""
        return self.weight @ self.state.sum(axis=2)

    @property
    def backlog(self) -> float:
        """Share of adults who owe under an unpaid judgment, without judgments in error."""
        return float(self.solvency[OWES : OWES + 2].sum())

    @property
    def unwilling(self) -> float:
        """Share of the backlog who chose default; 0 where nobody owes."""
        return float(self.solvency[OWES + 1] / self.backlog) if self.backlog > 0 else 0.0

    @property
    def unemployed(self) -> float:
        """Share of the workforce without a job."""
        half, worker = self.chain.n_positions // 2, self.weight * self.chain.rows.worker
        out = worker @ self.state[:, :, half:].sum(axis=(1, 2))
        return float(out / worker.sum()) if worker.sum() > 0 else 0.0

    @property
    def loan_flows(self) -> tuple[float, float]:
        """Loans repaid and loans defaulted, per adult and month."""
        repaid, defaulted = self.chain.loan_flows(self.state)
        return float(self.weight @ repaid), float(self.weight @ defaulted)

    def half_life(self) -> float:
        """Return the half-life of a deviation from the backlog at rest.

        The deviation has the composition of the backlog at rest. Its debtors come from clear persons, who borrow again
        meanwhile. Rows that differ only in their need of loans are merged.

        Returns:
            Months; infinity where nobody owes at rest.
        """
        chain, (kinds, kind) = self.chain, self.chain.rate_kinds
        owes = self.weight[:, None, None] * self.state[:, OWES : OWES + 2]
        gap, requests = np.zeros((len(kinds), N_STAGES, chain.n_positions)), np.zeros(len(kinds))
        np.add.at(gap[:, OWES : OWES + 2], kind, owes)
        np.add.at(requests, kind, chain.loan_chance * owes.sum(axis=(1, 2)))
        debtors = gap.sum(axis=(1, 2))
        request = np.divide(requests, debtors, out=np.zeros_like(requests), where=debtors > 0)
        gap[:, CLEAR] = -gap[:, OWES : OWES + 2].sum(axis=1)
        survival = 1 - kinds[:, 5, None, None]
        first = last = float(debtors.sum())
        for month in range(1, MAX_MONTHS + 1):
            if first <= 0:
                break
            gap = survival * chain.advance_kinds(gap, np.arange(len(kinds)), request)
            now = float(gap[:, OWES : OWES + 2].sum())
            if now <= first / 2:
                return month - 1 + (last - first / 2) / (last - now)
            last = now
        return math.inf


def solve_steady_state(
    chain: LivelihoodChain, lending: LendingRule, adults: Any, ageing: Any = None, arrivals: Any = None
) -> SteadyState:
    """Return the stationary state of a society without a regime.

    Args:
        chain: the monthly chain with all requests granted.
        lending: the lenders' rule.
        adults: 1 for cells with a livelihood, (cell,).
        ageing: monthly probability of moving between cells, (cell, cell), with a zero diagonal; None without ageing.
            People leave or join the workforce as the two participation rates imply, a minor comes of age as a newcomer,
            and the shares of cells are then stationary.
        arrivals: share of newcomers by cell, (cell,); None means the share of persons.
    """
    row_arrivals = chain.rows.weight if arrivals is None else _arrivals_by_row(chain, np.asarray(arrivals, float))
    weights = _adult_row_weights(chain, adults, ageing, row_arrivals)
    solver = IndependentSolver(chain) if ageing is None else AgeingSolver(chain, adults, ageing, row_arrivals)

    def state_at(granted: float) -> SteadyState:
        chain_at = chain.with_granted(granted)
        return SteadyState(chain_at, solver.solve(chain_at), weights)

    unconstrained = state_at(1.0)
    if lending.loans_granted_share(*unconstrained.loan_flows) > 0.999:
        return unconstrained
    # The more requests are granted, the more persons are in debt and request nothing: the ratio of granted share to
    # loans is nearly linear in the share. A quadratic through three states gives the loans at any share, and bisection
    # finds the share that lenders would grant.
    min_granted = max(lending.exploration, 1e-3)
    shares = np.array([min_granted, (1 + min_granted) / 3, 1.0])
    flows = np.array([*(state_at(share).loan_flows for share in shares[:-1]), unconstrained.loan_flows])
    curves = [np.polyfit(shares, shares / np.maximum(flow, 1e-300), 2) for flow in flows.T]
    low, high = min_granted, 1.0
    for _ in range(50):
        middle = math.sqrt(low * high)
        repaid, defaulted = (middle / float(np.polyval(curve, middle)) for curve in curves)
        low, high = (middle, high) if lending.loans_granted_share(repaid, defaulted) > middle else (low, middle)
    return state_at(max(math.sqrt(low * high), lending.exploration))


def _arrivals_by_row(chain: LivelihoodChain, arrivals: Any) -> Any:
    """Return the share of newcomers by row, distributed within a cell as its persons are; (row,)."""
    rows = chain.rows
    cell_weights = np.bincount(rows.cell, rows.weight, len(arrivals))
    return rows.weight * (arrivals / np.maximum(cell_weights, 1e-300))[rows.cell]


def _adult_row_weights(chain: LivelihoodChain, adults: Any, ageing: Any, row_arrivals: Any) -> Any:
    """Return the share of each row among adults."""
    rows = chain.rows
    weight = rows.weight if ageing is None else stationary_row_shares(chain, ageing, row_arrivals)
    weight = weight * np.asarray(adults, float)[rows.cell]
    return weight / max(weight.sum(), 1e-300)

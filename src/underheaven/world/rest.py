"""The economy at rest: the stationary state of livelihood without a regime, solved and not lived.

A society that starts elsewhere drifts for decades, because debts last for years: the length of its burn-in would set
how many owe when a regime begins. `world.stationary` solves the state row by row. Lenders are solved with it: they
accept with the chance that a year's counts of loans let them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from underheaven.world.chain import CLEAR, N_STAGES, OWES, Chain
from underheaven.world.stationary import Ageing, Still, shares_of_rows

MEMORY_MONTHS = 12
LONGEST = 2400


@dataclass(frozen=True)
class Lending:
    """What decides whether lenders accept: gain, loss, first counts, exploration, and grown persons by region."""

    gain: float
    loss: float
    repaid: float
    defaulted: float
    exploration: float
    persons: Any

    def granted(self, repaid: float, defaulted: float) -> float:
        """Return the share of requests granted where so many loans a grown person and month end in either way.

        A region's counts of a year are taken as normal around their means.
        """
        r, d = MEMORY_MONTHS * repaid * self.persons, MEMORY_MONTHS * defaulted * self.persons
        least = self.loss * self.defaulted - self.gain * self.repaid
        mean, sd = self.gain * r - self.loss * d, np.sqrt(self.gain**2 * r + self.loss**2 * d)
        accepts = np.where(sd > 0, [_normal((m - least) / s if s > 0 else 0.0) for m, s in zip(mean, sd, strict=True)],
                           mean >= least)  # fmt: skip
        accepted = float(np.dot(accepts, self.persons) / max(np.sum(self.persons), 1e-300))
        return accepted + (1 - accepted) * self.exploration


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


@dataclass(frozen=True)
class Rest:
    """A stationary state. state: (row, stage, position), each row sums to 1. weight: of rows among grown persons."""

    chain: Chain
    state: Any
    weight: Any

    @property
    def granted(self) -> float:
        """Share of loan requests granted."""
        return self.chain.granted

    @property
    def solvency(self) -> Any:
        """Share of grown persons in each stage; (stage)."""
        return self.weight @ self.state.sum(axis=2)

    @property
    def backlog(self) -> float:
        """Share of grown persons who owe under a judgment that is unpaid, those judged in error left out."""
        return float(self.solvency[OWES : OWES + 2].sum())

    @property
    def unwilling(self) -> float:
        """Share of them who once chose default; 0 where nobody owes."""
        return float(self.solvency[OWES + 1] / self.backlog) if self.backlog > 0 else 0.0

    @property
    def unemployed(self) -> float:
        """Share of the workforce without a job."""
        half, worker = self.chain.positions // 2, self.weight * self.chain.rows.worker
        out = worker @ self.state[:, :, half:].sum(axis=(1, 2))
        return float(out / worker.sum()) if worker.sum() > 0 else 0.0

    @property
    def loans(self) -> tuple[float, float]:
        """Loans repaid and loans fallen behind a grown person and month."""
        repaid, defaulted = self.chain.loans(self.state)
        return float(self.weight @ repaid), float(self.weight @ defaulted)

    def half_life(self) -> float:
        """Return months until half of any gap to the backlog at rest is gone; inf where nobody owes at rest.

        The gap has the make-up of the backlog at rest; its debtors come from the clear, who borrow anew meanwhile. Rows
        that differ in their need of loans alone are taken together.
        """
        chain, (found, kind) = self.chain, self.chain.kinds
        owes = self.weight[:, None, None] * self.state[:, OWES : OWES + 2]
        gap, asked = np.zeros((len(found), N_STAGES, chain.positions)), np.zeros(len(found))
        np.add.at(gap[:, OWES : OWES + 2], kind, owes)
        np.add.at(asked, kind, chain.request * owes.sum(axis=(1, 2)))
        debtors = gap.sum(axis=(1, 2))
        request = np.divide(asked, debtors, out=np.zeros_like(asked), where=debtors > 0)
        gap[:, CLEAR] = -gap[:, OWES : OWES + 2].sum(axis=1)
        lives_on = 1 - found[:, 5, None, None]
        first = last = float(debtors.sum())
        for month in range(1, LONGEST + 1):
            if first <= 0:
                break
            gap = lives_on * chain.step_of_kinds(gap, np.arange(len(found)), request)
            now = float(gap[:, OWES : OWES + 2].sum())
            if now <= first / 2:
                return month - 1 + (last - first / 2) / (last - now)
            last = now
        return math.inf


def at_rest(chain: Chain, lending: Lending, grown: Any, ageing: Any = None, arrivals: Any = None) -> Rest:
    """Return the stationary state of a society without a regime.

    grown: 1 for cells with a livelihood. ageing: chance a month to go from cell to cell, (cell, cell) with zeros on its
    diagonal, or None; who leaves the workforce or joins it on the way does so as the two participation rates say, a
    minor comes of age as a newcomer, and the shares of cells are then those at which they stay. arrivals: share of
    newcomers who arrive in each cell; None is the share of persons in it.
    """
    born = chain.rows.weight if arrivals is None else _arriving(chain, np.asarray(arrivals, float))
    weigh = _weights(chain, grown, ageing, born)
    solver = Still(chain) if ageing is None else Ageing(chain, grown, ageing, born)

    def rest(granted: float) -> Rest:
        at = chain.at(granted)
        return Rest(at, solver.state(at), weigh)

    found = rest(1.0)
    if lending.granted(*found.loans) > 0.999:
        return found
    # The more is granted, the more are in debt and do not ask: requests over loans are nearly linear in what is
    # granted, so three states give loans at any share, and the share that lenders would grant is found by bisection.
    least = max(lending.exploration, 1e-3)
    shares = np.array([least, (1 + least) / 3, 1.0])
    flows = np.array([*(rest(share).loans for share in shares[:-1]), found.loans])
    curves = [np.polyfit(shares, shares / np.maximum(flow, 1e-300), 2) for flow in flows.T]
    low, high = least, 1.0
    for _ in range(50):
        middle = math.sqrt(low * high)
        repaid, defaulted = (middle / float(np.polyval(curve, middle)) for curve in curves)
        low, high = (middle, high) if lending.granted(repaid, defaulted) > middle else (low, middle)
    return rest(max(math.sqrt(low * high), lending.exploration))


def _arriving(chain: Chain, arrivals: Any) -> Any:
    """Return the share of newcomers who arrive in each row; those of a cell are as its people are; (row)."""
    rows = chain.rows
    people = np.bincount(rows.cell, rows.weight, len(arrivals))
    return rows.weight * (arrivals / np.maximum(people, 1e-300))[rows.cell]


def _weights(chain: Chain, grown: Any, ageing: Any, born: Any) -> Any:
    """Return the share of each row among grown persons."""
    rows = chain.rows
    weight = rows.weight if ageing is None else shares_of_rows(chain, ageing, born)
    weight = weight * np.asarray(grown, float)[rows.cell]
    return weight / max(weight.sum(), 1e-300)

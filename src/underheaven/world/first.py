"""The first generation of a society, as tables of draws: the economy at rest, and the backlog that is stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from underheaven.draws import ONE
from underheaven.errors import RequestError
from underheaven.kernel.table import Opened
from underheaven.kernel.tables import FIRST_STAGES, SAVINGS_QUANTILES, First
from underheaven.spec.document import Document
from underheaven.spec.livelihood import Courts
from underheaven.spec.society import Society
from underheaven.world.ageing import ages_of
from underheaven.world.cells import Cells, cells_of
from underheaven.world.chain import CLEAR, OWES, PENDING, chain_of
from underheaven.world.people import people_table
from underheaven.world.places import deal_towns
from underheaven.world.rest import MEMORY_MONTHS, Lending, Rest, at_rest

KINDS = 3
"""Kinds of means: a job or a living outside the workforce, savings alone, neither."""


@dataclass(frozen=True)
class Start:
    """How a society starts. first: tables of draws.

    loans_before: loans repaid and fallen behind in each month of the year before, (month, region, 2).
    """

    first: First
    loans_before: Any

    @property
    def states_backlog(self) -> bool:
        """Whether persons come to owe, or to have paid, when the first month observed begins."""
        return bool(self.first.paid.any() or self.first.debts.any())


def rest_of(society: Society, t: Any, cells: Cells, persons: Any) -> Rest:
    """Return the economy at rest.

    t: the table of people, opened. persons: how many live in each region.
    """
    credit = society.livelihood.credit
    lending = Lending(credit.gain, credit.loss, credit.pseudo_repaid, credit.pseudo_defaulted, credit.exploration,
                      np.asarray(persons, float) * _grown_share(t, cells))  # fmt: skip
    chain, grown = chain_of(t, cells.shares), 1 - t.minor[: len(cells.shares)]
    if society.people.ageing is None:
        return at_rest(chain, lending, grown)
    ages = ages_of(society.people, cells)
    return at_rest(chain, lending, grown, ages.moves, np.outer(cells.household_shares, ages.arrival_shares).ravel())


def rest_of_document(document: Document[Society], persons: int = 200_000) -> Rest:
    """Return the economy at rest of a society of so many synthetic persons."""
    society = document.model
    cells, size = cells_of(society.people), society.people.town_size
    towns = deal_towns(society.people, -(-persons // size))
    table = Opened(people_table(society, cells, persons, len(towns)))
    return rest_of(society, table, cells, np.bincount(towns) * size)


def _grown_share(t: Any, cells: Cells) -> float:
    grown = 1 - t.minor[: len(cells.shares)]
    return float(np.dot(cells.shares, grown) / np.sum(cells.shares))


def start_of(society: Society, t: Any, cells: Cells, persons: Any, where: str) -> Start:
    """Return how a society starts.

    persons: how many live in each region. where: what to call the document.
    Raises RequestError where more are to owe than are clear.
    """
    rest = rest_of(society, t, cells, persons)
    at_start = society.livelihood.start == "at rest"
    state = rest.state if at_start else rest.chain.newcomers
    grown = np.asarray(persons, float) * _grown_share(t, cells)
    monthly = np.outer(grown, rest.loans if at_start else (0.0, 0.0))
    counted = np.floor(np.arange(MEMORY_MONTHS + 1)[:, None, None] * monthly + 0.5).astype(np.int64)
    paid, owe = _backlog(rest, state, society.livelihood.courts, at_start, where)
    shape = (len(cells.shares), 2, 2)
    savings = _savings(rest, state)
    if not at_start:
        savings[:] = int(t.savings_at_start)
    first = First(
        state=_thresholds(_by_means(rest, state)).reshape(*shape, -1),
        savings=savings.reshape(*shape, FIRST_STAGES, 2, SAVINGS_QUANTILES),
        paid=np.floor(paid * ONE + 0.5).astype(np.int64),
        debts=_debts(rest, state, owe).reshape(*shape, -1),
    )
    return Start(first, np.diff(counted, axis=0))


def _by_means(rest: Rest, state: Any) -> Any:
    """Return chances of each kind of means and stage; (row, kind of means x stage)."""
    g = rest.chain.positions // 2
    with_job, without = state[:, :, :g].sum(axis=2), state[:, :, g:].sum(axis=2)
    bare = state[:, :, g]
    return np.concatenate([with_job, without - bare, bare], axis=1)


def _thresholds(chances: Any) -> Any:
    """Return cumulative chances as thresholds of draws; the last is 2**32."""
    cumulative = np.cumsum(np.maximum(chances, 0), axis=1)
    cumulative /= cumulative[:, -1:]
    fixed = np.floor(cumulative * ONE + 0.5).astype(np.int64)
    fixed[:, -1] = ONE
    return fixed


def _savings(rest: Rest, state: Any) -> Any:
    """Return quantiles of savings by stage, with a job and without; (row, stage, 2, quantile), uint16.

    Where nobody is in a stage with such means they are those of the clear.
    """
    g, levels = rest.chain.positions // 2, np.round(rest.chain.levels).astype(np.uint16)
    rows = len(state)
    parts = state.reshape(rows, FIRST_STAGES, 2, g).copy()
    parts[:, :, 1, 0] = 0  # those who have neither job nor savings are drawn as such
    empty = parts.sum(axis=3) <= 0
    parts[empty] = np.broadcast_to(parts[:, CLEAR : CLEAR + 1], parts.shape)[empty]
    cumulative = np.cumsum(parts, axis=3)
    wanted = cumulative[..., -1:] * ((np.arange(SAVINGS_QUANTILES) + 0.5) / SAVINGS_QUANTILES)
    place = np.zeros(wanted.shape, np.int64)
    for level in range(g - 1):
        place += cumulative[..., level, None] <= wanted
    return levels[place]


def _backlog(rest: Rest, state: Any, courts: Courts, at_start: bool, where: str) -> tuple[Any, Any]:
    """Return the shares of debtors of both marks who have paid, and of the clear who come to owe: (2), (row, 2)."""
    owes = rest.state[:, OWES : OWES + 2].sum(axis=2)
    paid, owe = np.zeros(2), np.zeros_like(owes)
    if courts.backlog == "stationary" and courts.backlog_unwilling == "stationary":
        return paid, owe
    total = rest.backlog if courts.backlog == "stationary" else courts.backlog
    unwilling = rest.unwilling if courts.backlog_unwilling == "stationary" else courts.backlog_unwilling
    wanted = _before_the_month(rest, state, total * np.array([1 - unwilling, unwilling]))
    now = rest.weight @ owes if at_start else np.zeros(2)
    clear = state[:, CLEAR].sum(axis=1)
    if np.maximum(wanted - now, 0).sum() > float(rest.weight @ clear) + 1e-12:
        raise RequestError(
            f"{where}, livelihood.courts.backlog = {total:g}: only {float(rest.weight @ clear):.3g} of adults "
            f"are free of loans, arrears and judgments and could come to owe, beside {float(now.sum()):.3g} who owe "
            f"already. Write {float(rest.weight @ clear + now.sum()):.3g} or less."
        )
    left = clear.copy()
    for mark in (0, 1):
        if wanted[mark] < now[mark]:
            paid[mark] = 1 - wanted[mark] / now[mark]
        else:
            share = _spread(rest.weight, owes[:, mark], left, float(wanted[mark] - now[mark]))
            owe[:, mark] = np.divide(share, clear, out=np.zeros_like(share), where=clear > 0)
            left = np.maximum(left - share, 0)
    return paid, owe


def _before_the_month(rest: Rest, state: Any, owing: Any) -> Any:
    """Return the shares that must owe when a month begins for so many to owe when it is counted; (2).

    Some debtors pay in it, and judgments that are pending come.
    """
    wanted, flow = np.empty(2), rest.chain.flow
    for mark in (0, 1):
        come, now, stay = (
            float(rest.weight @ part)
            for part in (
                flow(state, PENDING + mark, OWES + mark),
                rest.state[:, OWES + mark].sum(axis=1),
                flow(rest.state, OWES + mark, OWES + mark),
            )
        )
        wanted[mark] = max(owing[mark] - come, 0.0) * (now / stay if stay > 0 else 1.0)
    return wanted


def _spread(weight: Any, like: Any, room: Any, amount: float) -> Any:
    """Return shares of rows that come to ``amount`` in all, as ``like`` as there is room, the rest where there is."""
    spread = np.zeros_like(room)
    for shape in (like, room):
        left, missing = room - spread, amount - float(weight @ spread)
        if missing <= 1e-15 or float(weight @ shape) <= 0:
            continue
        low, high = 0.0, 1.0
        while float(weight @ np.minimum(high * shape, left)) < missing and high < 1e12:
            high *= 2
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (low, middle) if float(weight @ np.minimum(middle * shape, left)) >= missing else (middle, high)
        spread = spread + np.minimum(high * shape, left)
    return spread


def _debts(rest: Rest, state: Any, owe: Any) -> Any:
    """Return cumulative thresholds of coming to owe, of a person who is clear; (row, mark x kind of means)."""
    kinds = _by_means(rest, rest.state).reshape(len(owe), KINDS, FIRST_STAGES)
    own = _by_means(rest, state).reshape(len(owe), KINDS, FIRST_STAGES)[:, :, CLEAR]
    chances = []
    for mark in (0, 1):
        means = kinds[:, :, OWES + mark]
        nobody = means.sum(axis=1, keepdims=True) <= 0
        lost = np.stack([1 - rest.chain.rows.worker, np.zeros(len(owe)), rest.chain.rows.worker], axis=1)
        means = np.where(nobody, own if mark else lost, means)
        chances.append(owe[:, mark, None] * means / np.maximum(means.sum(axis=1, keepdims=True), 1e-300))
    return np.floor(np.cumsum(np.concatenate(chances, axis=1), axis=1) * ONE + 0.5).astype(np.int64)

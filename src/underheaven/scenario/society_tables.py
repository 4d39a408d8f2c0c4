"""Compile a society to a record of tables."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.draws import DRAW_RANGE, hash_names
from underheaven.fields.codes import ARREARS, CLASSES, CONTEXTS, ERROR, OWES_UNABLE, OWES_UNWILLING, PENDING
from underheaven.fields.scales import BELIEF_ONE, MILLI
from underheaven.kernel.society import SOCIETY_DTYPE
from underheaven.kernel.structured_arrays import WritableRecord, make_records
from underheaven.kernel.table_layout import (
    BY_CONVICTION,
    CONVICTION,
    EXPONENTIAL,
    LOOK_TIES,
    LOOK_TOWN,
    N_QUANTILES,
    UNIFORM,
)
from underheaven.scenario.ageing import ageing_rates
from underheaven.scenario.cells import Cells, draw_thresholds, threshold_guide
from underheaven.scenario.column_filling import fill, fixed
from underheaven.scenario.context_use import expected_context_use
from underheaven.scenario.town_layout import household_slots
from underheaven.scenario.trait_quantiles import trait_quantiles
from underheaven.spec.models.conduct import Conduct
from underheaven.spec.models.livelihood import Credit, Exchange
from underheaven.spec.models.people import ALIKE_BY_CONVICTION
from underheaven.spec.models.society import Society
from underheaven.spec.models.treatment import USE_AS_SIMULATED

FREQUENT_OPPORTUNITY = 0.2
"""Monthly probability of an opportunity from which a kind has its own draw; rarer kinds share one."""

TRAIT_BOUNDS = ((0.0, 1.0), (0.0, np.inf), (0.0, 1.0), (-np.inf, np.inf), (0.0, np.inf))
"""Bounds to which conviction, aversion, grievance, threshold and gaming cost are clipped."""

STAGES_BY_STATE = {
    "in arrears": (ARREARS, PENDING),
    "owes, unable": (OWES_UNABLE,),
    "owes, unwilling": (OWES_UNWILLING,),
    "judged in error": (ERROR,),
}


def build_society_table(society: Society, cells: Cells, persons: int, n_towns: int) -> Any:
    """Return the table of a society.

    Args:
        society: the society.
        cells: its cells.
        persons: number of synthetic persons.
        n_towns: number of towns.

    Returns:
        A record array of length 1 with dtype ``SOCIETY_DTYPE``.
    """
    table = make_records(SOCIETY_DTYPE)
    t = WritableRecord(table)
    fill(t, society, {Conduct: lambda kind: society.conduct.index(kind)})
    t.n_towns, t.n_persons = n_towns, persons
    _fill_population(t, society, cells)
    _fill_conduct(t, society.conduct, cells)
    _fill_contexts(t, society, cells)
    _fill_livelihood(t, society, cells)
    _fill_credit(t, society.livelihood.credit, cells)
    _fill_exchange(t, society.livelihood.exchange, [kind.name for kind in society.conduct])
    _fill_response(t, society)
    return table


def _fill_population(t: Any, society: Society, cells: Cells) -> None:
    population, ties = society.people, society.ties
    n = len(cells.categories)
    t.house[: population.town_size] = household_slots(ties, population.town_size)
    ages = ageing_rates(population, cells)
    halves = {"household": cells.household_shares, "person": cells.person_shares, "arrival": ages.arrival_shares}
    for half, shares in halves.items():
        cumulative = draw_thresholds(shares)
        t[f"{half}_cum"][:] = DRAW_RANGE
        t[f"{half}_cum"][: len(cumulative)] = cumulative
        t[f"{half}_guide"][:] = threshold_guide(cumulative)
    t.n_person_categories = len(cells.person_shares)
    t.group[:n] = cells.group
    t.minor[:n] = cells.is_among(population.minors) if population.minors else 0
    t.renewal[:n] = fixed(ages.leaves)
    t.since[:n], t.until[:n], t.older[:n] = ages.since, ages.until, ages.older
    t.stays[:n], t.powers[:n] = ages.stays, ages.powers
    distributions = population.traits
    for k, distribution in enumerate(
        (
            distributions.conviction,
            distributions.aversion,
            distributions.grievance,
            distributions.speech_threshold,
            distributions.gaming_cost,
        )
    ):
        if distribution is not None:
            low, high = TRAIT_BOUNDS[k]
            t.traits[k] = np.clip(trait_quantiles(distribution, N_QUANTILES), low, high)
            t.ladder[k] = 1 + (distribution.raised or 0) if distribution.law == "ladder" else 0
    _fill_homophily(t, society, cells)


def _fill_homophily(t: Any, society: Society, cells: Cells) -> None:
    """Fill the attribute or trait of homophily; it is not read where no acquaintance is drawn by it."""
    ties = society.ties
    if ties.alike_share == 0 or ties.alike_by is None:
        return
    t.alike_share = int(fixed(ties.alike_share))
    if ties.alike_by == ALIKE_BY_CONVICTION:
        t.alike_by = BY_CONVICTION
        t.middle = 0.5 if t.ladder[CONVICTION] != 0 else t.traits[CONVICTION, N_QUANTILES // 2]
        return
    category_names = next(list(a.categories) for a in cells.attributes if a.name == ties.alike_by)
    t.homophily_class[: len(cells.categories)] = [
        category_names.index(cell[ties.alike_by]) for cell in cells.categories
    ]


def _monthly_opportunities(kind: Conduct, cells: Cells) -> Any:
    """Return the monthly probability of an opportunity; rows are cell x (0 unemployed, 1 otherwise)."""
    monthly = kind.opportunities_per_year / 12 * cells.factor(kind.factors)
    return np.minimum(np.stack([monthly * kind.when_unemployed, monthly], axis=1).ravel(), 1.0)


def _fill_conduct(t: Any, kinds: list[Conduct], cells: Cells) -> None:
    t.n_kinds = len(kinds)
    t.kind_of_stage[:] = -1
    rare: list[int] = []
    frequent: list[int] = []
    rates: dict[int, Any] = {}
    for k, kind in enumerate(kinds):
        _fill_kind(t, k, kind)
        if kind.arises_from is not None:
            for stage in STAGES_BY_STATE[kind.arises_from]:
                t.kind_of_stage[stage] = k
            continue
        rates[k] = _monthly_opportunities(kind, cells)
        if rates[k].max() > 0:
            (frequent if rates[k].max() >= FREQUENT_OPPORTUNITY else rare).append(k)
    t.n_rare, t.n_often = len(rare), len(frequent)
    t.rare[: len(rare)], t.often[: len(frequent)] = rare, frequent
    rows = 2 * len(cells.categories)
    no_opportunity = np.ones(rows)
    for j, k in enumerate(rare):
        no_opportunity = no_opportunity * (1.0 - rates[k])
        t.survive[:rows, j] = fixed(no_opportunity)
    for k in frequent:
        t.opportunity[:rows, k] = fixed(rates[k])
    t.idle[:rows] = fixed(no_opportunity)


def _fill_kind(t: Any, k: int, kind: Conduct) -> None:
    t.hash[k] = hash_names(kind.name)
    t.class_of[k] = CLASSES.index(kind.class_)
    t.context_of[k] = CONTEXTS.index(kind.context)
    t.law[k] = UNIFORM if kind.benefit_law == "uniform" else EXPONENTIAL
    t.reference_group[k] = LOOK_TIES if kind.reference_group == "ties" else LOOK_TOWN
    t.mean_gain[k] = max(kind.benefit, 1e-9)


def _fill_contexts(t: Any, society: Society, cells: Cells) -> None:
    n = len(cells.categories)
    for name, context in society.contexts.items():
        t.use[:n, CONTEXTS.index(name)] = expected_context_use(society, name, cells) * context.value
        if context.use == USE_AS_SIMULATED:
            t.realised_price[CONTEXTS.index(name)] = context.value
    t.n_habits = len(society.habits)
    for h, habit in enumerate(society.habits):
        monthly = habit.per_year / 12 * cells.factor(habit.factors)
        t.habit_hash[h] = hash_names(habit.name)
        t.habit_whole[:n, h] = np.floor(monthly)
        t.habit_part[:n, h] = fixed(monthly - np.floor(monthly))


def _fill_livelihood(t: Any, society: Society, cells: Cells) -> None:
    n = len(cells.categories)
    jobs, savings = society.livelihood.jobs, society.livelihood.savings
    t.participation[:n] = fixed(jobs.participation * cells.factor(jobs.participation_factors))
    t.job_loss[:n] = fixed(jobs.loss * cells.factor(jobs.loss_factors))
    t.job_find[:n] = fixed(jobs.find * cells.factor(jobs.find_factors))
    t.savings_at_start = min(round(savings.at_start * MILLI), t.savings_maximum)


def _fill_credit(t: Any, credit: Credit, cells: Cells) -> None:
    n = len(cells.categories)
    t.need[:n] = fixed(credit.need_per_year / 12 * cells.factor(credit.need_factors))
    t.unable[:n] = fixed(credit.unable * cells.factor(credit.unable_factors))
    t.unwilling[:n] = np.minimum(credit.unwilling * cells.factor(credit.unwilling_factors), 1.0)
    t.unwilling_most[:n] = fixed(t.unwilling[:n])


def _fill_exchange(t: Any, exchange: Exchange, kinds: list[str]) -> None:
    t.refusal_kind = -1
    if exchange.rate == 0:
        return
    t.strategy_cum[:] = draw_thresholds(np.array([exchange.helps_all, exchange.discriminates, exchange.defects]))[:2]
    if exchange.refusal_conduct is not None:
        t.refusal_kind = kinds.index(exchange.refusal_conduct)


def _fill_response(t: Any, society: Society) -> None:
    r = society.response
    for c, belief in enumerate((r.beliefs.money, r.beliefs.order, r.beliefs.speech)):
        t.belief[2 * c], t.belief[2 * c + 1] = round(belief.guilty * BELIEF_ONE), round(belief.innocent * BELIEF_ONE)
    own_and_household = np.array([1.0, r.household_weight])
    t.learn_up[:], t.learn_down[:] = fixed(r.learn_up * own_and_household), fixed(r.learn_down * own_and_household)
    t.household = int(r.household_weight > 0)
    t.legitimacy_loss[:] = fixed(r.legitimacy_loss * own_and_household)

"""The persons of the second implementation: arrays of persons, with a generator of their own, and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from underheaven.verify.docking.document_tables import (
    Array,
    Table,
    age_class_flows,
    cell_factors,
    cell_groups,
    household_of_slot,
    largest_remainder,
    rule_versions,
    trait_quantiles,
)

CLEAR, BORROWING, ARREARS, PENDING, OWES, ERROR = range(6)
CONTEXTS = ("work", "credit", "travel", "schooling", "housing", "public service", "consumption", "speech", "reputation")
CLASSES = ("money", "order", "speech")
BELIEF_SCALE = 65_535
UNSUPPORTED_KEYS = {
    "consent",
    "officials",
    "score_fitting",
    "association",
    "awareness",
    "grades",
    "rewards",
    "exchange",
    "benefit_law",
    "attention_exponent",
    "attention_mode",
    "geometric",
    "early_removal",
    "evadable",
    "lenders_believe",
}
"""Keys of documents that this implementation does not know."""
TALLY_DIMENSIONS = {
    "opportunities": "kind",
    "acts": "kind group",
    "in_state": "kind",
    "speaking": "group",
    "misattributed_records": "kind",
    "recorded": "kind origin",
    "filed": "group origin",
    "persons": "group",
    "live_records": "origin",
    "listed": "list group",
    "blacklisted": "group",
    "wrongly_blacklisted": "group",
    "listed_by_region": "list region",
    "listed_by_kind": "list kind",
    "listed_for_debt": "list",
    "listed_by_debt": "list debt",
    "listed_by_origin": "list origin",
    "entries": "list origin",
    "exits": "list",
    "first_listed": "group",
    "first_wrongly_listed": "group",
    "detriment": "context effect origin",
    "detriment_by_group": "context effect group",
    "ledger": "kind effect origin",
    "denied": "denial group",
    "workforce": "group",
    "unemployed": "group",
    "jobs_lost": "group",
    "jobs_found": "group",
    "jobs_denied": "group",
    "solvency": "stage group",
    "loans_asked": "group",
    "loans_made": "group",
    "loans_refused": "refusal group",
    "repaid": "region visible",
    "defaulted": "region visible",
    "defaults": "debt group",
    "judgments": "debt",
    "performed": "debt",
    "legitimacy": "",
    "belief": "belief",
    "unjust": "group",
    "appeals_filed": "origin",
    "appeals_granted": "origin",
    "removals": "removal origin",
    "renewed_while_listed": "list",
    "renewed": "group",
}
"""Dimensions of every tally, in the order of the description."""


class Population:
    """The persons of a replicate, how they arrive and age, and what was counted of them."""

    def __init__(self, regime: Table, society: Table, persons: int, months: int, seed: list[int]) -> None:
        """Create the persons; persons: a multiple of the size of a town."""
        _reject_unknown_keys(regime, society)
        self.society, self.rng, self.n = society, np.random.default_rng(seed), persons
        people, self.versions = society["people"], dict(rule_versions(regime))
        self.attributes = sorted(people["attributes"], key=lambda a: a.get("of", "person") != "household")
        self.kinds = society["conduct"]
        self.credit, self.courts = society["livelihood"]["credit"], society["livelihood"]["courts"]
        self.kind_at = {kind["name"]: k for k, kind in enumerate(self.kinds)}
        self.group_of, self.town_size = cell_groups(self.attributes), people["town_size"]
        self.town = np.arange(persons) // self.town_size
        towns = persons // self.town_size
        self.region_of = np.repeat(
            np.arange(len(people["regions"])), largest_remainder([r["persons"] for r in people["regions"]], towns)
        )
        self.region = self.region_of[self.town]
        own = household_of_slot(society["ties"], self.town_size)
        self.household = (np.arange(towns)[:, None] * (own[-1] + 1) + own).ravel()
        self.max_household_distance = int(np.bincount(own).max()) - 1
        of = {
            "kind": len(self.kinds),
            "group": int(self.group_of.max()) + 1,
            "origin": 5,
            "list": 1,
            "debt": 3,
            "region": len(people["regions"]),
            "context": 12,
            "effect": 9,
            "stage": 7,
            "refusal": 3,
            "visible": 2,
            "belief": 6,
            "removal": 7,
            "denial": len(regime["treatment"]["denials"]),
        }
        self.shape = {name: tuple(of[d] for d in dims.split()) for name, dims in TALLY_DIMENSIONS.items()}
        self.tallies = {name: np.zeros((months, *shape)) for name, shape in self.shape.items()}
        self.months, self.month = months, -int(society["burn_in_months"])
        self._build_cell_tables(people)
        self._draw_first_generation()
        full = regime.get("rollout", {}).get("full_after_months", 0)
        drawn, many = self.rng.random(len(people["regions"])), np.bincount(self.region_of)
        nth = np.arange(towns) - np.searchsorted(self.region_of, self.region_of)
        self.rollout_month = np.floor((nth + drawn[self.region_of]) / many[self.region_of] * full).astype(int)

    def _build_cell_tables(self, people: Table) -> None:
        """Build tables by cell of everything that depends on attributes."""
        job, credit = self.society["livelihood"]["jobs"], self.credit
        self.workforce_share = self.by_cell(job["participation"], job.get("participation_factors"))
        self.job_loss_rate = self.by_cell(job["loss"], job.get("loss_factors"))
        self.job_finding_rate = self.by_cell(job["find"], job.get("find_factors"))
        self.loan_demand_rate = self.by_cell(credit["need_per_year"] / 12, credit.get("need_factors"))
        self.unable = self.by_cell(credit["unable"], credit.get("unable_factors"))
        self.unwilling = self.by_cell(credit["unwilling"], credit.get("unwilling_factors"))
        self.opportunity_rate = [
            self.by_cell(kind.get("opportunities_per_year", 0.0) / 12, kind.get("factors"), most=np.inf)
            for kind in self.kinds
        ]
        self.attempts = {
            habit["name"]: self.by_cell(habit["per_year"] / 12, habit.get("factors"), most=np.inf)
            for habit in self.society["habits"]
        }
        self.worth, self.expected = np.zeros((2, 9, len(self.workforce_share)))
        uses = {
            "work": self.workforce_share * self.job_loss_rate / (self.job_loss_rate + self.job_finding_rate),
            "credit": self.loan_demand_rate / (1 + self.loan_demand_rate * credit["loan_months"]),
        }
        for name, context in self.society["contexts"].items():
            as_lived = context["use"] == "as lived"
            share = uses[name] if as_lived else self.by_cell(context["use"], context.get("factors"))
            self.expected[CONTEXTS.index(name)] = share * context["value"]
            self.worth[CONTEXTS.index(name)] = context["value"] if as_lived else share * context["value"]
        age, years = next(a for a in self.attributes if a["name"] == "age"), people["ageing"]["from_years"]
        self.class_start_months = np.array([12 * years[c] for c in age["categories"]])
        self.class_exit_rate, new = age_class_flows(
            _normalise(age["categories"]), list(years.values()), people["renewed_per_year"] / 12
        )
        self.arrivals = new / new.sum()
        exit_rates = dict(zip(age["categories"], self.class_exit_rate, strict=True))
        self.exit_rate_by_cell = cell_factors(self.attributes, {"age": exit_rates})
        self.minor = np.array([c in people["minors"]["age"] for c in age["categories"]])
        self.laws = {name: trait_quantiles(law) for name, law in people["traits"].items()}

    def by_cell(self, chance: float, by: Mapping[str, Mapping[str, float]] | None, most: float = 1.0) -> Array:
        """Return a probability times its factors for each cell, cut at its maximum."""
        return np.minimum(most, chance * cell_factors(self.attributes, by))

    def _draw_first_generation(self) -> None:
        """Draw the first people."""
        n, start = self.n, self.society["response"]
        self.categories = {a["name"]: np.zeros(n, int) for a in self.attributes}
        self.share_of = {a["name"]: _normalise(a["categories"]) for a in self.attributes}
        for a in self.attributes:
            drawn = self.rng.choice(len(a["categories"]), n, p=self.share_of[a["name"]])
            first = np.searchsorted(self.household, self.household) if a.get("of") == "household" else np.arange(n)
            self.categories[a["name"]] = drawn[first]
        self.cell, self.age, self.workforce_draw = np.zeros(n, int), np.zeros(n, int), np.zeros(n)
        self.trait = {name: np.zeros(n) for name in self.laws}
        self.in_workforce, self.has_job, self.is_unwilling = np.zeros((3, n), bool)
        self.on_list_before, self.ever_listed, self.ever_wrongly_listed = np.zeros((3, n), bool)
        self.stage, self.savings = np.zeros(n, np.int8), np.zeros(n, np.float32)
        self.belief, self.legitimacy = np.zeros((2, 3, n), np.float32), np.zeros(n, np.float32)
        first_beliefs = [start["beliefs"][c][of] for of in ("guilty", "innocent") for c in CLASSES]
        self.start_belief = np.rint(BELIEF_SCALE * np.array(first_beliefs)).astype(np.float32)
        self.start_legitimacy = np.rint(np.float32(BELIEF_SCALE * start["legitimacy_at_start"]))
        self.place_newcomers(np.arange(n), self.categories["age"])
        for k in range(len(self.class_start_months) - 1):
            among = np.flatnonzero(self.categories["age"] == k)
            months = self.class_start_months[k + 1] - self.class_start_months[k]
            stays = (1 - self.class_exit_rate[k]) ** np.arange(months)
            self.age[among] += 1 + self.rng.choice(len(stays), len(among), p=stays / stays.sum())
        self.loan_memory = np.zeros((12, *self.shape["repaid"], 2))
        self.seen_speaking, self.seen_open = np.zeros((2, n // self.town_size))
        self.lost_records: list[tuple[int, int]] = []
        self.eligible_by_town = np.zeros(n // self.town_size, int)
        self.has_record = np.zeros((len(self.kinds), n), bool)
        self.record = {k: np.zeros(0, int) for k in ("person", "kind", "left", "origin", "contested", "performable")}

    def place_newcomers(self, persons: Array, age_class: Array) -> None:
        """Put newcomers of these classes of age into slots; their first month is the next one."""
        self.categories["age"][persons], self.age[persons] = age_class, self.class_start_months[age_class] - 1
        self.workforce_draw[persons] = self.rng.random(len(persons))
        for name, law in self.laws.items():
            self.trait[name][persons] = law[self.rng.integers(0, len(law), len(persons))]
        self.on_list_before[persons] = self.in_workforce[persons] = self.has_job[persons] = False
        self._initialise_persons(persons)

    def _initialise_persons(self, persons: Array) -> None:
        """Initialise persons as newcomers, with minors outside work and credit."""
        parts = [self.categories[a["name"]][persons] for a in self.attributes]
        savings = self.society["livelihood"]["savings"]
        self.cell[persons] = np.ravel_multi_index(parts, [len(a["categories"]) for a in self.attributes])
        self.savings[persons] = 1000 * min(savings["at_start"], savings["maximum"])
        self.stage[persons], self.is_unwilling[persons] = CLEAR, False
        self.belief[:, :, persons] = self.start_belief.reshape(2, 3, 1)
        self.legitimacy[persons] = self.start_legitimacy
        self._update_workforce(persons)

    def _update_workforce(self, persons: Array) -> None:
        """Update membership of the workforce from the cell, by one draw for life; those who join may have a job."""
        adult = ~self.minor[self.categories["age"][persons]]
        belongs = (self.workforce_draw[persons] < self.workforce_share[self.cell[persons]]) & adult
        joins = belongs & ~self.in_workforce[persons]
        hired = self.rng.random(len(persons)) < self.society["livelihood"]["jobs"]["employed_at_start"]
        self.has_job[persons] = np.where(joins, hired, self.has_job[persons] & belongs)
        self.in_workforce[persons] = belongs

    # ---- drawing and counting

    def draw_selected(self, among: Array, chance: Any) -> Array:
        """Return those of these persons to whom it happens; chance: one for all, or by cell."""
        most = min(float(np.max(chance)), 1.0)
        if most <= 0 or not len(among):
            return among[:0]
        if most > 0.2:
            got = among[self.rng.random(len(among)) < most] if most < 1 else among
        else:
            many = self.rng.binomial(len(among), most)
            got = among[self.rng.choice(len(among), many, replace=False, shuffle=False)]
        return got if np.ndim(chance) == 0 else got[self.rng.random(len(got)) * most < chance[self.cell[got]]]

    def select_by_probability(self, among: Array, chance: Array) -> Array:
        """Return those of these persons to whom it happens; chance: of each."""
        return among[self.rng.random(len(among)) < chance]

    def add_to_tally(self, name: str, *index: Any, weights: Any = None) -> None:
        """Add to a tally of an observed month; index: positions along its dimensions, as arrays or numbers."""
        if self.month < 0:
            return
        at, shape = np.broadcast_arrays(*index), self.shape[name]
        flat = np.ravel_multi_index(at, shape)
        self.tallies[name][self.month] += np.bincount(flat, weights, int(np.prod(shape))).reshape(shape)

    def add_by_group(self, name: str, persons: Array, *before: Any) -> None:
        """Count persons by group."""
        if self.month < 0:
            return
        self.add_to_tally(name, *before, self.group_of[self.cell[persons]])

    def grow_older(self) -> None:
        """Age everybody by a month."""
        self.age += 1
        nxt = np.append(self.class_start_months[1:], 1 << 30)
        persons = np.flatnonzero(self.age == nxt[self.categories["age"]])
        grown_up = persons[self.minor[self.categories["age"][persons]]]
        self.categories["age"][persons] += 1
        parts = [self.categories[a["name"]][persons] for a in self.attributes]
        self.cell[persons] = np.ravel_multi_index(parts, [len(a["categories"]) for a in self.attributes])
        self._initialise_persons(grown_up)
        self._update_workforce(persons)


def _normalise(weights: Table) -> Array:
    return np.array(list(weights.values())) / sum(weights.values())


def _reject_unknown_keys(regime: Table, society: Table) -> None:
    parts = [regime, *(regime[part] for part in ("sensing", "standing", "treatment")), *regime["recording"]["rules"]]
    if unknown := UNSUPPORTED_KEYS & set().union(*parts, society["livelihood"], *society["conduct"]):
        raise ValueError(f"the documents have parts that this implementation does not know: {sorted(unknown)}")

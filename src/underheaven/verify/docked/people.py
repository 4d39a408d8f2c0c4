"""The people of the second implementation: as arrays of persons, with a generator of their own and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from underheaven.verify.docked.written import Array, Table, dealt, factors, groups, homes, lives, quantiles, versions

CLEAR, BORROWING, ARREARS, PENDING, OWES, ERROR = range(6)
CONTEXTS = ("work", "credit", "travel", "schooling", "housing", "public service", "consumption", "speech", "reputation")
CLASSES = ("money", "order", "speech")
FULL = 65_535
UNKNOWN = {
    "consent", "officials", "fusion", "association", "awareness", "grades", "rewards", "exchange", "temptation_law",
    "attention_exponent", "attention_mode", "geometric", "early_removal", "gap", "lenders_believe",
}  # fmt: skip
"""Keys of documents of which this implementation knows nothing."""
SHAPES = {
    "opportunities": "kind", "acts": "kind group", "in_state": "kind", "speaking": "group", "lost_mistaken": "kind",
    "recorded": "kind origin", "filed": "group origin", "persons": "group", "live_records": "origin",
    "listed": "list group", "blacklisted": "group", "wrongly_blacklisted": "group", "listed_by_region": "list region",
    "listed_by_kind": "list kind", "listed_for_debt": "list", "listed_by_debt": "list debt",
    "listed_by_origin": "list origin", "entries": "list origin", "exits": "list", "first_listed": "group",
    "first_wrongly_listed": "group", "detriment": "context effect origin", "detriment_by_group": "context effect group",
    "ledger": "kind effect origin", "denied": "denial group", "workforce": "group", "unemployed": "group",
    "jobs_lost": "group", "jobs_found": "group", "jobs_denied": "group", "solvency": "stage group",
    "loans_asked": "group", "loans_made": "group", "loans_refused": "refusal group", "repaid": "region visible",
    "defaulted": "region visible", "defaults": "debt group", "judgments": "debt", "performed": "debt",
    "legitimacy": "", "belief": "belief", "unjust": "group", "appeals_filed": "origin", "appeals_granted": "origin",
    "removals": "removal origin", "renewed_off": "list", "renewed": "group",
}  # fmt: skip
"""Dimensions of every tally, in the order of the description."""


class People:
    """The people of a replicate, how they come and grow older, and what was counted of them."""

    def __init__(self, regime: Table, society: Table, persons: int, months: int, seed: list[int]) -> None:
        """Settles the people; persons: a multiple of the town's size."""
        _refuse_the_unknown(regime, society)
        self.society, self.rng, self.n = society, np.random.default_rng(seed), persons
        people, self.versions = society["people"], dict(versions(regime))
        self.attributes = sorted(people["attributes"], key=lambda a: a.get("of", "person") != "household")
        self.kinds = society["conduct"]
        self.credit, self.courts = society["livelihood"]["credit"], society["livelihood"]["courts"]
        self.kind_at = {kind["name"]: k for k, kind in enumerate(self.kinds)}
        self.group_of, self.size = groups(self.attributes), people["town_size"]
        self.town = np.arange(persons) // self.size
        towns = persons // self.size
        self.region_of = np.repeat(np.arange(len(people["regions"])), dealt([r["persons"] for r in people["regions"]],
                                                                            towns))  # fmt: skip
        self.region = self.region_of[self.town]
        own = homes(society["ties"], self.size)
        self.home = (np.arange(towns)[:, None] * (own[-1] + 1) + own).ravel()
        self.furthest = int(np.bincount(own).max()) - 1
        of = {"kind": len(self.kinds), "group": int(self.group_of.max()) + 1, "origin": 5, "list": 1, "debt": 3,
              "region": len(people["regions"]), "context": 12, "effect": 9, "stage": 7, "refusal": 3, "visible": 2,
              "belief": 6, "removal": 7, "denial": len(regime["treatment"]["denials"])}  # fmt: skip
        self.shape = {name: tuple(of[d] for d in dims.split()) for name, dims in SHAPES.items()}
        self.counted = {name: np.zeros((months, *shape)) for name, shape in self.shape.items()}
        self.months, self.month = months, -int(society["burn_in_months"])
        self._open_tables(people)
        self._settle()
        full = regime.get("rollout", {}).get("full_after_months", 0)
        drawn, many = self.rng.random(len(people["regions"])), np.bincount(self.region_of)
        nth = np.arange(towns) - np.searchsorted(self.region_of, self.region_of)
        self.joins = np.floor((nth + drawn[self.region_of]) / many[self.region_of] * full).astype(int)

    def _open_tables(self, people: Table) -> None:
        """Makes tables by cell of whatever hangs on attributes."""
        job, credit = self.society["livelihood"]["jobs"], self.credit
        self.works = self.by_cell(job["participation"], job.get("participation_factors"))
        self.loses = self.by_cell(job["loss"], job.get("loss_factors"))
        self.finds = self.by_cell(job["find"], job.get("find_factors"))
        self.needs = self.by_cell(credit["need_per_year"] / 12, credit.get("need_factors"))
        self.unable = self.by_cell(credit["unable"], credit.get("unable_factors"))
        self.unwilling = self.by_cell(credit["unwilling"], credit.get("unwilling_factors"))
        self.occasions = [
            self.by_cell(kind.get("opportunities_per_year", 0.0) / 12, kind.get("factors"), most=np.inf)
            for kind in self.kinds
        ]
        self.attempts = {
            habit["name"]: self.by_cell(habit["per_year"] / 12, habit.get("factors"), most=np.inf)
            for habit in self.society["habits"]
        }
        self.worth, self.expected = np.zeros((2, 9, len(self.works)))
        uses = {"work": self.works * self.loses / (self.loses + self.finds),
                "credit": self.needs / (1 + self.needs * credit["loan_months"])}  # fmt: skip
        for name, context in self.society["contexts"].items():
            lived = context["use"] == "as lived"
            share = uses[name] if lived else self.by_cell(context["use"], context.get("factors"))
            self.expected[CONTEXTS.index(name)] = share * context["value"]
            self.worth[CONTEXTS.index(name)] = context["value"] if lived else share * context["value"]
        age, years = next(a for a in self.attributes if a["name"] == "age"), people["ageing"]["from_years"]
        self.begins = np.array([12 * years[c] for c in age["categories"]])
        self.leaves, new = lives(_shares(age["categories"]), list(years.values()), people["renewed_per_year"] / 12)
        self.arrivals = new / new.sum()
        self.leaves_by_cell = factors(self.attributes, {"age": dict(zip(age["categories"], self.leaves, strict=True))})
        self.minor = np.array([c in people["minors"]["age"] for c in age["categories"]])
        self.laws = {name: quantiles(law) for name, law in people["traits"].items()}

    def by_cell(self, chance: float, by: Mapping[str, Mapping[str, float]] | None, most: float = 1.0) -> Array:
        """Gives a chance times its factors for each cell, cut at the most it can be."""
        return np.minimum(most, chance * factors(self.attributes, by))

    def _settle(self) -> None:
        """Draws the first people."""
        n, start = self.n, self.society["response"]
        self.who = {a["name"]: np.zeros(n, int) for a in self.attributes}
        self.share_of = {a["name"]: _shares(a["categories"]) for a in self.attributes}
        for a in self.attributes:
            drawn = self.rng.choice(len(a["categories"]), n, p=self.share_of[a["name"]])
            first = np.searchsorted(self.home, self.home) if a.get("of") == "household" else np.arange(n)
            self.who[a["name"]] = drawn[first]
        self.cell, self.age, self.luck = np.zeros(n, int), np.zeros(n, int), np.zeros(n)
        self.trait = {name: np.zeros(n) for name in self.laws}
        self.works_now, self.job, self.mark, self.was, self.ever, self.ever_wrongly = np.zeros((6, n), bool)
        self.stage, self.savings = np.zeros(n, np.int8), np.zeros(n, np.float32)
        self.belief, self.legitimacy = np.zeros((2, 3, n), np.float32), np.zeros(n, np.float32)
        first_beliefs = [start["beliefs"][c][of] for of in ("guilty", "innocent") for c in CLASSES]
        self.start_belief = np.rint(FULL * np.array(first_beliefs)).astype(np.float32)
        self.start_legitimacy = np.rint(np.float32(FULL * start["legitimacy_at_start"]))
        self.arrive(np.arange(n), self.who["age"])
        for k in range(len(self.begins) - 1):
            among = np.flatnonzero(self.who["age"] == k)
            stays = (1 - self.leaves[k]) ** np.arange(self.begins[k + 1] - self.begins[k])
            self.age[among] += 1 + self.rng.choice(len(stays), len(among), p=stays / stays.sum())
        self.memory = np.zeros((12, *self.shape["repaid"], 2))
        self.seen_speaking, self.seen_open = np.zeros((2, n // self.size))
        self.lost: list[tuple[int, int]] = []
        self.could = np.zeros(n // self.size, int)
        self.held = np.zeros((len(self.kinds), n), bool)
        self.record = {k: np.zeros(0, int) for k in ("person", "kind", "left", "origin", "contested", "performable")}

    def arrive(self, who: Array, age_class: Array) -> None:
        """Puts newcomers of these classes of age into places; they begin their first month next month."""
        self.who["age"][who], self.age[who] = age_class, self.begins[age_class] - 1
        self.luck[who] = self.rng.random(len(who))
        for name, law in self.laws.items():
            self.trait[name][who] = law[self.rng.integers(0, len(law), len(who))]
        self.was[who] = self.works_now[who] = self.job[who] = False
        self._begin(who)

    def _begin(self, who: Array) -> None:
        """Lets persons begin as newcomers do, minors as nobody yet."""
        parts, savings = [self.who[a["name"]][who] for a in self.attributes], self.society["livelihood"]["savings"]
        self.cell[who] = np.ravel_multi_index(parts, [len(a["categories"]) for a in self.attributes])
        self.savings[who] = 1000 * min(savings["at_start"], savings["most"])
        self.stage[who], self.mark[who] = CLEAR, False
        self.belief[:, :, who] = self.start_belief.reshape(2, 3, 1)
        self.legitimacy[who] = self.start_legitimacy
        self._workforce(who)

    def _workforce(self, who: Array) -> None:
        """Lets persons belong to the workforce of their cell, by one draw for life; who joins may have a job."""
        belongs = (self.luck[who] < self.works[self.cell[who]]) & ~self.minor[self.who["age"][who]]
        joins = belongs & ~self.works_now[who]
        hired = self.rng.random(len(who)) < self.society["livelihood"]["jobs"]["employed_at_start"]
        self.job[who] = np.where(joins, hired, self.job[who] & belongs)
        self.works_now[who] = belongs

    # ---- drawing and counting

    def drawn(self, among: Array, chance: Any) -> Array:
        """Gives those of these persons to whom it happens; chance: one for all, or by cell."""
        most = min(float(np.max(chance)), 1.0)
        if most <= 0 or not len(among):
            return among[:0]
        if most > 0.2:
            got = among[self.rng.random(len(among)) < most] if most < 1 else among
        else:
            many = self.rng.binomial(len(among), most)
            got = among[self.rng.choice(len(among), many, replace=False, shuffle=False)]
        return got if np.ndim(chance) == 0 else got[self.rng.random(len(got)) * most < chance[self.cell[got]]]

    def those(self, among: Array, chance: Array) -> Array:
        """Gives those of these to whom it happens; chance: of each."""
        return among[self.rng.random(len(among)) < chance]

    def count(self, name: str, *index: Any, weights: Any = None) -> None:
        """Adds to a tally of an observed month; index: positions along its dimensions, as arrays or numbers."""
        if self.month < 0:
            return
        at, shape = np.broadcast_arrays(*index), self.shape[name]
        flat = np.ravel_multi_index(at, shape)
        self.counted[name][self.month] += np.bincount(flat, weights, int(np.prod(shape))).reshape(shape)

    def by_group(self, name: str, who: Array, *before: Any) -> None:
        """Counts persons by group."""
        if self.month < 0:
            return
        self.count(name, *before, self.group_of[self.cell[who]])

    def grow_older(self) -> None:
        """Lets everybody be a month older."""
        self.age += 1
        nxt = np.append(self.begins[1:], 1 << 30)
        who = np.flatnonzero(self.age == nxt[self.who["age"]])
        grown_up = who[self.minor[self.who["age"][who]]]
        self.who["age"][who] += 1
        parts = [self.who[a["name"]][who] for a in self.attributes]
        self.cell[who] = np.ravel_multi_index(parts, [len(a["categories"]) for a in self.attributes])
        self._begin(grown_up)
        self._workforce(who)


def _shares(weights: Table) -> Array:
    return np.array(list(weights.values())) / sum(weights.values())


def _refuse_the_unknown(regime: Table, society: Table) -> None:
    parts = [regime, *(regime[part] for part in ("sensing", "standing", "treatment")), *regime["recording"]["rules"]]
    if unknown := UNKNOWN & set().union(*parts, society["livelihood"], *society["conduct"]):
        raise ValueError(f"the documents have parts that this implementation does not know: {sorted(unknown)}")

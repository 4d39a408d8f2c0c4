"""What persons do in a month, for the second implementation: conduct, livelihood, and what the month teaches."""

from __future__ import annotations

import numpy as np

from underheaven.verify.docking.document_tables import Array, Table
from underheaven.verify.docking.population import (
    ARREARS,
    BELIEF_SCALE,
    BORROWING,
    CLASSES,
    CLEAR,
    ERROR,
    OWES,
    PENDING,
    Population,
)

UNABLE, UNWILLING, IN_ERROR = range(3)


class Behaviour(Population):
    """Persons who act, work, borrow, default and learn, under what the institution made of them this month.

    rules: those in force. adults: their slots. is_adult, in_force: of everybody, whether an adult, and whether the
        regime
    has reached the town. on_list, visibly_listed: by this month's standing, and as others see it. closed_shares: of
    each context, by the list. misjudged, loan_applicants: judged in error and asking for a loan this month.
    acted_by_class,
    sanctioned_by_class: by class of conduct. wronged: persons with a new record that is not true.
    """

    rules: Table
    adults: Array
    is_adult: Array
    in_force: Array
    on_list: Array
    visibly_listed: Array
    closed_shares: Array
    misjudged: Array
    loan_applicants: Array
    acted_by_class: Array
    sanctioned_by_class: Array
    wronged: Array

    # ---- conduct

    def conduct(self) -> None:
        """Give adults opportunities; those who take them act, and are seen."""
        speaking, opened = np.zeros((2, self.n), bool)
        idle = self.in_workforce & ~self.has_job
        for k, kind in enumerate(self.kinds):
            if "arises_from" in kind:
                continue
            times = kind.get("when_unemployed", 1.0)
            met = self.draw_selected(self.adults, self.opportunity_rate[k] * max(times, 1.0))
            if times != 1:
                met = self.select_by_probability(met, np.where(idle[met], times, 1.0) / max(times, 1.0))
            self.add_to_tally("opportunities", np.full(len(met), k))
            did = self.select_by_probability(met, self._act_probability(kind, met))
            self.add_by_group("acts", did, k)
            speech = kind["class"] == "speech"
            if not kind.get("prosocial"):
                self.acted_by_class[CLASSES.index(kind["class"]), did] = True
            if speech:
                speaking[did] = True
            elif kind.get("open"):
                opened[did] = True
        self.add_by_group("speaking", np.flatnonzero(speaking))
        adults = np.maximum(np.bincount(self.town[self.adults], minlength=len(self.eligible_by_town)), 1)
        self.seen_speaking, self.seen_open = (
            np.bincount(self.town[seen], minlength=len(self.eligible_by_town)) / adults for seen in (speaking, opened)
        )

    def _act_probability(self, kind: Table, persons: Array) -> Array:
        """Return the probability that each takes the opportunity; nothing is feared, since no such kind has a rule."""
        seen = self.seen_speaking if kind["class"] == "speech" else self.seen_open
        pull = kind.get("imitation", 0.0) * (1 - kind.get("relative_imitation", 0.0)) * seen[self.town[persons]]
        rightful = self.legitimacy[persons] / BELIEF_SCALE
        if kind.get("threshold"):
            h = self.trait["grievance"][persons]
            return (h * (1 - rightful) + pull >= self.trait["speech_threshold"][persons]).astype(float)
        norm = kind.get("conviction_weight", 0.0) * self.trait["conviction"][persons] * rightful
        if kind.get("prosocial"):
            return -np.expm1(
                -np.maximum(kind.get("warm_glow", 0.0) + pull + norm - kind.get("cost", 0.0), 0) / kind["benefit"]
            )
        return np.exp(-np.maximum(norm + kind.get("cost", 0.0) - pull, 0) / kind["benefit"])

    def can_pay(self, persons: Array) -> Array:
        """Return for each whether there is something to pay with."""
        return self.has_job[persons] | (self.savings[persons] > 0) | ~self.in_workforce[persons]

    def in_state(self, state: str, persons: Array) -> Array:
        """Return for each whether this is the state of livelihood from which conduct arises."""
        stage = self.stage[persons]
        if state == "in arrears":
            return (stage == ARREARS) | (stage == PENDING)
        if state == "judged in error":
            return stage == ERROR
        return (stage == OWES) & ((self.is_unwilling[persons] & self.can_pay(persons)) == (state == "owes, unwilling"))

    # ---- livelihood

    def update_livelihood(self) -> None:
        """Update work, savings, loans, defaults, judgments and payments of adults."""
        stage, workers = self.stage.copy(), self.is_adult & self.in_workforce
        self._work(workers)
        able = self.can_pay(np.arange(self.n))
        at = [np.flatnonzero(self.is_adult & (stage == s)) for s in range(ERROR + 1)]
        self.stage[self.misjudged] = ERROR
        self.add_to_tally("judgments", np.full(len(self.misjudged), IN_ERROR))
        self._lend()
        self._borrow(at[BORROWING], able)
        arrears = at[ARREARS]
        u = self.rng.random(len(arrears))
        cured = able[arrears] & (u < self.courts["cure"])
        self.stage[arrears[cured]], self.is_unwilling[arrears[cured]] = CLEAR, False
        self.stage[arrears[~cured & (u >= 1 - self.courts["sued"])]] = PENDING
        judged = self.draw_selected(at[PENDING], 1 / max(self.courts["judgment_after_months"], 1))
        self.stage[judged] = OWES
        self.add_to_tally("judgments", (self.is_unwilling & able)[judged].astype(int))
        self._pay(at[OWES], able)
        aside = self.draw_selected(at[ERROR], self.courts["set_aside"])
        self.stage[aside] = CLEAR
        self.add_to_tally("performed", np.full(len(aside), IN_ERROR))
        self.add_by_group("workforce", np.flatnonzero(workers))
        self.add_by_group("unemployed", np.flatnonzero(workers & ~self.has_job))
        counted = np.flatnonzero(self.is_adult & (self.stage != CLEAR))
        shown = np.array([0, 1, 2, 3, 4, 6])[self.stage[counted]]
        self.add_by_group("solvency", counted, shown + ((shown == OWES) & (self.is_unwilling & able)[counted]))

    def _work(self, workers: Array) -> None:
        """Update the jobs of workers, then their savings."""
        savings, without = self.society["livelihood"]["savings"], np.flatnonzero(workers & ~self.has_job)
        lost, found = (
            self.draw_selected(np.flatnonzero(workers & self.has_job), self.job_loss_rate),
            self.draw_selected(without, self.job_finding_rate),
        )
        barred = self.on_list[found] & (self.rng.random(len(found)) < self.closed_shares[0])
        self.add_by_group("jobs_lost", lost)
        self.add_by_group("jobs_found", found[~barred])
        self.add_by_group("jobs_denied", found[barred])
        self.has_job[lost], self.has_job[found[~barred]] = False, True
        change = np.where(self.has_job, 1000 * savings["saved"], -1000 * savings["spent"])
        self.savings = np.where(workers, np.clip(self.savings + change, 0, 1000 * savings["maximum"]), self.savings)

    def _lend(self) -> None:
        """Decide loans from a year of loans of the same standing in the region."""
        credit, asks = self.credit, self.loan_applicants
        seen, region, past = self.visibly_listed[asks].astype(int), self.region[asks], self.loan_memory.sum(axis=0)
        known = np.where(self.in_force[asks, None], past[region, seen], past[region].sum(axis=1))
        repaid, fallen = (known + [credit["pseudo_repaid"], credit["pseudo_defaulted"]]).T  # noqa: RUF005
        accepts = repaid * (credit["loss"] + credit["gain"]) >= credit["loss"] * (repaid + fallen)
        accepts |= self.rng.random(len(asks)) < credit["exploration"]
        barred = self.on_list[asks] & (self.rng.random(len(asks)) < self.closed_shares[1])
        good = self.trait["conviction"][asks] >= credit["unwilling_below"]
        self.add_by_group("loans_asked", asks)
        self.add_by_group("loans_made", asks[accepts & ~barred])
        for way, refused in enumerate((barred, ~barred & ~accepts, good & (barred | ~accepts))):
            self.add_by_group("loans_refused", asks[refused], way)
        self.stage[asks[accepts & ~barred]] = BORROWING

    def _borrow(self, persons: Array, able: Array) -> None:
        """Update borrowers: fall behind, choose default, or repay."""
        credit = self.credit
        unable = self.draw_selected(persons[~able[persons]], self.unable)
        tempted = able & (self.trait["conviction"] < credit["unwilling_below"])
        chosen = self.draw_selected(persons[tempted[persons]], self.unwilling)
        fear = self.trait["aversion"][chosen] * np.maximum(self.belief[0, 0, chosen] - self.belief[1, 0, chosen], 0)
        chosen = self.select_by_probability(
            chosen, np.exp(-fear / BELIEF_SCALE * self._sanction_weight(chosen) / credit["fear_scale"])
        )
        self.is_unwilling[chosen] = True
        repaid = self.draw_selected(
            np.setdiff1d(persons[able[persons]], chosen, assume_unique=True), 1 / credit["loan_months"]
        )
        self.stage[unable], self.stage[chosen], self.stage[repaid] = ARREARS, ARREARS, CLEAR
        self.add_by_group("defaults", unable, UNABLE)
        self.add_by_group("defaults", chosen, UNWILLING)
        self.loan_memory = np.roll(self.loan_memory, 1, axis=0)
        for outcome, (name, ended) in enumerate((("repaid", repaid), ("defaulted", np.append(unable, chosen)))):
            seen, region = self.visibly_listed[ended].astype(int), self.region[ended]
            self.add_to_tally(name, region, seen)
            flat = np.bincount(2 * region + seen, minlength=self.loan_memory[0, :, :, 0].size)
            self.loan_memory[0, :, :, outcome] = flat.reshape(-1, 2)

    def _sanction_weight(self, persons: Array) -> Array:
        """Return what one more record is perceived to cost: by the rules as far as they are known, else by rumour."""
        opacity, weight = self.rules.get("opacity", 0.0), np.zeros(len(persons))
        price = self.closed_shares @ self.expected[:, self.cell[persons]]
        for rule in self.rules["recording"]["rules"]:
            if self.kinds[self.kind_at[rule["conduct"]]].get("arises_from") in ("in arrears", "owes, unwilling"):
                endless = rule["months"] == "until performed"
                months = self.rules["recording"].get("feared_months", 24) if endless else rule["months"]
                own = (1 - opacity) * months * np.where(self.on_list[persons], 0.0, price)
                weight = np.maximum(weight, own + opacity * rule.get("rumoured_weight", 0.0))
        return np.where(self.in_force[persons], weight, 0.0)

    def _pay(self, persons: Array, able: Array) -> None:
        """Lets debtors who can perform do so, the unwilling the sooner the more the list costs them."""
        courts, persons = self.courts, persons[able[persons]]
        price = np.where(self.on_list[persons], self.closed_shares @ self.expected[:, self.cell[persons]], 0.0)
        pressed = np.minimum(1, courts["performs"] + courts["performs_with_detriment"] * price)
        paid = self.select_by_probability(
            persons, np.where(self.is_unwilling[persons], pressed, courts["performs_when_able"])
        )
        self.add_to_tally("performed", self.is_unwilling[paid].astype(int))
        self.stage[paid], self.is_unwilling[paid] = CLEAR, False

    # ---- response

    def update_beliefs(self) -> None:
        """Lets adults learn from their month and from those of the household."""
        response = self.society["response"]
        owing = np.flatnonzero(self.is_unwilling)
        self.acted_by_class[0, owing[self.in_state("owes, unwilling", owing)]] = True
        acted, hit, every = self.acted_by_class.reshape(-1), self.sanctioned_by_class.reshape(-1), 3 * self.n
        special = np.flatnonzero(acted | hit)
        did, goal = acted[special], np.float32(BELIEF_SCALE) * hit[special]
        rate = np.where(hit[special], response["learn_up"], response["learn_down"]).astype(np.float32)
        belief, forget = self.belief.reshape(-1), np.float32(response["forget"])
        exercised, other = special + every * ~did, special + every * did
        moved = [
            belief[exercised] + rate * (goal - belief[exercised]),
            belief[other] + forget * (self.start_belief[other // self.n] - belief[other]),
        ]
        self.belief[0] += forget * (self.start_belief[:3, None] - self.belief[0])
        self.belief[1] *= np.float32(1 - response["learn_down"])
        belief[exercised], belief[other] = moved
        np.rint(belief, out=belief)
        rate *= np.float32(response["household_weight"])
        whose, at_home, wronged = special % self.n, np.zeros(self.n, bool), np.flatnonzero(self.wronged)
        for k in [*range(self.max_household_distance, 0, -1), *range(-1, -self.max_household_distance - 1, -1)]:
            near = self._household_learners(whose, k)
            seen = exercised[near] + k
            belief[seen] = np.rint(belief[seen] + rate[near] * (goal[near] - belief[seen]))
            at_home[wronged[self._household_learners(wronged, k)] + k] = True
        self._update_legitimacy(np.flatnonzero(at_home & ~self.wronged), wronged, response)

    def _household_learners(self, persons: Array, k: int) -> Array:
        """Return at which of these positions the person k places on is an adult of the same household."""
        other = np.clip(persons + k, 0, self.n - 1)
        return np.flatnonzero(
            (self.household[other] == self.household[persons]) & self.is_adult[other] & (other != persons)
        )

    def _update_legitimacy(self, at_home: Array, wronged: Array, response: Table) -> None:
        """Moves legitimacy, and counts it and beliefs."""
        loss, trust = response["legitimacy_loss"], self.legitimacy
        hurt, seen = trust[wronged] * (1 - loss), trust[at_home] * (1 - response["household_weight"] * loss)
        trust += np.float32(response["legitimacy_recovery"]) * (self.start_legitimacy - trust)
        trust[wronged], trust[at_home] = hurt, seen
        np.rint(trust, out=trust)
        self.add_by_group("unjust", np.append(wronged, at_home))
        if self.month >= 0:
            self.tallies["legitimacy"][self.month] = trust @ self.is_adult.astype(float)
            self.tallies["belief"][self.month] = (self.belief @ self.is_adult.astype(float)).T.ravel()

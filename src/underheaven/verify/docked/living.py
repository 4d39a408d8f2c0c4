"""What persons do in a month, for the second implementation: conduct, livelihood, and what the month teaches."""

from __future__ import annotations

import numpy as np

from underheaven.verify.docked.people import ARREARS, BORROWING, CLASSES, CLEAR, ERROR, FULL, OWES, PENDING, People
from underheaven.verify.docked.written import Array, Table

UNABLE, UNWILLING, IN_ERROR = range(3)


class Living(People):
    """Persons who act, work, borrow, fail and learn, under whatever the institution made of them this month.

    rules: those in force. adults: their places. grown, force: of everybody, whether an adult, and whether the regime
    has reached the town. on, shown: on the list by this month's standing, and by what others see. closed: share of
    each context that the list closes. misjudged, asks: who is judged in error and who asks for a loan this month.
    acted, sanctioned: by class of conduct. wronged: who got a record that is not true.
    """

    rules: Table
    adults: Array
    grown: Array
    force: Array
    on: Array
    shown: Array
    closed: Array
    misjudged: Array
    asks: Array
    acted: Array
    sanctioned: Array
    wronged: Array

    # ---- conduct

    def conduct(self) -> None:
        """Lets adults meet occasions and take them, and be seen."""
        speaking, opened = np.zeros((2, self.n), bool)
        idle = self.works_now & ~self.job
        for k, kind in enumerate(self.kinds):
            if "arises_from" in kind:
                continue
            times = kind.get("when_unemployed", 1.0)
            met = self.drawn(self.adults, self.occasions[k] * max(times, 1.0))
            if times != 1:
                met = self.those(met, np.where(idle[met], times, 1.0) / max(times, 1.0))
            self.count("opportunities", np.full(len(met), k))
            did = self.those(met, self._chance(kind, met))
            self.by_group("acts", did, k)
            speech = kind["class"] == "speech"
            if not kind.get("prosocial"):
                self.acted[CLASSES.index(kind["class"]), did] = True
            if speech:
                speaking[did] = True
            elif kind.get("open"):
                opened[did] = True
        self.by_group("speaking", np.flatnonzero(speaking))
        adults = np.maximum(np.bincount(self.town[self.adults], minlength=len(self.could)), 1)
        self.seen_speaking, self.seen_open = (
            np.bincount(self.town[seen], minlength=len(self.could)) / adults for seen in (speaking, opened)
        )

    def _chance(self, kind: Table, who: Array) -> Array:
        """Gives the chance that each takes the occasion; nothing is feared, since no such kind has a rule."""
        seen = self.seen_speaking if kind["class"] == "speech" else self.seen_open
        pull = kind.get("imitation", 0.0) * (1 - kind.get("relative", 0.0)) * seen[self.town[who]]
        rightful = self.legitimacy[who] / FULL
        if kind.get("threshold"):
            h = self.trait["grievance"][who]
            return (h * (1 - rightful) + pull >= self.trait["speech_threshold"][who]).astype(float)
        norm = kind.get("conviction_weight", 0.0) * self.trait["conviction"][who] * rightful
        if kind.get("prosocial"):
            return -np.expm1(-np.maximum(kind.get("warm_glow", 0.0) + pull + norm - kind.get("cost", 0.0), 0)
                             / kind["temptation"])  # fmt: skip
        return np.exp(-np.maximum(norm + kind.get("cost", 0.0) - pull, 0) / kind["temptation"])

    def able(self, who: Array) -> Array:
        """Tells of each whether there is something to pay with."""
        return self.job[who] | (self.savings[who] > 0) | ~self.works_now[who]

    def in_state(self, state: str, who: Array) -> Array:
        """Tells of each whether this is the state of livelihood from which conduct arises."""
        stage = self.stage[who]
        if state == "in arrears":
            return (stage == ARREARS) | (stage == PENDING)
        if state == "judged in error":
            return stage == ERROR
        return (stage == OWES) & ((self.mark[who] & self.able(who)) == (state == "owes, unwilling"))

    # ---- livelihood

    def live(self) -> None:
        """Lets adults work, save, borrow, fail, be judged and pay."""
        stage, workers = self.stage.copy(), self.grown & self.works_now
        self._work(workers)
        able = self.able(np.arange(self.n))
        at = [np.flatnonzero(self.grown & (stage == s)) for s in range(ERROR + 1)]
        self.stage[self.misjudged] = ERROR
        self.count("judgments", np.full(len(self.misjudged), IN_ERROR))
        self._lend()
        self._borrow(at[BORROWING], able)
        arrears = at[ARREARS]
        u = self.rng.random(len(arrears))
        cured = able[arrears] & (u < self.courts["cure"])
        self.stage[arrears[cured]], self.mark[arrears[cured]] = CLEAR, False
        self.stage[arrears[~cured & (u >= 1 - self.courts["sued"])]] = PENDING
        judged = self.drawn(at[PENDING], 1 / max(self.courts["judgment_after_months"], 1))
        self.stage[judged] = OWES
        self.count("judgments", (self.mark & able)[judged].astype(int))
        self._pay(at[OWES], able)
        aside = self.drawn(at[ERROR], self.courts["set_aside"])
        self.stage[aside] = CLEAR
        self.count("performed", np.full(len(aside), IN_ERROR))
        self.by_group("workforce", np.flatnonzero(workers))
        self.by_group("unemployed", np.flatnonzero(workers & ~self.job))
        counted = np.flatnonzero(self.grown & (self.stage != CLEAR))
        shown = np.array([0, 1, 2, 3, 4, 6])[self.stage[counted]]
        self.by_group("solvency", counted, shown + ((shown == OWES) & (self.mark & able)[counted]))

    def _work(self, workers: Array) -> None:
        """Lets workers lose and find jobs, then save or spend."""
        savings, without = self.society["livelihood"]["savings"], np.flatnonzero(workers & ~self.job)
        lost, found = self.drawn(np.flatnonzero(workers & self.job), self.loses), self.drawn(without, self.finds)
        barred = self.on[found] & (self.rng.random(len(found)) < self.closed[0])
        self.by_group("jobs_lost", lost)
        self.by_group("jobs_found", found[~barred])
        self.by_group("jobs_denied", found[barred])
        self.job[lost], self.job[found[~barred]] = False, True
        change = np.where(self.job, 1000 * savings["saved"], -1000 * savings["spent"])
        self.savings = np.where(workers, np.clip(self.savings + change, 0, 1000 * savings["most"]), self.savings)

    def _lend(self) -> None:
        """Lets lenders judge those who ask by a year of loans of the same standing in the region."""
        credit, asks = self.credit, self.asks
        seen, region, past = self.shown[asks].astype(int), self.region[asks], self.memory.sum(axis=0)
        known = np.where(self.force[asks, None], past[region, seen], past[region].sum(axis=1))
        repaid, fallen = (known + [credit["pseudo_repaid"], credit["pseudo_defaulted"]]).T  # noqa: RUF005
        accepts = repaid * (credit["loss"] + credit["gain"]) >= credit["loss"] * (repaid + fallen)
        accepts |= self.rng.random(len(asks)) < credit["exploration"]
        barred = self.on[asks] & (self.rng.random(len(asks)) < self.closed[1])
        good = self.trait["conviction"][asks] >= credit["unwilling_below"]
        self.by_group("loans_asked", asks)
        self.by_group("loans_made", asks[accepts & ~barred])
        for way, refused in enumerate((barred, ~barred & ~accepts, good & (barred | ~accepts))):
            self.by_group("loans_refused", asks[refused], way)
        self.stage[asks[accepts & ~barred]] = BORROWING

    def _borrow(self, who: Array, able: Array) -> None:
        """Lets borrowers fall behind, choose default, or repay."""
        credit = self.credit
        unable = self.drawn(who[~able[who]], self.unable)
        tempted = able & (self.trait["conviction"] < credit["unwilling_below"])
        chosen = self.drawn(who[tempted[who]], self.unwilling)
        fear = self.trait["aversion"][chosen] * np.maximum(self.belief[0, 0, chosen] - self.belief[1, 0, chosen], 0)
        chosen = self.those(chosen, np.exp(-fear / FULL * self._weight(chosen) / credit["fear_scale"]))
        self.mark[chosen] = True
        repaid = self.drawn(np.setdiff1d(who[able[who]], chosen, assume_unique=True), 1 / credit["loan_months"])
        self.stage[unable], self.stage[chosen], self.stage[repaid] = ARREARS, ARREARS, CLEAR
        self.by_group("defaults", unable, UNABLE)
        self.by_group("defaults", chosen, UNWILLING)
        self.memory = np.roll(self.memory, 1, axis=0)
        for outcome, (name, ended) in enumerate((("repaid", repaid), ("defaulted", np.append(unable, chosen)))):
            seen, region = self.shown[ended].astype(int), self.region[ended]
            self.count(name, region, seen)
            flat = np.bincount(2 * region + seen, minlength=self.memory[0, :, :, 0].size)
            self.memory[0, :, :, outcome] = flat.reshape(-1, 2)

    def _weight(self, who: Array) -> Array:
        """Gives what one more record is perceived to cost: by the rules as far as they are known, else by rumour."""
        opacity, weight = self.rules.get("opacity", 0.0), np.zeros(len(who))
        price = self.closed @ self.expected[:, self.cell[who]]
        for rule in self.rules["recording"]["rules"]:
            if self.kinds[self.kind_at[rule["conduct"]]].get("arises_from") in ("in arrears", "owes, unwilling"):
                endless = rule["months"] == "until performed"
                months = self.rules["recording"].get("feared_months", 24) if endless else rule["months"]
                own = (1 - opacity) * months * np.where(self.on[who], 0.0, price)
                weight = np.maximum(weight, own + opacity * rule.get("rumoured_weight", 0.0))
        return np.where(self.force[who], weight, 0.0)

    def _pay(self, who: Array, able: Array) -> None:
        """Lets debtors who can perform do so, the unwilling the sooner the more the list costs them."""
        courts, who = self.courts, who[able[who]]
        price = np.where(self.on[who], self.closed @ self.expected[:, self.cell[who]], 0.0)
        pressed = np.minimum(1, courts["performs"] + courts["performs_with_detriment"] * price)
        paid = self.those(who, np.where(self.mark[who], pressed, courts["performs_when_able"]))
        self.count("performed", self.mark[paid].astype(int))
        self.stage[paid], self.mark[paid] = CLEAR, False

    # ---- response

    def learn(self) -> None:
        """Lets adults learn from their month and from those of the household."""
        response = self.society["response"]
        owing = np.flatnonzero(self.mark)
        self.acted[0, owing[self.in_state("owes, unwilling", owing)]] = True
        acted, hit, every = self.acted.reshape(-1), self.sanctioned.reshape(-1), 3 * self.n
        special = np.flatnonzero(acted | hit)
        did, goal = acted[special], np.float32(FULL) * hit[special]
        rate = np.where(hit[special], response["learn_up"], response["learn_down"]).astype(np.float32)
        belief, forget = self.belief.reshape(-1), np.float32(response["forget"])
        exercised, other = special + every * ~did, special + every * did
        moved = [belief[exercised] + rate * (goal - belief[exercised]),
                 belief[other] + forget * (self.start_belief[other // self.n] - belief[other])]  # fmt: skip
        self.belief[0] += forget * (self.start_belief[:3, None] - self.belief[0])
        self.belief[1] *= np.float32(1 - response["learn_down"])
        belief[exercised], belief[other] = moved
        np.rint(belief, out=belief)
        rate *= np.float32(response["household_weight"])
        whose, at_home, wronged = special % self.n, np.zeros(self.n, bool), np.flatnonzero(self.wronged)
        for k in [*range(self.furthest, 0, -1), *range(-1, -self.furthest - 1, -1)]:
            near = self._learns(whose, k)
            seen = exercised[near] + k
            belief[seen] = np.rint(belief[seen] + rate[near] * (goal[near] - belief[seen]))
            at_home[wronged[self._learns(wronged, k)] + k] = True
        self._trust(np.flatnonzero(at_home & ~self.wronged), wronged, response)

    def _learns(self, who: Array, k: int) -> Array:
        """Gives at which of these positions the person k places on is an adult of the same household."""
        other = np.clip(who + k, 0, self.n - 1)
        return np.flatnonzero((self.home[other] == self.home[who]) & self.grown[other] & (other != who))

    def _trust(self, at_home: Array, wronged: Array, response: Table) -> None:
        """Moves legitimacy, and counts it and beliefs."""
        loss, trust = response["legitimacy_loss"], self.legitimacy
        hurt, seen = trust[wronged] * (1 - loss), trust[at_home] * (1 - response["household_weight"] * loss)
        trust += np.float32(response["legitimacy_recovery"]) * (self.start_legitimacy - trust)
        trust[wronged], trust[at_home] = hurt, seen
        np.rint(trust, out=trust)
        self.by_group("unjust", np.append(wronged, at_home))
        if self.month >= 0:
            self.counted["legitimacy"][self.month] = trust @ self.grown.astype(float)
            self.counted["belief"][self.month] = (self.belief @ self.grown.astype(float)).T.ravel()

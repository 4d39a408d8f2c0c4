"""The court list over a society, written a second time from its description, month by month over arrays of persons.

It reads documents alone, draws from a generator of NumPy, and counts what the tables of tallies name. The first
generation arrives as newcomers do; a dossier holds whatever is filed; one blacklist, no grades; towns of one size.
"""

from __future__ import annotations

import numpy as np

from underheaven.verify.docked.people import (
    ARREARS, BORROWING, CLASSES, CLEAR, CONTEXTS, ERROR, FULL, OWES, PENDING, People,
)  # fmt: skip
from underheaven.verify.docked.written import Array, Table

TRUE, FALSE, MISTAKEN = range(3)
EXPIRED, PERFORMED, CORRECTED, APPEALED, _EARLY, RENEWED = range(6)
UNABLE, UNWILLING, IN_ERROR = range(3)
ENDLESS = 1 << 20


class Second(People):
    """A replicate: what happens in a month, stage by stage, in the order of the description."""

    def run(self) -> dict[str, Array]:
        """Lives all months and gives every tally; (month, its dimensions)."""
        first, self.rules = self.month, self.versions[0]
        for self.month in range(first, self.months):
            self.rules = self.versions.get(self.month, self.rules)
            if self.month > first:
                self.grow_older()
            self.grown = ~self.minor[self.who["age"]]
            self.adults = np.flatnonzero(self.grown)
            self.force = (self.joins <= self.month)[self.town] if self.month >= 0 else np.zeros(self.n, bool)
            self.acted, self.sanctioned = np.zeros((2, 3, self.n), bool)
            self.wronged = np.zeros(self.n, bool)
            self.conduct()
            self.sense()
            self.stand()
            self.treat()
            self.live()
            self.learn()
            self.repair()
        return self.counted

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
        """Gives the chance that each takes the occasion; no kind met as an occasion has a rule, so nothing is feared."""
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

    # ---- sensing and recording

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

    def sense(self) -> None:
        """Turns states into records, true, false and mistaken, and files them."""
        if self.month < 0:
            return
        troubled, does = np.flatnonzero(self.grown & (self.stage > BORROWING)), {}
        for k, kind in enumerate(self.kinds):
            if "arises_from" in kind:
                does[k] = np.zeros(self.n, bool)
                does[k][troubled] = self.in_state(kind["arises_from"], troubled)
                self.count("in_state", np.full(int(does[k].sum()), k))
        lost, self.lost = self.lost, []
        able_to = self.grown & self.force
        hit = self._hit(lost, able_to)
        debts = np.zeros(self.n, bool)
        for k, kind in enumerate(self.kinds):
            if kind.get("arises_from", "").startswith("owes"):
                debts |= self.held[k]
        for rule in self.rules["recording"]["rules"]:
            k = self.kind_at[rule["conduct"]]
            state = self.kinds[k]["arises_from"]
            channels = self._channels(rule["conduct"])
            open_to = able_to & ~self.held[k]
            chances = np.array([c.get("coverage", 1.0) * c["sensitivity"] for c in channels])
            found = self.drawn(np.flatnonzero(open_to & does[k] & ~(debts & state.startswith("owes"))),
                               1 - np.prod(1 - chances))  # fmt: skip
            leaving = np.dot(chances, [c.get("mistaken_identity", 0.0) for c in channels]) / chances.sum()
            gone = np.zeros(self.n, bool)
            gone[self.drawn(found, leaving)] = True
            self.lost += [(k, int(t)) for t in self.town[found[gone[found]]]]
            self.count("lost_mistaken", np.full(int(gone.sum()), k))
            self._file(rule, found[~gone[found]], FALSE if state == "judged in error" else TRUE)
            for c in channels:
                rate = c.get("coverage", 1.0) * c.get("false_records_per_year", 0.0) / 12
                self._file(rule, self.drawn(np.flatnonzero(open_to & ~does[k]), rate), FALSE)
            self._file(rule, np.flatnonzero(open_to & (hit == k)), MISTAKEN)
        self.could = np.bincount(self.town[able_to], minlength=len(self.could))

    def _channels(self, name: str) -> list[Table]:
        return [c for c in self.rules["sensing"]["channels"] if name in c["conduct"]]

    def _hit(self, lost: list[tuple[int, int]], able_to: Array) -> Array:
        """Gives the kind of which a record that was lost last month lands on each, -1 for none."""
        hit = np.full(self.n, -1)
        for k, town in lost:
            here = np.flatnonzero(able_to[town * self.size : (town + 1) * self.size]) + town * self.size
            hit[self.drawn(here[hit[here] < 0], 1 / max(self.could[town], 1))] = k
        return hit

    def _file(self, rule: Table, who: Array, origin: int) -> None:
        k, months = self.kind_at[rule["conduct"]], rule["months"]
        new = {"person": who, "kind": k, "left": ENDLESS if months == "until performed" else months, "origin": origin,
               "contested": 0, "performable": int(rule.get("removed_by_performance", False))}  # fmt: skip
        for key, part in self.record.items():
            self.record[key] = np.concatenate([part, np.broadcast_to(new[key], len(who))])
        self.count("recorded", np.full(len(who), k), origin)
        self.count("filed", self.group_of[self.cell[who]], origin)
        self.sanctioned[CLASSES.index(self.kinds[k]["class"]), who] = True
        if origin != TRUE:
            self.wronged[who] = True

    # ---- standing and treatment

    def stand(self) -> None:
        """Finds who is on the list, and counts it."""
        r, no = self.record, np.zeros(self.n, bool)
        self.held[:] = False
        self.held[r["kind"], r["person"]] = True
        listed, first = np.unique(r["person"], return_index=True)
        truly, on, debt = no.copy(), no.copy(), np.zeros((2, self.n), bool)
        on[listed], truly[r["person"][r["origin"] == TRUE]] = True, True
        for mark, state in ((UNABLE, "owes, unable"), (UNWILLING, "owes, unwilling")):
            kinds = [k for k, kind in enumerate(self.kinds) if kind.get("arises_from") == state]
            debt[mark, r["person"][(r["origin"] == TRUE) & np.isin(r["kind"], kinds)]] = True
        origin = np.full(self.n, TRUE)
        origin[listed] = np.where(truly[listed], TRUE, r["origin"][first])
        wrongly = listed[~truly[listed]]
        self.by_group("persons", np.arange(self.n))
        self.count("live_records", r["origin"])
        self.by_group("listed", listed, 0)
        self.by_group("blacklisted", listed)
        self.by_group("wrongly_blacklisted", wrongly)
        self.count("listed_by_region", 0, self.region[listed])
        for k in range(len(self.kinds)):
            self.count("listed_by_kind", np.zeros(int(self.held[k].sum()), int), k)
        self.count("listed_for_debt", np.zeros(len(listed), int))
        for d, there in enumerate((debt[0, listed], debt[1, listed], ~debt[:, listed].any(axis=0))):
            self.count("listed_by_debt", np.zeros(int(there.sum()), int), d)
        self.count("listed_by_origin", 0, origin[listed])
        self.count("entries", 0, origin[on & ~self.was])
        self.count("exits", np.zeros(int((self.was & ~on).sum()), int))
        self.by_group("first_listed", listed[~self.ever[listed]])
        self.by_group("first_wrongly_listed", wrongly[~self.ever_wrongly[wrongly]])
        self.ever[listed], self.ever_wrongly[wrongly] = True, True
        self.on, self.shown = on, self.was.copy()

    def treat(self) -> None:
        """Books what is lost and counts what is denied; whoever is clear asks for a loan or is judged in error."""
        clear = np.flatnonzero(self.grown & (self.stage == CLEAR))
        self.misjudged = self.drawn(clear, self.courts["error_per_year"] / 12)
        self.asks = np.setdiff1d(self.drawn(clear, self.needs), self.misjudged, assume_unique=True)
        self.closed = np.zeros(9)
        for effect in self.rules["treatment"]["effects"]:
            c = CONTEXTS.index(effect["context"])
            self.closed[c] = 1 - (1 - self.closed[c]) * (1 - effect["strength"])
        asking, r, listed = np.zeros(self.n, bool), self.record, np.flatnonzero(self.on)
        asking[self.asks] = True
        loss = self.worth[:, self.cell[r["person"]]] * self.closed[:, None]
        loss[0] *= (self.works_now & ~self.job)[r["person"]]
        loss[1] *= asking[r["person"]]
        loss = np.rint(1e6 * loss) / np.bincount(r["person"], minlength=self.n)[r["person"]]
        cause = np.array([CONTEXTS.index(kind["context"]) for kind in self.kinds])[r["kind"]]
        for c in np.flatnonzero(self.closed):
            self.count("detriment", cause, c, r["origin"], weights=loss[c])
            self.count("detriment_by_group", cause, c, self.group_of[self.cell[r["person"]]], weights=loss[c])
            self.count("ledger", r["kind"], c, r["origin"], weights=loss[c])
        for d, denial in enumerate(self.rules["treatment"]["denials"]):
            expected = self.attempts[denial["habit"]][self.cell[listed]]
            tries = np.floor(expected) + (self.rng.random(len(listed)) < expected % 1)
            denied = self.rng.binomial(tries.astype(int), denial["share"])
            self.count("denied", d, self.group_of[self.cell[listed]], weights=denied)

    # ---- livelihood

    def live(self) -> None:
        """Lets adults work, save, borrow, fail, be judged and pay."""
        stage, workers = self.stage.copy(), self.grown & self.works_now
        self._work(workers)
        able, spot = self.able(np.arange(self.n)), lambda s: np.flatnonzero(self.grown & (stage == s))
        self.stage[self.misjudged] = ERROR
        self.count("judgments", np.full(len(self.misjudged), IN_ERROR))
        self._lend()
        self._borrow(spot(BORROWING), able)
        arrears = spot(ARREARS)
        u = self.rng.random(len(arrears))
        cured = able[arrears] & (u < self.courts["cure"])
        self.stage[arrears[cured]], self.mark[arrears[cured]] = CLEAR, False
        self.stage[arrears[~cured & (u >= 1 - self.courts["sued"])]] = PENDING
        judged = self.drawn(spot(PENDING), 1 / max(self.courts["judgment_after_months"], 1))
        self.stage[judged] = OWES
        self.count("judgments", (self.mark & able)[judged].astype(int))
        self._pay(spot(OWES), able)
        aside = self.drawn(spot(ERROR), self.courts["set_aside"])
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
        own = np.where(self.force[asks, None], past[region, seen], past[region].sum(axis=1))
        own = own + [credit["pseudo_repaid"], credit["pseudo_defaulted"]]
        accepts = own[:, 0] * (credit["loss"] + credit["gain"]) >= credit["loss"] * own.sum(axis=1)
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

    # ---- repair

    def repair(self) -> None:
        """Lets records leave, then persons."""
        r, appeal, n = self.record, self.rules["repair"]["appeal"], len(self.record["person"])
        true, chance = r["origin"] == TRUE, self.rng.random((4, n))
        which = lambda name: np.where(true, appeal[f"{name}_rightful"], appeal[f"{name}_wrongful"])  # noqa: E731
        files = (r["contested"] == 0) & (chance[0] < which("filed"))
        contested = files | (r["contested"] > 0)
        heard = contested & (chance[1] < 1 / (1 + appeal.get("months", 3)))
        granted = heard & (chance[2] < which("granted"))
        r["contested"] = (contested & ~heard).astype(int)
        self.count("appeals_filed", r["origin"][files])
        self.count("appeals_granted", r["origin"][granted])
        settled = np.isin(self.stage[r["person"]], (CLEAR, BORROWING)) & (r["performable"] > 0)
        in_error = np.array([kind.get("arises_from") == "judged in error" for kind in self.kinds])[r["kind"]]
        r["left"] = np.where(r["left"] < ENDLESS, r["left"] - 1, r["left"])
        corrected = ~true & (chance[3] < self.rules["repair"].get("correction", 0.0))
        ways = ((APPEALED, granted), (PERFORMED, settled & (true | in_error)), (CORRECTED, corrected),
                (EXPIRED, r["left"] == 0))  # fmt: skip
        stays = np.ones(n, bool)
        for way, out in ways:
            self.count("removals", way, r["origin"][out & stays])
            stays &= ~out
        self.record = {key: part[stays] for key, part in r.items()}
        self._renew()

    def _renew(self) -> None:
        """Replaces those who die or move by newcomers."""
        gone = self.drawn(np.arange(self.n), self.leaves_by_cell)
        leaving = np.zeros(self.n, bool)
        leaving[gone] = True
        closed = leaving[self.record["person"]]
        self.count("removals", RENEWED, self.record["origin"][closed])
        self.count("renewed_off", np.zeros(int(self.on[gone].sum()), int))
        self.by_group("renewed", gone)
        self.record = {key: part[~closed] for key, part in self.record.items()}
        self.held[:, gone] = False
        self.was = self.on.copy()
        for a in self.attributes:
            if a.get("of", "person") == "person" and a["name"] != "age":
                drawn = self.rng.choice(len(a["categories"]), len(gone), p=self.share_of[a["name"]])
                self.who[a["name"]][gone] = drawn
        self.arrive(gone, self.rng.choice(len(self.arrivals), len(gone), p=self.arrivals))

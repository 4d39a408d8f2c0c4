"""The court list over a society, written a second time from its description, month by month over arrays of persons.

It reads documents alone, draws from a generator of NumPy, and counts what the tables of tallies name. It leaves out the
start in steady state and the stated backlog (the first generation arrives as newcomers do), what no part of the two
documents asks for (grades, redlists, officials, ties), sums by person, and the capacity of a dossier, which holds
whatever is filed. Towns are whole.
"""

from __future__ import annotations

import numpy as np

from underheaven.verify.docking.behaviour import UNABLE, UNWILLING, Behaviour
from underheaven.verify.docking.document_tables import Array, Table
from underheaven.verify.docking.population import BORROWING, CLASSES, CLEAR, CONTEXTS

TRUE, FALSE, MISTAKEN = range(3)
EXPIRED, PERFORMED, CORRECTED, APPEALED, _EARLY, RENEWED = range(6)
NO_EXPIRY = 1 << 20


class SecondModel(Behaviour):
    """A replicate: its persons and its institution, stage by stage, in the order of the description."""

    def run(self) -> dict[str, Array]:
        """Simulate all months and return every tally; (month, its dimensions)."""
        first, self.rules = self.month, self.versions[0]
        for month in range(first, self.months):
            self.month, self.rules = month, self.versions.get(month, self.rules)
            if month > first:
                self.grow_older()
            self.is_adult = ~self.minor[self.categories["age"]]
            self.adults = np.flatnonzero(self.is_adult)
            self.in_force = (self.rollout_month <= month)[self.town] if month >= 0 else np.zeros(self.n, bool)
            self.acted_by_class, self.sanctioned_by_class = np.zeros((2, 3, self.n), bool)
            self.wronged = np.zeros(self.n, bool)
            self.conduct()
            self.sense_and_record()
            self.update_standing()
            self.apply_treatment()
            self.update_livelihood()
            self.update_beliefs()
            self.repair()
        return self.tallies

    # ---- sensing and recording

    def sense_and_record(self) -> None:
        """Turn states into records, true, false and mistaken, and files them."""
        if self.month < 0:
            return
        troubled, does = np.flatnonzero(self.is_adult & (self.stage > BORROWING)), {}
        for k, kind in enumerate(self.kinds):
            if "arises_from" in kind:
                does[k] = np.zeros(self.n, bool)
                does[k][troubled] = self.in_state(kind["arises_from"], troubled)
                self.add_to_tally("in_state", np.full(int(does[k].sum()), k))
        lost, self.lost_records = self.lost_records, []
        able_to = self.is_adult & self.in_force
        hit = self._assign_lost_records(lost, able_to)
        debts = np.zeros(self.n, bool)
        for k, kind in enumerate(self.kinds):
            if kind.get("arises_from", "").startswith("owes"):
                debts |= self.has_record[k]
        for rule in self.rules["recording"]["rules"]:
            k = self.kind_at[rule["conduct"]]
            state = self.kinds[k]["arises_from"]
            channels = self._channels(rule["conduct"])
            open_to = able_to & ~self.has_record[k]
            chances = np.array([c.get("coverage", 1.0) * c["detection_rate"] for c in channels])
            found = self.draw_selected(
                np.flatnonzero(open_to & does[k] & ~(debts & state.startswith("owes"))), 1 - np.prod(1 - chances)
            )
            leaving = np.dot(chances, [c.get("mistaken_identity", 0.0) for c in channels]) / chances.sum()
            gone = np.zeros(self.n, bool)
            gone[self.draw_selected(found, leaving)] = True
            self.lost_records += [(k, int(t)) for t in self.town[found[gone[found]]]]
            self.add_to_tally("misattributed_records", np.full(int(gone.sum()), k))
            self._file_records(rule, found[~gone[found]], FALSE if state == "judged in error" else TRUE)
            for c in channels:
                rate = c.get("coverage", 1.0) * c.get("false_records_per_year", 0.0) / 12
                self._file_records(rule, self.draw_selected(np.flatnonzero(open_to & ~does[k]), rate), FALSE)
            self._file_records(rule, np.flatnonzero(open_to & (hit == k)), MISTAKEN)
        self.eligible_by_town = np.bincount(self.town[able_to], minlength=len(self.eligible_by_town))

    def _channels(self, name: str) -> list[Table]:
        return [c for c in self.rules["sensing"]["channels"] if name in c["conduct"]]

    def _assign_lost_records(self, lost: list[tuple[int, int]], able_to: Array) -> Array:
        """Return the kind of which a record lost last month falls on each person, -1 for none."""
        hit = np.full(self.n, -1)
        for k, town in lost:
            candidates = (
                np.flatnonzero(able_to[town * self.town_size : (town + 1) * self.town_size]) + town * self.town_size
            )
            hit[self.draw_selected(candidates[hit[candidates] < 0], 1 / max(self.eligible_by_town[town], 1))] = k
        return hit

    def _file_records(self, rule: Table, persons: Array, origin: int) -> None:
        k, months = self.kind_at[rule["conduct"]], rule["months"]
        new = {
            "person": persons,
            "kind": k,
            "left": NO_EXPIRY if months == "until performed" else months,
            "origin": origin,
            "contested": 0,
            "performable": int(rule.get("removed_by_performance", False)),
        }
        for key, part in self.record.items():
            self.record[key] = np.concatenate([part, np.broadcast_to(new[key], len(persons))])
        self.add_to_tally("recorded", np.full(len(persons), k), origin)
        self.add_to_tally("filed", self.group_of[self.cell[persons]], origin)
        self.sanctioned_by_class[CLASSES.index(self.kinds[k]["class"]), persons] = True
        if origin != TRUE:
            self.wronged[persons] = True

    # ---- standing and treatment

    def update_standing(self) -> None:
        """Find who is on the list, and counts it."""
        r, no = self.record, np.zeros(self.n, bool)
        self.has_record[:] = False
        self.has_record[r["kind"], r["person"]] = True
        listed, first = np.unique(r["person"], return_index=True)
        truly, on, debt = no.copy(), no.copy(), np.zeros((2, self.n), bool)
        on[listed], truly[r["person"][r["origin"] == TRUE]] = True, True
        for mark, state in ((UNABLE, "owes, unable"), (UNWILLING, "owes, unwilling")):
            kinds = [k for k, kind in enumerate(self.kinds) if kind.get("arises_from") == state]
            debt[mark, r["person"][(r["origin"] == TRUE) & np.isin(r["kind"], kinds)]] = True
        origin = np.full(self.n, TRUE)
        origin[listed] = np.where(truly[listed], TRUE, r["origin"][first])
        wrongly = listed[~truly[listed]]
        self.add_by_group("persons", np.arange(self.n))
        self.add_to_tally("live_records", r["origin"])
        self.add_by_group("listed", listed, 0)
        self.add_by_group("blacklisted", listed)
        self.add_by_group("wrongly_blacklisted", wrongly)
        self.add_to_tally("listed_by_region", 0, self.region[listed])
        for k in range(len(self.kinds)):
            self.add_to_tally("listed_by_kind", np.zeros(int(self.has_record[k].sum()), int), k)
        self.add_to_tally("listed_for_debt", np.zeros(len(listed), int))
        for d, there in enumerate((debt[0, listed], debt[1, listed], ~debt[:, listed].any(axis=0))):
            self.add_to_tally("listed_by_debt", np.zeros(int(there.sum()), int), d)
        self.add_to_tally("listed_by_origin", 0, origin[listed])
        self.add_to_tally("entries", 0, origin[on & ~self.on_list_before])
        self.add_to_tally("exits", np.zeros(int((self.on_list_before & ~on).sum()), int))
        self.add_by_group("first_listed", listed[~self.ever_listed[listed]])
        self.add_by_group("first_wrongly_listed", wrongly[~self.ever_wrongly_listed[wrongly]])
        self.ever_listed[listed], self.ever_wrongly_listed[wrongly] = True, True
        self.on_list, self.visibly_listed = on, self.on_list_before.copy()

    def apply_treatment(self) -> None:
        """Book losses and count denials; clear persons ask for a loan or are judged in error."""
        clear = np.flatnonzero(self.is_adult & (self.stage == CLEAR))
        self.misjudged = self.draw_selected(clear, self.courts["error_per_year"] / 12)
        self.loan_applicants = np.setdiff1d(
            self.draw_selected(clear, self.loan_demand_rate), self.misjudged, assume_unique=True
        )
        self.closed_shares = np.zeros(9)
        for effect in self.rules["treatment"]["effects"]:
            c = CONTEXTS.index(effect["context"])
            self.closed_shares[c] = 1 - (1 - self.closed_shares[c]) * (1 - effect["strength"])
        asking, r, listed = np.zeros(self.n, bool), self.record, np.flatnonzero(self.on_list)
        asking[self.loan_applicants] = True
        loss = self.worth[:, self.cell[r["person"]]] * self.closed_shares[:, None]
        loss[0] *= (self.in_workforce & ~self.has_job)[r["person"]]
        loss[1] *= asking[r["person"]]
        loss = np.rint(1e6 * loss) / np.bincount(r["person"], minlength=self.n)[r["person"]]
        cause = np.array([CONTEXTS.index(kind["context"]) for kind in self.kinds])[r["kind"]]
        for c in map(int, np.flatnonzero(self.closed_shares)):
            self.add_to_tally("detriment", cause, c, r["origin"], weights=loss[c])
            self.add_to_tally("detriment_by_group", cause, c, self.group_of[self.cell[r["person"]]], weights=loss[c])
            self.add_to_tally("ledger", r["kind"], c, r["origin"], weights=loss[c])
        for d, denial in enumerate(self.rules["treatment"]["denials"]):
            expected = self.attempts[denial["habit"]][self.cell[listed]]
            tries = np.floor(expected) + (self.rng.random(len(listed)) < expected % 1)
            denied = self.rng.binomial(tries.astype(int), denial["share"])
            self.add_to_tally("denied", d, self.group_of[self.cell[listed]], weights=denied)

    # ---- repair

    def repair(self) -> None:
        """Remove records, then persons."""
        r, appeal, n = self.record, self.rules["repair"]["appeal"], len(self.record["person"])
        true, chance = r["origin"] == TRUE, self.rng.random((4, n))
        files_at, grants_at = (
            np.where(true, appeal[f"{what}_rightful"], appeal[f"{what}_wrongful"]) for what in ("filed", "granted")
        )
        files = (r["contested"] == 0) & (chance[0] < files_at)
        contested = files | (r["contested"] > 0)
        heard = contested & (chance[1] < 1 / (1 + appeal.get("months", 3)))
        granted = heard & (chance[2] < grants_at)
        r["contested"] = (contested & ~heard).astype(int)
        self.add_to_tally("appeals_filed", r["origin"][files])
        self.add_to_tally("appeals_granted", r["origin"][granted])
        settled = np.isin(self.stage[r["person"]], (CLEAR, BORROWING)) & (r["performable"] > 0)
        in_error = np.array([kind.get("arises_from") == "judged in error" for kind in self.kinds])[r["kind"]]
        r["left"] = np.where(r["left"] < NO_EXPIRY, r["left"] - 1, r["left"])
        corrected = ~true & (chance[3] < self.rules["repair"].get("correction", 0.0))
        ways = (
            (APPEALED, granted),
            (PERFORMED, settled & (true | in_error)),
            (CORRECTED, corrected),
            (EXPIRED, r["left"] == 0),
        )
        stays = np.ones(n, bool)
        for way, out in ways:
            self.add_to_tally("removals", way, r["origin"][out & stays])
            stays &= ~out
        self.record = {key: part[stays] for key, part in r.items()}
        self._renew()

    def _renew(self) -> None:
        """Replace those who die or move by newcomers."""
        gone = self.draw_selected(np.arange(self.n), self.exit_rate_by_cell)
        leaving = np.zeros(self.n, bool)
        leaving[gone] = True
        closed = leaving[self.record["person"]]
        self.add_to_tally("removals", RENEWED, self.record["origin"][closed])
        self.add_to_tally("renewed_while_listed", np.zeros(int(self.on_list[gone].sum()), int))
        self.add_by_group("renewed", gone)
        self.record = {key: part[~closed] for key, part in self.record.items()}
        self.has_record[:, gone] = False
        self.on_list_before = self.on_list.copy()
        for a in self.attributes:
            if a.get("of", "person") == "person" and a["name"] != "age":
                drawn = self.rng.choice(len(a["categories"]), len(gone), p=self.share_of[a["name"]])
                self.categories[a["name"]][gone] = drawn
        self.place_newcomers(gone, self.rng.choice(len(self.arrivals), len(gone), p=self.arrivals))

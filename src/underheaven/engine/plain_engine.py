"""The reference engine: interpreted, stage after stage over all persons, without chunks or threads.

It shares the kernels' text with the compiled engine, uncompiled, and none of its loops. It is slow on purpose (about
half a millisecond per person and month), so that its correctness can be seen by reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from underheaven.array_types import Array, F8s, I8s
from underheaven.engine.hooks import FIRST, MAY, NAME, Hook, HookPerson, Shown, refused, table_of
from underheaven.engine.month_tallies import MonthTallies, Tallies
from underheaven.engine.population import Population, final_person_values
from underheaven.engine.protocol import CompiledScenario
from underheaven.engine.regime_changes import apply_rule_changes
from underheaven.engine.score_fitting import rules_in_force, update_fit
from underheaven.fields.codes import ARREARS, BORROWING, CLEAR, ERROR, OWES_UNABLE, OWES_UNWILLING, STAGES
from underheaven.fields.scales import MAX_DOSSIER_CAPACITY
from underheaven.jit import interpreted_copy
from underheaven.kernel.argument_types import (
    Finances,
    HelpRequest,
    LifelongDraws,
    Person,
    SensedRules,
    StatusChange,
    TownMonth,
)
from underheaven.kernel.hooks import FAILED, UNIFORM, WORDS
from underheaven.kernel.month import ADULTS, MONTH, PANELISTS, RECORDED
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.structured_arrays import Records, WritableRecord, read_records
from underheaven.kernel.table_layout import (
    DETECTION_ROWS,
    EXTRA_POINTS,
    MAX_GRADES,
    MAX_GROUPS,
    MAX_KINDS,
    MAX_VISIBLE,
    N_PERSONAL,
    OPTED_OUT,
    TRAIT_DRAWS,
    UNAWARE,
)
from underheaven.kernel.tally import Tally


@dataclass
class PersonMonth:
    """What one person carries from stage to stage within a month.

    Attributes:
        i: Index of the person in the society, from 0.
        town_index: Town, from 0.
        town: The town's month.
        cell: Cell, 0 to 255.
        group: Reporting group, 0 to 31.
        minor: Whether the person is too young for conduct and status.
        generation: Generation at the slot, 0 to 255.
        table: Table of rules in force in the town; 0 is no regime.
        rules: The rules in force.
        rules_previous: Last month's rules; None for a minor.
        active_rules: Rules with a record at last month's standing, as bits.
        status_previous: Status of last month: grade + 8 * lists (as bits).
        personal: Personal variables of the month, int64 (N_PERSONAL,).
        acts_done: Kinds of acts done, as bits.
        outcome: Packed outcome of conduct, see `conduct.count_acts`.
        solvency_stage: Stage of solvency as tallied, 0 to 6.
        rule_sets: Rules sensed, as bits, by origin; see `SensedRules`.
        filed: Packed result of `recording.recording`.
        status: Status of this month.
        lesson: Packed lesson of the month, see `kernel.response`.
        help: Help given and received, as bits; see `kernel.exchange`.
    """

    i: int
    town_index: int
    town: TownMonth
    cell: int
    group: int
    minor: bool
    generation: int
    table: int
    rules: Rules
    rules_previous: Rules | None = None
    active_rules: int = 0
    status_previous: int = 0
    personal: I8s = field(default_factory=lambda: np.zeros(N_PERSONAL, np.int64))
    acts_done: int = 0
    outcome: int = 0
    solvency_stage: int = 0
    rule_sets: list[int] = field(default_factory=lambda: [0, 0, 0, 0, 0])
    filed: int = 0
    status: int = 0
    lesson: int = 0
    help: int = 0

    @property
    def has_regime(self) -> bool:
        """Return whether a regime is in force in the person's town."""
        return self.table > 0

    @property
    def is_subject(self) -> bool:
        """Return whether the regime applies: in force in the town, and joined where consent is required."""
        return self.has_regime and not self.personal[OPTED_OUT]

    @property
    def person(self) -> Person:
        """Return the person's month for kernels."""
        return Person(self.i, self.generation, self.cell, self.group, self.is_subject, self.personal)

    @property
    def sensed(self) -> SensedRules:
        """Return the rules under which the person is recorded, for kernels."""
        return SensedRules(*self.rule_sets)


class PlainEngine:
    """Interpreted engine, the reference."""

    name = "plain"
    threads = 1

    def __init__(self, hooks: Sequence[Hook] = ()) -> None:
        """Make an engine; ``hooks`` are a researcher's own mechanisms."""
        self.hooks = tuple(zip(hooks, table_of(hooks)[FIRST:], strict=True))
        other_modules = (
            "person_attributes",
            "dossier",
            "newcomer",
            "ties",
            "monthly_variables",
            "panel",
            "exchange",
            "gaming",
            "attention",
            "blacklist_stays",
            "ageing",
            "grace",
            "hooks",
        )
        self.kernels = {
            n: interpreted_copy(f"kernel.{n}") for n in (*STAGES, *other_modules, "officials", "fitting_moments")
        }
        self.draws = interpreted_copy("draws")
        self._society: tuple[Records[Society], Society] | None = None
        self._rules: tuple[Records[Rules], int, list[Rules]] | None = None

    def open_society(self, built: CompiledScenario) -> Society:
        """Return the society of a scenario, opened for reading."""
        known = self._society
        if known is None or known[0] is not built.society:
            self._society = known = built.society, read_records(built.society)[0]
        return known[1]

    def open_rules(self, built: CompiledScenario, p: Population) -> list[Rules]:
        """Return the tables of rules in force, opened for reading.

        A fit writes into the tables from which these were read, so they are read anew after each fit.
        """
        rules, known = rules_in_force(built, p), self._rules
        fitted = 0 if rules is built.rules else int(p.fitted.times[0])
        if known is None or known[0] is not rules or known[1] != fitted:
            self._rules = known = rules, fitted, read_records(rules)
        return known[2]

    def _draw(self, p: Population, i: int, month: int, purpose: int) -> int:
        """Return a draw, 0 to 2**32 - 1."""
        return int(self.draws.draw(p.key, i, month, purpose, 0))

    def _arrival_cell(self, built: CompiledScenario, p: Population, i: int) -> int:
        """Return the cell in which a person arrived."""
        return int(
            self.kernels["person_attributes"].arrival_cell(
                self.open_society(built), p.key, i, int(p.state.generation[i])
            )
        )

    def _cell(self, built: CompiledScenario, p: Population, i: int, month: int) -> int:
        """Return a person's cell in a month, or at arrival where that is later."""
        first = self._arrival_cell(built, p, i)
        if "born" not in built.extra_state:
            return first
        return int(self.kernels["ageing"].cell_at_age(self.open_society(built), first, self._age(p, i, month)))

    def _age(self, p: Population, i: int, month: int) -> int:
        """Return a person's age in a month, in months."""
        return int(self.kernels["ageing"].age_in_month(p.state.born, i, month))

    def populate(self, built: CompiledScenario, replicate: int) -> Population:
        """Return the first generation of a replicate, before any month."""
        p = Population.initial(built, replicate)
        for i in range(built.persons):
            cell = self._arrival_cell(built, p, i)
            if "born" in built.extra_state:
                age = self.kernels["ageing"].initial_age(
                    self.open_society(built), cell, self._draw(p, i, 0, self.draws.PERSON_CELL)
                )
                p.state.born[i] = self.kernels["ageing"].birth_month(0, int(age))
            self.kernels["newcomer"].initialise_founder(
                self.open_society(built), built.initial_tables, p.key, p.state, i, cell
            )
        return p

    def final_person_fields(self, population: Population, built: CompiledScenario) -> dict[str, Array]:
        """Return the values of each slot as they are now, by name in ``fields.person_values.FINAL_PERSON_FIELDS``."""
        first_month = built.burn_in_months
        cells = np.array([self._cell(built, population, i, first_month) for i in range(built.persons)], np.uint8)
        return final_person_values(population, built, cells)

    def advance(self, population: Population, built: CompiledScenario, month: int) -> MonthTallies:
        """Run one month (from 0, burn-in included) in place; return its tallies by name."""
        return _MonthRun(self, population, built, month).run()


class _MonthRun:
    """One month of one population: each step of `kernel.month.MONTH` is a method that visits all persons concerned."""

    lender_accepts: I8s
    attention: F8s
    town_months: list[TownMonth]
    concerned: list[PersonMonth]
    """Persons whom the present step concerns."""

    def __init__(self, engine: PlainEngine, population: Population, built: CompiledScenario, month: int) -> None:
        """Prepare one month; `run` takes its steps."""
        self.engine, self.population, self.built, self.month = engine, population, built, month
        self.kernels, self.draws = engine.kernels, engine.draws
        self.society, self.rules = engine.open_society(built), engine.open_rules(built, population)
        self.active = built.rules_index_at(month, population.replicate)
        self.active_previous = built.rules_index_at(month - 1, population.replicate)
        self.tallies = Tallies(1, len(built.labels["region"]))
        self.tally, self.regional = cast(Tally, WritableRecord(self.tallies.counts)), self.tallies.regional
        self.person_months: list[PersonMonth] = []
        self.adults: list[PersonMonth] = []

    def run(self) -> MonthTallies:
        """Take every step in the order of the table."""
        for step in MONTH:
            self.concerned = self._concerned(step.concerns)
            getattr(self, step.name)()
            for hook, row in self.engine.hooks:
                if hook.after == step.name and self.month >= self.built.burn_in_months:
                    self._call(hook, row)
        return self.tallies.named_tallies(self.built.labels)

    def _concerned(self, whom: str) -> list[PersonMonth]:
        """Return the persons whom a step of the table concerns; none before the persons of the month are known."""
        if whom == ADULTS:
            return self.adults
        if whom == RECORDED:
            state, notices = self.population.state, "notices" in self.built.extra_state
            return [
                person_month
                for person_month in self.adults
                if state.dossier[person_month.i, 0] != 0 or (notices and state.notices[person_month.i, 0] != 0)
            ]
        return self.person_months[: self.built.panel] if whom == PANELISTS else self.person_months

    def _call(self, hook: Hook, row: I8s) -> None:
        """Call a hook for every adult, and copy back what it may change."""
        k, state, words = self.kernels["hooks"], self.population.state, np.zeros(WORDS, np.int64)
        for person_month in self.adults:
            k.show_to_hook(
                words,
                self.society,
                person_month.rules,
                person_month.town,
                state,
                person_month.person,
                person_month.status,
                person_month.lesson,
            )
            words[UNIFORM] = k.draw_for_hook(person_month.town, person_month.i, int(row[NAME]))
            before = words.copy()
            try:
                hook.function(cast(HookPerson, Shown(words)))
            except (ArithmeticError, LookupError, TypeError, ValueError):
                words[FAILED] = 1
            place = int(k.fault_of(words, before, row[MAY:]))
            if place >= 0:
                raise refused(hook, place, int(words[place]), person_month.i)
            k.take_from_hook(words, before, state, person_month.i)

    def prepare(self) -> None:
        """Bring rules into force; set the backlog, lenders' decisions, officials' attention, and the towns' months."""
        if self.month == self.built.burn_in_months and self.built.states_backlog:
            self._apply_debt_backlog()
        self.lender_accepts = self._lender_decisions()
        apply_rule_changes(self.population, self.built, self.active, self.active_previous)
        self.attention = self._attention()
        self.town_months = [self._town_month(town) for town in range(self.built.n_towns)]

    def _apply_debt_backlog(self) -> None:
        """Bring the share of debtors to the stated backlog when the first month observed begins."""
        p, built = self.population, self.built
        for i in range(built.persons):
            self.kernels["newcomer"].apply_debt_backlog(
                self.society,
                built.initial_tables,
                p.key,
                p.state,
                i,
                int(p.state.generation[i]),
                self.engine._cell(built, p, i, self.month - 1),
            )

    def _lender_decisions(self) -> I8s:
        """Return whether lenders lend, by table of rules, region and visible class; table 0 shows them no status."""
        totals = self.population.loans.sum(axis=0)
        everybody = np.broadcast_to(totals.sum(axis=2, keepdims=True), totals.shape)
        accept = self.kernels["livelihood"].lender_accepts
        return np.array(
            [
                [
                    [accept(self.society, rules, v, int(repaid[v]), int(defaulted[v])) for v in range(MAX_VISIBLE)]
                    for repaid, defaulted in (totals if table > 0 else everybody)
                ]
                for table, rules in enumerate(self.rules)
            ]
        )

    def _attention(self) -> F8s:
        """Return the attention of each town this month, from what was filed before it."""
        attention = np.empty(self.built.n_towns)
        self.kernels["attention"].set_attention(
            self.built.rules,
            self.active,
            self.built.regions,
            self.population.towns.past,
            self.population.key,
            self.month,
            attention,
            np.zeros(self.built.n_towns, np.int64),
        )
        return attention

    def _town_month(self, town_index: int) -> TownMonth:
        """Return the town's month for kernels."""
        p, built, table = self.population, self.built, int(self.active[town_index])
        first, region, grown = (
            town_index * int(self.society.town_size),
            int(built.regions[town_index]),
            int(p.towns.grown[town_index]),
        )
        eligible, lost = int(p.towns.eligible[town_index]), p.towns.lost[town_index]
        acting, speaking, listed = (int(seen) / grown if grown > 0 else 0.0 for seen in p.towns.seen[town_index])
        quota_chance = int(
            self.kernels["officials"].quota_pick_chance(self.rules[table], eligible, int(p.towns.sensed[town_index]))
        )
        return TownMonth(
            p.key,
            self.month,
            first,
            min(int(self.society.town_size), built.persons - first),
            int(built.zones[town_index]),
            table > 0,
            float(self.attention[town_index]),
            quota_chance,
            built.exempt,
            acting,
            speaking,
            listed,
            int(lost.sum()),
            eligible,
            lost,
            p.towns.lost_next[town_index],
            p.towns.seen_next[town_index],
            self.lender_accepts[table, region],
            self.regional[0, region],
        )

    def ageing(self) -> None:
        """Move persons who enter another cell this month."""
        if "born" not in self.built.extra_state:
            return
        state, k = self.population.state, self.kernels["ageing"]
        for i in range(self.built.persons):
            first, cell = self.engine._arrival_cell(self.built, self.population, i), self._cell(i)
            if cell != first and self.engine._age(self.population, i, self.month) == self.society.since[cell]:
                before = k.previous_cell(self.society, first, cell)
                alive = int(state.generation[i])
                k.enter_cell(self.society, self.population.key, state, i, alive, before, cell)

    def _cell(self, i: int) -> int:
        """Return a person's cell this month."""
        return self.engine._cell(self.built, self.population, i, self.month)

    def begin_month(self) -> None:
        """Begin the month of every person; minors show what clean persons show."""
        self.person_months = [self._begin_person(i) for i in range(self.built.persons)]
        self.adults = [person_month for person_month in self.person_months if not person_month.minor]
        state = self.population.state
        for person_month in (person_month for person_month in self.person_months if person_month.minor):
            state.public_status_next[person_month.i] = person_month.rules.public_status[person_month.rules.empty_state]
            if "score_next" in self.built.extra_state:
                state.score_next[person_month.i] = 0

    def _begin_person(self, i: int) -> PersonMonth:
        """Return what a person brings into the month."""
        state = self.population.state
        town = i // int(self.society.town_size)
        table = int(self.active[town])
        cell = self._cell(i)
        person_month = PersonMonth(
            i=i,
            town_index=town,
            town=self.town_months[town],
            cell=cell,
            group=int(self.society.group[cell]),
            minor=bool(self.society.minor[cell]),
            generation=int(state.generation[i]),
            table=table,
            rules=self.rules[table],
        )
        if not person_month.minor:
            person_month.active_rules = int(self.kernels["dossier"].active_rule_set(state.dossier, i))
            person_month.rules_previous = self.rules[int(self.active_previous[town])]
            if person_month.rules.personal:
                self._fill_personal(person_month)
            person_month.personal[TRAIT_DRAWS : TRAIT_DRAWS + 2] = (
                self._lifelong_draw(person_month, self.draws.CONVICTION),
                self._lifelong_draw(person_month, self.draws.AVERSION),
            )
            person_month.status_previous = self._status_previous(person_month)
            person_month.personal[UNAWARE] = self.kernels["standing"].is_unaware(
                person_month.rules, self._lifelong_draw(person_month, self.draws.AWARE), cell, person_month.active_rules
            )
        return person_month

    def _fill_personal(self, person_month: PersonMonth) -> None:
        """Set extra points, the effects of ties, and whether the person opts out."""
        purposes = self.draws.FAVOUR, self.draws.CONSENT, self.draws.CONVICTION
        lifelong = LifelongDraws(*(self._lifelong_draw(person_month, purpose) for purpose in purposes))
        self.kernels["monthly_variables"].fill_personal(
            self.society, person_month.rules, person_month.town, self.population.state, person_month.person, lifelong
        )

    def _lifelong_draw(self, person_month: PersonMonth, purpose: int) -> int:
        """Return a draw that is made once per life."""
        return self.engine._draw(self.population, person_month.i, person_month.generation, purpose)

    def _status_previous(self, person_month: PersonMonth) -> int:
        """Return last month's status: stored where it depends on more than the records, else computed from them."""
        if "status" in self.built.extra_state:
            return int(self.population.state.status[person_month.i])
        status_previous = int(
            self.kernels["standing"].dossier_status(
                person_month.rules_previous, self.population.state.dossier, person_month.i, -1, 0
            )
        )
        state = self.population.state
        if self.kernels["ageing"].is_new_adult(
            self.society,
            self.population.key,
            state.born,
            person_month.i,
            self.month,
            person_month.generation,
            person_month.cell,
        ):
            status_previous %= MAX_GRADES  # a newcomer was on no list
        return status_previous

    def _month_draw(self, i: int, purpose: int) -> int:
        """Return a person's draw of this month for a purpose."""
        return self.engine._draw(self.population, i, self.month, purpose)

    def _add_to_sum(self, name: str, i: int, amount: int) -> None:
        """Add to a person's sum, up to the maximum of its type."""
        sums = getattr(self.population.sums, name)
        sums[i] = min(int(sums[i]) + amount, int(np.iinfo(sums.dtype).max))

    def conduct(self) -> None:
        """Let every adult with an opportunity act, and adults ask each other for help."""
        state, towns = self.population.state, self.population.towns
        for person_month in self.concerned:
            livelihood_bits = int(state.livelihood[person_month.i])
            person_month.acts_done = int(
                self.kernels["conduct"].conduct(
                    self.society,
                    person_month.rules,
                    self.tally,
                    person_month.town,
                    state,
                    person_month.person,
                    0 if livelihood_bits & 3 == 2 else 1,
                    self._month_draw(person_month.i, self.draws.OPPORTUNITY),
                )
            )
            self._ask_for_help(person_month)
            person_month.outcome = int(
                self.kernels["conduct"].count_acts(self.society, self.tally, person_month.acts_done, person_month.group)
            )
            spoke = person_month.outcome >> 4 & 1
            towns.seen_next[person_month.town_index] += (person_month.outcome >> 3 & 1, spoke, 0)
            self._add_to_sum("acts", person_month.i, person_month.outcome >> 8)
            self.population.sums.months_speaking[person_month.i] += spoke

    def _ask_for_help(self, person_month: PersonMonth) -> None:
        """Let another person of the town ask for help, and be helped or refused."""
        k, first, n = self.kernels["exchange"], int(person_month.town.first), int(person_month.town.n)
        if self.society.meets == 0 or n < 2:
            return
        asker = self.person_months[
            first + (person_month.i - first + int(k.asking_step(self.population.key, first, self.month, n))) % n
        ]
        if asker.minor:
            return
        state = self.population.state
        request = HelpRequest(
            int(state.public_status[asker.i]),
            self._lifelong_draw(person_month, self.draws.STRATEGY),
            self._month_draw(person_month.i, self.draws.PARTNER),
            self._month_draw(person_month.i, self.draws.SEEN),
            self._month_draw(person_month.i, self.draws.SLIP),
        )
        answered = int(
            k.answer_request(self.society, person_month.rules, self.tally, state, person_month.person, request)
        )
        if answered == k.HELPED:
            person_month.help |= k.HELPED
            asker.help |= k.RECEIVED
        elif answered == k.REFUSED:
            person_month.acts_done |= 1 << int(self.society.refusal_kind)

    def sensing(self) -> None:
        """Find what the channels record of each adult."""
        state, towns, k = self.population.state, self.population.towns, self.kernels["sensing"]
        for person_month in self.concerned:
            person_month.solvency_stage = int(
                self.kernels["livelihood"].tallied_stage(
                    int(state.livelihood[person_month.i]), int(state.savings[person_month.i])
                )
            )
            if person_month.solvency_stage >= ARREARS:
                person_month.acts_done |= int(
                    k.kind_from_solvency(self.society, self.tally, person_month.solvency_stage)
                )
            if not self._is_eligible(person_month):
                continue
            towns.eligible_next[person_month.town_index] += 1
            detection_cache = np.zeros((DETECTION_ROWS, MAX_KINDS, MAX_GROUPS), np.int64)
            town, u = person_month.town, self._month_draw(person_month.i, self.draws.FALSE_RECORD)
            true_rules = int(
                k.detected_acts(
                    self.society,
                    person_month.rules,
                    self.tally,
                    town,
                    person_month.person,
                    person_month.acts_done,
                    person_month.active_rules,
                    detection_cache,
                )
            )
            false_rules = int(
                k.false_records(
                    person_month.rules, u, person_month.group, town.zone, person_month.acts_done, town.attention
                )
            )
            false_rules |= int(
                self.kernels["gaming"].faked_records(
                    self.society, person_month.rules, self.tally, town, person_month.person, detection_cache
                )
            )
            u = self._month_draw(person_month.i, self.draws.MISTAKEN_VICTIM)
            mistaken_rules = int(
                k.mistaken_records(self.society, person_month.rules, u, town.lost, town.n_lost, town.eligible)
            )
            quota_rules = self._quota_rule(person_month) & ~true_rules
            if person_month.acts_done >> int(person_month.rules.quota_kind) & 1:
                true_rules |= quota_rules
            household_liability = (
                int(state.household_liability[person_month.i]) if "household_liability" in self.built.extra_state else 0
            )
            inherited_rules = int(
                self.kernels["ties"].inherited_rules(
                    person_month.rules,
                    self._month_draw(person_month.i, self.draws.CONTAGION),
                    household_liability,
                    person_month.personal,
                )
            )
            person_month.rule_sets = [
                *self._move_court_errors(person_month, [true_rules, false_rules, mistaken_rules, quota_rules]),
                inherited_rules,
            ]

    def _quota_rule(self, person_month: PersonMonth) -> int:
        """Return the rule, as a bit, under which a person is recorded to make up for the quota missed last month."""
        u, quota_chance = self._month_draw(person_month.i, self.draws.QUOTA), person_month.town.quota_chance
        return int(self.kernels["officials"].quota_rule(person_month.rules, u, quota_chance)) if quota_chance > 0 else 0

    def _is_eligible(self, person_month: PersonMonth) -> bool:
        """Return whether the regime may record this person."""
        return (
            person_month.is_subject
            and bool(person_month.rules.applies[person_month.cell])
            and person_month.i != self.built.exempt
        )

    def _move_court_errors(self, person_month: PersonMonth, sets: list[int]) -> list[int]:
        """Return the rules with a judgment in error moved from true to false: there is a judgment, but nobody owed."""
        kind = int(self.society.kind_of_stage[ERROR])
        if person_month.solvency_stage != ERROR or kind < 0 or person_month.rules.rule_of[kind] < 0:
            return sets
        true_rules, false_rules, mistaken_rules, quota_rules = sets
        court_error_rules = true_rules & 1 << int(person_month.rules.rule_of[kind])
        return [
            true_rules & ~court_error_rules,
            false_rules | court_error_rules,
            mistaken_rules,
            quota_rules & ~court_error_rules,
        ]

    def recording(self) -> None:
        """File what was sensed, and set the liability of households."""
        towns, k = self.population.towns, self.kernels["recording"]
        for person_month in self.concerned:
            self._withhold_records(person_month)
            if "notices" in self.built.extra_state:
                wait = self.kernels["grace"].after_grace
                person_month.rule_sets = [
                    *map(
                        int,
                        wait(
                            person_month.rules,
                            self.tally,
                            self.population.state.notices,
                            person_month.i,
                            person_month.active_rules,
                            person_month.sensed,
                        ),
                    )
                ]
            person_month.filed = int(
                k.recording(
                    self.society,
                    person_month.rules,
                    self.tally,
                    self.population.state.dossier,
                    person_month.person,
                    person_month.active_rules,
                    person_month.sensed,
                )
            )
            self._add_to_sum("wrongful_records", person_month.i, int(k.wrongful_count(person_month.filed)))
            towns.past[person_month.town_index] += int(k.adverse_count(person_month.filed))
            towns.sensed_next[person_month.town_index] += int(k.sensed_count(person_month.filed))
            if person_month.rules.fits_scores and self._is_eligible(person_month):
                self.kernels["fitting_moments"].count_cooccurrence(
                    self.tally.moments, person_month.active_rules, int(k.adverse_count(person_month.filed)) > 0
                )
        if "household_liability" in self.built.extra_state:
            self._set_household_liability()

    def _withhold_records(self, person_month: PersonMonth) -> None:
        """Remove the records that the person avoids for money, then those that an official withholds."""
        true_rules, false_rules, mistaken_rules, quota_rules, inherited_rules = person_month.rule_sets
        bribed = int(
            self.kernels["gaming"].bribed_records(
                self.society,
                person_month.rules,
                self.tally,
                person_month.town,
                self.population.state.dossier,
                person_month.person,
                person_month.active_rules,
                person_month.sensed,
            )
        )
        # A record made for the quota of a true act is avoided together with the true record.
        person_month.rule_sets = [
            true_rules & ~bribed,
            false_rules & ~bribed,
            mistaken_rules & ~bribed,
            quota_rules & ~(true_rules & bribed),
            inherited_rules,
        ]
        if person_month.rules.suppression > 0:
            u, suppressed = (
                self._lifelong_draw(person_month, self.draws.FAVOUR),
                self.kernels["officials"].withheld_records,
            )
            withheld = int(
                suppressed(
                    self.society,
                    person_month.rules,
                    self.tally,
                    person_month.town,
                    person_month.i,
                    u,
                    person_month.active_rules,
                    person_month.sensed,
                )
            )
            person_month.rule_sets = [rules & ~withheld for rules in person_month.rule_sets]

    def _set_household_liability(self) -> None:
        """Set the rules for which households are liable next month: those of own records, without inherited ones."""
        k, size, household_liability = (
            self.kernels["ties"],
            int(self.society.town_size),
            self.population.state.household_liability,
        )
        liable_rules = np.zeros(self.built.persons, np.int64)
        for person_month in self.adults:
            liable_rules[person_month.i] = k.pass_to_household(
                self.society,
                person_month.rules,
                person_month.active_rules,
                person_month.rule_sets[0]
                | person_month.rule_sets[1]
                | person_month.rule_sets[2]
                | person_month.rule_sets[3],
            )
        for person_month in self.adults:
            first = person_month.town_index * size
            household_liability[person_month.i] = k.rules_from_household(
                self.society, person_month.rules, person_month.town, liable_rules[first : first + size], person_month.i
            )

    def standing(self) -> None:
        """Set and count everybody's status."""
        dossier, sums, year_ends = (
            self.population.state.dossier,
            self.population.sums,
            self.kernels["standing"].is_year_end,
        )
        for person_month in self.person_months:
            self.tally.persons[person_month.group] += 1
        for person_month in self.concerned:
            self.kernels["monthly_variables"].count_personal(
                person_month.rules, self.tally, person_month.cell, person_month.group, person_month.personal
            )
            person_month.status = int(
                self.kernels["standing"].dossier_status(
                    person_month.rules, dossier, person_month.i, -1, int(person_month.personal[EXTRA_POINTS])
                )
            )
            points = int(self.kernels["standing"].read_dossier(person_month.rules, dossier, person_month.i)[0])
            if person_month.personal[OPTED_OUT]:
                person_month.status = int(person_month.rules.outside_state)
            elif person_month.rules.favour > 0:
                self.kernels["standing"].count_favour(person_month.rules, self.tally, points, person_month.personal)
            if "status" in self.built.extra_state:
                self.population.state.status[person_month.i] = person_month.status
            if (
                person_month.rules.graded
                and person_month.rules.applies[person_month.cell]
                and not person_month.personal[OPTED_OUT]
                and year_ends(self.month)
            ):
                score = self.kernels["standing"].bounded_score(
                    person_month.rules, points + int(person_month.personal[EXTRA_POINTS])
                )
                self.kernels["standing"].add_score_moments(
                    self.society, self.tally, score, person_month.i, int(person_month.personal[TRAIT_DRAWS])
                )
            active_rules = self.kernels["dossier"].active_rule_set(dossier, person_month.i)
            if not person_month.personal[OPTED_OUT] and self.kernels["standing"].stays_clean(
                person_month.rules, active_rules, person_month.personal[EXTRA_POINTS], person_month.status_previous
            ):
                continue
            status_change = StatusChange(points, person_month.status, person_month.status_previous)
            listed = int(
                self.kernels["standing"].count_standing(
                    self.society,
                    person_month.rules,
                    self.tally,
                    person_month.town.region_counts,
                    dossier,
                    person_month.person,
                    status_change,
                )
            )
            self.population.towns.seen_next[person_month.town_index, 2] += bool(listed)
            self.tally.first_listed[person_month.group] += bool(listed) and sums.months_listed[person_month.i] == 0
            self.tally.first_wrongly_listed[person_month.group] += (
                listed & 2 > 0 and sums.months_wrongly_listed[person_month.i] == 0
            )
            sums.months_listed[person_month.i] += bool(listed)
            sums.times_listed[person_month.i] += listed & 4 > 0
            sums.months_wrongly_listed[person_month.i] += listed & 2 > 0
            observed = self.month - int(self.society.burn_in) + 1
            self.kernels["blacklist_stays"].update_first_stay(
                sums,
                self.population.state.leaving,
                person_month.i,
                observed,
                listed,
                int(person_month.personal[OPTED_OUT]),
            )

    def treatment(self) -> None:
        """Book what status costs, and set what others will see."""
        state, k, weights = self.population.state, self.kernels["treatment"], np.zeros((3, MAX_DOSSIER_CAPACITY))
        for person_month in self.concerned:
            k.count_rewards(self.society, person_month.rules, self.tally, person_month.cell, person_month.status, 1)
            if not k.nothing_closed(person_month.rules, person_month.status):
                self._add_to_sum(
                    "detriment",
                    person_month.i,
                    int(
                        k.treatment(
                            self.society,
                            person_month.rules,
                            self.tally,
                            state.dossier,
                            person_month.person,
                            self._finances(person_month),
                            weights,
                        )
                    ),
                )
                self._add_to_sum(
                    "denials",
                    person_month.i,
                    int(
                        k.count_denials(
                            self.society,
                            person_month.rules,
                            self.tally,
                            person_month.town,
                            person_month.person,
                            person_month.status,
                        )
                    ),
                )
            state.public_status_next[person_month.i] = k.next_public_status(
                person_month.rules, person_month.status, person_month.outcome
            )
            if "score_next" in self.built.extra_state:
                state.score_next[person_month.i] = self.kernels["ties"].visible_person_score(
                    person_month.rules,
                    int(self.kernels["standing"].read_dossier(person_month.rules, state.dossier, person_month.i)[0]),
                    person_month.has_regime,
                    person_month.personal,
                )

    def _finances(self, person_month: PersonMonth) -> Finances:
        """Return a person's economic state as it is now, with the month's draws."""
        state = self.population.state
        return Finances(
            int(state.livelihood[person_month.i]),
            int(state.savings[person_month.i]),
            person_month.status,
            self._month_draw(person_month.i, self.draws.SOLVENCY),
            self._month_draw(person_month.i, self.draws.COURT_ERROR),
            self._month_draw(person_month.i, self.draws.DEFAULT),
        )

    def livelihood(self) -> None:
        """Let a month of work, debts and help pass."""
        state, sums, k = self.population.state, self.population.sums, self.kernels["livelihood"]
        for person_month in self.concerned:
            livelihood_bits, savings = int(state.livelihood[person_month.i]), int(state.savings[person_month.i])
            self.tally.workforce[person_month.group] += livelihood_bits >> 1 & 1
            livelihood_bits = int(
                k.update_work(
                    self.society,
                    person_month.rules,
                    self.tally,
                    livelihood_bits,
                    person_month.cell,
                    person_month.group,
                    person_month.status,
                    self._month_draw(person_month.i, self.draws.JOB),
                )
            )
            savings = int(k.update_savings(self.society, livelihood_bits, savings))
            idle = livelihood_bits & 3 == 2
            self.tally.unemployed[person_month.group] += idle
            sums.months_unemployed[person_month.i] += idle
            stage_before = int(k.solvency_stage(livelihood_bits))
            finances = self._finances(person_month)._replace(livelihood_bits=livelihood_bits, savings=savings)
            livelihood_bits = int(
                k.update_solvency(
                    self.society,
                    person_month.rules,
                    self.tally,
                    person_month.town,
                    state,
                    person_month.person,
                    finances,
                )
            )
            person_month.solvency_stage = int(k.tallied_stage(livelihood_bits, savings))
            if person_month.solvency_stage != CLEAR:
                self.tally.solvency[person_month.solvency_stage, person_month.group] += 1
            sums.loans[person_month.i] += stage_before == CLEAR and person_month.solvency_stage == BORROWING
            sums.months_under_judgment[person_month.i] += person_month.solvency_stage in (
                OWES_UNABLE,
                OWES_UNWILLING,
            )
            state.livelihood[person_month.i], state.savings[person_month.i] = livelihood_bits, savings
        for person_month in (person_month for person_month in self.concerned if person_month.help):
            state.savings[person_month.i] = self.kernels["exchange"].settle_help(
                self.society,
                self.tally,
                self._lifelong_draw(person_month, self.draws.STRATEGY),
                int(state.savings[person_month.i]),
                person_month.help,
            )

    def response(self) -> None:
        """Let every adult learn from the month."""
        state, size = self.population.state, int(self.society.town_size)
        for person_month in self.concerned:
            unwilling = 1 if person_month.solvency_stage == OWES_UNWILLING else 0
            person_month.lesson = (
                (person_month.outcome & 7)
                | unwilling
                | (person_month.filed & 7) << 3
                | (64 if person_month.filed & 8 else 0)
            )
        lessons = np.array([person_month.lesson for person_month in self.person_months], np.uint8)
        for person_month in self.concerned:
            first = person_month.town_index * size
            town_lessons = lessons[first : first + size]
            self.kernels["response"].response(
                self.society, self.tally, person_month.town, state, person_month.person, town_lessons
            )
            self.tally.legitimacy += int(state.legitimacy[person_month.i])
            self.tally.belief += state.beliefs[person_month.i].astype(np.int64)

    def repair(self) -> None:
        """Let a month pass over every record."""
        state, sums = self.population.state, self.population.sums
        for person_month in self.concerned:
            if person_month.personal[OPTED_OUT]:
                self.kernels["repair"].withdraw_records(self.tally, state.dossier, person_month.i)
                state.notices[person_month.i : person_month.i + 1] = 0
                continue
            if "notices" in self.built.extra_state:
                livelihood_bits = int(state.livelihood[person_month.i])
                self.kernels["grace"].pass_grace(
                    self.society, person_month.rules, self.tally, state.notices, person_month.i, livelihood_bits
                )
            self.kernels["repair"].repair(
                self.society, person_month.rules, self.tally, person_month.town, state, sums, person_month.i
            )

    def panel(self) -> None:
        """Record the month of the panelists before anybody leaves."""
        p, note = self.population, self.kernels["panel"].record_panel_month
        for person_month in self.concerned:
            note(
                self.society,
                person_month.rules,
                p.panel,
                p.state,
                p.sums.detriment,
                person_month.i,
                person_month.cell,
                person_month.personal,
            )

    def renewal(self) -> None:
        """Replace persons who die or move away by newcomers."""
        state = self.population.state
        for person_month in self.concerned:
            if self._month_draw(person_month.i, self.draws.RENEWAL) >= self.society.renewal[person_month.cell]:
                continue
            self.tally.renewed[person_month.group] += 1
            self.population.sums.renewals[person_month.i] += 1
            self.kernels["blacklist_stays"].end_stay_by_renewal(self.population.sums, state.leaving, person_month.i)
            if not person_month.minor:
                self.kernels["repair"].close_dossier(
                    person_month.rules, self.tally, state.dossier, person_month.i, self._leaving_status(person_month)
                )
            state.generation[person_month.i] = (person_month.generation + 1) & 255
            state.public_status_next[person_month.i] = person_month.rules.public_status[person_month.rules.empty_state]
            for name in {"score_next", "household_liability", "notices"} & self.built.extra_state:
                getattr(state, name)[person_month.i] = 0
            cell = self.engine._arrival_cell(self.built, self.population, person_month.i)
            if "born" in self.built.extra_state:
                state.born[person_month.i] = self.kernels["ageing"].birth_month(
                    self.month + 1, int(self.society.since[cell])
                )
            self.kernels["newcomer"].initialise_newcomer(
                self.society, self.population.key, state, person_month.i, (person_month.generation + 1) & 255, cell
            )

    def _leaving_status(self, person_month: PersonMonth) -> int:
        """Return this month's status of a person who leaves; where it is stored, mark the slot as on no list."""
        state = self.population.state
        if "status" not in self.built.extra_state:
            return int(
                self.kernels["standing"].dossier_status(person_month.rules, state.dossier, person_month.i, -1, 0)
            )
        status = int(state.status[person_month.i])
        state.status[person_month.i] = status % MAX_GRADES
        return status

    def close(self) -> None:
        """Add up the counts of the month, and make it the last month."""
        towns = self.population.towns
        self.kernels["treatment"].sum_ledger(self.society, self.tally)
        self.kernels["fitting_moments"].complete_moments(self.tally.moments)
        for person_month in self.adults:
            towns.grown_next[person_month.town_index] += 1
        self.population.advance_towns()
        self.population.advance_public_status()
        self.tallies.sum_chunks()
        self.population.store_loans(self.month, self.tallies.loans())
        update_fit(self.population.fitted, self.built, self.active, self.tallies.moments)

"""The reference engine: interpreted, stage after stage over all persons, no blocks, no threads.

It shares the kernels' text with the fast engine, uncompiled, and none of its loops. It is slow on
purpose (about half a millisecond a person-month): what it says is right by reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from underheaven import fields as f
from underheaven.arrays import Array, F8s, I8s
from underheaven.engine.beginning import come_into_force
from underheaven.engine.fusing import rules_in_force, take_in
from underheaven.engine.hooks import FIRST, MAY, NAME, Hook, HookPerson, Shown, refused, table_of
from underheaven.engine.population import Population, said_of_places
from underheaven.engine.protocol import Built
from underheaven.engine.tallying import Month, Tallies
from underheaven.jit import interpreted
from underheaven.kernel.carriers import ForLife, Here, Means, Person, Request, Sensed, Stands
from underheaven.kernel.hooks import FAILED, UNIFORM, WORDS
from underheaven.kernel.month import ADULTS, MONTH, PANELISTS, RECORDED
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table import Opened, Records, read_from
from underheaven.kernel.tables import DRAWN, EXTRA, GRADES, GROUPS, KINDS, LOOKS, ME, OUTSIDE, UNAWARE, VISIBLE
from underheaven.kernel.tally import Tally


@dataclass
class Day:
    """What one person brings from stage to stage within a month."""

    i: int
    town: int
    here: Here
    cell: int
    group: int
    minor: bool
    generation: int
    table: int
    rules: Rules
    last_rules: Rules | None = None
    held: int = 0
    before: int = 0
    me: I8s = field(default_factory=lambda: np.zeros(ME, np.int64))
    done: int = 0
    outcome: int = 0
    stage: int = 0
    sets: list[int] = field(default_factory=lambda: [0, 0, 0, 0, 0])
    filed: int = 0
    state: int = 0
    lesson: int = 0
    help: int = 0

    @property
    def watched(self) -> bool:
        """Whether a regime is in force in the person's town: table 0 is none."""
        return self.table > 0

    @property
    def minds(self) -> bool:
        """Whether the regime is about this person: in force in the town, and joined where it asks."""
        return self.watched and not self.me[OUTSIDE]

    @property
    def person(self) -> Person:
        """Who the person is, as kernels are told."""
        return Person(self.i, self.generation, self.cell, self.group, self.minds, self.me)

    @property
    def sensed(self) -> Sensed:
        """The rules under which the person is recorded, as kernels are told."""
        return Sensed(*self.sets)


class PlainEngine:
    """Interpreted engine, the reference."""

    name = "plain"
    threads = 1

    def __init__(self, order: Sequence[int] | I8s | None = None, hooks: Sequence[Hook] = ()) -> None:
        self._order = order
        self.hooks = tuple(zip(hooks, table_of(hooks)[FIRST:], strict=True))
        beside = ("people", "dossier", "newcomer", "ties", "personal", "panel", "exchange", "gaming", "attention",
                  "stays", "ageing", "grace", "hooks")  # fmt: skip
        self.k = {n: interpreted(f"kernel.{n}") for n in (*f.STAGES, *beside, "officials", "fusion")}
        self.draws = interpreted("draws")
        self._who: tuple[Records[Society], Society] | None = None
        self._rules: tuple[Records[Rules], int, list[Rules]] | None = None

    def who(self, built: Built) -> Society:
        """Return the table of a world's people, opened."""
        known = self._who
        if known is None or known[0] is not built.people:
            self._who = known = built.people, read_from(built.people)[0]
        return known[1]

    def rules(self, built: Built, p: Population) -> list[Rules]:
        """Return the tables of rules in force, opened; a fit writes into the tables that it was read from."""
        rules, known = rules_in_force(built, p), self._rules
        fitted = 0 if rules is built.rules else int(p.fitted.times[0])
        if known is None or known[0] is not rules or known[1] != fitted:
            self._rules = known = rules, fitted, read_from(rules)
        return known[2]

    def _draw(self, p: Population, i: int, month: int, purpose: int) -> int:
        return int(self.draws.draw(p.key, i, month, purpose, 0))

    def _first_cell(self, built: Built, p: Population, i: int) -> int:
        return int(self.k["people"].first_cell(self.who(built), p.key, i, int(p.state.generation[i])))

    def _cell(self, built: Built, p: Population, i: int, month: int) -> int:
        """Return a person's cell in a month, or in the first one there where that is later."""
        first = self._first_cell(built, p, i)
        if "born" not in built.keeps:
            return first
        return int(self.k["ageing"].cell_at(self.who(built), first, self._age(p, i, month)))

    def _age(self, p: Population, i: int, month: int) -> int:
        return int(self.k["ageing"].age_in(p.state.born, i, month))

    def populate(self, built: Built, replicate: int) -> Population:
        """Return the first generation of a replicate, before any month."""
        p = Population.first(built, replicate)
        for i in range(built.persons):
            cell = self._first_cell(built, p, i)
            if "born" in built.keeps:
                age = self.k["ageing"].first_age(self.who(built), cell, self._draw(p, i, 0, self.draws.PERSON_CELL))
                p.state.born[i] = self.k["ageing"].born_at(0, int(age))
            self.k["newcomer"].settle(self.who(built), built.first, p.key, p.state, i, cell)
        return p

    def places(self, population: Population, built: Built) -> dict[str, Array]:
        """Return what is said of each place as it stands, by name in ``fields.PLACES``."""
        first_month = built.burn_in_months
        cells = np.array([self._cell(built, population, i, first_month) for i in range(built.persons)], np.uint8)
        return said_of_places(population, built, cells)

    def advance(self, population: Population, built: Built, month: int) -> Month:
        """Live one month (from 0, burn-in included) in place; return its tallies by name."""
        return _Month(self, population, built, month).run()


class _Month:
    """One month of one population: each step of ``kernel.month.MONTH`` is a method that visits everybody."""

    accepts: I8s
    attention: F8s
    towns: list[Here]
    concerned: list[Day]
    """Whom the step under way concerns."""

    def __init__(self, engine: PlainEngine, population: Population, built: Built, month: int) -> None:
        self.engine, self.p, self.built, self.month = engine, population, built, month
        self.k, self.draws = engine.k, engine.draws
        self.who, self.rules = engine.who(built), engine.rules(built, population)
        self.active = built.rules_at(month, population.replicate)
        self.before = built.rules_at(month - 1, population.replicate)
        self.tallies = Tallies(1, len(built.labels["region"]))
        self.tally, self.regional = cast(Tally, Opened(self.tallies.counts)), self.tallies.regional
        self.people: list[Day] = []
        self.grown: list[Day] = []

    def run(self) -> Month:
        """Take every step in the order of the table."""
        for step in MONTH:
            self.concerned = self._concerned(step.concerns)
            getattr(self, step.name)()
            for hook, row in self.engine.hooks:
                if hook.after == step.name and self.month >= self.built.burn_in_months:
                    self._call(hook, row)
        return self.tallies.named(self.built.labels)

    def _concerned(self, whom: str) -> list[Day]:
        """Return whom a step of the table concerns; nobody before it is known who stands where."""
        if whom == ADULTS:
            return self.grown
        if whom == RECORDED:
            state, notices = self.p.state, "notices" in self.built.keeps
            return [d for d in self.grown if state.dossier[d.i, 0] != 0 or (notices and state.notices[d.i, 0] != 0)]
        return self.people[: self.built.panel] if whom == PANELISTS else self.people

    def _call(self, hook: Hook, row: I8s) -> None:
        """Call a scholar's own mechanism for every adult, and take back what it may change."""
        k, state, words = self.k["hooks"], self.p.state, np.zeros(WORDS, np.int64)
        for d in self.grown:
            k.show_to_hook(words, self.who, d.rules, d.here, state, d.person, d.state, d.lesson)
            words[UNIFORM] = k.draw_for_hook(d.here, d.i, int(row[NAME]))
            before = words.copy()
            try:
                hook.function(cast(HookPerson, Shown(words)))
            except (ArithmeticError, LookupError, TypeError, ValueError):
                words[FAILED] = 1
            place = int(k.fault_of(words, before, row[MAY:]))
            if place >= 0:
                raise refused(hook, place, int(words[place]), d.i)
            k.take_from_hook(words, before, state, d.i)

    def begin(self) -> None:
        """Let rules come into force; set the backlog, whether lenders lend, where officials look, and the towns."""
        if self.month == self.built.burn_in_months and self.built.states_backlog:
            self._state_backlog()
        self.accepts = self._lenders()
        come_into_force(self.p, self.built, self.active, self.before)
        self.attention = self._attention()
        self.towns = [self._here(town) for town in range(self.built.n_towns)]

    def _state_backlog(self) -> None:
        """Let as many persons owe as the society states when the first month observed begins."""
        p, built = self.p, self.built
        for i in range(built.persons):
            self.k["newcomer"].state_backlog(
                self.who, built.first, p.key, p.state, i, int(p.state.generation[i]),
                self.engine._cell(built, p, i, self.month - 1),
            )  # fmt: skip

    def _lenders(self) -> I8s:
        """Return whether lenders accept: table of rules x region x visible standing, which table 0 does not look at."""
        totals = self.p.loans.sum(axis=0)
        everybody = np.broadcast_to(totals.sum(axis=2, keepdims=True), totals.shape)
        accept = self.k["livelihood"].lender_accepts
        return np.array(
            [[[accept(self.who, rules, v, int(repaid[v]), int(defaulted[v])) for v in range(VISIBLE)]
              for repaid, defaulted in (totals if table > 0 else everybody)]
             for table, rules in enumerate(self.rules)]
        )  # fmt: skip

    def _attention(self) -> F8s:
        """Return where officials look this month, by town, from what was filed before it."""
        attention = np.empty(self.built.n_towns)
        self.k["attention"].attend(
            self.built.rules,
            self.active,
            self.built.regions,
            self.p.towns.past,
            self.p.key,
            self.month,
            attention,
            np.zeros(self.built.n_towns, np.int64),
        )
        return attention

    def _here(self, town: int) -> Here:
        """Where a town stands this month, as kernels are told."""
        p, built, table = self.p, self.built, int(self.active[town])
        first, region, grown = town * int(self.who.town_size), int(built.regions[town]), int(p.towns.grown[town])
        eligible, lost = int(p.towns.eligible[town]), p.towns.lost[town]
        acting, speaking, listed = (int(seen) / grown if grown > 0 else 0.0 for seen in p.towns.seen[town])
        short = int(self.k["officials"].short_of_quota(self.rules[table], eligible, int(p.towns.sensed[town])))
        return Here(
            p.key, self.month, first, min(int(self.who.town_size), built.persons - first), int(built.zones[town]),
            table > 0, float(self.attention[town]), short, built.exempt, acting, speaking, listed,
            int(lost.sum()), eligible, lost, p.towns.lost_next[town], p.towns.seen_next[town],
            self.accepts[table, region], self.regional[0, region],
        )  # fmt: skip

    def ageing(self) -> None:
        """Let those who come into another cell this month begin there."""
        if "born" not in self.built.keeps:
            return
        state, k = self.p.state, self.k["ageing"]
        for i in range(self.built.persons):
            first, cell = self.engine._first_cell(self.built, self.p, i), self._cell(i)
            if cell != first and self.engine._age(self.p, i, self.month) == self.who.since[cell]:
                before = k.came_from(self.who, first, cell)
                alive = int(state.generation[i])
                k.move_on(self.who, self.p.key, state, i, alive, before, cell)

    def _cell(self, i: int) -> int:
        return self.engine._cell(self.built, self.p, i, self.month)

    def wake(self) -> None:
        """Find out who stands at every place, and what each brings into the month; minors show what the clean show."""
        self.people = [self._woken(i) for i in range(self.built.persons)]
        self.grown = [d for d in self.people if not d.minor]
        state = self.p.state
        for d in (d for d in self.people if d.minor):
            state.face_next[d.i] = d.rules.face[d.rules.empty_state]
            if "score_next" in self.built.keeps:
                state.score_next[d.i] = 0

    def _woken(self, i: int) -> Day:
        state = self.p.state
        town = i // int(self.who.town_size)
        table = int(self.active[town])
        cell = self._cell(i)
        day = Day(
            i=i, town=town, here=self.towns[town], cell=cell, group=int(self.who.group[cell]),
            minor=bool(self.who.minor[cell]),
            generation=int(state.generation[i]), table=table, rules=self.rules[table],
        )  # fmt: skip
        if not day.minor:
            day.held = int(self.k["dossier"].held_rules(state.dossier, i))
            day.last_rules = self.rules[int(self.before[town])]
            if day.rules.personal:
                self._meet(day)
            day.me[DRAWN : DRAWN + 2] = self._life(day, self.draws.CONVICTION), self._life(day, self.draws.AVERSION)
            day.before = self._stood(day)
            day.me[UNAWARE] = self.k["standing"].unaware(day.rules, self._life(day, self.draws.AWARE), cell, day.held)
        return day

    def _meet(self, d: Day) -> None:
        """Points that come from no record, what ties mean this month, and whether the person has joined."""
        purposes = self.draws.FAVOUR, self.draws.CONSENT, self.draws.CONVICTION
        drawn = ForLife(*(self._life(d, purpose) for purpose in purposes))
        self.k["personal"].fill_me(self.who, d.rules, d.here, self.p.state, d.person, drawn)

    def _life(self, d: Day, purpose: int) -> int:
        """A draw that is made once a life."""
        return self.engine._draw(self.p, d.i, d.generation, purpose)

    def _stood(self, day: Day) -> int:
        """What the month before said: kept where it hangs on more than the records, else read from them again."""
        if "stood" in self.built.keeps:
            return int(self.p.state.stood[day.i])
        before = int(self.k["standing"].state_of(day.last_rules, self.p.state.dossier, day.i, -1, 0))
        state = self.p.state
        if self.k["ageing"].arrived(self.who, self.p.key, state.born, day.i, self.month, day.generation, day.cell):
            before %= GRADES  # a newcomer was on no list
        return before

    def _u(self, i: int, purpose: int) -> int:
        return self.engine._draw(self.p, i, self.month, purpose)

    def _add(self, name: str, i: int, amount: int) -> None:
        """A person's sum stays at the most that its type holds."""
        sums = getattr(self.p.sums, name)
        sums[i] = min(int(sums[i]) + amount, int(np.iinfo(sums.dtype).max))

    def conduct(self) -> None:
        """Let everybody act who has an occasion, and ask each other for help."""
        state, towns = self.p.state, self.p.towns
        for d in self.concerned:
            live = int(state.livelihood[d.i])
            d.done = int(self.k["conduct"].conduct(
                self.who, d.rules, self.tally, d.here, state, d.person, 0 if live & 3 == 2 else 1,
                self._u(d.i, self.draws.OPPORTUNITY),
            ))  # fmt: skip
            self._ask(d)
            d.outcome = int(self.k["conduct"].count_acts(self.who, self.tally, d.done, d.group))
            spoke = d.outcome >> 4 & 1
            towns.seen_next[d.town] += (d.outcome >> 3 & 1, spoke, 0)
            self._add("acts", d.i, d.outcome >> 8)
            self.p.sums.months_speaking[d.i] += spoke

    def _ask(self, d: Day) -> None:
        """Somebody else of the town may ask for help, and is helped or refused."""
        k, first, n = self.k["exchange"], int(d.here.first), int(d.here.n)
        if self.who.meets == 0 or n < 2:
            return
        asking = self.people[first + (d.i - first + int(k.step_of(self.p.key, first, self.month, n))) % n]
        if asking.minor:
            return
        state = self.p.state
        request = Request(
            int(state.face[asking.i]), self._life(d, self.draws.STRATEGY), self._u(d.i, self.draws.PARTNER),
            self._u(d.i, self.draws.SEEN), self._u(d.i, self.draws.SLIP),
        )  # fmt: skip
        answer = int(k.answer(self.who, d.rules, self.tally, state, d.person, request))
        if answer == k.HELPED:
            d.help |= k.HELPED
            asking.help |= k.RECEIVED
        elif answer == k.REFUSED:
            d.done |= 1 << int(self.who.refusal_kind)

    def sensing(self) -> None:
        """Find what reaches a channel of each person."""
        state, towns, k = self.p.state, self.p.towns, self.k["sensing"]
        for d in self.concerned:
            d.stage = int(self.k["livelihood"].shown_stage(int(state.livelihood[d.i]), int(state.savings[d.i])))
            if d.stage >= f.ARREARS:
                d.done |= int(k.kind_of_state(self.who, self.tally, d.stage))
            if not self._eligible(d):
                continue
            towns.eligible_next[d.town] += 1
            looks = np.zeros((LOOKS, KINDS, GROUPS), np.int64)
            here, u = d.here, self._u(d.i, self.draws.FALSE_RECORD)
            own = int(k.culprits(self.who, d.rules, self.tally, here, d.person, d.done, d.held, looks))
            invented = int(k.false_records(d.rules, u, d.group, here.zone, d.done, here.attention))
            invented |= int(self.k["gaming"].staged_records(self.who, d.rules, self.tally, here, d.person, looks))
            u = self._u(d.i, self.draws.MISTAKEN_VICTIM)
            others = int(k.mistaken_records(self.who, d.rules, u, here.lost, here.n_lost, here.eligible))
            made = self._for_quota(d) & ~own
            if d.done >> int(d.rules.quota_kind) & 1:
                own |= made
            kin = int(state.kin[d.i]) if "kin" in self.built.keeps else 0
            handed = int(self.k["ties"].inherits(d.rules, self._u(d.i, self.draws.CONTAGION), kin, d.me))
            d.sets = [*self._court_errors(d, [own, invented, others, made]), handed]

    def _for_quota(self, d: Day) -> int:
        """The rule under which a person is recorded because the town fell short last month."""
        u, short = self._u(d.i, self.draws.QUOTA), d.here.short
        return int(self.k["officials"].picked(d.rules, u, short)) if short > 0 else 0

    def _eligible(self, d: Day) -> bool:
        """Whether the regime may record this person."""
        return d.minds and bool(d.rules.applies[d.cell]) and d.i != self.built.exempt

    def _court_errors(self, d: Day, sets: list[int]) -> list[int]:
        """A judgment in error is a false record, though the person stands under it."""
        kind = int(self.who.kind_of_stage[f.ERROR])
        if d.stage != f.ERROR or kind < 0 or d.rules.rule_of[kind] < 0:
            return sets
        own, invented, others, made = sets
        wrong = own & 1 << int(d.rules.rule_of[kind])
        return [own & ~wrong, invented | wrong, others, made & ~wrong]

    def recording(self) -> None:
        """File what was sensed, and set what households will answer for."""
        towns, k = self.p.towns, self.k["recording"]
        for d in self.concerned:
            self._keep_out_of_the_file(d)
            if "notices" in self.built.keeps:
                wait = self.k["grace"].after_grace
                d.sets = [*map(int, wait(d.rules, self.tally, self.p.state.notices, d.i, d.held, d.sensed))]
            d.filed = int(k.recording(
                self.who, d.rules, self.tally, self.p.state.dossier, d.person, d.held, d.sensed
            ))  # fmt: skip
            self._add("wrongful_records", d.i, int(k.wrongful_of(d.filed)))
            towns.past[d.town] += int(k.adverse_of(d.filed))
            towns.sensed_next[d.town] += int(k.sensed_of(d.filed))
            if d.rules.fused and self._eligible(d):
                self.k["fusion"].count_together(self.tally.moments, d.held, int(k.adverse_of(d.filed)) > 0)
        if "kin" in self.built.keeps:
            self._answer_at_home()

    def _keep_out_of_the_file(self, d: Day) -> None:
        """Records that the person buys off, then those that an official keeps back."""
        own, invented, others, made, handed = d.sets
        bought = int(self.k["gaming"].bought_off(
            self.who, d.rules, self.tally, d.here, self.p.state.dossier, d.person, d.held, d.sensed
        ))  # fmt: skip
        # What was made for the quota of a true act goes with the true record.
        d.sets = [own & ~bought, invented & ~bought, others & ~bought, made & ~(own & bought), handed]
        if d.rules.suppression > 0:
            u, suppressed = self._life(d, self.draws.FAVOUR), self.k["officials"].suppressed
            hidden = int(suppressed(self.who, d.rules, self.tally, d.here, d.i, u, d.held, d.sensed))
            d.sets = [rules & ~hidden for rules in d.sets]

    def _answer_at_home(self) -> None:
        """What households will answer for next month: records of this month, those that were inherited left out."""
        k, size, kin = self.k["ties"], int(self.who.town_size), self.p.state.kin
        own = np.zeros(self.built.persons, np.int64)
        for d in self.grown:
            own[d.i] = k.passed_on(self.who, d.rules, d.held, d.sets[0] | d.sets[1] | d.sets[2] | d.sets[3])
        for d in self.grown:
            first = d.town * size
            kin[d.i] = k.from_household(self.who, d.rules, d.here, own[first : first + size], d.i)

    def standing(self) -> None:
        """Set and count how everybody stands."""
        dossier, sums, year_ends = self.p.state.dossier, self.p.sums, self.k["standing"].year_ends
        for d in self.people:
            self.tally.persons[d.group] += 1
        for d in self.concerned:
            self.k["personal"].count_me(d.rules, self.tally, d.cell, d.group, d.me)
            d.state = int(self.k["standing"].state_of(d.rules, dossier, d.i, -1, int(d.me[EXTRA])))
            points = int(self.k["standing"].read_dossier(d.rules, dossier, d.i)[0])
            if d.me[OUTSIDE]:
                d.state = int(d.rules.outside_state)
            elif d.rules.favour > 0:
                self.k["standing"].observe_favour(d.rules, self.tally, points, d.me)
            if "stood" in self.built.keeps:
                self.p.state.stood[d.i] = d.state
            if d.rules.graded and d.rules.applies[d.cell] and not d.me[OUTSIDE] and year_ends(self.month):
                score = self.k["standing"].score_from(d.rules, points + int(d.me[EXTRA]))
                self.k["standing"].add_moments(self.who, self.tally, score, d.i, int(d.me[DRAWN]))
            held = self.k["dossier"].held_rules(dossier, d.i)
            if not d.me[OUTSIDE] and self.k["standing"].stays_clean(d.rules, held, d.me[EXTRA], d.before):
                continue
            stands = Stands(points, d.state, d.before)
            listed = int(self.k["standing"].observe(
                self.who, d.rules, self.tally, d.here.of_region, dossier, d.person, stands
            ))  # fmt: skip
            self.p.towns.seen_next[d.town, 2] += bool(listed)
            self.tally.first_listed[d.group] += bool(listed) and sums.months_listed[d.i] == 0
            self.tally.first_wrongly_listed[d.group] += listed & 2 > 0 and sums.months_wrongly_listed[d.i] == 0
            sums.months_listed[d.i] += bool(listed)
            sums.times_listed[d.i] += listed & 4 > 0
            sums.months_wrongly_listed[d.i] += listed & 2 > 0
            observed = self.month - int(self.who.burn_in) + 1
            self.k["stays"].follow(sums, self.p.state.leaving, d.i, observed, listed, int(d.me[OUTSIDE]))

    def treatment(self) -> None:
        """Book what standing costs, and set what others will see."""
        state, k, weights = self.p.state, self.k["treatment"], np.zeros((3, f.MOST_CAPACITY))
        for d in self.concerned:
            k.reward(self.who, d.rules, self.tally, d.cell, d.state, 1)
            if not k.nothing_closed(d.rules, d.state):
                self._add("detriment", d.i, int(k.treatment(
                    self.who, d.rules, self.tally, state.dossier, d.person, self._means(d), weights
                )))  # fmt: skip
                self._add("denials", d.i, int(k.denials(self.who, d.rules, self.tally, d.here, d.person, d.state)))
            state.face_next[d.i] = k.face_of(d.rules, d.state, d.outcome)
            if "score_next" in self.built.keeps:
                state.score_next[d.i] = self.k["ties"].shown_score(
                    d.rules, int(self.k["standing"].read_dossier(d.rules, state.dossier, d.i)[0]), d.watched, d.me
                )

    def _means(self, d: Day) -> Means:
        """What a person lives on, as it stands."""
        state = self.p.state
        return Means(
            int(state.livelihood[d.i]), int(state.savings[d.i]), d.state, self._u(d.i, self.draws.SOLVENCY),
            self._u(d.i, self.draws.COURT_ERROR), self._u(d.i, self.draws.DEFAULT),
        )  # fmt: skip

    def livelihood(self) -> None:
        """Let a month of work, debts and help pass."""
        state, sums, k = self.p.state, self.p.sums, self.k["livelihood"]
        for d in self.concerned:
            live, savings = int(state.livelihood[d.i]), int(state.savings[d.i])
            self.tally.workforce[d.group] += live >> 1 & 1
            live = int(k.work(self.who, d.rules, self.tally, live, d.cell, d.group, d.state,
                              self._u(d.i, self.draws.JOB)))  # fmt: skip
            savings = int(k.save(self.who, live, savings))
            idle = live & 3 == 2
            self.tally.unemployed[d.group] += idle
            sums.months_unemployed[d.i] += idle
            was = int(k.stage_of(live))
            means = self._means(d)._replace(live=live, savings=savings)
            live = int(k.debt(self.who, d.rules, self.tally, d.here, state, d.person, means))
            d.stage = int(k.shown_stage(live, savings))
            if d.stage != f.CLEAR:
                self.tally.solvency[d.stage, d.group] += 1
            sums.loans[d.i] += was == f.CLEAR and d.stage == f.BORROWING
            sums.months_owing[d.i] += d.stage in (f.OWES_UNABLE, f.OWES_UNWILLING)
            state.livelihood[d.i], state.savings[d.i] = live, savings
        for d in (d for d in self.concerned if d.help):
            state.savings[d.i] = self.k["exchange"].settle_up(
                self.who, self.tally, self._life(d, self.draws.STRATEGY), int(state.savings[d.i]), d.help
            )

    def response(self) -> None:
        """Let everybody learn from the month."""
        state, size = self.p.state, int(self.who.town_size)
        for d in self.concerned:
            unwilling = 1 if d.stage == f.OWES_UNWILLING else 0
            d.lesson = (d.outcome & 7) | unwilling | (d.filed & 7) << 3 | (64 if d.filed & 8 else 0)
        lessons = np.array([d.lesson for d in self.people], np.uint8)
        for d in self.concerned:
            first = d.town * size
            own = lessons[first : first + size]
            self.k["response"].response(self.who, self.tally, d.here, state, d.person, own)
            self.tally.legitimacy += int(state.legitimacy[d.i])
            self.tally.belief += state.beliefs[d.i].astype(np.int64)

    def repair(self) -> None:
        """Let a month pass over every record."""
        state, sums = self.p.state, self.p.sums
        for d in self.concerned:
            if d.me[OUTSIDE]:
                self.k["repair"].withdraw(self.tally, state.dossier, d.i)
                state.notices[d.i : d.i + 1] = 0
                continue
            if "notices" in self.built.keeps:
                live = int(state.livelihood[d.i])
                self.k["grace"].pass_grace(self.who, d.rules, self.tally, state.notices, d.i, live)
            self.k["repair"].repair(self.who, d.rules, self.tally, d.here, state, sums, d.i)

    def panel(self) -> None:
        """Write down the month of the first places, while those who leave are still there."""
        p, note = self.p, self.k["panel"].note
        for d in self.concerned:
            note(self.who, d.rules, p.panel, p.state, p.sums.detriment, d.i, d.cell, d.me)

    def renewal(self) -> None:
        """Replace persons in place: deaths and newcomers."""
        state = self.p.state
        for d in self.concerned:
            if self._u(d.i, self.draws.RENEWAL) >= self.who.renewal[d.cell]:
                continue
            self.tally.renewed[d.group] += 1
            self.p.sums.renewals[d.i] += 1
            self.k["stays"].end_by_renewal(self.p.sums, state.leaving, d.i)
            if not d.minor:
                self.k["repair"].close_dossier(d.rules, self.tally, state.dossier, d.i, self._stands(d))
            state.generation[d.i] = (d.generation + 1) & 255
            state.face_next[d.i] = d.rules.face[d.rules.empty_state]
            for name in {"score_next", "kin", "notices"} & self.built.keeps:
                getattr(state, name)[d.i] = 0
            cell = self.engine._first_cell(self.built, self.p, d.i)
            if "born" in self.built.keeps:
                state.born[d.i] = self.k["ageing"].born_at(self.month + 1, int(self.who.since[cell]))
            self.k["newcomer"].arrive(self.who, self.p.key, state, d.i, (d.generation + 1) & 255, cell)

    def _stands(self, d: Day) -> int:
        """What this month's standing said, and marks the place as one on no list where that is kept."""
        state = self.p.state
        if "stood" not in self.built.keeps:
            return int(self.k["standing"].state_of(d.rules, state.dossier, d.i, -1, 0))
        stands = int(state.stood[d.i])
        state.stood[d.i] = stands % GRADES
        return stands

    def close(self) -> None:
        """Sum up what the month counted, and let it be the last one."""
        towns = self.p.towns
        self.k["treatment"].sum_ledger(self.who, self.tally)
        self.k["fusion"].complete(self.tally.moments)
        for d in self.grown:
            towns.grown_next[d.town] += 1
        self.p.turn_towns()
        self.p.turn_faces()
        self.tallies.sum_up()
        self.p.remember_loans(self.month, self.tallies.loans())
        take_in(self.p.fitted, self.built, self.active, self.tallies.moments)

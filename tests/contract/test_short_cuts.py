"""Where a short cut says that a rule would change nothing, the full rule changes nothing and counts nothing.

Persons are drawn at random under the rules of the rich life, which uses every mechanism, and under rules that count
nothing of the clean. Draws lie often at a threshold, where a short cut would be wrong by one.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underheaven import engine
from underheaven.fields.dimensions import dimension_sizes
from underheaven.fields.person_values import SUMS, Sums
from underheaven.fields.scales import DOSSIER_CAPACITY
from underheaven.fields.state import STATE, State
from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel.argument_types import Finances, HelpRequest, Person, SensedRules, StatusChange, TownMonth
from underheaven.kernel.month import MONTH
from underheaven.kernel.structured_arrays import make_records, read_records
from underheaven.kernel.table_layout import (
    DETECTION_ROWS,
    EXTRA_POINTS,
    FAKED_KINDS,
    MAX_BUCKET_ATTENTION,
    MAX_GRADES,
    MAX_GROUPS,
    MAX_KINDS,
    MAX_VISIBLE,
    N_FIT_TERMS,
    N_PERSONAL,
    REGION_COLUMNS,
    TIE_EXPOSURE,
)
from underheaven.kernel.tally import TALLY_DTYPE
from underheaven.spec.io.document_reader import read_regime, read_society

from . import bench, worlds

ONE = 2**32
SIZE = 4
"""Persons of the town; the first is looked at."""

AS_HELD = settings(max_examples=150, deadline=None, derandomize=True)


def k(module: str) -> Any:
    return interpreted_copy(f"kernel.{module}")


def tables() -> list[list[tuple[Any, Any]]]:
    """Pairs of people and rules of three worlds, opened for reading.

    The rich life; a bench that counts nothing of the clean; a society that ships, of which no act is frequent.
    """
    rich = worlds.build(worlds.rich_regime(), worlds.rich_society(), 60)
    bare = worlds.build(bench.regime(), bench.society(), 60)
    rare = worlds.build(read_regime("imagined-unified"), read_society("imagined-country"), 60)
    every = (rich, bare, rare)
    found = [[(read_records(built.society)[0], rules) for rules in read_records(built.rules)[1:]] for built in every]
    assert {bool(rules.counts_clean) for world in found for _, rules in world} == {True, False}
    assert {people.n_often > 0 for world in found for people, _ in world} == {True, False}
    return found


TABLES = tables()


class Case(NamedTuple):
    """One person under some rules, and draws."""

    people: Any
    rules: Any
    here: TownMonth
    person: Person
    state: State
    sums: Sums
    tally: Any
    u: list[int]
    number: Callable[[int, int], int]


@st.composite
def cases(draw: Any) -> Case:
    """Draw a person whose every number can be had, with draws that are often a threshold of the tables, or near one."""
    people, rules = draw(st.sampled_from(draw(st.sampled_from(TABLES))))
    cell = draw(st.integers(0, int(people.n_person_categories) - 1))
    edges = sorted({0, ONE - 1, *_edges(people, rules, cell)})
    near = st.sampled_from(edges).flatmap(lambda e: st.integers(max(e - 1, 0), min(e + 1, ONE - 1)))
    u = [draw(st.one_of(near, st.integers(0, ONE - 1))) for _ in range(6)]
    me = np.zeros(N_PERSONAL, np.int64)
    me[EXTRA_POINTS] = draw(st.sampled_from([0, 0, 0, -5, 7]))
    me[FAKED_KINDS] = draw(st.sampled_from([0, 0, 1, 5]))
    me[TIE_EXPOSURE] = draw(st.sampled_from([0, 1000, ONE // 2]))
    state = State(*(np.zeros((SIZE, *(dimension_sizes()[d] for d in f.dims)), f.dtype) for f in STATE))
    sums = Sums(*(np.zeros(SIZE, f.dtype) for f in SUMS))
    for s in range(draw(st.sampled_from([0, 0, 0, 1, 2, DOSSIER_CAPACITY]))):
        rule, left = draw(st.integers(0, max(int(rules.n_rules) - 1, 0))), draw(st.sampled_from([0, 1, 2, 12, 127]))
        state.dossier[0, s] = k("dossier").pack_record(rule, left, draw(st.integers(1, 5)))
    state.beliefs[0] = draw(st.lists(st.integers(0, 65_535), min_size=6, max_size=6))
    state.legitimacy[0], state.savings[0] = draw(st.integers(0, 65_535)), draw(st.sampled_from([0, 1, 400, 5000]))
    state.livelihood[0] = draw(st.integers(0, 3)) | draw(st.integers(0, 6)) << 2 | draw(st.sampled_from([0, 32]))
    state.public_status[0] = draw(st.integers(0, 15))
    lost = np.zeros(MAX_KINDS, np.int64)
    lost[0] = draw(st.integers(0, 3))
    here = TownMonth(
        key=np.array([draw(st.integers(0, 99)), 0], np.uint32),
        month=draw(st.integers(0, 40)),
        first=0,
        n=SIZE,
        zone=0,
        has_regime=True,
        attention=draw(st.sampled_from([0.0, 1.0, MAX_BUCKET_ATTENTION, 9.0])),
        quota_chance=draw(st.sampled_from([0, 7, ONE])),
        exempt=-1,
        open_share=0.2,
        speaking_share=0.1,
        listed_share=0.3,
        n_lost=int(lost.sum()),
        eligible=draw(st.integers(0, SIZE)),
        lost=lost,
        lost_next=np.zeros(MAX_KINDS, np.int64),
        seen_next=np.zeros(3, np.int64),
        lender_accepts=np.ones(MAX_VISIBLE, np.int64),
        region_counts=np.zeros(REGION_COLUMNS, np.int64),
    )
    person = Person(0, 0, cell, int(people.group[cell]), True, me)
    return Case(
        people,
        rules,
        here,
        person,
        state,
        sums,
        make_records(TALLY_DTYPE)[0],
        u,
        lambda low, high: draw(st.integers(low, high)),
    )


def _edges(people: Any, rules: Any, cell: int) -> set[int]:
    """Thresholds with which a draw is compared."""
    by_cell = [people.job_loss, people.job_find, people.need, people.unable, people.unwilling_most]
    numbers = [
        people.repay,
        people.court_error,
        people.meets,
        people.sees,
        rules.correction,
        rules.filed_wrongful,
        rules.filed_rightful,
        *people.survive[2 * cell],
        *people.survive[2 * cell + 1],
        people.idle[2 * cell],
        *rules.stretch_from[: int(rules.n_stretches)],
        *(table[cell] for table in by_cell),
    ]
    return {int(number) for number in numbers if 0 < number < ONE}


def changed(case: Case, rule: Callable[[], Any]) -> tuple[Any, list[str]]:
    """Return what a rule returns, and the names of all that it changed or counted."""
    watched = {
        **case.state._asdict(),
        **case.sums._asdict(),
        "personal": case.person.personal,
        "lost_next": case.here.lost_next,
        "seen_next": case.here.seen_next,
        "region_counts": case.here.region_counts,
    }
    before = {name: np.array(array) for name, array in watched.items()}
    found = rule()
    moved = [name for name, array in watched.items() if not np.array_equal(array, before[name])]
    return found, moved + [name for name in case.tally.dtype.names if np.any(case.tally[name])]


def means(c: Case, stands: int = 0) -> Finances:
    return Finances(int(c.state.livelihood[0]), int(c.state.savings[0]), stands, c.u[0], c.u[1], c.u[2])


def a_state(c: Case) -> int:
    """A state that these rules can give."""
    grades, lists = max(int(c.rules.n_grades), 1), int(c.rules.n_lists)
    return c.number(0, grades - 1) + MAX_GRADES * c.number(0, 2**lists - 1)


def sensed(c: Case) -> SensedRules:
    most = 2 ** int(c.rules.n_rules) - 1
    return SensedRules(*(c.number(0, most) & c.number(0, most) for _ in range(5)))


# Each takes a case and returns None where the short cut does not apply, else what the full rule found and changed, with
# what it should have found.


def lacks_opportunity(c: Case) -> Any:
    employed = c.number(0, 1)
    if not k("opportunities").lacks_opportunity(c.people, 2 * c.person.cell + employed, c.u[0]):
        return None
    return 0, lambda: k("conduct").conduct(c.people, c.rules, c.tally, c.here, c.state, c.person, employed, c.u[0])


def nothing_follows(c: Case) -> Any:
    row, place = 2 * c.person.cell, c.number(0, max(int(c.people.n_rare) - 2, 0))
    if c.people.n_rare == 0 or not k("opportunities").nothing_follows(c.people, row, c.u[0], place):
        return None
    return True, lambda: k("opportunities").next_rare_opportunity(c.people, row, c.u[0], place + 1) >= c.people.n_rare


def not_asked(c: Case) -> Any:
    if not k("exchange").not_asked(c.people, c.u[0]):
        return None
    request = HelpRequest(int(c.state.public_status[0]), c.u[1], c.u[0], c.u[2], c.u[3])
    return 0, lambda: k("exchange").answer_request(c.people, c.rules, c.tally, c.state, c.person, request)


def nothing_exchanged(c: Case) -> Any:
    marks, savings = c.number(0, 7), int(c.state.savings[0])
    if not k("exchange").nothing_exchanged(marks):
        return None
    return savings, lambda: k("exchange").settle_help(c.people, c.tally, c.u[0], savings, marks)


def no_state_shows(c: Case) -> Any:
    live = int(c.state.livelihood[0])
    if not k("sensing").no_state_shows(live):
        return None
    shown = k("livelihood").tallied_stage(live, int(c.state.savings[0]))
    return 0, lambda: k("sensing").kind_from_solvency(c.people, c.tally, shown)


def no_false_record(c: Case) -> Any:
    if not k("sensing").no_false_record(c.rules, c.u[0], c.here.attention):
        return None
    return 0, lambda: k("sensing").false_records(c.rules, c.u[0], c.person.group, 0, 0, c.here.attention)


def no_mistaken_record(c: Case) -> Any:
    n_lost, eligible = c.here.n_lost, c.here.eligible
    if not k("sensing").no_mistaken_record(c.u[0], n_lost, eligible):
        return None
    return 0, lambda: k("sensing").mistaken_records(c.people, c.rules, c.u[0], c.here.lost, n_lost, eligible)


def no_faked_act(c: Case) -> Any:
    if not k("gaming").no_faked_act(c.person.personal):
        return None
    looks = np.zeros((DETECTION_ROWS, MAX_KINDS, MAX_GROUPS), np.int64)
    return 0, lambda: k("gaming").faked_records(c.people, c.rules, c.tally, c.here, c.person, looks)


def not_picked(c: Case) -> Any:
    if not k("officials").not_picked(c.u[0], c.here.quota_chance):
        return None
    return 0, lambda: k("officials").quota_rule(c.rules, c.u[0], c.here.quota_chance)


def nothing_passes(c: Case) -> Any:
    household_liability = c.number(0, 2 ** int(c.rules.n_rules) - 1) * c.number(0, 1)
    if not k("inherited_records").nothing_passes(c.u[0], household_liability, c.person.personal):
        return None
    return 0, lambda: k("inherited_records").inherited_rules(c.rules, c.u[0], household_liability, c.person.personal)


def nothing_to_file(c: Case) -> Any:
    words = [int(word) for word in c.state.dossier[0] if word]
    departed = any(k("dossier").record_months_left(word) == 0 for word in words)
    if not k("recording").nothing_to_file(0, int(departed)):
        return None
    held = k("dossier").active_rule_set(c.state.dossier, 0)
    return 0, lambda: k("recording").recording(
        c.people, c.rules, c.tally, c.state.dossier, c.person, held, SensedRules(0, 0, 0, 0, 0)
    )


def nothing_to_bribe(c: Case) -> Any:
    found = sensed(c)
    if not k("gaming").nothing_to_bribe(c.rules, found):
        return None
    return 0, lambda: k("gaming").bribed_records(
        c.people, c.rules, c.tally, c.here, c.state.dossier, c.person, 0, found
    )


def withholds_nothing(c: Case) -> Any:
    if not k("officials").withholds_nothing(c.rules):
        return None
    found = sensed(c)
    return 0, lambda: k("officials").withheld_records(c.people, c.rules, c.tally, c.here, 0, c.u[0], 0, found)


def counts_alone(c: Case) -> Any:
    held, adverse = k("dossier").active_rule_set(c.state.dossier, 0), c.number(0, 1)
    if not k("fitting_moments").counts_alone(held, adverse):
        return None
    short, full = np.zeros((N_FIT_TERMS, N_FIT_TERMS), np.int64), np.zeros((N_FIT_TERMS, N_FIT_TERMS), np.int64)
    place = k("fitting_moments").place_alone(held)
    short[0, 0] += 1
    short[place, place] += 1 if place > 0 else 0

    def whole() -> Any:
        k("fitting_moments").count_cooccurrence(full, held, adverse)
        return full.tolist()

    return short.tolist(), whole


def stays_clean(c: Case) -> Any:
    held, extra = k("dossier").active_rule_set(c.state.dossier, 0), int(c.person.personal[EXTRA_POINTS])
    before = int(c.rules.empty_state) if c.number(0, 1) else a_state(c)
    if not k("standing").stays_clean(c.rules, held, extra, before):
        return None
    now = k("status").dossier_status(c.rules, c.state.dossier, 0, -1, extra)
    points = k("status").read_dossier(c.rules, c.state.dossier, 0)[0]
    assert now == c.rules.empty_state
    return 0, lambda: k("standing").count_standing(
        c.people, c.rules, c.tally, c.here.region_counts, c.state.dossier, c.person, StatusChange(points, now, before)
    )


def on_no_list(c: Case) -> Any:
    """Of a first stay too nothing changes: one that has begun and not ended has a list of last month behind it."""
    now, before = a_state(c), a_state(c) % (MAX_GRADES if c.number(0, 1) else 2**16)
    if not k("listings").on_no_list(now, before):
        return None

    def whole() -> Any:
        listed = k("listings").count_lists(
            c.people,
            c.rules,
            c.tally,
            c.here.region_counts,
            c.state.dossier,
            c.person,
            now // MAX_GRADES,
            before // MAX_GRADES,
        )
        k("blacklist_stays").update_first_stay(c.sums, c.state.leaving, 0, 3, 0, 0)
        return listed & 3

    return 0, whole


def nothing_closed(c: Case) -> Any:
    state = a_state(c)
    if not k("treatment").nothing_closed(c.rules, state):
        return None
    weights = np.zeros((3, 32))
    return (0, 0), lambda: (
        k("treatment").treatment(c.people, c.rules, c.tally, c.state.dossier, c.person, means(c, state), weights),
        k("treatment").count_denials(c.people, c.rules, c.tally, c.here, c.person, state),
    )


def nothing_denied(c: Case) -> Any:
    state = a_state(c)
    if not k("treatment").nothing_denied(c.rules, state):
        return None
    return 0, lambda: k("treatment").count_denials(c.people, c.rules, c.tally, c.here, c.person, state)


def nothing_added(c: Case) -> Any:
    state = a_state(c)
    if not k("treatment").nothing_added(c.rules, state):
        return None
    return None, lambda: k("treatment").count_rewards(c.people, c.rules, c.tally, c.person.cell, state, 3)


def work_stays(c: Case) -> Any:
    live = int(c.state.livelihood[0])
    if not k("livelihood").work_stays(c.people, live, c.person.cell, c.u[0]):
        return None
    return live, lambda: k("livelihood").update_work(
        c.people, c.rules, c.tally, live, c.person.cell, c.person.group, a_state(c), c.u[0]
    )


def solvency_unchanged(c: Case) -> Any:
    m = means(c, a_state(c))
    if not k("solvency").solvency_unchanged(
        c.people, m.livelihood_bits, m.savings, c.person.cell, m.u_solvency, m.u_court, m.u_default
    ):
        return None
    return m.livelihood_bits, lambda: k("solvency").update_solvency(
        c.people, c.rules, c.tally, c.here, c.state, c.person, m
    )


def nothing_happened(c: Case) -> Any:
    """The full rule does what the short one does: of two persons alike, one takes either."""
    lessons = np.zeros(SIZE, np.uint8)
    for place in range(SIZE):
        lessons[place] = c.number(0, 127) * c.number(0, 1) * c.number(0, 1)
    head, end = (int(x) for x in c.people.house[0])
    running = np.concatenate([[0], np.cumsum(lessons != 0)])
    if not k("response").nothing_happened(int(running[head]), int(running[min(end, SIZE)])):
        return None
    short = np.array(c.state.beliefs)
    k("response").learn_uneventful_month(c.people, short, 0)
    legitimacy = int(k("response").updated_legitimacy(c.people, int(c.state.legitimacy[0]), 0, 0))
    own = c.state._replace(beliefs=np.array(c.state.beliefs), legitimacy=np.array(c.state.legitimacy))

    def whole() -> Any:
        k("response").response(c.people, c.tally, c.here, own, c.person, lessons)
        return own.beliefs[0].tolist(), int(own.legitimacy[0])

    return (short[0].tolist(), legitimacy), whole


def is_record_unaffected(c: Case) -> Any:
    word, live = int(c.state.dossier[0, 0]), int(c.state.livelihood[0])
    if word == 0 or k("dossier").record_months_left(word) == 0:
        return None
    if not k("repair").is_record_unaffected(c.people, c.rules, word, live, c.u[0], c.u[3]):
        return None
    address = int(k("repair").record_address(c.people, c.rules, word, c.here.month))
    lot = k("repair").RepairDraws(address, *c.u[:4])
    return (k("repair").age_record(word), k("repair").RECORD_STAYS), lambda: k("repair").repair_record(
        c.people, c.rules, c.tally, c.here, 0, word, live, lot
    )


TRIED: dict[str, Callable[[Case], Any]] = {
    cut: globals()[cut.partition(".")[2]] for step in MONTH for cut in step.shortcuts
}


@pytest.mark.parametrize("cut", TRIED)
def test_where_a_short_cut_is_taken_the_full_rule_changes_nothing(cut):
    taken = SimpleNamespace(times=0, not_taken=0)

    @AS_HELD
    @given(case=cases())
    def hold(case: Case) -> None:
        tried = TRIED[cut](case)
        if tried is None:
            taken.not_taken += 1
            return
        expected, rule = tried
        found, moved = changed(case, rule)
        assert (found, moved) == (expected, [])
        taken.times += 1

    hold()
    assert min(taken.times, taken.not_taken) >= 5


def test_the_compiled_stages_take_every_short_cut_of_the_table():
    stages = Path(engine.__file__).parent / "stages"
    calls = {
        node.func.id
        for path in stages.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert {cut.partition(".")[2] for cut in TRIED} <= calls

"""Records and dossiers made by hand, for kernels as plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from underheaven.draws import draw_key
from underheaven.fields.codes import ORDER, WORK
from underheaven.fields.dimensions import dimension_sizes
from underheaven.fields.scales import BELIEF_ONE, DOSSIER_CAPACITY
from underheaven.fields.state import STATE, State
from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel.argument_types import Person, SensedRules, TownMonth
from underheaven.kernel.rules import RULES_DTYPE
from underheaven.kernel.society import SOCIETY_DTYPE
from underheaven.kernel.structured_arrays import make_records
from underheaven.kernel.table_layout import MAX_GRADES, MAX_KINDS, MAX_VISIBLE, N_PERSONAL, REGION_COLUMNS
from underheaven.kernel.tally import TALLY_DTYPE

ONE = 2**32
NOTHING_MORE = np.zeros(N_PERSONAL, np.int64)
"""A person without anything that no array of state holds."""


def here(**told: Any) -> TownMonth:
    """A town of four in month 3 under a regime, where nothing happened last month and every lender lends."""
    usual = TownMonth(
        key=draw_key(1, 0),
        month=3,
        first=0,
        n=4,
        zone=0,
        has_regime=True,
        attention=1.0,
        quota_chance=0,
        exempt=-1,
        open_share=0.0,
        speaking_share=0.0,
        listed_share=0.0,
        n_lost=0,
        eligible=0,
        lost=np.zeros(MAX_KINDS, np.int64),
        lost_next=np.zeros(MAX_KINDS, np.int64),
        seen_next=np.zeros(3, np.int64),
        lender_accepts=np.ones(MAX_VISIBLE, np.int64),
        region_counts=np.zeros(REGION_COLUMNS, np.int64),
    )
    return usual._replace(**told)


def person(**told: Any) -> Person:
    """The first person of all, of the first cell and group, whom the regime is about."""
    return Person(i=0, generation=0, cell=0, group=0, is_subject=1, personal=NOTHING_MORE)._replace(**told)


def sensed(**told: int) -> SensedRules:
    """What was sensed of a person: nothing but what is told."""
    return SensedRules(true=0, false=0, mistaken=0, quota=0, inherited=0)._replace(**told)


def state(n: int = 1, **told: Any) -> State:
    """State of so many persons, all 0 but what is told; nothing is kept that no every world keeps."""
    arrays = (np.zeros((n if f.always_kept else 0, *(dimension_sizes()[d] for d in f.dims)), f.dtype) for f in STATE)
    return State(*arrays)._replace(**told)


@pytest.fixture
def kernel():
    """A kernel module whose functions are plain Python."""
    return lambda name: interpreted_copy(f"kernel.{name}")


@pytest.fixture
def rules() -> Any:
    """Rules that record, list, close and repair nothing."""
    t = make_records(RULES_DTYPE)[0]
    t.rule_of[:] = -1
    t.list_at_most[:], t.list_at_least[:] = MAX_GRADES, -1
    t.access[:] = 1.0
    t.minimum, t.maximum = -1000, 1000
    t.term[:] = 12
    t.refile[:] = 1
    return t


@pytest.fixture
def people() -> Any:
    """People without kinds of conduct, in one town of four."""
    t = make_records(SOCIETY_DTYPE)[0]
    t.town_size, t.n_towns, t.n_persons = 4, 1, 4
    t.kind_of_stage[:] = -1
    t.hash[:] = np.arange(100, 100 + len(t.hash))
    t.mean_gain[:] = 1.0
    t.n_person_categories = 1
    t.person_cum[:], t.household_cum[:] = ONE, ONE
    return t


@pytest.fixture
def tally() -> Any:
    return make_records(TALLY_DTYPE)[0]


@pytest.fixture
def key() -> Any:
    return draw_key(1, 0)


@pytest.fixture
def dossier(kernel):
    """Make the dossier of one person from (rule, months left, origin)."""

    def make(*records: tuple[int, int, int]) -> Any:
        words = np.zeros((1, DOSSIER_CAPACITY), np.uint16)
        for slot, record in enumerate(records):
            words[0, slot] = kernel("dossier").pack_record(*record)
        return words

    return make


@pytest.fixture
def file_as(rules, people):
    """Give kind ``k`` the rule of the same number."""

    def make(*kinds: int) -> None:
        rules.n_rules = people.n_kinds = max(kinds) + 1
        for k in kinds:
            rules.rule_of[k] = rules.kind_of[k] = k

    return make


@pytest.fixture
def beliefs():
    """Perceived chance of a sanction: .4 with an act against order, .1 without; certain and never for speech."""
    shares = [0.0, 0.0, 0.4, 0.1, 1.0, 0.0]
    return np.array([[round(s * BELIEF_ONE) for s in shares]], np.uint16)


@pytest.fixture
def halving_list(people, rules, file_as):
    """A record of rule 0 puts on list 0 for six months, which halves access to work, worth one month's income."""
    file_as(0, 1)
    people.class_of[:2] = ORDER
    people.use[0, WORK] = 1.0
    rules.n_lists, rules.list_rules[0] = 1, 0b01
    rules.access[MAX_GRADES, WORK] = 0.5
    rules.feared_months[:2] = 6
    rules.rumour[:2] = 2.0
    return rules


@pytest.fixture
def graded(rules):
    """A hundred points; grades from 90, from 50, and below; rule 0 costs 20, rule 1 costs 60, rule 2 earns 5."""
    rules.start = 100
    rules.n_grades = 3
    rules.band[:3] = [90, 50, 0]
    rules.grade_label[:3] = [0, 1, 2]
    rules.points[:3] = [-20, -60, 5]
    rules.n_rules = 3
    rules.kind_of[:3] = [0, 1, 2]
    return rules


@pytest.fixture
def listing(graded):
    """List 0 by a record of rule 1, list 1 by three of rules 0 and 2, list 2 at the worst grade, list 3 at the best."""
    graded.n_lists = 4
    graded.list_rules[0] = 0b010
    graded.list_count[1], graded.list_count_rules[1] = 3, 0b101
    graded.list_at_most[2] = 2
    graded.list_at_least[3] = 0
    graded.black, graded.red = 0b0111, 0b1000
    return graded

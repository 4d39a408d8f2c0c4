"""Records and dossiers made by hand, for kernels as plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from underheaven.draws import key_of
from underheaven.fields import CAPACITY
from underheaven.jit import interpreted
from underheaven.kernel.rules import RULES_TABLE
from underheaven.kernel.society import PEOPLE
from underheaven.kernel.table import record_of
from underheaven.kernel.tables import GRADES, ME
from underheaven.kernel.tally import COUNTS

ONE = 2**32
NOTHING_MORE = np.zeros(ME, np.int64)
"""A person without anything that no array of state holds."""


@pytest.fixture
def kernel():
    """A kernel module whose functions are plain Python."""
    return lambda name: interpreted(f"kernel.{name}")


@pytest.fixture
def rules() -> Any:
    """Rules that record, list, close and repair nothing."""
    t = record_of(RULES_TABLE)[0]
    t.rule_of[:] = -1
    t.list_at_most[:], t.list_at_least[:] = GRADES, -1
    t.access[:] = 1.0
    t.minimum, t.maximum = -1000, 1000
    t.term[:] = 12
    t.refile[:] = 1
    return t


@pytest.fixture
def people() -> Any:
    """People without kinds of conduct, in one town of four."""
    t = record_of(PEOPLE)[0]
    t.town_size, t.n_towns, t.n_persons = 4, 1, 4
    t.kind_of_stage[:] = -1
    t.hash[:] = np.arange(100, 100 + len(t.hash))
    t.mean_gain[:] = 1.0
    t.n_person_categories = 1
    t.person_cum[:], t.household_cum[:] = ONE, ONE
    return t


@pytest.fixture
def tally() -> Any:
    return record_of(COUNTS)[0]


@pytest.fixture
def key() -> Any:
    return key_of(1, 0)


@pytest.fixture
def dossier(kernel):
    """Make the dossier of one person from (rule, months left, origin)."""

    def make(*records: tuple[int, int, int]) -> Any:
        words = np.zeros((1, CAPACITY), np.uint16)
        for slot, record in enumerate(records):
            words[0, slot] = kernel("dossier").pack(*record)
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

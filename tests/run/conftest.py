"""An engine that only remembers what it was asked, for the order of a run; results come from the true engines."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest

from underheaven.engine.month_tallies import MonthTallies
from underheaven.fields.panel import PANEL, Panel
from underheaven.fields.person_values import FINAL_PERSON_FIELDS, SUMS
from underheaven.fields.tallies import TALLIES
from underheaven.record.schema import field_shape

LABELS = {
    "kind": ("red light",),
    "group": ("all",),
    "region": ("here",),
    "denial": (),
    "list": (),
    "grade": (),
    "visible": ("clear",),
}


def built(name, burn_in_months=2, persons=10):
    """A world for the remembering engine."""
    return SimpleNamespace(
        name=name, burn_in_months=burn_in_months, persons=persons, labels=LABELS, uses_score_fitting=False
    )


@dataclass
class People:
    """A population whose history is the list of worlds and months it lived."""

    replicate: int
    history: list = field(default_factory=list)
    zeroed_at: int | None = None

    @property
    def sums(self):
        lived = len(self.history) - (self.zeroed_at or 0)
        return SimpleNamespace(**{f.name: np.full(10, lived, f.dtype) for f in SUMS})

    @property
    def panel(self):
        return Panel(*(np.zeros(0, f.dtype) for f in PANEL))

    def copy(self):
        return People(self.replicate, list(self.history), self.zeroed_at)

    def enter_scenario(self, built):
        """Do nothing: this population has no public status."""

    def reset_sums(self):
        self.zeroed_at = len(self.history)


class Remembering:
    """Advances by writing down the world and month; the tally of records filed is the months lived."""

    def __init__(self):
        self.populated = []
        self.people = []

    def populate(self, world, replicate):
        self.populated.append((world.name, replicate))
        return People(replicate)

    def final_person_fields(self, people, world):
        return {f.name: np.zeros(10, f.dtype) for f in FINAL_PERSON_FIELDS}

    def advance(self, people, world, month):
        if not any(people is p for p in self.people):
            self.people.append(people)
        people.history.append((world.name, month))
        tallies = {f.name: np.zeros(field_shape(f, LABELS), np.int64) for f in TALLIES}
        tallies["overflow"] = np.asarray(len(people.history), np.int64)
        return month_of(tallies)


def month_of(tallies):
    """Returns tallies as an engine gives them, in words of one array."""
    ends = np.cumsum([array.size for array in tallies.values()])
    places = {
        name: (int(end) - array.size, int(end), array.shape)
        for end, (name, array) in zip(ends, tallies.items(), strict=True)
    }
    return MonthTallies(np.concatenate([np.ravel(array) for array in tallies.values()]), places)


@pytest.fixture
def engine():
    return Remembering()


@pytest.fixture
def world():
    return built

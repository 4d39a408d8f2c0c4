"""Shipped regimes lived for some years over a shipped society, as they stand and with their cause switched off."""

from __future__ import annotations

from functools import cache
from typing import Any

from underheaven.fields.scales import MICRO
from underheaven.spec.io.document_reader import read_regime, read_society

from ..contract import worlds
from ..contract.worlds import REMOVED, Life, alter

__all__ = ["FREE", "MONTHS", "PERSONS", "REMOVED", "Lived", "lived"]

PERSONS, MONTHS = 10_240, 60
FREE = {"people.traits.gaming_cost": {"law": "fixed", "value": 0.0}}
"""A society in which buying off and staging cost nobody anything."""


class Lived:
    """The observed months of a life, by the names of the documents."""

    def __init__(self, life: Life) -> None:
        self.labels = life.built.labels
        self.tallies = {name: array[life.built.burn_in_months :] for name, array in life.tallies.items()}

    def __getitem__(self, name: str) -> Any:
        return self.tallies[name]

    def acts(self, kind: str) -> int:
        """Counts acts of a kind."""
        return int(self["acts"][:, self.labels["kind"].index(kind)].sum())

    def filed(self, *kinds: str) -> int:
        """Counts records of some kinds."""
        return int(self["recorded"][:, [self.labels["kind"].index(kind) for kind in kinds]].sum())

    def graded(self, grade: str) -> float:
        """Gives the share of those graded in the last month who have a grade."""
        last = self["grades"][-1].sum(axis=1)
        return float(last[self.labels["grade"].index(grade)] / last.sum())

    def on(self, name: str) -> int:
        """Counts who is on a list in the last month."""
        return int(self["listed"][-1, self.labels["list"].index(name)].sum())

    def by_group(self, name: str, category: str) -> int:
        """Sums a tally over the groups that a category is part of, over the run."""
        groups = [i for i, group in enumerate(self.labels["group"]) if category in group.split(", ")]
        return int(self[name][..., groups].sum())

    def joined(self, category: str) -> float:
        """Gives the share of those of a category who agreed, of those asked."""
        joined, out = (self.by_group(name, category) for name in ("joined", "stayed_out"))
        return joined / (joined + out)

    @property
    def believed(self) -> float:
        """What records are believed to weigh over what they weigh."""
        return float(self["weight_believed"].sum() / self["weight_true"].sum())

    @property
    def lost(self) -> Any:
        """Months of income lost a person over the run, by the context of the cause and of the loss."""
        return self["detriment"].sum(axis=(0, 3)) / MICRO / PERSONS

    @property
    def gained(self) -> Any:
        """Months of income added a person over the run, by context."""
        return self["reward"].sum(axis=(0, 2)) / MICRO / PERSONS

    @property
    def speaking(self) -> int:
        """Months of public speech."""
        return int(self["speaking"].sum())


def lived(
    regime: str,
    society: str,
    changes: dict[str, Any] | None = None,
    months: int = MONTHS,
    persons: int = PERSONS,
    people: dict[str, Any] | None = None,
) -> Lived:
    """Lives under a regime from its own start; both documents changed at dotted paths where changes are given."""
    if not changes and not people:
        return _unchanged(regime, society, months, persons)
    return Lived(
        worlds.run(
            alter(read_regime(regime), changes or {}), alter(read_society(society), people or {}), persons, months
        )
    )


@cache
def _unchanged(regime: str, society: str, months: int, persons: int) -> Lived:
    return Lived(worlds.run(read_regime(regime), read_society(society), persons, months))

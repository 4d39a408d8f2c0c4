"""Documents with one thing changed, worlds over them, and lives lived in those worlds."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from underheaven.engine.factory import make_engine
from underheaven.fields.tallies import TALLIES
from underheaven.scenario.build import build_scenario
from underheaven.scenario.built_scenario import BuiltScenario
from underheaven.spec.checks.compatibility import check_together
from underheaven.spec.checks.regime import check_regime
from underheaven.spec.checks.society import check_society_parts
from underheaven.spec.document import Document
from underheaven.spec.io.document_reader import read_regime, read_society
from underheaven.spec.io.toml_paths import item_labels
from underheaven.spec.models.regime import Regime

HERE = Path(__file__).parent
REMOVED = object()
"""In place of a value: the key or the item goes."""


@cache
def rich_regime() -> Document[Regime]:
    """The regime that uses every mechanism."""
    return read_regime(HERE / "rich-regime.toml")


@cache
def rich_society() -> Document[Any]:
    """The society in which every mechanism is at work."""
    return read_society(HERE / "rich-society.toml")


def without_facts(name: str) -> Document[Any]:
    """A society that ships without the facts that rule samples out: they ask for a burn-in."""
    society = read_society(name)
    return alter(society, {"facts": REMOVED}) if "facts" in society.raw else society


@cache
def plain_society() -> Document[Any]:
    """The barest society: one kind of act, nobody differs and nobody knows anybody."""
    return read_society("plain")


@cache
def no_regime() -> Document[Regime]:
    """The regime that records nothing."""
    return read_regime("none")


class Refused(Exception):
    """A change that no document can have; its text says what the checks say."""


def alter(document: Document[Any], changes: dict[str, Any]) -> Document[Any]:
    """Return the document with values at dotted paths put in, validated as if it had been read.

    A step names a key, an item of a list, or ``+`` for one more item. Raises Refused.
    """
    raw = copy.deepcopy(dict(document.raw))
    for path, value in changes.items():
        _put(raw, path.split("."), copy.deepcopy(value) if value is not REMOVED else REMOVED)
    return from_raw(document, raw)


def from_raw(document: Document[Any], raw: dict[str, Any]) -> Document[Any]:
    """Return a document of the same kind that states ``raw``; raises Refused where a check would."""
    kind = type(document.model)
    try:
        model = kind.model_validate(raw)
    except ValueError as error:
        raise Refused(str(error)) from None
    found = check_regime(model) if kind is Regime else check_society_parts(model)
    if found:
        raise Refused(str(found))
    return replace(document, model=model, raw=raw)


def _put(node: Any, steps: list[str], value: Any) -> None:
    key, rest = _step(node, steps)
    if rest:
        _put(node.setdefault(key, {}) if isinstance(node, dict) else node[key], rest, value)
    elif value is REMOVED:
        del node[key]
    elif isinstance(node, list) and key == len(node):
        node.append(value)
    else:
        node[key] = value


def _step(node: Any, steps: list[str]) -> tuple[Any, list[str]]:
    """Return the key of the first step and the steps after it; an item of a list goes by its name or names."""
    if isinstance(node, dict):
        return steps[0], steps[1:]
    if steps[0].isdigit() or steps[0] == "+":
        return len(node) if steps[0] == "+" else int(steps[0]), steps[1:]
    for n in (2, 1):
        for i, item in enumerate(node):
            if ".".join(steps[:n]) in item_labels(item):
                return i, steps[n:]
    raise KeyError(".".join(steps))


def build(regime: Document[Any], society: Document[Any], persons: int, seed: int = 7, **more: Any) -> BuiltScenario:
    """Return a world; raises Refused where the two documents do not fit each other."""
    faults = check_together(regime, society)
    if faults:
        raise Refused(str(faults))
    return build_scenario(regime, society, persons, seed, **more)


@cache
def cpu(threads: int = 1) -> Any:
    """The compiled engine, one for each number of threads."""
    return make_engine("cpu", threads)


@dataclass
class Life:
    """What a run leaves: tallies stacked by month (burn-in included), the people, and the world they lived in."""

    built: BuiltScenario
    tallies: dict[str, Any]
    population: Any
    places: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.tallies[name]

    @property
    def sums(self) -> Any:
        return self.population.sums

    @property
    def state(self) -> Any:
        return self.population.state

    def total(self, name: str, *labels_: str) -> int:
        """Sum a tally over the run, at the places of the given labels, one a dimension from the left."""
        array = self.tallies[name]
        dims = next(f.dims for f in TALLIES if f.name == name)
        for dim, label in zip(dims, labels_, strict=False):
            array = array[:, self.place(dim, label)]
        return int(array.sum())

    def place(self, dim: str, label: str) -> int:
        from underheaven.fields.dimensions import FIXED_DIMS

        return (FIXED_DIMS.get(dim) or self.built.labels[dim]).index(label)


def live(built: BuiltScenario, months: int, engine: Any = None, replicate: int = 0) -> Life:
    """Live the burn-in and ``months`` observed months; sums start anew after the burn-in."""
    engine = engine or cpu()
    population = engine.populate(built, replicate)
    rows: list[dict[str, Any]] = []
    for month in range(built.burn_in_months + months):
        if month == built.burn_in_months:
            population.reset_sums()
            population.enter_scenario(built)
        rows.append(engine.advance(population, built, month))
    tallies = {name: np.stack([row[name] for row in rows]) for name in rows[0]}
    return Life(built, tallies, population, dict(engine.final_person_fields(population, built)))


def run(regime: Document[Any], society: Document[Any], persons: int, months: int, seed: int = 7) -> Life:
    """Build a world and live in it with the compiled engine."""
    return live(build(regime, society, persons, seed), months)


def same(one: Life, other: Life) -> list[str]:
    """Name every tally, state and sum in which two runs differ."""
    found = [f"tally {name}" for name in one.tallies if not np.array_equal(one[name], other[name])]
    for part in ("state", "sums"):
        a, b = getattr(one, part), getattr(other, part)
        found += [f"{part} {n}" for n in a._fields if not np.array_equal(getattr(a, n), getattr(b, n))]
    return found + [f"place {n}" for n in one.places if not np.array_equal(one.places[n], other.places[n])]

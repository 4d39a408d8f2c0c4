"""The catalogue of mutants, from ``mutants/*.toml``, and the sizes of cases, from ``sizes.toml`` and ``quick.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KINDS = (
    "month off",
    "stages swapped",
    "rate twice",
    "record lost",
    "multiplier ignored",
    "draw shared",
    "term dropped",
    "wrong bound",
    "wrong place",
    "state kept",
)
"""What is done to the package: the kinds of mistake that the catalogue is spread over."""


@dataclass(frozen=True)
class Ask:
    """A case to run, with values of its parameters and with numbers of ``verify`` set smaller.

    numbers: as module.NAME, or as effort.field for how much a case lives; a list stands for a tuple.
    """

    case: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([self.case, *(f"{name}={value}" for name, value in self.settings.items())])


@dataclass(frozen=True)
class Mutant:
    """One mistake made on purpose.

    file: in the package. old, new: text that occurs once there, and what stands in its place. broken: what is wrong
    then. cases: those that should catch it, none where none is expected to. ci: the case that it stands for in the
    quick tests. slips: what would catch it, where no case does. engine: on which the cases run.
    """

    name: str
    stage: str
    kind: str
    file: str
    old: str
    new: str
    broken: str
    cases: tuple[Ask, ...]
    ci: str = ""
    slips: str = ""
    engine: str = "cpu"


def sizes() -> dict[str, Ask]:
    """Gives every case at the size at which mutants are held against it."""
    return {case: Ask(case, **said) for case, said in _read(HERE / "sizes.toml").items()}


def quick(mutant: Mutant) -> Ask:
    """Gives the case that a mutant stands for in the quick tests, at the size at which it is held there."""
    usual = next(ask for ask in mutant.cases if ask.case == mutant.ci)
    smaller = _read(HERE / "quick.toml")
    everywhere, own = smaller["all"]["numbers"], smaller.get(mutant.ci, {})
    numbers = {**usual.numbers, **everywhere, **own.get("numbers", {})}
    return Ask(mutant.ci, {**usual.settings, **own.get("settings", {})}, numbers)


def mutants() -> list[Mutant]:
    """Gives the whole catalogue, in the order of the month."""
    return list(_mutants(sizes()))


def _mutants(small: Mapping[str, Ask]) -> Iterator[Mutant]:
    for stage in (
        "conduct",
        "sensing",
        "recording",
        "standing",
        "treatment",
        "livelihood",
        "response",
        "repair",
        "ties",
        "play",
        "officials",
        "draws",
        "engine",
    ):
        for name, said in _read(HERE / "mutants" / f"{stage}.toml").items():
            cases = tuple(_ask(words, small) for words in said.pop("cases"))
            yield Mutant(name=name, stage=stage, cases=cases, **said)


def _ask(words: str, small: Mapping[str, Ask]) -> Ask:
    """Gives a case from its name and values over those of its size; a name with a dot is a number of ``verify``."""
    case, *given = words.split()
    values, usual = dict(value.split("=") for value in given), small[case]
    numbers = {name: int(value) for name, value in values.items() if "." in name}
    settings = {name: value for name, value in values.items() if "." not in name}
    return Ask(case, {**usual.settings, **settings}, {**usual.numbers, **numbers})


def _read(path: Path) -> dict[str, dict[str, Any]]:
    with path.open("rb") as file:
        return tomllib.load(file)

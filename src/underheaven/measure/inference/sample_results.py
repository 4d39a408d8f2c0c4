"""What a result keeps of the runs at other values of its assumed numbers: plain numbers, outside the digest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from math import isfinite
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Column = tuple[str, str, str]
"""World, name of the measure, and what is taken of it: level, or difference from the other world."""


@dataclass(frozen=True)
class AssumedParameter:
    """An assumed number with its range, in its own unit.

    stated: as in the document. whole: only whole numbers are tried. scale: on which it is sampled, linear, log or
    logit, evenly on either side of the stated value. off_centre: why the stated value lies off the middle, or empty.
    rule: whether it is a regime's own; a society's otherwise.
    """

    document: str
    path: str
    low: float
    high: float
    stated: float
    whole: bool
    scale: Literal["linear", "log", "logit"] = "linear"
    off_centre: str = ""
    rule: bool = False


@dataclass(frozen=True, eq=False)
class OneAtATimeRun:
    """The stated documents with one number at one end of its range. number: its place; row: a value a column."""

    parameter_index: int
    high: bool
    values: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SampleResults:
    """The runs behind an uncertainty over assumptions.

    persons, months, town_size: of each run; a town of 0 where an older result does not say. columns: what was measured,
    of shape (column,). design: the values of the numbers, of shape (point, number). moved: how many of a point's
    numbers were moved to keep its documents sound. left_out: points that could not be had. points: measured there, of
    shape (point, column); measures of obedience in an order of their own, as `measure.obedience.apart` puts them.
    seeds: the stated documents, of shape (seed, column); the first has the luck that all points and ends have. NaN:
    undefined. ruled_out: samples replaced because they contradict facts of the society. contradicted: how many
    contradict each.
    """

    persons: int
    months: int
    parameters: tuple[AssumedParameter, ...]
    columns: tuple[Column, ...]
    design: NDArray[np.float64]
    n_adjusted: tuple[int, ...]
    n_dropped: int
    samples: NDArray[np.float64]
    base_case: NDArray[np.float64]
    ends: tuple[OneAtATimeRun, ...]
    town_size: int = 0
    n_rejected: int = 0
    contradictions: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> str:
        """Gives all of it as text; a value that is undefined is null."""
        plain = {
            "persons": self.persons,
            "months": self.months,
            "town_size": self.town_size,
            "numbers": [asdict(n) for n in self.parameters],
            "columns": self.columns,
            "design": self.design.tolist(),
            "moved": self.n_adjusted,
            "left_out": self.n_dropped,
            "points": _plain(self.samples),
            "seeds": _plain(self.base_case),
            "ruled_out": self.n_rejected,
            "contradicted": dict(self.contradictions),
            "ends": [{"number": e.parameter_index, "high": e.high, "row": _plain(e.values)} for e in self.ends],
        }
        return json.dumps(plain, ensure_ascii=False, allow_nan=False)


def read_sample_results(attrs: Mapping[str, Any]) -> SampleResults | None:
    """Gives what the attributes of a result keep, or None."""
    text = attrs.get("assumptions")
    return _parse_sample_results(str(text)) if text else None


@lru_cache(maxsize=4)
def _parse_sample_results(text: str) -> SampleResults:
    plain = json.loads(text)
    width = len(plain["columns"])
    return SampleResults(
        plain["persons"],
        plain["months"],
        tuple(AssumedParameter(**n) for n in plain["numbers"]),
        tuple((scenario, name, of) for scenario, name, of in plain["columns"]),
        _array(plain["design"], len(plain["numbers"])),
        tuple(plain["moved"]),
        plain["left_out"],
        _array(plain["points"], width),
        _array(plain["seeds"], width),
        tuple(OneAtATimeRun(e["number"], e["high"], np.array(e["row"], np.float64)) for e in plain["ends"]),
        plain.get("town_size", 0),
        plain.get("ruled_out", 0),
        plain.get("contradicted", {}),
    )


def _array(rows: Sequence[Any], width: int) -> NDArray[np.float64]:
    return np.array(rows, np.float64).reshape(len(rows), width)


def _plain(array: NDArray[np.float64]) -> Any:
    if array.ndim > 1:
        return [_plain(row) for row in array]
    return [value if isfinite(value) else None for value in array.tolist()]

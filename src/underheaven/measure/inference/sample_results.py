"""Parameter-sample results stored with a result: plain numbers, outside the digest."""

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
"""Scenario, name of the measure, and the quantity: level, or difference from the baseline."""


@dataclass(frozen=True)
class AssumedParameter:
    """An uncertain parameter with its range, in its own unit.

    Attributes:
        document: name of the document.
        path: TOML path.
        low, high: ends of the range.
        stated: the value in the document.
        whole: whether only integers are sampled.
        scale: the scale on which it is sampled uniformly on either side of the stated value.
        off_centre: why the stated value is not near the middle of the range, or empty.
        rule: whether the parameter belongs to a regime; otherwise it belongs to a society.
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
    """A run of the base case with one parameter at one end of its range.

    Attributes:
        parameter_index: index of the parameter.
        high: whether it is at the upper end.
        values: the measures (column,).
    """

    parameter_index: int
    high: bool
    values: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SampleResults:
    """The runs behind a global sensitivity analysis; NaN marks an undefined measure.

    Attributes:
        persons: of each run.
        months: of each run.
        parameters: the assumed parameters.
        columns: what was measured (column,).
        design: the parameter values (sample, parameter).
        n_adjusted: for each sample, how many values were pulled toward the base case to satisfy constraints.
        n_dropped: samples that could not be constructed.
        samples: the measures (sample, column). Measures of obedience are in an order of their own, as
            `measure.obedience` stores them.
        base_case: the measures at the stated values (seed, column). The first seed is that of all samples and ends.
        ends: the one-at-a-time runs.
        town_size: of each run; 0 where an older result does not record it.
        n_rejected: samples replaced because they contradict facts of the society.
        contradictions: how many contradict each fact.
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
        """Return the results as JSON; an undefined value is null."""
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
    """Return the sample results stored in the attributes of a result, or None.

    Args:
        attrs: attributes of a result.
    """
    text = attrs.get("parameter_samples")
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

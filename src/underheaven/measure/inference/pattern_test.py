"""Whether a published pattern appears in a study, in how many parameter samples, and which parameter decides it.

Pure functions of values by column (`measure.measure_values`) and of the parameter-sample results of a result
(`measure.inference.sample_results`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference.interval import Interval, t_interval
from underheaven.measure.inference.rank_regression import MAX_NAMED, most_influential_inputs
from underheaven.measure.inference.sample_results import AssumedParameter, Column, SampleResults
from underheaven.measure.measure_values import DIFFERENCE, LEVEL
from underheaven.measure.obedience import is_obedience_measure, may_name_parameter
from underheaven.measure.registry import PAIRED

ColumnValues = Mapping[Column, NDArray[np.float64]]
APPEARS, ABSENT, UNCLEAR = "appears", "does not appear", "is not distinguishable from Monte Carlo error"


@dataclass(frozen=True)
class Clause:
    """A number of a scenario between two bounds.

    Attributes:
        scenario: name of the scenario.
        measure: name of the measure.
        of: level or difference.
        over: the measure that it is divided by, or empty.
        above: lower bound, excluded.
        below: upper bound, excluded.
    """

    scenario: str
    measure: str
    of: str
    over: str = ""
    above: float = -inf
    below: float = inf


@dataclass(frozen=True)
class DecisiveParameter:
    """An assumption that decides whether a pattern appears.

    Attributes:
        parameter: the assumed parameter.
        at_low, at_middle, at_high: the share of the samples in which the pattern appears, by thirds of the parameter's
            values.
    """

    parameter: AssumedParameter
    at_low: float
    at_middle: float
    at_high: float

    @property
    def absent_end(self) -> str:
        """The end of the range at which the pattern appears least: low, high, or both."""
        if self.at_middle > 2 * max(self.at_low, self.at_high):
            return "both"
        return "low" if self.at_low < self.at_high else "high"


def read_clause(table: Mapping[str, Any], default_scenario: str) -> Clause:
    """Return a clause from its table in a study.

    Args:
        table: measure, and over, of, scenario, above and below or None. A paired measure is always a difference.
        default_scenario: the scenario where the table names none.
    """
    above, below = table.get("above"), table.get("below")
    return Clause(
        table.get("scenario") or default_scenario,
        table["measure"],
        DIFFERENCE if table["measure"] in PAIRED else table.get("of") or LEVEL,
        table.get("over") or "",
        -inf if above is None else above,
        inf if below is None else below,
    )


def clause_values(values: ColumnValues, clause: Clause) -> NDArray[np.float64]:
    """Return the number of a clause, NaN where it is not defined.

    A column that is 0 or undefined everywhere is not stored, and counts as 0.

    Args:
        values: numbers by column.
        clause: the clause.
    """
    zeros = np.zeros(len(next(iter(values.values()))))
    quotient = values.get((clause.scenario, clause.measure, clause.of), zeros)
    if clause.over:
        divisor = values.get((clause.scenario, clause.over, clause.of), zeros)
        np.divide(quotient, divisor, out=(quotient := np.full(len(divisor), np.nan)), where=divisor != 0)
    return quotient


def clauses_hold(values: ColumnValues, clauses: Sequence[Clause]) -> NDArray[np.bool_]:
    """Return where every clause holds; an undefined number fails its clause.

    Args:
        values: numbers by column.
        clauses: the clauses, at least one.
    """
    by_clause = [(clause_values(values, c) > c.above) & (clause_values(values, c) < c.below) for c in clauses]
    all_hold: NDArray[np.bool_] = np.all(by_clause, axis=0)
    return all_hold


def base_case_verdict(values: ColumnValues, clause: Clause) -> tuple[Interval, str]:
    """Return the mean of a clause's number with its interval, and whether the clause holds beyond Monte Carlo error.

    Args:
        values: numbers of the base case over seeds, by column.
        clause: the clause.

    Returns:
        The interval, and `APPEARS`, `ABSENT` or `UNCLEAR`.
    """
    estimate = t_interval(clause_values(values, clause))
    if clause.above < estimate.low and estimate.high < clause.below:
        return estimate, APPEARS
    if estimate.high <= clause.above or estimate.low >= clause.below:
        return estimate, ABSENT
    return estimate, UNCLEAR if np.isfinite(estimate.mean) else ABSENT


def combine_verdicts(verdicts: Sequence[str]) -> str:
    """Return the verdict on all clauses: the pattern appears if all hold, and does not if one fails.

    Args:
        verdicts: of the clauses.
    """
    return ABSENT if ABSENT in verdicts else UNCLEAR if UNCLEAR in verdicts else APPEARS


def values_at_samples(sample_results: SampleResults) -> dict[Column, NDArray[np.float64]]:
    """Return the numbers at the parameter samples, by column."""
    return {column: sample_results.samples[:, index] for index, column in enumerate(sample_results.columns)}


def values_at_seeds(sample_results: SampleResults) -> dict[Column, NDArray[np.float64]]:
    """Return the numbers of the base case over seeds, by column."""
    return {column: sample_results.base_case[:, index] for index, column in enumerate(sample_results.columns)}


def decisive_parameters(sample_results: SampleResults, clauses: Sequence[Clause]) -> tuple[DecisiveParameter, ...]:
    """Return at most three parameters that decide whether a pattern appears, the most decisive first.

    Candidates are the parameters named by a rank regression of whether the pattern appears, or of a clause's value:
    where a pattern lies between two bounds, a parameter may end it on both sides. A candidate is decisive if the third
    of its values in which the pattern appears most differs significantly from the third in which it appears least. No
    parameter of a regime is a candidate where a clause is about obedience.

    Args:
        sample_results: with every measure at its own sample.
        clauses: the clauses of the pattern.
    """
    samples = values_at_samples(sample_results)
    pattern_appears = clauses_hold(samples, clauses)
    outputs = [pattern_appears.astype(np.float64), *(clause_values(samples, clause) for clause in clauses)]
    nameable = np.flatnonzero(
        [
            all(may_name_parameter(parameter, column) for c in clauses for column in _columns_read(c))
            for parameter in sample_results.parameters
        ]
    )
    design = sample_results.design[:, nameable]
    candidates = [
        nameable[parameter]
        for output in outputs
        if np.isfinite(output).all()
        for parameter, _, _ in most_influential_inputs(design, output, MAX_NAMED)
    ]
    decisive = [_decisive_parameter(sample_results, index, pattern_appears) for index in dict.fromkeys(candidates)]
    return tuple(
        sorted(
            (d for d in decisive if _share_swing(d) > _chance_difference(pattern_appears)),
            key=lambda d: -_share_swing(d),
        )[:MAX_NAMED]
    )


def have_one_sample_order(clauses: Sequence[Clause]) -> bool:
    """Return whether a result stores all numbers of the clauses in one order of its samples.

    `obedience.detach_obedience` stores measures of obedience in an order of their own.

    Args:
        clauses: the clauses of a pattern.
    """
    return len({is_obedience_measure(name) for clause in clauses for _, name, _ in _columns_read(clause)}) < 2


def _columns_read(clause: Clause) -> list[Column]:
    return [(clause.scenario, name, clause.of) for name in (clause.measure, clause.over) if name]


def _decisive_parameter(
    sample_results: SampleResults, index: int, pattern_appears: NDArray[np.bool_]
) -> DecisiveParameter:
    values = sample_results.design[:, index]
    low, high = np.quantile(values, (1 / 3, 2 / 3))
    thirds = (values <= low, (values > low) & (values < high), values >= high)
    shares = [float(pattern_appears[third].mean()) if third.any() else float("nan") for third in thirds]
    return DecisiveParameter(sample_results.parameters[index], *shares)


def _share_swing(decider: DecisiveParameter) -> float:
    shares = [s for s in (decider.at_low, decider.at_middle, decider.at_high) if np.isfinite(s)]
    return max(shares) - min(shares)


def _chance_difference(pattern_appears: NDArray[np.bool_]) -> float:
    """Return the difference between two thirds of the samples that chance seldom exceeds: three standard errors."""
    share = float(pattern_appears.mean())
    return 3 * sqrt(share * (1 - share) * 6 / len(pattern_appears))

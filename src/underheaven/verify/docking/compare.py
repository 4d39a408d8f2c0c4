"""Docking: the engine and the second implementation simulate the same documents, and every tally is compared.

Source: Axtell, Axelrod, Epstein & Cohen 1996, Aligning simulation models (Computational and Mathematical Organization
Theory 1(2)): how to compare by tests what two models count.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from underheaven.measure.inference.interval import t_quantile
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import DERIVED_REGIME, SOCIETY, read_document
from underheaven.spec.io.toml_writer import toml_key, toml_value
from underheaven.verify.case_simulation import simulate
from underheaven.verify.case_types import CheckResult, Values
from underheaven.verify.docking.document_tables import Table, apply_amendment, read_shipped
from underheaven.verify.docking.population import TALLY_DIMENSIONS
from underheaven.verify.docking.second_model import SecondModel
from underheaven.verify.effort import current_effort
from underheaven.verify.tolerances import ALPHA, exact_result

PARAMETER_SETS = BUSY_SET, WARY_SET, SHIPPED_SET = "busy", "wary", "shipped"
"""Which numbers both simulate: much happens; much happens and lenders often refuse; those of the shipped documents."""
REGIME, SOCIETY_NAME = "court-defaulters-2013", "china-2020"
MONTHS, BURN_IN, TOWN_SIZE = 60, 48, 256
"""Both amendments fall into the months observed; the roll-out ends a year before they do."""
ALL_MONTHS = "all months"
PERSON_MONTHS_FACTOR = 100
"""Factor on the person-months that a case usually has."""
DETECTION_POWER = 0.9
"""Probability with which a difference of the stated relative precision is detected."""
MIN_NONZERO_SHARE = 0.75
"""Share of replicates, on one side at least, in which a number must differ from 0 to be compared."""
NEWCOMER_START: Table = {
    "burn_in_months": BURN_IN,
    "people": {"town_size": TOWN_SIZE},
    "livelihood": {"start": "as newcomers", "courts": {"backlog": "stationary"}},
}
"""What both simulate in place of the stated start: newcomers and a burn-in of stated months, in smaller towns."""
BUSY_SOCIETY: Table = {
    "people": {"renewed_per_year": 0.03},
    "livelihood": {
        "jobs": {"loss": 0.02},
        "credit": {
            "need_per_year": 0.35,
            "loan_months": 24,
            "unable": 0.2,
            "unwilling_below": 0.5,
            "unwilling": 0.03,
            "fear_scale": 1,
            "gain": 0.3,
            "pseudo_repaid": 5,
            "pseudo_defaulted": 1,
        },
        "courts": {
            "sued": 0.12,
            "judgment_after_months": 2,
            "error_per_year": 0.005,
            "performs": 0.01,
            "performs_with_detriment": 0.15,
            "performs_when_able": 0.05,
        },
    },
}
WARY_SOCIETY: Table = {"livelihood": {"credit": {"gain": 0.12}}}
BUSY_REGIME: Table = {"rollout": {"full_after_months": 24}}
BUSY_CHANNELS: tuple[Table, ...] = (
    {"detection_rate": 0.1, "false_records_per_year": 0.002, "mistaken_identity": 0.1},
    {"detection_rate": 0.1, "mistaken_identity": 0.1},
    {"detection_rate": 0.1},
)
"""Most at the ends of their stated ranges at which more happens, errors beyond: so that what is rare is seen."""


@dataclass(frozen=True)
class TallyComparison:
    """One number of both implementations.

    name: of the tally, with its labels. months: all months or the last one. engine, second: means over replicates;
    engine_error, second_error: standard errors. z: Welch's statistic. bound: largest permitted |z|. precision: the
    relative difference that would be detected with probability DETECTION_POWER.
    """

    name: str
    months: str
    engine: float
    engine_error: float
    second: float
    second_error: float
    z: float
    bound: float
    precision: float

    @property
    def differs(self) -> bool:
        """Whether the two differ by more than chance explains; an undefined number does."""
        return not abs(self.z) <= self.bound


def check_docking(values: Values) -> CheckResult:
    """Count the numbers in which the engine and the second implementation differ by more than chance explains.

    Args:
        values: numbers, one of PARAMETER_SETS.

    Returns:
        the count, which is expected to be 0.
    """
    return exact_result(0, sum(t.differs for t in compare_tallies(*build_documents(values["numbers"]))))


def build_documents(numbers: str) -> tuple[Table, Table]:
    """Return regime and society as plain tables; numbers: one of PARAMETER_SETS."""
    regime, society = (
        read_shipped("regimes", REGIME),
        apply_amendment(read_shipped("societies", SOCIETY_NAME), NEWCOMER_START),
    )
    if numbers == SHIPPED_SET:
        return regime, society
    channels = [c | more for c, more in zip(regime["sensing"]["channels"], BUSY_CHANNELS, strict=True)]
    regime = apply_amendment(regime, BUSY_REGIME | {"sensing": {"channels": channels}})
    return regime, apply_amendment(apply_amendment(society, BUSY_SOCIETY), {} if numbers == BUSY_SET else WARY_SOCIETY)


def compare_tallies(
    regime: Table, society: Table, persons: int | None = None, months: int = MONTHS
) -> list[TallyComparison]:
    """Simulate the documents in both implementations and return every number of both.

    Args:
        regime: plain table, as `build_documents` returns it.
        society: the same.
        persons: of a replicate; PERSON_MONTHS_FACTOR times as many as a case usually has if None; cut to whole towns.
        months: observed.

    Returns:
        the numbers that are not too rare, those over all labels before those of single ones.
    """
    return compare_numbers(
        simulate_engine(regime, society, persons, months), simulate_second_model(regime, society, persons, months)
    )


def select_totals(found: list[TallyComparison]) -> list[TallyComparison]:
    """Return the numbers over all labels and months, one a tally, as a page prints them."""
    return [t for t in found if "[" not in t.name and t.months == ALL_MONTHS]


def simulate_second_model(
    regime: Table, society: Table, persons: int | None = None, months: int = MONTHS
) -> list[dict[str, Any]]:
    """Return the tallies of the second implementation, by replicate; arguments as of `compare_tallies`."""
    effort, n_persons = current_effort(), _persons_in_whole_towns(society, persons, months)
    return [SecondModel(regime, society, n_persons, months, [effort.seed, k]).run() for k in range(effort.replicates)]


def simulate_engine(regime: Table, society: Table, persons: int | None = None, months: int = MONTHS) -> Any:
    """Return the dataset of the engine for one scenario; arguments as of `compare_tallies`."""
    scenarios = [_read_table(DERIVED_REGIME, regime)]
    return simulate(
        scenarios, _read_table(SOCIETY, society), _persons_in_whole_towns(society, persons, months), months
    ).isel(scenario=0)


def compare_numbers(engine_data: Any, runs: list[dict[str, Any]]) -> list[TallyComparison]:
    """Return every number that is not too rare of the engine's dataset and of the second implementation's tallies."""
    found = list(_common_numbers(engine_data, runs))
    return [_welch_test(name, over, engine, second, len(found)) for name, over, engine, second in found]


def _persons_in_whole_towns(society: Table, persons: int | None, months: int) -> int:
    town = society["people"]["town_size"]
    n_persons = persons or current_effort().persons_for(months + society["burn_in_months"], PERSON_MONTHS_FACTOR)
    return int(max(n_persons // town, 1) * town)


def _read_table(reading: Any, table: Table) -> Any:
    text = "\n".join(f"{toml_key(name)} = {toml_value(part)}" for name, part in table.items())
    return read_document(reading, DocumentFile(f"docked/{table['name']}.toml", text.encode(), shipped=False))


def _common_numbers(engine_data: Any, runs: list[Any]) -> Iterator[tuple[str, str, Any, Any]]:
    """Return the name of each number that is not too rare, the months it is of, and its values by replicate."""
    for name in TALLY_DIMENSIONS:
        engine, second = engine_data[name].values.astype(float), np.stack([run[name] for run in runs])
        if engine.shape[1:] != second.shape[1:]:
            raise ValueError(f"{name}: the engine has {engine.shape[2:]} labels and the second {second.shape[2:]}")
        for over, both in (
            (ALL_MONTHS, (engine.sum(axis=1), second.sum(axis=1))),
            ("last month", (engine[:, -1], second[:, -1])),
        ):
            for label, (one, other) in _label_margins(engine_data[name], *both):
                if max((one != 0).mean(), (other != 0).mean()) >= MIN_NONZERO_SHARE:
                    yield f"{name}{label}", over, one, other


def _label_margins(engine_data: Any, engine: Any, second: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Return the total over labels, and each label along one dimension or, of two or more, each of them by itself."""
    axes = tuple(range(1, engine.ndim))
    yield "", (engine.sum(axis=axes), second.sum(axis=axes))
    labels = [[str(x) for x in engine_data[dim].values] for dim in engine_data.dims[2:]]
    for axis, own in zip(axes, labels, strict=True):
        others = tuple(a for a in axes if a != axis)
        for k, label in enumerate(own):
            yield f"[{label}]", (engine.sum(axis=others)[:, k], second.sum(axis=others)[:, k])
    if len(axes) > 1:
        for label_index in product(*(range(len(own)) for own in labels)):
            label_text = " | ".join(own[k] for own, k in zip(labels, label_index, strict=True))
            yield f"[{label_text}]", (engine[(slice(None), *label_index)], second[(slice(None), *label_index)])


def _welch_test(name: str, over: str, engine: Any, second: Any, rows: int) -> TallyComparison:
    """Compare two samples by Welch's test, at ALPHA for the whole family; degrees of freedom are rounded down."""
    means, squares = [x.mean() for x in (engine, second)], [x.var(ddof=1) / len(x) for x in (engine, second)]
    error, gap, least = math.sqrt(sum(squares)), means[0] - means[1], 1e-9 * max(map(abs, means))
    freedom = len(engine) - 1
    if error > least:
        spread = sum(s * s / (len(x) - 1) for s, x in zip(squares, (engine, second), strict=True))
        freedom = math.floor(sum(squares) ** 2 / spread + 1e-9)
    z = gap / error if error > least else 0.0 if abs(gap) <= least else math.inf
    bound = t_quantile(1 - ALPHA / (2 * rows), freedom)
    sees = (bound + t_quantile(DETECTION_POWER, freedom)) * error / abs(means[1]) if means[1] else math.inf
    return TallyComparison(name, over, means[0], math.sqrt(squares[0]), means[1], math.sqrt(squares[1]), z, bound, sees)

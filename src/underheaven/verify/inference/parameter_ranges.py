"""Ranges over assumed numbers compared with a closed form over the same distribution of the same numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

from underheaven.measure.inference.sample_results import SampleResults
from underheaven.measure.measure_values import LEVEL
from underheaven.measure.reductions import PER_100K
from underheaven.run.study import Study, plan_study
from underheaven.run.uncertainty.design import BLOCK_SAMPLES, Design
from underheaven.run.uncertainty.parameter_samples import SampleRequest
from underheaven.run.uncertainty.sensitivity import measure_samples, sensitivity_rows
from underheaven.spec.assumptions.changed_values import assumed_paths
from underheaven.spec.document import Document
from underheaven.spec.io.document_reader import shipped_names
from underheaven.spec.io.toml_paths import value_at
from underheaven.verify import case_simulation
from underheaven.verify.case_types import CheckResult, Values
from underheaven.verify.cases.standing import ALWAYS_ACTING_SETTINGS, expected_roll_out
from underheaven.verify.inference.repeated_studies import number_of_studies
from underheaven.verify.tolerances import ALPHA, EXACT, exact_result

Span = tuple[float, float, float]
PERSONS, MONTHS, TOWN_SIZE = 2_048, 12, 32
"""Of a sample; towns are many, so that a roll-out is as even as its closed form."""
HAZARD_RANGE: Mapping[str, Span] = {"hazard": (0.008, 0.001, 0.2)}
"""Value and range of the hazard where it alone is assumed: wide and lopsided, to reveal another distribution."""
JOINT_RANGES: Mapping[str, Span] = {
    "hazard": (0.02, 0.005, 0.08),
    "agree": (0.8, 0.5, 1.0),
    "over": (4, 0, 12),
    "acts": (9.0, 6.0, 12.0),
}
"""All numbers where they are assumed together; the hazard is sampled in logarithms, the others evenly."""
PATHS = {"hazard": "detection_rate", "agree": "share", "over": "full_after_months", "acts": "opportunities_per_year"}
"""Path of each number in its document."""
HYPERCUBES = 2
"""Hypercubes of 32 samples at the usual effort."""
QUANTILES = {"low": 0.05, "median": 0.5, "high": 0.95}
"""Quantiles of the samples that a printed range shows: the central 90 % and the median."""
MEASURE = "ever_listed"


def check_ranges(values: Values) -> CheckResult:
    """Compare an end or the median of a printed range, every sample, or what is varied at all, with its closed form.

    low, median, high: of the share ever listed where the hazard alone is assumed. samples: the one that lies furthest
    from the closed form at its own numbers, in standard errors. forgotten: assumed numbers of the documents that ship
    which stay as they are in all samples.
    """
    quantity = values["of"]
    if quantity == "forgotten":
        return exact_result(0.0, float(sum(map(count_unvaried_numbers, plan_shipped_studies()))), EXACT)
    if quantity == "samples":
        return check_furthest_sample()
    return check_printed_quantile(quantity)


def check_printed_quantile(quantity: str) -> CheckResult:
    """Compare one printed number of a range with the exact quantile of the share.

    A hypercube fixes in which stratum of the hazard a quantile of the samples lies: so far it may be off by design,
    and further by chance.
    """
    sample_results = _run_samples(HAZARD_RANGE, 4 * PERSONS)
    (row,) = (r for r in sensitivity_rows(sample_results, [MEASURE]) if r["of"] == LEVEL)
    expected, found = ever_listed_quantile(QUANTILES[quantity]), float(row[quantity]) / PER_100K
    low, high = stratified_quantile_bounds(QUANTILES[quantity], len(sample_results.samples))
    chance = _normal_critical_value(ALPHA) * math.sqrt(expected * (1 - expected) / sample_results.persons)
    return CheckResult(expected, found, chance + (high - expected if found > expected else expected - low))


def stratified_quantile_bounds(quantile: float, samples: int) -> tuple[float, float]:
    """Return bounds of a quantile of a number of samples: each stratum has equally many.

    A quantile of a sample lies between two neighbours in order. samples: whole hypercubes.
    """
    rank, each = quantile * (samples - 1), samples // BLOCK_SAMPLES
    first, along = math.floor(rank), rank % 1
    ends = []
    for edge in (0, 1):
        below, above = (
            ever_listed_quantile((min(n, samples - 1) // each + edge) / BLOCK_SAMPLES) for n in (first, first + 1)
        )
        ends.append((1 - along) * below + along * above)
    return ends[0], ends[1]


def check_furthest_sample() -> CheckResult:
    """Compare each share with the closed form of its own numbers; return the furthest one, in standard errors."""
    sample_results = _run_samples(JOINT_RANGES, PERSONS)
    names = {number.path.rpartition(".")[2]: index for index, number in enumerate(sample_results.parameters)}
    found = 0.0
    for values, point in zip(sample_results.design, sample_results.samples, strict=True):
        at = {name: float(values[names[path]]) for name, path in PATHS.items()}
        expected = expected_ever_listed(at["hazard"], at["agree"], round(at["over"]), at["acts"])
        error = math.sqrt(expected * (1 - expected) / sample_results.persons)
        found = max(found, abs(float(point[_measure_column(sample_results)]) / PER_100K - expected) / error)
    return CheckResult(0.0, found, _normal_critical_value(ALPHA / len(sample_results.samples)))


def expected_ever_listed(hazard: float, agree: float, over: int, acts: float) -> float:
    """Return the share ever listed; acts: per year, at most one a month."""
    return agree * expected_roll_out({"h": hazard * acts / 12, "n": MONTHS, "over": over})


def ever_listed_quantile(quantile: float) -> float:
    """Return the quantile of the share ever listed over the distribution of the hazard: it grows with the hazard."""
    return expected_ever_listed(two_piece_loguniform_quantile(*HAZARD_RANGE["hazard"], quantile), 1.0, 0, 12.0)


def two_piece_loguniform_quantile(stated: float, low: float, high: float, quantile: float) -> float:
    """Return the quantile of a number with this median, even in logarithms on either side of it."""
    first, last = (low, stated) if quantile < 0.5 else (stated, high)
    along = 2 * quantile if quantile < 0.5 else 2 * quantile - 1
    return float(first * (last / first) ** along)


def _run_samples(assumed: Mapping[str, Span], persons: int) -> SampleResults:
    """Simulate the samples of a list of which some numbers are assumed, each by its value and range."""

    def number(name: str, otherwise: object) -> object:
        if name not in assumed:
            return otherwise
        value, low, high = assumed[name]
        return f'{{ value = {value}, source = "assumed: to try", range = [{low}, {high}] }}'

    regime = case_simulation.load_regime(
        "list",
        detection_rate=number("hazard", 0),
        months=36,
        refile="false",
        records=1,
        asked="true" if "agree" in assumed else "false",
        agree=number("agree", 1),
        over=number("over", 0),
    )
    acts = number("acts", 12)
    society = case_simulation.load_society(
        "one-act", **ALWAYS_ACTING_SETTINGS | {"town_size": TOWN_SIZE, "opportunities_per_year": acts}
    )
    request = SampleRequest(_count_samples(), oat_measures=(MEASURE,))
    sample_results = measure_samples(case_simulation.make_study([regime], society, persons, MONTHS), request)
    assert sample_results is not None  # numbers are assumed
    return sample_results


def _count_samples() -> int:
    """Return the number of samples at the current effort: whole hypercubes."""
    return BLOCK_SAMPLES * number_of_studies(HYPERCUBES)


def _measure_column(sample_results: SampleResults) -> int:
    return next(n for n, (_, name, of) in enumerate(sample_results.columns) if (name, of) == (MEASURE, LEVEL))


def _normal_critical_value(chance: float) -> float:
    return NormalDist().inv_cdf(1 - chance / 2)


def plan_shipped_studies() -> list[Study]:
    """Return a study of every regime that ships, each over the first society that has what it needs."""
    return [
        plan_study([name], "none", None, persons=100, months=1) for name in shipped_names("regime") if name != "none"
    ]


def count_unvaried_numbers(study: Study) -> int:
    """Count assumed numbers with a range that have their stated value in every sample of a hypercube."""
    design, stated = Design(study), _assumed_values(*study.scenarios, study.society)
    left = set(stated)
    for index in range(BLOCK_SAMPLES):
        point = design.sample(index) if left else None
        if point is not None:
            sampled = _assumed_values(*point.scenarios, point.society)
            left = {key for key in left if sampled[key] == stated[key]}
    return len(left)


def _assumed_values(*documents: Document[Any]) -> dict[tuple[int, str], Any]:
    """Return the assumed numbers of documents that have a range, by document and path, as their tables hold them."""
    return {
        (n, a.path): value_at(document.raw, way)
        for n, document in enumerate(documents)
        for a, way in zip(document.assumed, assumed_paths(document).values(), strict=True)
        if a.low < a.high
    }

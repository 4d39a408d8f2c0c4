"""What a result says of parameters that have no effect.

Rows of simulated measures are assigned to samples, seeds and ends. Every row is a replicate of one study at its stated
values, so that no number of the documents moves any of them, and every claim of a page of ranges is false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference.influential_parameters import candidate_parameters
from underheaven.measure.inference.sample_results import Column, OneAtATimeRun, SampleResults
from underheaven.measure.inference.sensitivity import Sensitivity, compute_sensitivities
from underheaven.measure.measure_values import DIFFERENCE, HEADLINE_MEASURES, collect_values
from underheaven.run import public
from underheaven.run.study import Study, plan_study
from underheaven.run.uncertainty.design import Design, quantile, value_of
from underheaven.run.uncertainty.parameter_samples import BASE_CASE_SEEDS, MAX_OAT_PARAMETERS
from underheaven.verify.case_simulation import load_regime, load_society, simulate
from underheaven.verify.case_types import CheckResult, Values
from underheaven.verify.cases.sensing import INACTIVE_SETTINGS
from underheaven.verify.effort import Effort, current_effort, using_effort
from underheaven.verify.inference.level_tests import MEASURE_ALPHA, PAGE_ALPHA, maximum_mean_result, maximum_rate_result
from underheaven.verify.inference.repeated_studies import MAX_BATCH_REPLICATES, number_of_studies, simulate_batches

if TYPE_CHECKING:
    import xarray as xr

REGIME, BASELINE, SOCIETY = "court-defaulters-2013", "none", "village"
PERSONS, MONTHS = 200, 6
"""Of the study whose design is taken, and months of a row."""
PAGES = 20
"""Pages at the usual effort."""
POOL_MULTIPLE = 2
"""Rows that are simulated for a page, as a multiple of those that it has."""

Array = NDArray[np.float64]
PageFindings = Mapping[Column, Sensitivity]


def check_noise_findings(values: Values) -> CheckResult:
    """Compare how often a page of noise names a parameter, or a measure of noise turns its sign, with its level.

    A page names anything once in twenty-five; a measure is distinguished from noise, and turns, once in a hundred.
    The rows are those of a court list that ships, or of two lists of one distribution, whose differences lie on
    either side of 0.
    """
    quantity = values["of"]
    found = noise_pages(
        values["scenarios"], values["points"], values["persons"], number_of_studies(PAGES), current_effort()
    )
    if quantity == "names":
        return maximum_rate_result(PAGE_ALPHA, [any(row.most_influential for row in page.values()) for page in found])
    return maximum_mean_result(MEASURE_ALPHA, [_false_claim_share(page, quantity) for page in found])


def _false_claim_share(page: PageFindings, quantity: str) -> float:
    """Return the share of the measures of a page that say something false; a sign is that of a difference."""
    if quantity == "told":
        return sum(row.distinguishable for row in page.values()) / len(page)
    rows = [row for column, row in page.items() if column[2] == DIFFERENCE]
    return sum(row.sign_changes for row in rows) / len(rows)


@lru_cache(maxsize=2)
def noise_pages(
    scenario_key: str, n_samples: int, persons: int, count: int, effort: Effort
) -> tuple[PageFindings, ...]:
    """Return the claims on pages of noise of a number of samples each; the last ones are cached.

    Args:
        scenario_key: a key of SCENARIOS.
        n_samples: samples of a page, 16 or more.
        persons: of a row.
        count: number of pages.
        effort: at which rows are simulated.
    """
    study, of_a_page = _plan_noise_study(), n_samples + BASE_CASE_SEEDS + 2 * MAX_OAT_PARAMETERS
    with using_effort(effort):
        columns, rows = simulate_noise_rows(scenario_key, persons, POOL_MULTIPLE * of_a_page)
    deals = (np.random.default_rng([effort.seed, n]).permutation(len(rows))[:of_a_page] for n in range(count))
    return tuple(
        compute_sensitivities(build_noise_results(study, n, columns, rows[deal], n_samples))
        for n, deal in enumerate(deals)
    )


def build_noise_results(
    study: Study, seed: int, columns: tuple[Column, ...], rows: Array, n_samples: int
) -> SampleResults:
    """Return what a result stores if these rows are its samples, its seeds and its ends, in this order.

    Args:
        study: the study that was simulated.
        seed: of the design.
        columns: scenario, measure, and level or difference of each column.
        rows: shape (samples + seeds + ends, column).
        n_samples: number of samples.
    """
    numbers = Design(study).numbers
    design = [[value_of(n, quantile(seed, n, index)) for n in numbers] for index in range(n_samples)]
    samples, seeds, ends = np.split(rows, [n_samples, n_samples + BASE_CASE_SEEDS])
    sample_results = SampleResults(
        PERSONS, MONTHS, numbers, columns, np.array(design, np.float64), (0,) * n_samples, 0, samples, seeds, ()
    )
    taken = candidate_parameters(sample_results, [column for column in columns if column[1] in HEADLINE_MEASURES])[
        :MAX_OAT_PARAMETERS
    ]
    at = [(number, high) for number in taken for high in (False, True)]
    return replace(sample_results, ends=tuple(OneAtATimeRun(*one, row) for one, row in zip(at, ends, strict=False)))


def simulate_noise_rows(scenario_key: str, persons: int, count: int) -> tuple[tuple[Column, ...], Array]:
    """Simulate replicates at the stated values and return the measures that are ever not 0, with their rows.

    Args:
        scenario_key: a key of SCENARIOS.
        persons: of a replicate.
        count: number of rows.
    """
    runs = simulate_batches(partial(SCENARIOS[scenario_key], persons), count, MAX_BATCH_REPLICATES)
    found = [collect_values(dataset, str(dataset["scenario"].values[-1])) for dataset in runs]
    columns = tuple(c for c in found[0] if any(np.any(np.isfinite(f[c]) & (f[c] != 0)) for f in found))
    if scenario_key == "alike":
        columns = tuple(c for c in columns if c[1] in ALIKE_MEASURES and c[2] == DIFFERENCE)
    return columns, np.stack([np.concatenate([f[column] for f in found]) for column in columns], axis=1)


def simulate_court_list(persons: int) -> xr.Dataset:
    """Simulate a court list with no regime as baseline, as a study that ships does."""
    effort = current_effort()
    return public.compare(
        REGIME,
        baseline=BASELINE,
        society=SOCIETY,
        persons=persons,
        months=MONTHS,
        seed=effort.seed,
        replicates=effort.replicates,
        engine=effort.engine,
        progress=effort.report,
    )


def simulate_alike_lists(persons: int) -> xr.Dataset:
    """Simulate two lists of equal expected size: one for acts, one for none, where half of the persons act in a month.

    Their differences have the mean 0, and chance alone makes their sign.
    """
    rate = {"acts": (LISTING_RATE, 0.0), "errors": (0.0, LISTING_RATE)}
    both = [
        load_regime("wronged", label, detection_rate=seen, false_per_year=12 * errs, appealed=0, months=36)
        for label, (seen, errs) in rate.items()
    ]
    return simulate(both, load_society("one-act", **INACTIVE_SETTINGS | {"opportunities_per_year": 6}), persons, MONTHS)


SCENARIOS = {"court": simulate_court_list, "alike": simulate_alike_lists}
LISTING_RATE = 0.04
"""Monthly probability of a listing for those who act, or for those who do not."""
ALIKE_MEASURES = frozenset(
    {"records_filed", "live_records_per_person", "ever_listed", "entries", "listed_now", "months_listed"}
)
"""Measures in which the two lists have equal expectations: wrongful listings differ."""


@lru_cache(maxsize=1)
def _plan_noise_study() -> Study:
    return plan_study([REGIME], BASELINE, SOCIETY, persons=PERSONS, months=MONTHS)

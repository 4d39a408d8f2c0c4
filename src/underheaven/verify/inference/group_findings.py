"""Groups: named where they are all alike, and selected and measured where they do not differ at equal conduct."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from underheaven.show.report.findings import fairness_findings, listing_findings
from underheaven.show.report.report_context import ReportContext
from underheaven.spec.document import Document
from underheaven.spec.models.society import Society
from underheaven.verify.case_simulation import load_regime, load_society, simulate
from underheaven.verify.case_types import CheckResult, Values
from underheaven.verify.cases.standing import load_list_regime
from underheaven.verify.inference.level_tests import (
    FAMILYWISE_ALPHA,
    INTERVAL_LEVEL,
    maximum_rate_result,
    minimum_rate_result,
)
from underheaven.verify.inference.permuted_labels import permute_labels
from underheaven.verify.inference.repeated_studies import (
    REPLICATES_PER_STUDY,
    number_of_studies,
    printed_interval,
    report_contexts,
    simulate_batches,
    simulate_studies,
)
from underheaven.verify.tolerances import ratio_result

if TYPE_CHECKING:
    import xarray as xr

PERSONS, PERSONS_SELECTED, MONTHS = 3_600, 6_900, 3
"""Of a replicate: a third of the first are a colour, a sixth of the second a letter and a colour, and fewer than 1,000
of a group are not compared."""
WRONGFUL_RATE, APPEAL_RATE, TERM = 0.03, 0.1, 24
"""Monthly probabilities of a listing for nothing and of removal on appeal, and the term in months."""
FEW_COLOURS, MANY_COLOURS = 3, 10
"""Colours: the finding on who is listed compares groups of few persons, the finding on equal conduct does not."""
NAMING_STUDIES, SELECTION_STUDIES = 40, 60
"""Studies at the usual effort."""
ACTS_PER_YEAR, DETECTION_RATE = 3.0, 0.3
"""Acts per year, and the probability that one is recorded."""
POOL_LOTS = 4
"""Batches simulated for the studies of selected groups, which permute the labels of their persons."""


def check_false_names(values: Values) -> CheckResult:
    """Compare the share of studies that name a group, where all are alike, with the level of the correction.

    For the finding on equal conduct, at each of its sentences; for the finding on who is listed; or for either.
    """
    quantity, colours = values["of"], MANY_COLOURS if values["of"] == "listed" else FEW_COLOURS
    live_once = partial(simulate_identical_groups, colours)
    return maximum_rate_result(
        FAMILYWISE_ALPHA,
        [
            _names_a_group(context, quantity)
            for context in report_contexts(simulate_studies(live_once, number_of_studies(NAMING_STUDIES)))
        ],
    )


def simulate_identical_groups(colours: int) -> xr.Dataset:
    """Simulate persons of two attributes that affect nothing, of whom some are listed for nothing."""
    scenario = load_regime(
        "wronged", detection_rate=0, false_per_year=12 * WRONGFUL_RATE, appealed=APPEAL_RATE, months=TERM
    )
    return simulate([scenario], load_group_society(colours), PERSONS, MONTHS)


def load_group_society(colours: int) -> Document[Society]:
    """Read the society of two letters and a number of colours, all of one distribution and one size."""
    categories = ", ".join(f"colour{n} = 1" for n in range(colours))
    return load_society("groups-alike", opportunities_per_year=ACTS_PER_YEAR, colours=categories)


def _names_a_group(context: ReportContext, quantity: str) -> bool:
    scenario = context.scenarios[0]
    if quantity == "listed":
        return any(finding.numbers for finding in listing_findings.find_group_gap(context, scenario))
    measures = {"detriment": fairness_findings.DETRIMENT, "wrongly-listed": fairness_findings.WRONGLY}
    return any(
        number.column is not None and number.column[1].startswith(f"{measures[quantity]}:")
        for finding in fairness_findings.find_equal_conduct(context, scenario)
        for number in finding.numbers
    )


def check_selected_groups(values: Values) -> CheckResult:
    """Compare the gap of the two groups selected, its interval, or that of their ratio, under permuted labels.

    The mean of the gap is 0, as groups are measured on persons who did not select them. Intervals contain 0, and one
    for a ratio 1, at their level.
    """
    quantity = values["of"]
    name, truth = ("listing_ratio", 1.0) if quantity == "ratio" else ("equal_conduct_listed", 0.0)
    found = [
        printed_interval(context, name)
        for context in report_contexts(
            _relabelled_studies(number_of_studies(SELECTION_STUDIES), within=quantity != "ratio")
        )
    ]
    if quantity == "mean":
        return ratio_result(0.0, [one.mean for one in found])
    return minimum_rate_result(INTERVAL_LEVEL, [one.low <= truth <= one.high for one in found])


def _relabelled_studies(studies: int, within: bool) -> Iterator[xr.Dataset]:
    """Yield studies of one pool of runs; within: whether labels stay within bands of equal conduct."""
    (pool,) = simulate_batches(
        simulate_acting_groups, POOL_LOTS * REPLICATES_PER_STUDY, POOL_LOTS * REPLICATES_PER_STUDY
    )
    yield from permute_labels(pool, studies, within)


def simulate_acting_groups() -> xr.Dataset:
    """Simulate persons of six groups who act by chance and are listed for what is detected."""
    return simulate(
        [load_list_regime(DETECTION_RATE, TERM)], load_group_society(FEW_COLOURS), PERSONS_SELECTED, 2 * MONTHS
    )

"""Speech: how many speak in public, and how much speech a regime costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.fields.scales import BELIEF_ONE
from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import (
    count_persons,
    last_month,
    person_sums,
    run_total,
    safe_ratio,
    sum_by_replicate,
)

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("Speaking in public", SHARE_UNIT)
def speaking(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of person-months in which the person spoke in public."""
    return safe_ratio(run_total(dataset, "speaking"), run_total(dataset, "persons"))


@annotate_measure("Speaking in public, by group", SHARE_UNIT)
def speaking_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of a group's person-months with public speech (scenario, replicate, group)."""
    return safe_ratio(dataset["speaking"].sum("month"), dataset["persons"].sum("month"))


@annotate_measure("Silent for fear alone", SHARE_UNIT)
def falsification_gap(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of person-months in which the person would speak in public with nothing to fear, and does not.

    Private grievance less public speech: what is felt, the pull of others and the threshold are as they are under the
    regime, and fear alone is taken away. With ``speaking`` it adds up to all who would speak.
    """
    return safe_ratio(run_total(dataset, "silenced"), run_total(dataset, "persons"))


@annotate_measure("Legitimacy of the regime, as felt", SHARE_UNIT)
def legitimacy(dataset: xr.Dataset) -> xr.DataArray:
    """Gives how rightful the regime seems in the last month, mean over persons."""
    return safe_ratio(sum_by_replicate(last_month(dataset, "legitimacy")) / BELIEF_ONE, count_persons(dataset))


@annotate_measure("Speech chilled", SHARE_UNIT)
def chilled_speech(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Gives the months of speech that persons have fewer here than in the baseline, of all that are spoken there.

    Each person's months are summed over the run first, and only who has fewer counts, so that speech that others gain
    does not hide it. A month of silence that the same person makes up for by a month of speech is not seen: of the
    months in which a person speaks there and is silent here it is a lower bound. NaN where nobody speaks there.
    baseline: name of the baseline.
    """
    spoken = person_sums(dataset, "months_speaking")
    baseline_months = spoken.sel(scenario=baseline, drop=True)
    silent = [
        [_months_fewer(*months) for months in zip(scenario, baseline_months.values, strict=True)]
        for scenario in spoken.values
    ]
    return safe_ratio(
        sum_by_replicate(spoken).copy(data=np.array(silent, np.float64)), sum_by_replicate(baseline_months)
    )


@annotate_measure("Speech chilled, signed", SHARE_UNIT)
def chilled_speech_signed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Gives the months of speech in the baseline less those here, of all that are spoken in the baseline.

    The signed mean beside speech chilled, which is a mean of positive parts and above 0 even where two scenarios differ
    by chance alone. Below 0 where more is said here. NaN where nobody speaks in the baseline.
    baseline: name of the baseline.
    """
    spoken = sum_by_replicate(person_sums(dataset, "months_speaking")).astype(np.float64)
    baseline_months = spoken.sel(scenario=baseline, drop=True)
    return safe_ratio(baseline_months - spoken, baseline_months)


def _months_fewer(scenario_months: NDArray[Any], baseline_months: NDArray[Any]) -> int:
    """Counts months (person,) of speech there in which the same person is silent here."""
    return int(np.maximum(baseline_months.astype(np.int64) - scenario_months, 0).sum())

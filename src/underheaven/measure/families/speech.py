"""Speech: how many persons speak in public, and how much speech a regime suppresses."""

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
    """Return the share of person-months in which the person spoke in public."""
    return safe_ratio(run_total(dataset, "speaking"), run_total(dataset, "persons"))


@annotate_measure("Speaking in public, by group", SHARE_UNIT)
def speaking_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of a group's person-months in which the person spoke in public.

    Returns:
        scenario, replicate, group.
    """
    return safe_ratio(dataset["speaking"].sum("month"), dataset["persons"].sum("month"))


@annotate_measure("Silent out of fear alone", SHARE_UNIT)
def falsification_gap(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of person-months in which a person is silent and would speak in public without fear.

    It is private grievance less public speech. Grievance, imitation of others and the threshold of speech are those
    under the regime; fear alone is removed. With `speaking` it adds up to all who would speak without fear.
    """
    return safe_ratio(run_total(dataset, "silenced"), run_total(dataset, "persons"))


@annotate_measure("Perceived legitimacy of the regime", SHARE_UNIT)
def legitimacy(dataset: xr.Dataset) -> xr.DataArray:
    """Return how rightful the regime seems to a person in the last month, from 0 to 1, mean over persons."""
    return safe_ratio(sum_by_replicate(last_month(dataset, "legitimacy")) / BELIEF_ONE, count_persons(dataset))


@annotate_measure("Speech chilled", SHARE_UNIT)
def chilled_speech(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return lost months of speech as a share of the months of speech in the baseline.

    A person's lost months are the months of speech in the baseline less those in the scenario, each summed over the
    run. They are 0 where the person speaks no less, so that speech which others gain does not offset the loss. Silence
    in one month and speech in another offset each other for the same person. The measure is therefore a lower bound on
    the share of months in which a person speaks in the baseline and is silent in the scenario. NaN where nobody speaks
    in the baseline.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
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
    """Return months of speech in the baseline less those in the scenario, as a share of those in the baseline.

    It is the signed counterpart of `chilled_speech`, a mean of positive parts that is above 0 even where two scenarios
    differ by chance alone. It is below 0 where persons speak more in the scenario. NaN where nobody speaks in the
    baseline.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    spoken = sum_by_replicate(person_sums(dataset, "months_speaking")).astype(np.float64)
    baseline_months = spoken.sel(scenario=baseline, drop=True)
    return safe_ratio(baseline_months - spoken, baseline_months)


def _months_fewer(scenario_months: NDArray[Any], baseline_months: NDArray[Any]) -> int:
    """Return the months of speech that persons lose relative to the baseline, summed over persons (person,)."""
    return int(np.maximum(baseline_months.astype(np.int64) - scenario_months, 0).sum())

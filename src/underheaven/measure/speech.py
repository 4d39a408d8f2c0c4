"""Speech: how many speak in public, and how much speech a regime costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.fields import BELIEF_ONE
from underheaven.measure.counts import both, by_person, last, persons, ratio, total
from underheaven.measure.said import SHARE, measured

if TYPE_CHECKING:
    import xarray as xr


@measured("Speaking in public", SHARE)
def speaking(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of person-months in which the person spoke in public."""
    return ratio(total(dataset, "speaking"), total(dataset, "persons"))


@measured("Speaking in public, by group", SHARE)
def speaking_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of a group's person-months with public speech (world, replicate, group)."""
    return ratio(dataset["speaking"].sum("month"), dataset["persons"].sum("month"))


@measured("Silent for fear alone", SHARE)
def falsification_gap(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of person-months in which the person would speak in public with nothing to fear, and does not.

    Private grievance less public speech: what is felt, the pull of others and the threshold are as they are under the
    regime, and fear alone is taken away. With ``speaking`` it adds up to all who would speak.
    """
    return ratio(total(dataset, "silenced"), total(dataset, "persons"))


@measured("Legitimacy of the regime, as felt", SHARE)
def legitimacy(dataset: xr.Dataset) -> xr.DataArray:
    """Gives how rightful the regime seems in the last month, mean over persons."""
    return ratio(both(last(dataset, "legitimacy")) / BELIEF_ONE, persons(dataset))


@measured("Speech chilled", SHARE)
def chilled_speech(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives the months of speech that persons have fewer here than in the other world, of all that are spoken there.

    Each person's months are summed over the run first, and only who has fewer counts, so that speech that others gain
    does not hide it. A month of silence that the same person makes up for by a month of speech is not seen: of the
    months in which a person speaks there and is silent here it is a lower bound. NaN where nobody speaks there.
    against: name of the other world.
    """
    spoken = by_person(dataset, "months_speaking")
    other = spoken.sel(world=against, drop=True)
    silent = [[_silent(*lives) for lives in zip(world, other.values, strict=True)] for world in spoken.values]
    return ratio(both(spoken).copy(data=np.array(silent, np.float64)), both(other))


@measured("Speech chilled, signed", SHARE)
def chilled_speech_signed(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives the months of speech in the baseline less those here, of all that are spoken in the baseline.

    The signed mean beside speech chilled, which is a mean of positive parts and above 0 even where two worlds differ by
    chance alone. Below 0 where more is said here. NaN where nobody speaks in the baseline.
    against: name of the baseline.
    """
    spoken = both(by_person(dataset, "months_speaking")).astype(np.float64)
    baseline = spoken.sel(world=against, drop=True)
    return ratio(baseline - spoken, baseline)


def _silent(here: NDArray[Any], there: NDArray[Any]) -> int:
    """Counts months (person,) of speech there in which the same person is silent here."""
    return int(np.maximum(there.astype(np.int64) - here, 0).sum())

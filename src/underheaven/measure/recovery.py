"""Recovery: who gets off the lists, who comes back, and what is left when it is over.

`measure.stays` says how long it takes to get off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.counts import both, of_blacklists, persons, ratio
from underheaven.measure.said import SHARE, measured
from underheaven.measure.whole_run import Sums, runs, stayed

if TYPE_CHECKING:
    import xarray as xr

Mask = NDArray[np.bool_]
OF_LISTED = ("months_listed", "times_listed", "blacklisted")
"""What is read of persons to say how they left the lists."""


@measured("Chance a month to get off a blacklist", SHARE)
def exit_hazard(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those on a blacklist in a month who are off it in the next, over the run.

    Counted list by list; who dies or moves away counts as still on it. NaN where nobody is listed.
    """
    at_risk = of_blacklists(dataset["listed"]).isel(month=slice(None, -1))
    return ratio(both(of_blacklists(dataset["exits"]).isel(month=slice(1, None))), both(at_risk))


@measured("Of those ever listed, listed again", SHARE)
def relisted_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those ever on a blacklist who came off all blacklists and back on one.

    Of adults present throughout the run; NaN where none of them was listed.
    """
    return _share_of_listed(dataset, lambda s: s["times_listed"] > 1)


@measured("Of those ever listed, listed at the end", SHARE)
def still_listed_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those ever on a blacklist who are on one in the last month.

    Of adults present throughout the run; NaN where none of them was listed.
    """
    return _share_of_listed(dataset, lambda s: s["blacklisted"] > 0)


@measured("Those off the lists: more without work", SHARE)
def out_of_work_after(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives the share without work at the end, of those once listed and then on no list, less their share elsewhere.

    What is left when the listing is over: 0 where the same persons stand as they do in the other world. Of persons
    present throughout the run; NaN where none of them came off a list.
    against: name of the other world.
    """
    names = ("months_listed", "blacklisted", "out_of_work")
    other = [str(world) for world in dataset["world"].values].index(against)
    found = persons(dataset) * np.nan
    for (w, r), here in runs(dataset, names):
        there = stayed(dataset, names, other, r)
        off = (here["months_listed"] > 0) & (here["blacklisted"] == 0)
        if off.any() and _paired(here, there):
            seeking, elsewhere = (int(s["out_of_work"][off].sum(dtype=np.int64)) for s in (here, there))
            found.values[w, r] = (seeking - elsewhere) / off.sum()
    return found


def _paired(here: Sums, there: Sums) -> bool:
    """Tells whether the same places were never renewed in both worlds, as they are where draws are shared."""
    return len(here["renewals"]) == len(there["renewals"])


def _share_of_listed(dataset: xr.Dataset, part: Callable[[Sums], Mask]) -> xr.DataArray:
    """Gives the share of adults present throughout the run and ever listed who are ``part`` too."""
    found = persons(dataset) * np.nan
    for place, sums in runs(dataset, OF_LISTED):
        whole = sums["months_listed"] > 0
        if whole.any():
            found.values[place] = (whole & part(sums)).sum() / whole.sum()
    return found

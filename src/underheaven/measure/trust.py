"""Trust: loans made and repaid, and acts that a regime deters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.measure.counts import MONTHS_OF_INCOME, both, flow, mean_persons, person_mean, ratio, total
from underheaven.measure.said import SHARE, measured

if TYPE_CHECKING:
    import xarray as xr


@measured("Loans made", "loans per 100,000")
def loans_made(dataset: xr.Dataset) -> xr.DataArray:
    """Gives loans made over the run, for 100,000 persons."""
    return flow(dataset, "loans_made")


@measured("Loans repaid", "loans per 100,000")
def loans_repaid(dataset: xr.Dataset) -> xr.DataArray:
    """Gives loans repaid over the run, for 100,000 persons."""
    return flow(dataset, "repaid")


@measured("Share of loan requests granted", SHARE)
def granted_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives loans made for each request over the run."""
    return ratio(total(dataset, "loans_made"), total(dataset, "loans_asked"))


@measured("Share of ended loans that fell behind", SHARE)
def default_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of loans that ended over the run by falling behind."""
    defaulted = total(dataset, "defaulted")
    return ratio(defaulted, defaulted + total(dataset, "repaid"))


@measured("Share of ended loans that fell behind, by status", SHARE)
def default_share_by_standing(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of loans that ended by falling behind (world, replicate, visible standing)."""
    defaulted = dataset["defaulted"].sum(["month", "region"])
    return ratio(defaulted, defaulted + dataset["repaid"].sum(["month", "region"]))


@measured("Share of ended loans not repaid by choice", SHARE)
def lent_to_unwilling(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of loans that ended over the run by somebody who could pay and would not."""
    ended = total(dataset, "defaulted") + total(dataset, "repaid")
    return ratio(both(dataset["defaults"].sel(debt="unwilling")), ended)


@measured("Lenders' surplus", "loans a person")
def lenders_surplus(dataset: xr.Dataset) -> xr.DataArray:
    """Gives what lenders gain on loans repaid less what they lose on loans that fell behind, in loans a person.

    Gain and loss of a loan are the society's. NaN for a result that does not hold them.
    """
    gain, loss = (float(dataset.attrs.get(name, np.nan)) for name in ("lender_gain", "lender_loss"))
    earned = gain * total(dataset, "repaid") - loss * total(dataset, "defaulted")
    return ratio(earned, mean_persons(dataset))


@measured("Share of requests for help granted", SHARE)
def help_granted(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of requests for help over the run that were granted; NaN where nobody asks for help."""
    return _granted(dataset["helps"], dataset["refusals"])


@measured("Share of requests by the listed granted", SHARE)
def help_granted_to_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of requests for help by persons on a blacklist over the run that were granted."""
    return _granted(dataset["helps"].sel(asker="listed"), dataset["refusals"].sel(asker="listed"))


@measured("What help is worth", "months of income a person")
def help_worth(dataset: xr.Dataset) -> xr.DataArray:
    """Gives what help over the run brought to who received it, less what it cost who gave it, mean over persons.

    NaN where nobody asks for help.
    """
    worth = total(dataset, "help_benefit") - total(dataset, "help_cost")
    asked = total(dataset, "helps") + total(dataset, "refusals")
    return ratio(worth, mean_persons(dataset)).where(asked > 0) / MONTHS_OF_INCOME


def _granted(helps: xr.DataArray, refusals: xr.DataArray) -> xr.DataArray:
    return ratio(both(helps), both(helps) + both(refusals))


@measured("Good acts gained", SHARE)
def good_acts_gained(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives acts of good kinds done more than in the other world, as a share of those there; below 0 where fewer are.

    NaN where there are none, or the result does not say which kinds are good.
    against: name of the other world.
    """
    good = dataset["kind_sort"].values == "prosocial" if "kind_sort" in dataset.coords else []
    acts = both(dataset["acts"].isel(kind=np.flatnonzero(good)))
    other = acts.sel(world=against, drop=True)
    return ratio(acts, other) - 1


@measured("Acts deterred", SHARE)
def deterrence(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives the share of the other world's acts that are not done in this one; below 0 where more are done.

    Acts from opportunities, prosocial ones left out. NaN with no acts there.
    against: name of the other world.
    """
    acts = person_mean(dataset, "acts")
    return 1 - ratio(acts, acts.sel(world=against, drop=True))

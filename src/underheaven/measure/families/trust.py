"""Trust: loans made and repaid, help between persons, and acts that a regime deters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import (
    MICROS_PER_MONTH,
    flow_per_100k,
    mean_persons,
    person_mean,
    run_total,
    safe_ratio,
    sum_by_replicate,
)

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("Loans made", "loans per 100,000 persons")
def loans_made(dataset: xr.Dataset) -> xr.DataArray:
    """Return loans made over the run, per 100,000 persons."""
    return flow_per_100k(dataset, "loans_made")


@annotate_measure("Loans repaid", "loans per 100,000 persons")
def loans_repaid(dataset: xr.Dataset) -> xr.DataArray:
    """Return loans repaid over the run, per 100,000 persons."""
    return flow_per_100k(dataset, "repaid")


@annotate_measure("Share of loan requests granted", SHARE_UNIT)
def loans_granted_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of loan requests over the run that were granted."""
    return safe_ratio(run_total(dataset, "loans_made"), run_total(dataset, "loans_asked"))


@annotate_measure("Share of ended loans that fell behind", SHARE_UNIT)
def default_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of loans ended over the run that fell behind; the others were repaid."""
    defaulted = run_total(dataset, "defaulted")
    return safe_ratio(defaulted, defaulted + run_total(dataset, "repaid"))


@annotate_measure("Share of ended loans that fell behind, by visible status", SHARE_UNIT)
def default_share_by_standing(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of loans ended over the run that fell behind, by the status that lenders see.

    Returns:
        scenario, replicate, visible.
    """
    defaulted = dataset["defaulted"].sum(["month", "region"])
    return safe_ratio(defaulted, defaulted + dataset["repaid"].sum(["month", "region"]))


@annotate_measure("Share of ended loans left unpaid by choice", SHARE_UNIT)
def unwilling_default_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of loans ended over the run that fell behind although the borrower could pay."""
    ended = run_total(dataset, "defaulted") + run_total(dataset, "repaid")
    return safe_ratio(sum_by_replicate(dataset["defaults"].sel(debt="unwilling")), ended)


@annotate_measure("Lenders' surplus", "loans per person")
def lenders_surplus(dataset: xr.Dataset) -> xr.DataArray:
    """Return lenders' gain on loans repaid less their loss on loans that fell behind, over the run, per person.

    The society states gain and loss in units of a loan. NaN for a result that does not hold them.
    """
    gain, loss = (float(dataset.attrs.get(name, np.nan)) for name in ("lender_gain", "lender_loss"))
    earned = gain * run_total(dataset, "repaid") - loss * run_total(dataset, "defaulted")
    return safe_ratio(earned, mean_persons(dataset))


@annotate_measure("Share of requests for help granted", SHARE_UNIT)
def help_granted_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of requests for help over the run that were granted; NaN where nobody asks for help."""
    return _granted_share(dataset["help_granted"], dataset["help_refused"])


@annotate_measure("Share of listed persons' requests for help granted", SHARE_UNIT)
def help_granted_share_to_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of requests for help by persons on a blacklist over the run that were granted."""
    return _granted_share(dataset["help_granted"].sel(asker="listed"), dataset["help_refused"].sel(asker="listed"))


@annotate_measure("Net benefit of help", "months of income per person")
def help_worth(dataset: xr.Dataset) -> xr.DataArray:
    """Return the benefit of help to its receivers less its cost to the helpers, over the run, per person.

    NaN where nobody asks for help.
    """
    worth = run_total(dataset, "help_benefit") - run_total(dataset, "help_cost")
    asked = run_total(dataset, "help_granted") + run_total(dataset, "help_refused")
    return safe_ratio(worth, mean_persons(dataset)).where(asked > 0) / MICROS_PER_MONTH


def _granted_share(helps: xr.DataArray, refusals: xr.DataArray) -> xr.DataArray:
    return safe_ratio(sum_by_replicate(helps), sum_by_replicate(helps) + sum_by_replicate(refusals))


@annotate_measure("Prosocial acts gained", SHARE_UNIT)
def good_acts_gained(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return prosocial acts beyond those in the baseline, as a share of those in the baseline.

    It is below 0 where there are fewer. NaN where the baseline has none, or where the result does not say which kinds
    are prosocial.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    is_prosocial = dataset["kind_sort"].values == "prosocial" if "kind_sort" in dataset.coords else []
    acts = sum_by_replicate(dataset["acts"].isel(kind=np.flatnonzero(is_prosocial)))
    baseline_acts = acts.sel(scenario=baseline, drop=True)
    return safe_ratio(acts, baseline_acts) - 1


@annotate_measure("Acts deterred", SHARE_UNIT)
def deterrence(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return acts in the baseline less acts in the scenario, as a share of acts in the baseline.

    It is below 0 where more are done in the scenario. Acts from opportunities are counted; prosocial acts are not. NaN
    where the baseline has none.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    acts = person_mean(dataset, "acts")
    return 1 - safe_ratio(acts, acts.sel(scenario=baseline, drop=True))

"""Which person to follow, selected by per-person sums in the first scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from underheaven.errors import RequestError
from underheaven.fields.person_values import SUMS
from underheaven.record.schema import PERSON_PREFIX

if TYPE_CHECKING:
    import xarray as xr

SelectionRule = Literal["worst", "median", "wrongly-listed"]
SELECTION_RULES: tuple[SelectionRule, ...] = get_args(SelectionRule)
PersonSums = Mapping[str, Any]
ADVICE = "Take a regime that lists people, more persons or more months, or name a person by the place, a number from 0."


@dataclass(frozen=True)
class SelectedPerson:
    """A person, as an index from 0, and the reason for the selection, as a phrase."""

    person: int
    reason: str


def select_from_result(dataset: xr.Dataset, rule: SelectionRule, replicate: int = 0) -> int:
    """Return the index of the person that a rule selects from the first scenario of a result.

    Args:
        dataset: A result.
        rule: ``worst``, ``median`` or ``wrongly-listed``; see `select_person`.
        replicate: Replicate, from 0.

    Raises:
        RequestError: No person qualifies, or the result has no such replicate.
    """
    return select_person(person_sums(dataset, 0, replicate), rule, str(dataset["scenario"].values[0])).person


def person_sums(dataset: xr.Dataset, scenario: int, replicate: int) -> dict[str, Any]:
    """Return the per-person sums of one scenario and replicate of a result, by name, each of shape (person,).

    Args:
        dataset: A result.
        scenario: Scenario, from 0.
        replicate: Replicate, from 0.

    Raises:
        RequestError: The result has no such replicate.
    """
    n_replicates = dataset.sizes["replicate"]
    if replicate >= n_replicates:
        raise RequestError(
            f"replicate = {replicate:,}: the result holds {n_replicates:,}, from 0. Write a number from 0 to "
            f"{n_replicates - 1:,}."
        )
    chosen = dataset.isel(scenario=scenario, replicate=replicate)
    return {field.name: chosen[PERSON_PREFIX + field.name].values for field in SUMS}


def select_person(sums: PersonSums, rule: SelectionRule, scenario: str) -> SelectedPerson:
    """Return the person that a rule selects; the lower index wins a tie.

    Args:
        sums: Per-person sums by name in ``fields.person_values.SUMS``, each of shape (person,).
        rule: ``worst``: the largest detriment, then the most months listed. ``median``: the lower median of detriment
            among the ever-listed. ``wrongly-listed``: the most months wrongly listed, then the largest detriment.
        scenario: Name of the scenario, for the reason and for errors.

    Raises:
        RequestError: No person qualifies.
    """
    return {"worst": _select_worst, "median": _select_median, "wrongly-listed": _select_wrongly_listed}[rule](
        sums, scenario
    )


def _select_worst(sums: PersonSums, scenario: str) -> SelectedPerson:
    if not sums["detriment"].any():
        raise RequestError(f"worst: under {scenario} nobody lost anything, so there is no worst-off person. {ADVICE}")
    person = _index_of_largest(sums["detriment"], sums["months_listed"])
    return SelectedPerson(
        person, f"the largest detriment of all {len(sums['detriment']):,} synthetic persons under {scenario}"
    )


def _select_median(sums: PersonSums, scenario: str) -> SelectedPerson:
    listed = np.flatnonzero(sums["months_listed"])
    if len(listed) == 0:
        raise RequestError(f"median: under {scenario} nobody was ever on a blacklist. {ADVICE}")
    order = listed[np.argsort(sums["detriment"][listed], kind="stable")]
    middle = int(order[(len(order) - 1) // 2])
    return SelectedPerson(middle, f"the median detriment of the {len(listed):,} ever on a blacklist under {scenario}")


def _select_wrongly_listed(sums: PersonSums, scenario: str) -> SelectedPerson:
    wronged = int(np.count_nonzero(sums["months_wrongly_listed"]))
    if wronged == 0:
        raise RequestError(f"wrongly-listed: under {scenario} nobody was ever wrongly on a blacklist. {ADVICE}")
    person = _index_of_largest(sums["months_wrongly_listed"], sums["detriment"])
    return SelectedPerson(
        person, f"the most months wrongly on a blacklist, of the {wronged:,} ever wrongly on one under {scenario}"
    )


def _index_of_largest(first_key: Any, second_key: Any) -> int:
    """Return the index with the largest first key; ties go to the largest second key, then to the lowest index."""
    return int(np.lexsort((-np.arange(len(first_key)), second_key, first_key))[-1])

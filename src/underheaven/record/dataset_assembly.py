"""Runs joined along scenario and replicate into the dataset of a result."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.errors import ResultError
from underheaven.fields.dimensions import FIXED_DIMS, SCENARIO_DIMS
from underheaven.fields.fitted_scores import FITTED
from underheaven.fields.panel import PANEL, PANEL_LABELS
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.registered_field import Field
from underheaven.fields.tallies import TALLIES
from underheaven.record.schema import (
    AMENDED_ATTR,
    ANNOTATIONS,
    DIM_MEANINGS,
    FIT_PREFIX,
    PANELIST_PREFIX,
    PERSON_PREFIX,
    RENAMED_DIMS,
    RUN_DIMS,
    SCHEMA_VERSION,
    SHARED_DIMS,
    RecordedRun,
    count_panelists,
    dimension_labels,
    field_dims,
    field_shape,
)

if TYPE_CHECKING:
    import xarray as xr


TakeArray = Callable[[dict[str, NDArray[Any]], str], NDArray[Any]]
"""How an array is taken from a run: ``dict.__getitem__`` keeps it there, ``dict.pop`` removes it."""


def assemble_dataset(
    runs: Sequence[Sequence[RecordedRun]], scenarios: Sequence[str], attrs: Mapping[str, Any], months: Sequence[str]
) -> xr.Dataset:
    """Join runs along ``scenario`` and ``replicate`` into one dataset with units and long names.

    Lists, grades and visible standings are aligned by label. Labels that a scenario does not have count 0 there.

    Args:
        runs: runs by scenario and replicate, with the same number of replicates in each scenario.
        scenarios: distinct names of the scenarios.
        attrs: further attributes of the dataset.
        months: the observed months, such as 2013-10.

    Returns:
        The dataset; it shares no array with the runs.

    Raises:
        ResultError: if the runs do not fit together.
    """
    return _joined(runs, scenarios, attrs, months, dict.__getitem__)


def assemble_consuming(
    runs: Sequence[Sequence[RecordedRun]], scenarios: Sequence[str], attrs: Mapping[str, Any], months: Sequence[str]
) -> xr.Dataset:
    """Do the same as `assemble_dataset` and empty the runs meanwhile, so that no array is in memory twice."""
    return _joined(runs, scenarios, attrs, months, dict.pop)


def _joined(
    runs: Sequence[Sequence[RecordedRun]],
    scenarios: Sequence[str],
    attrs: Mapping[str, Any],
    months: Sequence[str],
    take: TakeArray,
) -> xr.Dataset:
    import xarray as xr

    _check_runs(runs, scenarios)
    labels = join_labels(runs, scenarios)
    n_persons = _check_shapes(runs, scenarios, len(months))
    variables: dict[str, Any] = {}
    for field in TALLIES:
        dims = (*RUN_DIMS, "month", *field_dims(field))
        variables[field.name] = (dims, _join_tally(field, runs, labels, len(months), take), _attributes(field))
    for field in PERSON_FIELDS:
        joined = _join_sum(field, runs, n_persons, take)
        variables[PERSON_PREFIX + field.name] = ((*RUN_DIMS, "person"), joined, _attributes(field))
    n_panel = count_panelists(runs[0][0])
    for field in PANEL if n_panel else ():
        dims = (*RUN_DIMS, "month", "panelist", *field_dims(field))
        variables[PANELIST_PREFIX + field.name] = (dims, _join_panel(field, runs, labels, take), _attributes(field))
    for field in FITTED if any(run.fitted for replicates in runs for run in replicates) else ():
        dims = (*RUN_DIMS, "month", *field_dims(field))
        variables[FIT_PREFIX + field.name] = (
            dims,
            _join_fitted(field, runs, labels, len(months), take),
            _attributes(field),
        )
    amended = {w: _amended(r[0].labels, len(months)) for w, r in zip(scenarios, runs, strict=True)}
    fixed = {"schema_version": SCHEMA_VERSION, AMENDED_ATTR: json.dumps(amended)}
    return xr.Dataset(variables, _coords(labels, scenarios, len(runs[0]), months, n_panel), {**dict(attrs), **fixed})


def _amended(labels: Mapping[str, tuple[str, ...]], n_months: int) -> list[int]:
    """Return the observed months at which a regime is amended, in order."""
    return sorted({int(month) for month in labels.get(AMENDED_ATTR, ()) if 0 < int(month) < n_months})


def join_labels(runs: Sequence[Sequence[RecordedRun]], scenarios: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the labels of the joined dataset.

    Args:
        runs: runs by scenario and replicate.
        scenarios: names of the scenarios.

    Returns:
        Dimension or annotation to labels. Dimensions of `SCENARIO_DIMS` get the union over all runs, in order of
        first appearance.

    Raises:
        ResultError: if scenarios differ in labels of the society, or give one label two meanings.
    """
    joined: dict[str, tuple[str, ...]] = {}
    for dim in SHARED_DIMS:
        first = dimension_labels(dim, runs[0][0].labels)
        for scenario, replicates in zip(scenarios, runs, strict=True):
            if any(dimension_labels(dim, run.labels) != first for run in replicates):
                raise ResultError(
                    f"scenario {scenario!r}, dimension {dim!r}: its labels differ from those of {scenarios[0]!r}: "
                    "scenarios are compared over one society. Run them with the same society."
                )
        joined[dim] = first
    for dim in SCENARIO_DIMS:
        joined[dim] = tuple(
            dict.fromkeys(x for reps in runs for run in reps for x in dimension_labels(dim, run.labels))
        )
    joined |= FIXED_DIMS
    for name, (dim, _) in ANNOTATIONS.items():
        if any(name in run.labels for reps in runs for run in reps):
            joined[name] = _join_annotation(name, dim, joined[dim], runs)
    return joined


def _join_annotation(
    name: str, dim: str, joined_labels: tuple[str, ...], runs: Sequence[Sequence[RecordedRun]]
) -> tuple[str, ...]:
    values_by_label: dict[str, str] = {}
    for run in (run for replicates in runs for run in replicates):
        values, labels = run.labels.get(name, ()), dimension_labels(dim, run.labels)
        if values and len(values) != len(labels):
            raise ResultError(
                f"{name}: {len(values)} values for the {len(labels)} labels of {dim!r}. Give one value a label."
            )
        for label, value in zip(labels, values, strict=bool(values)):
            if values_by_label.setdefault(label, value) != value:
                raise ResultError(
                    f"{dim} {label!r}: {name} is {values_by_label[label]!r} in one scenario and {value!r} in another: "
                    f"scenarios are aligned by name. Give the two different names."
                )
    return tuple(values_by_label.get(label, "") for label in joined_labels)


def _check_runs(runs: Sequence[Sequence[RecordedRun]], scenarios: Sequence[str]) -> None:
    if not runs or not runs[0] or len(runs) != len(scenarios):
        raise ResultError(
            f"{len(runs)} scenarios were run and {len(scenarios)} are named: a result needs one name for each scenario "
            "and at least one replicate. Run every scenario of the study."
        )
    if len(set(scenarios)) != len(scenarios):
        raise ResultError(f"scenarios {', '.join(scenarios)}: two have the same name. Name each regime once.")
    for scenario, replicates in zip(scenarios, runs, strict=True):
        if len(replicates) != len(runs[0]):
            raise ResultError(
                f"scenario {scenario!r}: it has {len(replicates)} replicates and {scenarios[0]!r} has {len(runs[0])}: "
                "replicates are paired one to one. Run the same replicates in every scenario."
            )


def _check_shapes(runs: Sequence[Sequence[RecordedRun]], scenarios: Sequence[str], n_months: int) -> int:
    n_persons = len(next(iter(runs[0][0].sums.values()), ()))
    n_panel = count_panelists(runs[0][0])
    for scenario, replicates in zip(scenarios, runs, strict=True):
        for number, run in enumerate(replicates):
            expected = {f.name: (n_months, *field_shape(f, run.labels)) for f in TALLIES}
            expected |= {PERSON_PREFIX + f.name: (n_persons,) for f in PERSON_FIELDS}
            if n_panel:
                expected |= {PANELIST_PREFIX + f.name: (n_months, n_panel, *field_shape(f, run.labels)) for f in PANEL}
            if run.fitted:
                expected |= {FIT_PREFIX + f.name: (n_months, *field_shape(f, run.labels)) for f in FITTED}
            found = {name: array.shape for name, array in run.tallies.items()}
            found |= {PERSON_PREFIX + name: array.shape for name, array in run.sums.items()}
            found |= {PANELIST_PREFIX + name: array.shape for name, array in run.panel.items()}
            found |= {FIT_PREFIX + name: array.shape for name, array in run.fitted.items()}
            for name in sorted(expected.keys() | found.keys()):
                if expected.get(name) != found.get(name):
                    raise ResultError(
                        f"scenario {scenario!r}, replicate {number}, {name}: its shape is {found.get(name)} and the "
                        f"registry of fields says {expected.get(name)}. Record it with the labels of its scenario."
                    )
    return n_persons


def _join_tally(
    field: Field,
    runs: Sequence[Sequence[RecordedRun]],
    labels: Mapping[str, tuple[str, ...]],
    n_months: int,
    take: TakeArray,
) -> NDArray[np.int64]:
    joined = np.zeros((len(runs), len(runs[0]), n_months, *(len(labels[d]) for d in field.dims)), np.int64)
    for w, replicates in enumerate(runs):
        for r, run in enumerate(replicates):
            if all(labels[d] == dimension_labels(d, run.labels) for d in field.dims):
                joined[w, r] = take(run.tallies, field.name)
                continue
            indices = [[labels[d].index(x) for x in dimension_labels(d, run.labels)] for d in field.dims]
            index = np.ix_(np.arange(n_months), *(np.array(p, np.intp) for p in indices))
            joined[w, r][index] = take(run.tallies, field.name)
    return joined


def _join_sum(field: Field, runs: Sequence[Sequence[RecordedRun]], n_persons: int, take: TakeArray) -> NDArray[Any]:
    joined = np.zeros((len(runs), len(runs[0]), n_persons), field.dtype)
    for w, replicates in enumerate(runs):
        for r, run in enumerate(replicates):
            joined[w, r] = take(run.sums, field.name)
    return joined


def _join_panel(
    field: Field, runs: Sequence[Sequence[RecordedRun]], labels: Mapping[str, tuple[str, ...]], take: TakeArray
) -> NDArray[Any]:
    """Join a variable of the panel; codes of one scenario's labels become codes of the joined labels."""
    joined = np.zeros((len(runs), len(runs[0]), *runs[0][0].panel[field.name].shape), field.dtype)
    dim = PANEL_LABELS.get(field.name)
    for w, replicates in enumerate(runs):
        for r, run in enumerate(replicates):
            values = take(run.panel, field.name)
            if dim in SCENARIO_DIMS:
                indices = [labels[dim].index(label) for label in dimension_labels(dim, run.labels)]
                values = np.array([*indices, -1], field.dtype)[
                    values
                ]  # the last entry serves code -1, which has no label
            joined[w, r] = values
    return joined


def _join_fitted(
    field: Field,
    runs: Sequence[Sequence[RecordedRun]],
    labels: Mapping[str, tuple[str, ...]],
    n_months: int,
    take: TakeArray,
) -> NDArray[np.int64]:
    """Join fitted points; a scenario whose regime fits no points has 0 throughout."""
    joined = np.zeros((len(runs), len(runs[0]), n_months, *field_shape(field, labels)), np.int64)
    for w, replicates in enumerate(runs):
        for r, run in enumerate(replicates):
            if run.fitted:
                joined[w, r] = take(run.fitted, field.name)
    return joined


def _attributes(field: Field) -> dict[str, str]:
    return {"units": field.unit, "long_name": field.meaning, "comment": f"written in the stage: {field.stage}"}


def _coords(
    labels: Mapping[str, tuple[str, ...]],
    scenarios: Sequence[str],
    n_replicates: int,
    months: Sequence[str],
    n_panel: int,
) -> dict[str, Any]:
    coords: dict[str, Any] = {
        "scenario": ("scenario", np.array(scenarios, dtype=str), {"long_name": DIM_MEANINGS["scenario"]}),
        "replicate": ("replicate", np.arange(n_replicates), {"long_name": "independent society, same documents"}),
        "month": ("month", np.array(months, dtype=str), {"long_name": DIM_MEANINGS["month"]}),
        "month_index": ("month", np.arange(len(months)), {"long_name": "months since the first", "units": "months"}),
    }
    if n_panel:
        coords["panelist"] = ("panelist", np.arange(n_panel), {"long_name": DIM_MEANINGS["panelist"]})
    for name, values in labels.items():
        dim, meaning = ANNOTATIONS.get(name) or (RENAMED_DIMS.get(name, name), DIM_MEANINGS[name])
        coords[RENAMED_DIMS.get(name, name)] = (dim, np.array(values, dtype=str), {"long_name": meaning})
    return coords

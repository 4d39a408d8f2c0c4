"""The recorded dataset: tallies, per-person sums and the panel of all worlds and replicates, with units and labels."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.errors import ResultError
from underheaven.fields import FITTED, FIXED_DIMS, PANEL, PANEL_LABELS, PERSONAL, TALLIES, WORLD_DIMS, Field

if TYPE_CHECKING:
    import xarray as xr

SCHEMA_VERSION = 8
RUN_DIMS = ("world", "replicate")
PERSON, PANELIST, FIT = "person_", "panel_", "fitted_"
SHARED_DIMS = ("kind", "group", "region", "denial")
"""Dimensions whose labels come from the society and are the same in all worlds."""

AMENDED = "amended"
"""Among a run's labels, the months at which the regime is amended, from 0 for the first observed, as text; and the
attribute of a result that says the same by world, as JSON."""

RENAMED = {"belief": "belief_about", "solvency": "solvency_stage"}
"""Dimensions that a tally shares its name with; NetCDF keeps a dimension's name for its labels."""

ANNOTATIONS = {
    "list_colour": ("list", "black for a blacklist, red for a redlist, grey for a list of those who stayed out"),
    "kind_state": ("kind", "the state of livelihood that the kind arises from; empty for acts"),
    "kind_sort": ("kind", "prosocial for a kind that does good, refusal for what refusing help is; empty for others"),
    "kind_context": ("kind", "the context of the kind"),
    "kind_gravity": ("kind", "how grave the kind is, in months of income: ordinal, and read by measures of proportion"),
    "effect_price": (
        "effect",
        "months of income that one denied use of the context costs; empty where it has no worth",
    ),
    "effect_use": ("effect", "as lived, or share of months in which the context is used; empty where it has no worth"),
}
"""Optional labels that say more about a dimension: their names, that dimension, and what they mean."""

DIM_MEANINGS = {
    "world": "regime",
    "month": "month, as year and month",
    "panelist": "one of the first places, counted from 0 as persons are; a panelist is synthetic and nobody",
    "kind": "kind of conduct",
    "group": "reporting group",
    "region": "region",
    "denial": "habit that can be denied",
    "list": "list of the regime",
    "grade": "grade of the regime",
    "visible": "standing that lenders see",
    "origin": "how a record came to be",
    "cause": "context of the conduct behind the record",
    "effect": "context of the loss or benefit",
    "belief": "class of conduct, guilty or innocent",
    "solvency": "stage of solvency",
    "debt": "why a debt is not paid",
    "removal": "way out of a record",
    "refusal": "why a loan was refused",
    "strategy": "what a person does when asked for help",
    "asker": "whether who asked for help was on a blacklist",
    "moment": "what is summed over persons",
    "way": "how an act came to be recorded",
    "ground": "what a grade rests on",
    "favour_moment": "what is summed over persons where officials favour some",
    "stay_end": "how the first stay on a blacklist at a place ended",
}

NUMBERS = frozenset(
    prefix + field.name
    for prefix, fields in (("", TALLIES), (PERSON, PERSONAL), (PANELIST, PANEL), (FIT, FITTED))
    for field in fields
)
"""Names of all variables that a result may hold."""

LABELS = frozenset((*RUN_DIMS, "month_index", "person", *(RENAMED.get(dim, dim) for dim in DIM_MEANINGS), *ANNOTATIONS))
"""Names of all labels that a result may hold."""


@dataclass(frozen=True)
class WorldRun:
    """One world and one replicate as recorded.

    tallies: name in fields.TALLIES to int64 (month, *dims). sums: name in fields.PERSONAL to (person,).
    labels: dimension to its labels, for the dimensions that documents fix; may hold ANNOTATIONS too.
    panel: name in fields.PANEL to (month, panelist, *dims); empty where the study has no panel.
    fitted: name in fields.FITTED to int64 (month, *dims); empty where the regime fits nothing to its records.
    """

    tallies: dict[str, NDArray[np.int64]]
    sums: dict[str, NDArray[Any]]
    labels: dict[str, tuple[str, ...]]
    panel: dict[str, NDArray[Any]] = part(default_factory=dict)
    fitted: dict[str, NDArray[np.int64]] = part(default_factory=dict)


Take = Callable[[dict[str, NDArray[Any]], str], NDArray[Any]]
"""How an array leaves a run for the dataset: it stays there too, or it does not."""


def labels_of(dim: str, labels: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Gives the labels of a dimension: the registry's where they are fixed, else the run's; none if it has none."""
    return FIXED_DIMS[dim] if dim in FIXED_DIMS else tuple(labels.get(dim, ()))


def shape_of(field: Field, labels: Mapping[str, tuple[str, ...]]) -> tuple[int, ...]:
    """Gives the shape of one month of a tally."""
    return tuple(len(labels_of(dim, labels)) for dim in field.dims)


def dims_of(field: Field) -> tuple[str, ...]:
    """Gives the dimensions of a field in the dataset, after world, replicate, month and panelist."""
    return tuple(RENAMED.get(dim, dim) for dim in field.dims)


def assemble(
    runs: Sequence[Sequence[WorldRun]], worlds: Sequence[str], attrs: Mapping[str, Any], months: Sequence[str]
) -> xr.Dataset:
    """Joins runs on ``world`` and ``replicate`` into one dataset whose every variable says what it is.

    runs: [world][replicate]. worlds: a name each, all different. months: ISO months such as 2013-10.
    Lists, grades and visible standings are aligned by label; what a world does not have is zero.
    Errors: ResultError where runs do not fit together.
    """
    return _joined(runs, worlds, attrs, months, dict.__getitem__)


def gather(
    runs: Sequence[Sequence[WorldRun]], worlds: Sequence[str], attrs: Mapping[str, Any], months: Sequence[str]
) -> xr.Dataset:
    """Does what `assemble` does and empties the runs as it goes, so that nothing stands twice in memory."""
    return _joined(runs, worlds, attrs, months, dict.pop)


def _joined(
    runs: Sequence[Sequence[WorldRun]],
    worlds: Sequence[str],
    attrs: Mapping[str, Any],
    months: Sequence[str],
    take: Take,
) -> xr.Dataset:
    import xarray as xr

    _check_runs(runs, worlds)
    labels = joined_labels(runs, worlds)
    n_persons = _check_shapes(runs, worlds, len(months))
    variables: dict[str, Any] = {}
    for field in TALLIES:
        dims = (*RUN_DIMS, "month", *dims_of(field))
        variables[field.name] = (dims, _join_tally(field, runs, labels, len(months), take), _attributes(field))
    for field in PERSONAL:
        joined = _join_sum(field, runs, n_persons, take)
        variables[PERSON + field.name] = ((*RUN_DIMS, "person"), joined, _attributes(field))
    n_panel = panelists(runs[0][0])
    for field in PANEL if n_panel else ():
        dims = (*RUN_DIMS, "month", "panelist", *dims_of(field))
        variables[PANELIST + field.name] = (dims, _join_panel(field, runs, labels, take), _attributes(field))
    for field in FITTED if any(run.fitted for replicates in runs for run in replicates) else ():
        dims = (*RUN_DIMS, "month", *dims_of(field))
        variables[FIT + field.name] = (dims, _join_fitted(field, runs, labels, len(months), take), _attributes(field))
    amended = {w: _amended(r[0].labels, len(months)) for w, r in zip(worlds, runs, strict=True)}
    fixed = {"schema_version": SCHEMA_VERSION, AMENDED: json.dumps(amended)}
    return xr.Dataset(variables, _coords(labels, worlds, len(runs[0]), months, n_panel), {**dict(attrs), **fixed})


def _amended(labels: Mapping[str, tuple[str, ...]], n_months: int) -> list[int]:
    """Gives the months at which a regime is amended while the run is observed, in order."""
    return sorted({int(month) for month in labels.get(AMENDED, ()) if 0 < int(month) < n_months})


def panelists(run: WorldRun) -> int:
    """Counts the places of a run's panel."""
    return next((array.shape[1] for array in run.panel.values()), 0)


def joined_labels(runs: Sequence[Sequence[WorldRun]], worlds: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Gives the labels of the joined dataset: unions in order of first appearance for the worlds' own dimensions."""
    joined: dict[str, tuple[str, ...]] = {}
    for dim in SHARED_DIMS:
        first = labels_of(dim, runs[0][0].labels)
        for world, replicates in zip(worlds, runs, strict=True):
            if any(labels_of(dim, run.labels) != first for run in replicates):
                raise ResultError(
                    f"world {world!r}, dimension {dim!r}: its labels differ from those of world {worlds[0]!r}: "
                    "worlds are compared over one society. Run them with the same society."
                )
        joined[dim] = first
    for dim in WORLD_DIMS:
        joined[dim] = tuple(dict.fromkeys(x for reps in runs for run in reps for x in labels_of(dim, run.labels)))
    joined |= FIXED_DIMS
    for name, (dim, _) in ANNOTATIONS.items():
        if any(name in run.labels for reps in runs for run in reps):
            joined[name] = _join_annotation(name, dim, joined[dim], runs)
    return joined


def _join_annotation(name: str, dim: str, over: tuple[str, ...], runs: Sequence[Sequence[WorldRun]]) -> tuple[str, ...]:
    said: dict[str, str] = {}
    for run in (run for replicates in runs for run in replicates):
        values, labels = run.labels.get(name, ()), labels_of(dim, run.labels)
        if values and len(values) != len(labels):
            raise ResultError(
                f"{name}: {len(values)} values for the {len(labels)} labels of {dim!r}. Give one value a label."
            )
        for label, value in zip(labels, values, strict=bool(values)):
            if said.setdefault(label, value) != value:
                raise ResultError(
                    f"{dim} {label!r}: {name} is {said[label]!r} in one world and {value!r} in another: "
                    f"worlds are aligned by name. Give the two different names."
                )
    return tuple(said.get(label, "") for label in over)


def _check_runs(runs: Sequence[Sequence[WorldRun]], worlds: Sequence[str]) -> None:
    if not runs or not runs[0] or len(runs) != len(worlds):
        raise ResultError(
            f"{len(runs)} worlds were run and {len(worlds)} are named: a result needs one name for each world "
            "and at least one replicate. Run every world of the study."
        )
    if len(set(worlds)) != len(worlds):
        raise ResultError(f"worlds {', '.join(worlds)}: two have the same name. Name each regime once.")
    for world, replicates in zip(worlds, runs, strict=True):
        if len(replicates) != len(runs[0]):
            raise ResultError(
                f"world {world!r}: it has {len(replicates)} replicates and {worlds[0]!r} has {len(runs[0])}: "
                "replicates are paired one to one. Run the same replicates in every world."
            )


def _check_shapes(runs: Sequence[Sequence[WorldRun]], worlds: Sequence[str], n_months: int) -> int:
    n_persons = len(next(iter(runs[0][0].sums.values()), ()))
    n_panel = panelists(runs[0][0])
    for world, replicates in zip(worlds, runs, strict=True):
        for number, run in enumerate(replicates):
            expected = {f.name: (n_months, *shape_of(f, run.labels)) for f in TALLIES}
            expected |= {PERSON + f.name: (n_persons,) for f in PERSONAL}
            if n_panel:
                expected |= {PANELIST + f.name: (n_months, n_panel, *shape_of(f, run.labels)) for f in PANEL}
            if run.fitted:
                expected |= {FIT + f.name: (n_months, *shape_of(f, run.labels)) for f in FITTED}
            found = {name: array.shape for name, array in run.tallies.items()}
            found |= {PERSON + name: array.shape for name, array in run.sums.items()}
            found |= {PANELIST + name: array.shape for name, array in run.panel.items()}
            found |= {FIT + name: array.shape for name, array in run.fitted.items()}
            for name in sorted(expected.keys() | found.keys()):
                if expected.get(name) != found.get(name):
                    raise ResultError(
                        f"world {world!r}, replicate {number}, {name}: its shape is {found.get(name)} and the "
                        f"registry of fields says {expected.get(name)}. Record it with the labels of its world."
                    )
    return n_persons


def _join_tally(
    field: Field,
    runs: Sequence[Sequence[WorldRun]],
    labels: Mapping[str, tuple[str, ...]],
    n_months: int,
    take: Take,
) -> NDArray[np.int64]:
    joined = np.zeros((len(runs), len(runs[0]), n_months, *(len(labels[d]) for d in field.dims)), np.int64)
    for w, replicates in enumerate(runs):
        for r, run in enumerate(replicates):
            if all(labels[d] == labels_of(d, run.labels) for d in field.dims):
                joined[w, r] = take(run.tallies, field.name)
                continue
            places = [[labels[d].index(x) for x in labels_of(d, run.labels)] for d in field.dims]
            index = np.ix_(np.arange(n_months), *(np.array(p, np.intp) for p in places))
            joined[w, r][index] = take(run.tallies, field.name)
    return joined


def _join_sum(field: Field, runs: Sequence[Sequence[WorldRun]], n_persons: int, take: Take) -> NDArray[Any]:
    joined = np.zeros((len(runs), len(runs[0]), n_persons), field.dtype)
    for w, replicates in enumerate(runs):
        for r, run in enumerate(replicates):
            joined[w, r] = take(run.sums, field.name)
    return joined


def _join_panel(
    field: Field, runs: Sequence[Sequence[WorldRun]], labels: Mapping[str, tuple[str, ...]], take: Take
) -> NDArray[Any]:
    """Joins a variable of the panel; a code that counts labels of one world counts those of all worlds."""
    joined = np.zeros((len(runs), len(runs[0]), *runs[0][0].panel[field.name].shape), field.dtype)
    dim = PANEL_LABELS.get(field.name)
    for w, replicates in enumerate(runs):
        for r, run in enumerate(replicates):
            values = take(run.panel, field.name)
            if dim in WORLD_DIMS:
                places = [labels[dim].index(label) for label in labels_of(dim, run.labels)]
                values = np.array([*places, -1], field.dtype)[values]  # the last one, at -1, is no label
            joined[w, r] = values
    return joined


def _join_fitted(
    field: Field,
    runs: Sequence[Sequence[WorldRun]],
    labels: Mapping[str, tuple[str, ...]],
    n_months: int,
    take: Take,
) -> NDArray[np.int64]:
    """Joins what regimes fitted; a world whose regime fits nothing has 0 throughout."""
    joined = np.zeros((len(runs), len(runs[0]), n_months, *shape_of(field, labels)), np.int64)
    for w, replicates in enumerate(runs):
        for r, run in enumerate(replicates):
            if run.fitted:
                joined[w, r] = take(run.fitted, field.name)
    return joined


def _attributes(field: Field) -> dict[str, str]:
    return {"units": field.unit, "long_name": field.meaning, "comment": f"written in the stage: {field.stage}"}


def _coords(
    labels: Mapping[str, tuple[str, ...]], worlds: Sequence[str], n_replicates: int, months: Sequence[str], n_panel: int
) -> dict[str, Any]:
    coords: dict[str, Any] = {
        "world": ("world", np.array(worlds, dtype=str), {"long_name": DIM_MEANINGS["world"]}),
        "replicate": ("replicate", np.arange(n_replicates), {"long_name": "independent society, same documents"}),
        "month": ("month", np.array(months, dtype=str), {"long_name": DIM_MEANINGS["month"]}),
        "month_index": ("month", np.arange(len(months)), {"long_name": "months since the first", "units": "months"}),
    }
    if n_panel:
        coords["panelist"] = ("panelist", np.arange(n_panel), {"long_name": DIM_MEANINGS["panelist"]})
    for name, values in labels.items():
        dim, meaning = ANNOTATIONS.get(name) or (RENAMED.get(name, name), DIM_MEANINGS[name])
        coords[RENAMED.get(name, name)] = (dim, np.array(values, dtype=str), {"long_name": meaning})
    return coords

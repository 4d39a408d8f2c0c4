"""The panel of a result as a tidy table: a row for a panelist's month, codes in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields import PANEL, PANEL_LABELS
from underheaven.record.schema import PANELIST, RENAMED, dims_of
from underheaven.show.delimited import END, RUN_COLUMNS, Kind, Table, cell

if TYPE_CHECKING:
    import xarray as xr

NAME = "panel"


def panel_table(dataset: xr.Dataset) -> Table | None:
    """Gives the table of a result's panel; None where it has none."""
    if "panelist" not in dataset.dims:
        return None
    columns: dict[str, Kind] = {**RUN_COLUMNS, "month": "text", "panelist": "whole"}
    for field in PANEL:
        name = PANELIST + field.name
        kind: Kind = "text" if field.name in PANEL_LABELS else "whole"
        columns |= dict.fromkeys([f"{name}_{x}" for x in _labels(dataset, dims_of(field))] or [name], kind)
    return Table(NAME, columns, _lines(dataset))


def _labels(dataset: xr.Dataset, dims: tuple[str, ...]) -> list[str]:
    """Gives the labels of the columns of a variable, as in money_guilty; none for one that has one column."""
    return [str(label).replace(", ", "_") for dim in dims for label in dataset[dim].values]


def _lines(dataset: xr.Dataset) -> Iterator[str]:
    worlds, months = ([cell(x) for x in dataset[dim].values] for dim in ("world", "month"))
    for w, world in enumerate(worlds):
        for r, replicate in enumerate(dataset["replicate"].values):
            for m, month in enumerate(months):
                head = f"{world},{replicate},{month},"
                rows = zip(*_columns(dataset.isel(world=w, replicate=r, month=m)), strict=True)
                yield "".join([f"{head}{place},{','.join(row)}{END}" for place, row in enumerate(rows)])


def _columns(month: xr.Dataset) -> Iterator[list[str]]:
    """Yields the columns of one month of one world and replicate, as text."""
    for field in PANEL:
        values: NDArray[np.integer] = month[PANELIST + field.name].transpose("panelist", ...).values
        if field.name in PANEL_LABELS:
            yield _words(month, PANEL_LABELS[field.name], values)
        else:
            yield from ([str(x) for x in column] for column in values.reshape(len(values), -1).T.tolist())


def _words(month: xr.Dataset, dim: str, codes: NDArray[np.integer]) -> list[str]:
    """Gives the labels that codes stand for; a code below 0 stands for none."""
    labels = [cell(x) for x in month[RENAMED.get(dim, dim)].values]
    return [labels[code] if code >= 0 else "" for code in codes.tolist()]

"""The panel of a result as a tidy table: one row per panelist and month, codes in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields.panel import PANEL, PANEL_LABELS
from underheaven.record.schema import PANELIST_PREFIX, RENAMED_DIMS, field_dims
from underheaven.show.export.csv_text import LINE_END, RUN_COLUMNS, ColumnKind, Table, format_cell

if TYPE_CHECKING:
    import xarray as xr

PANEL_TABLE = "panel"


def panel_table(dataset: xr.Dataset) -> Table | None:
    """Return the table of a result's panel; None where it has none."""
    if "panelist" not in dataset.dims:
        return None
    columns: dict[str, ColumnKind] = {**RUN_COLUMNS, "month": "text", "panelist": "whole"}
    for field in PANEL:
        name = PANELIST_PREFIX + field.name
        kind: ColumnKind = "text" if field.name in PANEL_LABELS else "whole"
        columns |= dict.fromkeys([f"{name}_{x}" for x in _column_labels(dataset, field_dims(field))] or [name], kind)
    return Table(PANEL_TABLE, columns, _panel_lines(dataset))


def _column_labels(dataset: xr.Dataset, dims: tuple[str, ...]) -> list[str]:
    """Return the labels of the columns of a variable, as in money_guilty; empty if it has one column."""
    return [str(label).replace(", ", "_") for dim in dims for label in dataset[dim].values]


def _panel_lines(dataset: xr.Dataset) -> Iterator[str]:
    scenarios, months = ([format_cell(x) for x in dataset[dim].values] for dim in ("scenario", "month"))
    for w, scenario in enumerate(scenarios):
        for r, replicate in enumerate(dataset["replicate"].values):
            for m, month in enumerate(months):
                head = f"{scenario},{replicate},{month},"
                rows = zip(*_month_columns(dataset.isel(scenario=w, replicate=r, month=m)), strict=True)
                yield "".join([f"{head}{slot},{','.join(row)}{LINE_END}" for slot, row in enumerate(rows)])


def _month_columns(month: xr.Dataset) -> Iterator[list[str]]:
    """Yield the columns of one month of one scenario and replicate, as text."""
    for field in PANEL:
        values: NDArray[np.integer] = month[PANELIST_PREFIX + field.name].transpose("panelist", ...).values
        if field.name in PANEL_LABELS:
            yield _code_labels(month, PANEL_LABELS[field.name], values)
        else:
            yield from ([str(x) for x in column] for column in values.reshape(len(values), -1).T.tolist())


def _code_labels(month: xr.Dataset, dim: str, codes: NDArray[np.integer]) -> list[str]:
    """Return the labels of codes; a negative code has none."""
    labels = [format_cell(x) for x in month[RENAMED_DIMS.get(dim, dim)].values]
    return [labels[code] if code >= 0 else "" for code in codes.tolist()]

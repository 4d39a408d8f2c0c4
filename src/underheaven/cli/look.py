"""Further looks at a result: by group, by region, over time, its ledger, and which contexts are related."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underheaven.cli.options import console, print_json

if TYPE_CHECKING:
    import xarray as xr

MONTHLY = 1


def look(result: xr.Dataset, at: str, as_json: bool) -> None:
    """Prints one look at a result, or its rows; at: group, region, time, ledger or related."""
    from underheaven.show import broken_down, ledger
    from underheaven.show.terminal import print_lines

    if as_json:
        print_json(_rows(result, at))
    elif at == "ledger":
        ledger.print_ledger(result, console())
    elif at == "related":
        ledger.print_related(result, console())
    elif at == "time":
        print_lines(result, broken_down.over_time_lines(result), (), console())
    else:
        print_lines(result, broken_down.by_lines(result, at), broken_down.by_notes(result, at), console())


def _rows(result: xr.Dataset, at: str) -> list[dict[str, Any]]:
    from underheaven.show import broken_down, ledger

    if at == "ledger":
        return ledger.ledger_rows(result)
    if at == "related":
        return ledger.related_rows(result)
    lines = broken_down.over_time_lines(result, MONTHLY) if at == "time" else broken_down.by_lines(result, at)
    return broken_down.line_rows(lines)

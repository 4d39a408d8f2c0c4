"""Further looks at a result: by group, by region, over time, its ledger, and which contexts are related."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underheaven.cli.options import console, print_json

if TYPE_CHECKING:
    import xarray as xr

MONTHLY = 1


def look(result: xr.Dataset, by: str | None, view: str | None, as_json: bool) -> None:
    """Prints one look at a result, or its rows.

    by: group, region or None. view: time, ledger, related or None; only time goes with ``by``.
    """
    from underheaven.show import broken_down as broken
    from underheaven.show import ledger
    from underheaven.show.terminal import print_lines
    from underheaven.show.unshipped import sentence

    if as_json:
        print_json(_rows(result, by, view), sentence(result))
        return
    if view in ("ledger", "related") and sentence(result):
        console().print(sentence(result), style="bold", markup=False)
    if view == "ledger":
        ledger.print_ledger(result, console())
    elif view == "related":
        ledger.print_related(result, console())
    elif by is None:
        print_lines(result, broken.undated(result, broken.over_time_lines(result)), (), console())
    elif view == "time":
        lines, notes = broken.by_over_time_lines(result, by), broken.by_over_time_notes(result, by)
        print_lines(result, broken.undated(result, lines), notes, console(), broken.by_heads(result, by))
    else:
        print_lines(
            result, broken.by_lines(result, by), broken.by_notes(result, by), console(), broken.by_heads(result, by)
        )


def _rows(result: xr.Dataset, by: str | None, view: str | None) -> list[dict[str, Any]]:
    from underheaven.show import broken_down as broken
    from underheaven.show import ledger

    if view == "ledger":
        return ledger.ledger_rows(result)
    if view == "related":
        return ledger.related_rows(result)
    if by is None:
        return broken.line_rows(broken.over_time_lines(result, MONTHLY))
    if view == "time":
        return broken.by_over_time_rows(broken.by_over_time_lines(result, by, MONTHLY))
    return broken.line_rows(broken.by_lines(result, by))

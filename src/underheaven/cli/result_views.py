"""Further views of a result: by group, by region, over time, its ledger, and which contexts are related."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underheaven.cli.options import make_console, print_json

if TYPE_CHECKING:
    import xarray as xr

EVERY_MONTH = 1


def print_view(result: xr.Dataset, by: str | None, view: str | None, as_json: bool) -> None:
    """Print one view of a result, or its rows.

    by: group, region or None. view: time, ledger, related or None; only time goes with ``by``.
    """
    from underheaven.show.text import breakdown, breakdown_over_time, ledger
    from underheaven.show.text.result_table import print_lines
    from underheaven.show.text.unshipped_documents import unshipped_sentence

    if as_json:
        print_json(_view_rows(result, by, view), unshipped_sentence(result))
        return
    if view in ("ledger", "related") and unshipped_sentence(result):
        make_console().print(unshipped_sentence(result), style="bold", markup=False)
    if view == "ledger":
        ledger.print_ledger(result, make_console())
    elif view == "related":
        ledger.print_related(result, make_console())
    elif by is None:
        print_lines(
            result,
            breakdown_over_time.months_of_run(result, breakdown_over_time.over_time_lines(result)),
            (),
            make_console(),
        )
    elif view == "time":
        lines, notes = (
            breakdown_over_time.breakdown_over_time_lines(result, by),
            breakdown_over_time.breakdown_over_time_notes(result, by),
        )
        print_lines(
            result,
            breakdown_over_time.months_of_run(result, lines),
            notes,
            make_console(),
            breakdown.breakdown_headers(result, by),
        )
    else:
        print_lines(
            result,
            breakdown.breakdown_lines(result, by),
            breakdown.breakdown_notes(result, by),
            make_console(),
            breakdown.breakdown_headers(result, by),
        )


def _view_rows(result: xr.Dataset, by: str | None, view: str | None) -> list[dict[str, Any]]:
    from underheaven.show.text import breakdown, breakdown_over_time, ledger
    from underheaven.show.text.line_builder import line_rows

    if view == "ledger":
        return ledger.ledger_rows(result)
    if view == "related":
        return ledger.related_rows(result)
    if by is None:
        return line_rows(breakdown_over_time.over_time_lines(result, EVERY_MONTH))
    if view == "time":
        return breakdown_over_time.breakdown_over_time_rows(
            breakdown_over_time.breakdown_over_time_lines(result, by, EVERY_MONTH)
        )
    return line_rows(breakdown.breakdown_lines(result, by))

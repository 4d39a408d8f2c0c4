"""What --html asks of a comparison or a result: two to six regimes side by side on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

HTML = "--html"


def check_asked(path: Path | None, regimes: int) -> None:
    """Refuses before a long run what no page could hold or where none could be written; path: None for no page."""
    if path is None:
        return
    from underheaven.show.page.sides.render import check_number
    from underheaven.show.page.svg import check_installed
    from underheaven.show.place import check_place

    check_installed()
    check_place(path, HTML)
    check_number(regimes)


def write_sides(result: xr.Dataset, path: Path | None) -> None:
    """Writes the page of a result; path: None for no page."""
    if path is None:
        return
    from underheaven.show.page.sides.render import page
    from underheaven.show.place import write_page

    write_page(page(result), path, HTML)

"""The option --html of a comparison or a result: two to six regimes on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

HTML_OPTION = "--html"


def check_html_request(path: Path | None, regimes: int) -> None:
    """Check before a long run that the page can hold the regimes and can be written. path: None for no page."""
    if path is None:
        return
    from underheaven.show.report.charts.svg import check_report_installed
    from underheaven.show.report.comparison.comparison_page import check_regime_count
    from underheaven.show.report.output_file import check_output_path

    check_report_installed()
    check_output_path(path, HTML_OPTION)
    check_regime_count(regimes)


def write_comparison(result: xr.Dataset, path: Path | None) -> None:
    """Write the page of a result. path: None for no page."""
    if path is None:
        return
    from underheaven.show.report.comparison.comparison_page import build_comparison_page
    from underheaven.show.report.output_file import write_page

    write_page(build_comparison_page(result), path, HTML_OPTION)

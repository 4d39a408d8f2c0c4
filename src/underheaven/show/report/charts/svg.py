"""A chart as inline SVG: fitted to a width, without scripts, with unique ids."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from importlib.util import find_spec

from underheaven.errors import RequestError
from underheaven.show.report.charts.theme import ChartSize, ChartSpec

VEGA_LITE_VERSION = "5.20"
"""The version of Vega-Lite, fixed so that another version of the converter draws the same."""
WIDE_PIXELS, HALF_PIXELS, NARROW_PIXELS = 672, 322, 350
MISSING_MESSAGE = (
    "The audit page draws its pictures with vl-convert-python and fills its page with Jinja2, and one of them is not "
    "installed. Install both with: pip install 'underheaven[report]'"
)
REQUIRED_PACKAGES = ("vl_convert", "jinja2")
DROPPED_ATTRIBUTES = re.compile(r' (?:role|class|pointer-events|aria-[a-z]+)="[^"]*"')
EMPTY_PATH = re.compile(r'<path d="(?:M0,0h0v0h0Z)?"[^>]*/>|<path d="" display="none"/>')
SVG_TAG, LONG_DECIMAL = re.compile(r"<[^>]+>"), re.compile(r"\d+\.\d{3,}")
"""A tag, and a coordinate with more digits than are visible."""
SVG_SIZE = re.compile(r'^<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')


def check_report_installed() -> None:
    """Check that the packages which draw and fill the page are installed.

    Raises:
        RequestError: One of them is missing.
    """
    if any(find_spec(name) is None for name in REQUIRED_PACKAGES):
        raise RequestError(MISSING_MESSAGE)


def convert_to_svg(spec: ChartSpec) -> str:
    """Return the SVG of a chart, as the converter draws it."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(json.dumps(spec, sort_keys=True), vl_version=VEGA_LITE_VERSION))


def draw_svg(
    spec: Callable[[ChartSize], ChartSpec],
    outer: int,
    name: str,
    title: str,
    alt: str,
    convert: Callable[[ChartSpec], str] = convert_to_svg,
) -> str:
    """Draw a chart so that it is ``outer`` pixels wide, and return it as an element of a page.

    name: for ids, unique on the page. alt: what the chart shows. convert: as ``convert_to_svg``.
    """
    inner = outer
    for _ in range(4):
        svg = convert(spec(ChartSize(outer, inner)))
        width, _ = svg_size(svg)
        if abs(width - outer) <= 1:
            break
        inner = max(inner + outer - round(width), 60)
    return _svg_element(svg, name, title, alt)


def svg_size(svg: str) -> tuple[float, float]:
    """Return width and height of a drawn chart in pixels."""
    found = SVG_SIZE.match(svg)
    if found is None:
        raise ValueError("a drawn chart has no width and height")
    return float(found[1]), float(found[2])


def _svg_element(svg: str, name: str, title: str, alt: str) -> str:
    width, height = svg_size(svg)
    body = svg[svg.index(">") + 1 :]
    body = EMPTY_PATH.sub("", DROPPED_ATTRIBUTES.sub("", body))
    body = SVG_TAG.sub(lambda tag: LONG_DECIMAL.sub(lambda number: f"{float(number[0]):.2f}", tag[0]), body)
    # The converter numbers ids over all charts of its process; they are renumbered, so that a page is reproducible.
    for position, old in enumerate(dict.fromkeys(re.findall(r' id="([^"]+)"', body)), start=1):
        new = f"{name}-part-{position}"
        body = body.replace(f'id="{old}"', f'id="{new}"').replace(f"url(#{old})", f"url(#{new})")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-labelledby="{name}-title {name}-desc">'
    )
    wording = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(alt)}</desc>'
    return head + wording + body

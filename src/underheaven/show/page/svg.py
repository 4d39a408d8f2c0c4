"""From a chart description to a picture inside the page: fitted to a width, without scripts, ids unique."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape

from underheaven.errors import RequestError
from underheaven.show.page.charts.theme import Size, Spec

VERSION = "5.20"
"""Of Vega-Lite, so that another version of the converter draws the same."""
WIDE, HALF, NARROW = 672, 322, 350
MISSING = (
    "The audit page draws its pictures with vl-convert-python and fills its page with Jinja2, and one of them is not "
    "installed. Install both with: pip install 'underheaven[report]'"
)
DROPPED = re.compile(r' (?:role|class|pointer-events|aria-[a-z]+)="[^"]*"')
EMPTY = re.compile(r'<path d="(?:M0,0h0v0h0Z)?"[^>]*/>|<path d="" display="none"/>')
WIDTH = re.compile(r'^<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')


def check_installed() -> None:
    """Raises RequestError where what draws and fills the page is not installed."""
    try:
        import jinja2  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise RequestError(MISSING) from error


def drawn(spec: Callable[[Size], Spec], outer: int, name: str, title: str, alt: str) -> str:
    """Draws a chart so that it is ``outer`` pixels wide, and returns it as an element of a page.

    name: for ids, unique on the page. alt: what the picture shows.
    """
    inner = outer
    for _ in range(4):
        svg = _converted(spec(Size(outer, inner)))
        width, _ = size_of(svg)
        if abs(width - outer) <= 1:
            break
        inner = max(inner + outer - round(width), 60)
    return _element(svg, name, title, alt)


def size_of(svg: str) -> tuple[float, float]:
    """Gives width and height of a drawn chart in pixels."""
    found = WIDTH.match(svg)
    if found is None:
        raise ValueError("a drawn chart has no width and height")
    return float(found[1]), float(found[2])


def _converted(spec: Spec) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(json.dumps(spec, sort_keys=True), vl_version=VERSION))


def _element(svg: str, name: str, title: str, alt: str) -> str:
    width, height = size_of(svg)
    body = svg[svg.index(">") + 1 :]
    body = EMPTY.sub("", DROPPED.sub("", body))
    for old in dict.fromkeys(re.findall(r' id="([^"]+)"', body)):
        body = body.replace(f'id="{old}"', f'id="{name}-{old}"').replace(f"url(#{old})", f"url(#{name}-{old})")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-labelledby="{name}-title {name}-desc">'
    )
    said = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(alt)}</desc>'
    return head + said + body

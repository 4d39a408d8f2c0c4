"""From a chart description to an element of a page."""

from __future__ import annotations

import re

import pytest

from underheaven.errors import RequestError
from underheaven.show.report.charts import svg
from underheaven.show.report.charts.theme import chart_spec


def bars(size):
    values = [{"a": "x < y", "b": 1}, {"a": "z", "b": 3}]
    x = {"field": "b", "type": "quantitative"}
    y = {"field": "a", "type": "nominal"}
    area = {"mark": {"type": "bar", "clip": True}, "encoding": {"x": x, "y": y}}
    return chart_spec({"width": size.inner, "height": 40, "data": {"values": values}, **area})


@pytest.mark.parametrize("outer", [672, 350])
def test_a_chart_is_fitted_and_described(outer):
    drawn = svg.draw_svg(bars, outer, "here", "A <title>", "Two & more")
    assert abs(svg.svg_size(_bare(drawn))[0] - outer) <= 1
    assert 'role="img" aria-labelledby="here-title here-desc"' in drawn
    assert '<title id="here-title">A &lt;title&gt;</title><desc id="here-desc">Two &amp; more</desc>' in drawn
    assert "x &lt; y" in drawn


def _bare(drawn):
    """Puts width and height where a converted chart has them."""
    return re.sub(r'^<svg (.*?) (width="[\d.]+" height="[\d.]+")', r"<svg \1 \2", drawn)


def test_ids_are_its_own_and_nothing_is_spoken_twice():
    drawn = svg.draw_svg(bars, 350, "here", "t", "d")
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert len(ids) > 2  # the clip too
    assert all(name.startswith("here-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) <= set(ids)
    assert drawn.count("role=") == 1
    assert "<script" not in drawn


def test_the_same_chart_is_the_same_text():
    first = svg.draw_svg(bars, 350, "n", "t", "d")
    svg.draw_svg(bars, 672, "other", "t", "d")  # the converter counts on
    assert svg.draw_svg(bars, 350, "n", "t", "d") == first


def test_what_is_not_installed_is_said_with_the_way_to_install_it(monkeypatch):
    svg.check_report_installed()
    monkeypatch.setattr(svg, "REQUIRED_PACKAGES", ("json", "no_such_module"))
    with pytest.raises(RequestError, match=r"pip install 'underheaven\[report\]'"):
        svg.check_report_installed()

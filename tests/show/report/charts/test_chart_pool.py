"""Charts drawn in processes of their own."""

from __future__ import annotations

from underheaven.show.report.charts import chart_pool, svg

from .test_svg import bars

SAID = ("here", "title", "alt")


def test_a_chart_is_drawn_elsewhere_as_it_is_here(monkeypatch):
    here = [svg.draw_svg(bars, outer, *SAID) for outer in (672, 350, 322)]
    monkeypatch.setattr(chart_pool, "convert_to_svg", None)  # nothing is drawn in this process
    with chart_pool.ChartPool() as one:
        begun = [one.draw_chart(bars, outer, *SAID) for outer in (672, 350, 322)]
        assert [found() for found in begun] == here


def test_where_no_process_answers_charts_are_drawn_here(monkeypatch):
    here = svg.draw_svg(bars, 350, *SAID)
    for executable in ("/no/such/program", "/bin/true"):
        monkeypatch.setattr(chart_pool.sys, "executable", executable)
        with chart_pool.ChartPool() as one:
            assert one.draw_chart(bars, 350, *SAID)() == here


def test_no_process_outlives_the_page():
    with chart_pool.ChartPool() as one:
        one.draw_chart(bars, 350, *SAID)()
        begun = list(one._all)
        assert begun
    assert all(process.poll() is not None for process in begun)

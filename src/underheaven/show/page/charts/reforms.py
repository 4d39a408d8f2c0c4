"""Picture: what each of the given reforms changes in a regime, over fewer of the same persons."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from underheaven.measure.interval import Interval
from underheaven.measure.reforms import FAR_END, Effect
from underheaven.show.page.charts.bars import extent_of
from underheaven.show.page.charts.dots import Dot, dots
from underheaven.show.page.on_reforms import effects_of, lived, named, reforms_of, size_matters
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.speak import points
from underheaven.show.page.tables import Table, cells, figure, table
from underheaven.show.reform import LIMIT, ORDER

NAME, HEADING = "reforms", "What one reform would change"
HEADINGS = {
    "wrongful_list_months": "Months on lists for wrongful entries, a person",
    "detriment": "Access lost, months of income a person",
    "chilled_speech": "Speech fallen silent, points",
    "loans_repaid": "Loans repaid, per 100,000 persons",
}
NONE = "No regime at all"


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    every = effects_of(scene, world)
    by = {measure: _of(scene, world, every, measure) for measure in (HEADINGS if every else ())}
    found = {measure: its for measure, its in by.items() if any(one.step.mean for one in its)}
    if not found:
        why = "No reform was lived beside this result." if not every else "None of them changes anything."
        return LeftOut(NAME, HEADING, why)
    text = (
        f"Each row: the regime under one reform, less the regime as it is, over {lived(scene, world)}; the line is no "
        "change. Bars: 95 % over replicates; one that crosses the line may be chance."
    )
    names = named(scene, world)
    panels = tuple(_panel(HEADINGS[measure], its, names) for measure, its in found.items())
    tables = tuple(_table(HEADINGS[measure], its, names) for measure, its in found.items())
    return Picture(NAME, HEADING, text, panels, tables, (size_matters(scene, world), LIMIT, ORDER), halves=True)


def _of(scene: Scene, world: str, every: Sequence[Effect], measure: str) -> list[Effect]:
    """Gives the effects on a measure, of reforms by name and of no regime at last."""
    mine = [one for one in every if one.measure == measure and isfinite(one.step.mean)]
    names = named(scene, world)
    reforms = sorted(reforms_of(scene, world, mine), key=lambda one: names[one.world])
    return [*reforms, *(one for one in mine if one.world == FAR_END)]


def _step(one: Effect) -> Interval:
    return points(one.step) if one.unit == "share" else one.step


def _panel(heading: str, its: Sequence[Effect], names: dict[str, str]) -> Panel:
    drawn = [Dot(NONE if e.world == FAR_END else names[e.world], _step(e)) for e in its]
    alt = "Dots with intervals. " + "; ".join(f"{d.label} {figure(d.found.mean)}" for d in drawn) + "."
    labels = [d.label for d in drawn]
    return Panel(heading, alt, lambda size: dots(drawn, size, extent_of(labels, size)))


def _table(heading: str, its: Sequence[Effect], names: dict[str, str]) -> Table:
    body = [
        (NONE if e.world == FAR_END else names[e.world], f"{e.place}{' =' if e.tied else ''}" if e.place else "",
         *cells(_step(e), least=None))
        for e in sorted(its, key=lambda e: (e.world == FAR_END, e.place))
    ]  # fmt: skip
    return table(heading, ("reform", "place", "difference", "95 % interval"), body)

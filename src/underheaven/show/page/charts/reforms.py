"""Picture: what each of the given reforms changes in a regime, over fewer of the same persons."""

from __future__ import annotations

from math import isfinite

from underheaven.measure.interval import Interval
from underheaven.measure.reforms import FAR_END
from underheaven.show.page.charts.dots import Dot, dots
from underheaven.show.page.on_reforms import effects_of, lived, named, size_matters
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.speak import points
from underheaven.show.page.tables import cells, figure, table
from underheaven.show.reform import LIMIT

NAME, HEADING = "reforms", "What one reform would change"
HEADINGS = {
    "wrongful_list_months": "Months on lists for wrongful entries, a person",
    "detriment": "Access lost, months of income a person",
    "chilled_speech": "Chilled speech, points",
    "loans_repaid": "Loans repaid, per 100,000 persons",
}
DRAWN = ("wrongful_list_months", "detriment")
"""Measures that are drawn; the others stand in the table behind."""
ORDERED = (
    "Rows stand in the order of the first measure, the largest fall first. The order of neighbours whose bars overlap "
    "is not a finding, and no parameter was varied."
)
NONE = "No regime at all"


def rows(scene: Scene, world: str) -> dict[str, list[Dot]]:
    """Gives by measure what each reform changes, and having no regime at last; measures that nothing changes left out.

    In every measure reforms stand in the order of the first: the largest fall first.
    """
    if world not in scene.reforms:
        return {}
    names, against = named(scene, world), str(scene.reforms[world].attrs["against"])
    every = [o for o in effects_of(scene, world) if o.world != against and o.enough and isfinite(o.step.mean)]
    first = {one.world: one.step.mean for one in every if one.measure == DRAWN[0]}
    every.sort(key=lambda one: (one.world == FAR_END, first.get(one.world, 0.0), one.world))
    by = {
        measure: [
            Dot(NONE if one.world == FAR_END else names[one.world], _step(one.step, one.unit))
            for one in every
            if one.measure == measure
        ]
        for measure in HEADINGS
    }
    return {measure: its for measure, its in by.items() if any(dot.found.mean for dot in its)}


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found = rows(scene, world)
    drawn = [measure for measure in found if measure in DRAWN] or list(found)[:1]
    if not drawn:
        why = unmoved(scene, world) if world in scene.reforms else "No reform was simulated for this result."
        return LeftOut(NAME, HEADING, why)
    text = (
        f"Each row: the regime under one reform minus the regime as it is, over {lived(scene, world)}; the line marks "
        "no change. Bars: Monte Carlo intervals (95 %); a bar that crosses the line may be chance. "
        f"{ORDERED} "
        "Measures with fewer than 50 events are left out."
    )
    panels = tuple(_panel(HEADINGS[measure], found[measure]) for measure in drawn)
    body = [
        (HEADINGS[measure], dot.label, *cells(dot.found, least=None)) for measure, its in found.items() for dot in its
    ]
    behind = table("What one reform would change", ("in", "reform", "difference", "Monte Carlo interval"), body, 2)
    notes = (size_matters(scene, world), LIMIT)
    return Picture(NAME, HEADING, text, panels, (behind,), notes, halves=len(panels) > 1)


def unmoved(scene: Scene, world: str) -> str:
    """Says why nothing is drawn: too few events of every measure, or no change."""
    few = any(not one.enough for one in effects_of(scene, world))
    return "There are too few events to compare reforms by." if few else "None of them changes anything."


def _step(found: Interval, unit: str) -> Interval:
    return points(found) if unit == "share" else found


def _panel(heading: str, drawn: list[Dot]) -> Panel:
    alt = "Dots with intervals. " + "; ".join(f"{d.label} {figure(d.found.mean)}" for d in drawn) + "."
    return Panel(heading, alt, lambda size: dots(drawn, size))

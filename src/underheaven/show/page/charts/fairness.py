"""Picture: who is hit more at equal conduct, and who stays longest on the lists, by category of persons."""

from __future__ import annotations

from dataclasses import dataclass

from underheaven.measure.interval import Interval
from underheaven.show.page.charts.dots import Dot, dots
from underheaven.show.page.on_fairness import DETRIMENT, LISTED, MATCHED, WRONGLY, gaps
from underheaven.show.page.on_stays import still_on
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import cells, figure, table

NAME, HEADING = "fairness", "Who is hit more at equal conduct, and who stays longest"
HEADINGS = {
    DETRIMENT: "Access lost, months of income more than others",
    LISTED: "Months on a blacklist, more than others",
    WRONGLY: "Months wrongly on a blacklist, more than others",
}


@dataclass(frozen=True)
class Rows:
    """One panel: its heading, what is found by category, and whether it is a share."""

    heading: str
    found: dict[str, Interval]
    share: bool


def rows(scene: Scene, world: str) -> list[Rows]:
    """Gives the panels that have something to show."""
    found = [Rows(heading, gaps(scene, world, name), False) for name, heading in HEADINGS.items()]
    found.append(Rows("Still on a blacklist 24 months after entry", still_on(scene, world), True))
    return [one for one in found if one.found]


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found = rows(scene, world)
    if not found:
        return LeftOut(NAME, HEADING, "No group is large enough, or nobody is listed or loses access.")
    text = (
        f"Each group compared with {MATCHED}; how long a judgment was owed is not matched. Bands: no true act over the "
        "run, 1, 2, 3 to 5, 6 or more. The line marks no difference. Bars: Monte Carlo intervals (95 %) of single "
        "groups, not corrected for the number of groups: a bar that clears the line may still be chance."
    )
    note = (
        "Adults present over the whole run. Groups with fewer than 1,000 of them are left out. The share still on a "
        "list is a Kaplan-Meier estimate from first stays that began under the version of the rules that stood "
        "longest, including those that last at the end."
    )
    body = [
        (one.heading, category, *cells(value, one.share, least=0.0 if one.share else None))
        for one in found
        for category, value in one.found.items()
    ]
    behind = table(HEADING, ("what", "group", "mean", "Monte Carlo interval"), body, 2)
    return Picture(NAME, HEADING, text, tuple(_panel(one) for one in found), (behind,), (note,), halves=len(found) > 1)


def _panel(one: Rows) -> Panel:
    drawn = [Dot(category, value) for category, value in one.found.items()]
    alt = "Dots with intervals. " + "; ".join(f"{d.label} {figure(d.found.mean, one.share)}" for d in drawn) + "."
    return Panel(one.heading, alt, lambda size: dots(drawn, size, one.share))

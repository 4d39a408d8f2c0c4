"""The pictures of the comparison page: a panel a measure, a lane a regime, and the numbers behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from underheaven.measure.registry import PAIRED
from underheaven.measure.values import DIFFERENCE, LEVEL
from underheaven.show.page.charts.theme import Size, Spec
from underheaven.show.page.picture import Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.sides.chart import number, over, rough, spec, spread
from underheaven.show.page.sides.rows import NO_LISTS, PARTS, Mark, Row, row
from underheaven.show.page.tables import NOTHING, Table, table
from underheaven.show.words import RULED

READ = (
    "Dot: the mean. Black line: its Monte Carlo interval (95 %), simulation error only; where no line is visible, the "
    "interval is shorter than the dot."
)
SPAN = "Grey bar: the parameter range, the central 90 % of the parameter samples."
SUBJECTS: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    ("listed", "Who is listed, and how often wrongly", "", (
        ("ever_listed", LEVEL), ("records_filed", LEVEL), ("wrongly_listed_share", LEVEL),
        ("false_discovery_share", LEVEL),
    )),
    ("taken", "What is taken, and for what", "", (
        ("detriment", LEVEL), (PARTS, LEVEL), ("cross_context_share", LEVEL), ("unjustified_share", LEVEL),
        ("ordinal_proportionality", LEVEL), ("worse_off", DIFFERENCE),
    )),
    ("changed", "What people do differently", "{without}", (
        ("chilled_speech", DIFFERENCE), ("falsification_gap", LEVEL), ("deterrence", DIFFERENCE),
        ("legitimacy", DIFFERENCE), ("judgments_performed", DIFFERENCE), ("default_share", DIFFERENCE),
    )),
)  # fmt: skip
"""Name, headline, what it is held against, and the measures with whether they are levels or differences."""


def pictures(scene: Scene, names: dict[str, str]) -> list[Picture]:
    """Gives the pictures; a measure that is nothing under every regime has no panel. names: of regimes, by world."""
    found = []
    for name, title, beside, measures in SUBJECTS:
        rows = [one for one in (row(scene, *measure) for measure in measures) if one is not None and one.at_work()]
        if rows:
            found.append(_picture(scene, name, title, beside, rows, names))
    return found


def _picture(
    scene: Scene, name: str, title: str, beside: str, rows: Sequence[Row], names: dict[str, str]
) -> Picture:  # fmt: skip
    without = f" Differences and deterred shares are relative to the same people {against(scene)}." if beside else ""
    span = f" {SPAN}" if any(mark.span for one in rows for mark in one.marks) else ""
    panels = tuple(Panel(heading(one), _alt(one, names), _drawn(one, names)) for one in rows)
    return Picture(
        name, title, f"{READ}{span}{without}", panels, tuple(_behind(one, names) for one in rows), halves=True
    )


def against(scene: Scene) -> str:
    """Say what the baseline is, as a phrase."""
    other = str(scene.against)
    return f"under {scene.name(other)}" if scene.total("recorded", other) > 0 else "without a regime"


def heading(one: Row) -> str:
    """Names a measure with its unit."""
    what = f"{one.title}, difference" if one.of == DIFFERENCE and not _of_pair(one) else one.title
    unit = ("points" if one.of == DIFFERENCE and not _of_pair(one) else "") if one.share else one.unit
    return what if not unit or unit == "correlation" or unit.lower() in what.lower() else f"{what} ({unit})"


def _of_pair(one: Row) -> bool:
    return one.name in PAIRED


def _drawn(one: Row, names: dict[str, str]) -> Callable[[Size], Spec]:
    return lambda size: spec(one, names, size)


def _alt(one: Row, names: dict[str, str]) -> str:
    said = [f"{names[m.world]} {number(one, m.found.mean) if m.defined else m.why}" for m in one.marks]
    return f"{'; '.join(said)}."


def _behind(one: Row, names: dict[str, str]) -> Table:
    cells = [(names[mark.world], mark, cell(one, mark)) for mark in one.marks]
    body = [
        (name, f"{mean} ({mark.why})" if mark.why and mark.defined else mean, *rest)
        for name, mark, (mean, *rest) in cells
    ]
    return table(heading(one), ("regime", "mean", "Monte Carlo interval", "parameter range"), body)


def cell(one: Row, mark: Mark) -> tuple[str, str, str]:
    """Writes a mean, its interval and its range; in words where there is no number."""
    if not mark.defined:
        return mark.why, NOTHING, NOTHING
    if mark.open and mark.span:
        return rough(one, mark.found.mean), NOTHING, over(one, mark.span)
    interval = RULED if mark.why == NO_LISTS else spread(one, mark.found) or NOTHING
    return number(one, mark.found.mean), interval, over(one, mark.span) if mark.span else NOTHING

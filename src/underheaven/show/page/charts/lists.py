"""Picture 1: who is on a list, month by month; grades where a regime has no lists, records where it has neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from underheaven.measure.counts import PER, ratio
from underheaven.measure.series import ever_listed
from underheaven.show.page.charts.lines import Event, Row, lines, monthly
from underheaven.show.page.charts.theme import Size, Spec, chart
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import Table, figure, table
from underheaven.show.words import flowing, percent, say

if TYPE_CHECKING:
    import xarray as xr

EVER = "ever on a blacklist"
UNIT = "persons per 100,000"


def rows(scene: Scene, world: str) -> list[Row]:
    """Gives rows month, series, mean, low, high in persons per 100,000: each list in use, and who was ever on one."""
    among = _among(scene, world)
    found = [row for name, array in _lists(scene, world) for row in monthly(name, array, among)]
    if scene.lists_anybody(world):
        found += monthly(EVER, _per(scene, ever_listed(scene.dataset), world), among)
    return found


def graded(scene: Scene, world: str) -> list[Row]:
    """Gives the same for grades in use."""
    grades = _per(scene, scene.dataset["grades"].sum("group"), world)
    used = [g for g in grades["grade"].values if float(grades.sel(grade=g).sum()) > 0]
    return [row for g in used for row in monthly(f"grade {g}", grades.sel(grade=g), _among(scene, world))]


def recorded(scene: Scene, world: str) -> list[Row]:
    """Gives the same for live records, earned and not."""
    live = _per(scene, scene.dataset["live_records"], world)
    parts = {"earned": live.sel(origin="true"), "not earned": live.drop_sel(origin="true").sum("origin")}
    among = _among(scene, world)
    return [row for name, array in parts.items() if float(array.sum()) > 0 for row in monthly(name, array, among)]


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    listed, grades = rows(scene, world), graded(scene, world)
    if listed and (scene.lists_anybody(world) or not grades):
        lists = "list" if len(_names(listed)) < 3 else "lists"
        return _picture(scene, world, f"Who is on the {lists}, month by month", listed, UNIT)
    if grades:
        return _picture(scene, world, "Who holds which grade, month by month", *_without_most(grades))
    records = recorded(scene, world)
    if records:
        return _picture(scene, world, "Records that stand, month by month", records, "live records per 100,000 persons")
    return LeftOut("lists", "Lists over time", "Nobody is on a list, holds a grade or has a record.")


def events(scene: Scene, world: str) -> list[Event]:
    """Gives the amendments that fall within the months observed, numbered in their order."""
    document = scene.regimes.get(world)
    dates = [a.from_ for a in document.model.amendments] if document else []
    inside = [d for d in dates if scene.months[0] <= d <= scene.months[-1]]
    return [Event(date, str(number)) for number, date in enumerate(inside, start=1)]


def _picture(scene: Scene, world: str, title: str, found: list[Row], unit: str) -> Picture:
    ends = {name: [r for r in found if r["series"] == name][-1] for name in _names(found)}
    ordered = sorted(ends, key=lambda name: -(ends[name]["mean"] or 0))
    kept = [n for n in ordered if n != EVER] + [n for n in ordered if n == EVER]
    labels = {name: f"{name}: {say(ends[name]['mean'] or 0)}" for name in kept}
    marks = events(scene, world)

    def spec(size: Size) -> Spec:
        return chart(lines(found, scene.months, size, labels, marks))

    alt = f"Lines over {len(scene.months)} months, {unit}. At the end: " + "; ".join(
        f"{name} {say(ends[name]['mean'] or 0)}" for name in kept
    )
    text = f"{unit[:1].upper()}{unit[1:]}. {bands(scene)}"
    notes = tuple(_event_notes(scene, world, marks))
    return Picture("lists", title, text, (Panel("", f"{alt}.", spec),), (_table(title, found, unit),), notes)


def bands(scene: Scene) -> str:
    """Says what bands are, where there are any."""
    return (
        "Bands: Monte Carlo intervals (95 %)."
        if scene.dataset.sizes["replicate"] > 1
        else "One replicate, so no bands."
    )


def _event_notes(scene: Scene, world: str, marks: Sequence[Event]) -> list[str]:
    if not marks:
        return []
    said = {a.from_: flowing(a.describes) for a in scene.regimes[world].model.amendments}
    return [f"{mark.word} ({mark.month}): {said[mark.month]}" for mark in marks]


def _without_most(found: list[Row]) -> tuple[list[Row], str]:
    """Leaves out the grade that nearly everybody holds and says so in the unit, so that the others can be seen."""
    last = found[-1]["month"]
    ends = {r["series"]: r["mean"] for r in found if r["month"] == last}
    most = max(ends, key=lambda name: ends[name])
    if len(ends) < 2 or ends[most] < PER / 2:
        return found, UNIT
    kept = [r for r in found if r["series"] != most]
    return kept, f"{UNIT}; {most}, held by {percent(ends[most] / PER)} at the end, is left out"


def _table(title: str, found: Sequence[Row], unit: str) -> Table:
    """Every twelfth month and the last: a month a row would be longer than anybody reads."""
    names = _names(found)
    months = list(dict.fromkeys(r["month"] for r in found))
    kept = months if len(months) <= 24 else [m for i, m in enumerate(months) if i % 6 == 0 or i == len(months) - 1]
    by = {(r["month"], r["series"]): r for r in found}
    heads = ["month of the run", *(head for name in names for head in (name, "Monte Carlo interval"))]
    body = [[str(months.index(m) + 1), *(text for name in names for text in _cells(by[m, name]))] for m in kept]
    return table(f"{title}: {unit}{'' if kept == months else ', every sixth month and the last'}", heads, body)


def _cells(row: Row) -> tuple[str, str]:
    if row["high"] is None:
        return figure(row["mean"]), figure(None)
    return figure(row["mean"]), f"{figure(row['low'])} to {figure(row['high'])}"


def _names(found: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(r["series"] for r in found))


def _lists(scene: Scene, world: str) -> list[tuple[str, xr.DataArray]]:
    listed = _per(scene, scene.dataset["listed"].sum("group"), world)
    return [
        (f"{name}", listed.sel(list=name))
        for name in (str(x) for x in scene.dataset["list"].values)
        if float(listed.sel(list=name).sum()) > 0
    ]


def _among(scene: Scene, world: str) -> xr.DataArray:
    """Count the persons of a world (replicate, month)."""
    return scene.dataset["persons"].sum("group").sel(world=world)


def _per(scene: Scene, array: xr.DataArray, world: str) -> xr.DataArray:
    return PER * ratio(array, scene.dataset["persons"].sum("group")).sel(world=world)

"""Picture 3: wrongful listings by origin, how long they stand, and how wrongful records end."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.measure import error
from underheaven.measure.counted import FEW_EVENTS, events_of
from underheaven.measure.counts import PER, WRONGFUL, mean_persons
from underheaven.measure.interval import Interval
from underheaven.measure.rare import TOO_FEW, counted_over, if_enough, shared
from underheaven.measure.stays import HORIZONS, ways_out
from underheaven.show.page.charts.bars import Bar, bars, extent_of
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import cells, figure, table

if TYPE_CHECKING:
    import xarray as xr

NAME = "wrongful"
MEANING = {
    "invented": "an invented record",
    "judged": "a wrong judgment",
    "mistaken": "another person's record",
    "discretion": "an official's choice",
    "inherited": "inherited from a tie",
}
MEANING_OF_ORIGIN = {"false": "a record without an act", **{o: MEANING[o] for o in WRONGFUL[1:]}}
WRONGFUL_RECORD = "A record is wrongful where the person did not do what it says."
SHORT = {"often": "how they arise", "long": "months on file so far", "still": "still on", "end": "how they ended"}
SHARES = ("still", "end")
WAYS = {
    "corrected": "corrected",
    "appealed": "removed on appeal",
    "performed": "debt paid",
    "early": "removed early",
    "expired": "expired",
    "renewed": "person died or left",
    "withdrawn": "person declined to be recorded",
}


def rows(scene: Scene, world: str) -> list[dict[str, Any]]:
    """Gives rows measure (often; still of listings if there are any, else long of records; end), label, found."""
    dataset, listed = scene.dataset, scene.lists_anybody(world)
    often = error.wrongful_by_error(dataset).sel(world=world)
    persons = mean_persons(dataset).sel(world=world).values.astype(np.float64)
    found = [
        _row("often", MEANING[name], counted_over(PER * many.values / persons, persons))
        for name, many in ((str(name), often.sel(error=name)) for name in often["error"].values)
        if float(many.sum()) > 0
    ]
    found += _still(dataset, world) if listed else _long(dataset, world)
    gone = dataset["removals"].sel(world=world, origin=list(WRONGFUL)).sum(["month", "origin"])
    for way, said in WAYS.items():
        if float(gone.sel(removal=way).sum()) > 0:
            found.append(_row("end", said, shared(gone.sel(removal=way).values, gone.sum("removal").values)))
    return found


def _still(dataset: xr.Dataset, world: str) -> list[dict[str, Any]]:
    """Gives the share of the wrongly listed who are still on, without an interval where too few are or have left."""
    found = []
    for horizon in HORIZONS:
        last = ways_out(dataset, horizon, wrongful=True).sel(world=world, stay_end="still on")
        stays = events_of(dataset, "wrongful_still_on_24", last.expand_dims(world=[world]), world)
        if bool(last.notnull().all()) and stays is not None:
            mean = float(last.mean())
            rests_on = round(stays.base * min(mean, 1 - mean))
            found.append(_row("still", f"after {horizon} months", if_enough(last.values, rests_on)))
    return found


def _long(dataset: xr.Dataset, world: str) -> list[dict[str, Any]]:
    """Gives the months that wrongful records have stood so far, by origin."""
    long = error.months_on_file_by_origin(dataset).sel(world=world)
    filed = dataset["recorded"].sel(world=world).sum(["month", "kind", "replicate"])
    return [
        _row("long", MEANING_OF_ORIGIN[o], if_enough(_defined(long.sel(origin=o)), int(filed.sel(origin=o))))
        for o in WRONGFUL
        if int(filed.sel(origin=o)) > 0
    ]


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found = rows(scene, world)
    what = "listings" if scene.lists_anybody(world) else "records"
    title = f"Wrongful {what}: how they arise, how long they last, how they end"
    often = [r for r in found if r["measure"] == "often"]
    if not often:
        return LeftOut(NAME, f"Wrongful {what} by origin", f"There are no wrongful {what}.")
    headings = {
        "often": "How they arise: wrongful records filed per 100,000 persons",
        "long": "How long they have lasted so far: mean months over records",
        "still": "How long they last: share of the wrongly listed who are still on, by time since entry",
        "end": "How wrongful records ended: share of ended records",
    }
    extent = [r["label"] for r in found]
    panels = tuple(_panel(found, key, heading, extent) for key, heading in headings.items() if _of(found, key))
    first = "A listing is wrongful where no record behind it is true." if what == "listings" else WRONGFUL_RECORD
    note = f"{first} A wrong judgment is one against somebody who owes nothing. " + (
        "The share still on a list is a Kaplan-Meier estimate from first stays, including those that last at the end."
        if what == "listings"
        else "Records still in force at the end count with their months so far."
    )
    body = [(SHORT[r["measure"]], r["label"], *cells(r["found"], r["measure"] in SHARES)) for r in found]
    heads = ("question", "error or way out", "mean", "Monte Carlo interval")
    behind = table(f"Wrongful {what}: per 100,000 persons, months, and shares of ended records", heads, body, 2)
    text = "One replicate."
    if scene.dataset.sizes["replicate"] > 1:
        few = any(r["found"].note == TOO_FEW for r in found)
        text = "Lines across the bars: Monte Carlo intervals (95 %)."
        text += f" A bar without one rests on fewer than {FEW_EVENTS} events." if few else ""
    return Picture(NAME, title, text, panels, (behind,), (note,))


def _of(found: list[dict[str, Any]], measure: str) -> list[dict[str, Any]]:
    return [r for r in found if r["measure"] == measure and isfinite(r["found"].mean)]


def _panel(found: list[dict[str, Any]], measure: str, heading: str, labels: list[str]) -> Panel:
    mine, share = _of(found, measure), measure in SHARES
    rows = [Bar(r["label"], r["found"]) for r in mine]
    alt = "Bars. " + "; ".join(f"{r['label']} {figure(r['found'].mean, share)}" for r in mine) + "."
    return Panel(heading, alt, lambda size: bars(rows, size, extent_of(labels, size), share))


def _row(measure: str, label: str, found: Interval) -> dict[str, Any]:
    return {"measure": measure, "label": label, "found": found}


def _defined(array: xr.DataArray) -> NDArray[np.float64]:
    """Replicates without such a record say nothing about how long one stands, and are left out of that mean."""
    values: NDArray[np.float64] = array.values[array.notnull().values]
    return values

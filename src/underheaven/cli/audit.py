"""The command that makes the audit page, of a run or of a result on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.options import TRIAL_SECONDS, WORTH_A_TRIAL, console, given, print_json, settings
from underheaven.cli.printed import say
from underheaven.errors import RequestError, ResultError, StoppedError

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.record.life import Lives
    from underheaven.run.progress import Progress
    from underheaven.run.study import Study
    from underheaven.show.page.scene import Scene

NOT_OF_A_RUN = frozenset({"engine", "threads", "ranges", "checkpoint_every"})
"""Options that do not say which numbers a run gives."""
AGAIN = (
    "To follow one person month by month, which a result does not record, the first replicate is simulated again with "
    "the same random draws."
)


@click.command("audit")
@click.argument("regimes", nargs=-1, required=True, metavar="REGIME... | RESULT")
@click.option("--against", help="The baseline regime.  [default: none]")
@click.option("--page", "path", type=click.Path(path_type=Path), default="audit.html", show_default=True,
              help="Write the page to this HTML file.")  # fmt: skip
@click.option("--reforms/--no-reforms", "with_reforms", default=True, show_default=True,
              help="Also simulate the shipped reforms, over as many people as their questions need.")  # fmt: skip
@settings
def audit(
    regimes: tuple[str, ...], path: Path, with_reforms: bool, quiet: bool, as_json: bool, **settings: Any
) -> None:
    """Compare REGIMES (or a study) with a baseline, or open a RESULT (.nc), and write an HTML page about it."""
    from underheaven.show.page.svg import check_installed
    from underheaven.show.place import check_place, write_page

    check_installed()
    check_place(path)
    result = _result(regimes, quiet, with_reforms, settings)
    from underheaven.show.page.render import page_of
    from underheaven.show.page.scene import scene_of

    lives, reformed = _lived_beside(result, quiet, with_reforms, settings["engine"], settings["threads"])
    scene = scene_of(result, reformed)
    write_page(page_of(scene, lives), path)
    _say(scene, path, as_json)
    if scene.contradiction is not None:
        say(scene.contradiction, beside=True)
        raise click.exceptions.Exit(1)


def _result(regimes: tuple[str, ...], quiet: bool, with_reforms: bool, settings: dict[str, Any]) -> xr.Dataset:
    """Opens the result that is named, or makes one."""
    from underheaven.cli.patience import patience
    from underheaven.run.memory import give_back_at_once
    from underheaven.run.public import compare
    from underheaven.run.results import is_result, open_result
    from underheaven.show.bar import progress

    if any(is_result(name) for name in regimes):
        _refuse_settings(regimes, settings)
        return open_result(regimes[0])
    study, how = _study(regimes, quiet, settings)
    give_back_at_once()
    if not quiet:
        _tell(study, with_reforms, how)
    with progress(quiet) as report, patience(settings["out"] is not None) as stop:
        return compare(study, progress=report, stop=stop, **how)


def _study(regimes: tuple[str, ...], quiet: bool, settings: dict[str, Any]) -> tuple[Study, dict[str, Any]]:
    """Makes the study that is asked for, and gives the settings that say how it is run."""
    from underheaven.cli.people import over_whom
    from underheaven.run.names import named_study
    from underheaven.run.public import DEFAULTS, planned

    study = named_study(regimes[0]) if len(regimes) == 1 else None
    asked = given(settings) if study else over_whom(regimes, given(settings), quiet)
    how = {name: value for name, value in asked.items() if name not in DEFAULTS}
    what = {name: value for name, value in asked.items() if name in DEFAULTS}
    return planned(*([study] if study else regimes), **what), how


def _tell(study: Study, with_reforms: bool, how: dict[str, Any]) -> None:
    """Says what will be run and why, and how long it takes by a short trial where it is much."""
    from dataclasses import asdict

    from underheaven.run.assumptions import POINTS
    from underheaven.run.extent import extent_of
    from underheaven.run.public import forecast
    from underheaven.show.extent import lines

    points = how.get("assumptions", POINTS) if how["ranges"] else 0
    extent = extent_of(study, points, with_reforms)
    if sum(part.person_months for part in extent.parts) >= WORTH_A_TRIAL:
        trial = {name: how[name] for name in ("engine", "threads", "out", "ranges", "assumptions") if name in how}
        tried = forecast(study, seconds=TRIAL_SECONDS, **trial)
        if tried.refusal:
            return  # the run says so itself
        extent = extent_of(study, points, with_reforms, tried)
    for line in lines(asdict(extent)):
        say(line, beside=True)


def _lived_beside(
    result: xr.Dataset, quiet: bool, with_reforms: bool, engine: str, threads: int | None
) -> tuple[Lives | None, dict[str, xr.Dataset]]:
    """Follows one person while the reforms are lived.

    A first Ctrl-C leaves out the reforms that are not lived yet, and the page is written of the rest.
    """
    from concurrent.futures import ThreadPoolExecutor

    from underheaven.cli.patience import patience
    from underheaven.show.bar import progress

    if not quiet:
        say(AGAIN, beside=True)
    with patience(keeps=True) as stop, ThreadPoolExecutor(1) as pool, progress(quiet) as report:
        reformed = pool.submit(_reforms, result, engine, threads, stop, quiet) if with_reforms else None
        lives = _lives(result, engine, threads, report)
        return lives, {} if reformed is None else reformed.result()


def _lives(result: xr.Dataset, engine: str, threads: int | None, report: Progress) -> Lives | None:
    """Follows the person with the median loss of those ever listed; None where nobody is, or the study is not held.

    The worst life would be the more striking one and less of an example.
    """
    from underheaven.run.again import study_of
    from underheaven.run.life import tell

    try:
        study = study_of(result.attrs, "the result")
        return tell(study, "median", engine=engine, threads=threads, progress=report, result=result)
    except (RequestError, ResultError):
        return None


def _reforms(
    result: xr.Dataset, engine: Any, threads: int | None, stop: Callable[[], bool] | None, quiet: bool
) -> dict[str, xr.Dataset]:
    """Lives the reforms of a result's regimes until it is stopped; none where the study is not held."""
    from underheaven.run.again import study_of
    from underheaven.run.public import reform
    from underheaven.run.reform import batteries
    from underheaven.show.battery import said_before, seconds_of

    found: dict[str, xr.Dataset] = {}
    try:
        for world, battery in batteries(study_of(result.attrs, "the result"), result).items():
            if not quiet:
                took = battery.person_months * seconds_of(result)
                plan, worlds = battery.study.plan, len(battery.study.worlds)
                say(said_before(world, plan, worlds, battery.rarest, battery.short, took), beside=True)
            found[world] = reform(battery.study, engine=engine, threads=threads, progress=_until(stop))
    except ResultError:
        pass
    except StoppedError:
        say("Stopped: the page is written without the reforms that were not simulated.", beside=True)
    return found


def _until(stop: Callable[[], bool] | None) -> Progress:
    """Gives a report that ends a run which nothing is kept of, once somebody asked to stop."""

    def until(done: int, total: int) -> None:
        if stop is not None and stop():
            raise StoppedError("Stopped.")

    return until


def _refuse_settings(regimes: tuple[str, ...], settings: dict[str, Any]) -> None:
    """Raises RequestError for what a finished result cannot be asked."""
    if len(regimes) > 1:
        raise RequestError(
            "audit: a result holds all its scenarios and cannot be combined with others. Name the result only."
        )
    asked = [name for name in given(settings) if name not in NOT_OF_A_RUN]
    if asked:
        raise RequestError(
            f"audit {regimes[0]}: --{asked[0]} asks for another run, and this one is done. Leave it out, or name the "
            "regimes instead of the result."
        )


def _say(scene: Scene, path: Path, as_json: bool) -> None:
    """Prints the page's place, the findings and the digest; or the findings as rows."""
    from rich.padding import Padding
    from rich.text import Text

    from underheaven.show.footer import CLAIM
    from underheaven.show.page.findings import finding_rows
    from underheaven.show.unshipped import sentence

    rows = finding_rows(scene)
    if as_json:
        print_json([row | {"page": str(path), "digest": scene.digest} for row in rows], sentence(scene.dataset))
        return
    screen = console()
    if sentence(scene.dataset):
        screen.print(Text(f"{sentence(scene.dataset)}\n", style="bold"))
    worlds = list(dict.fromkeys(row["world"] for row in rows))
    for world in worlds:
        if len(worlds) > 1:
            screen.print(Text(f"\n{world}", style="bold cyan"))
        mine = [row for row in rows if row["world"] == world]
        for number, asks in enumerate(dict.fromkeys(row["question"] for row in mine), start=1):
            screen.print(Text(f"{number}. {asks}", style="bold"))
            for row in (row for row in mine if row["question"] == asks):
                screen.print(Padding(Text(row["text"]), (0, 0, 0, 3)))
                screen.print(Padding(Text(row["rests_on"] or "", style="dim"), (0, 0, 1, 3)))
    screen.print(Text(f"{CLAIM}\n"))
    screen.print(Text(f"Page: {path}"), soft_wrap=True)
    screen.print(Text(f"Digest: {scene.digest}"), soft_wrap=True)

"""The command that tells what a run will take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.options import console, given, print_json, settings

if TYPE_CHECKING:
    import xarray as xr


@click.command("forecast")
@click.argument("regimes", nargs=-1, required=True)
@click.option("--against", help="The baseline regime.  [default: none]")
@click.option("--alone", is_flag=True, help="Forecast `run` of one regime, without a baseline.")
@click.option("--trial-seconds", "seconds", type=click.FloatRange(0.1, 600), default=3.0, show_default=True,
              help="Approximate length of the trial.")  # fmt: skip
@settings
def forecast_(
    regimes: tuple[str, ...], against: str | None, alone: bool, quiet: bool, as_json: bool, **settings: Any
) -> None:
    """Estimate the time, memory and disk space of a comparison (or a study) from a short trial on this machine."""
    from dataclasses import asdict

    from underheaven.cli.people import over_whom
    from underheaven.errors import RequestError
    from underheaven.run.clock import age
    from underheaven.run.memory import give_back_at_once
    from underheaven.run.names import named_study
    from underheaven.run.public import forecast
    from underheaven.show.forecast import print_forecast

    if alone and against is not None:
        raise RequestError(
            "--alone and --against cannot be combined: a run alone has no baseline. Leave one of them out."
        )
    give_back_at_once()
    study = named_study(regimes[0]) if len(regimes) == 1 else None
    other: dict[str, Any] = {"against": None} if alone else given({"against": against})
    del settings["checkpoint_every"]  # of a run alone
    asked = given(settings) | other
    asked = asked if study else over_whom(regimes, asked, quiet)
    found = forecast(*([study] if study else regimes), look=_look, spent=age, **asked)
    row = asdict(found)
    if as_json:
        print_json([row])
    else:
        print_forecast(row, console())


def _look(result: xr.Dataset) -> None:
    """Prints a result where nobody sees it, so that its time and memory are counted."""
    import io

    from underheaven.show.console import PipedConsole
    from underheaven.show.terminal import print_result

    print_result(result, PipedConsole(file=io.StringIO(), highlight=False))

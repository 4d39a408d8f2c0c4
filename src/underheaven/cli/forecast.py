"""The command that estimates the cost of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.options import drop_unset, make_console, print_json, run_options

if TYPE_CHECKING:
    import xarray as xr


@click.command("forecast")
@click.argument("regimes", nargs=-1, required=True)
@click.option("--baseline", help="The baseline regime.  [default: none]")
@click.option("--alone", is_flag=True, help="Forecast `run` of one regime, without a baseline.")
@click.option(
    "--pilot-seconds",
    "seconds",
    type=click.FloatRange(0.1, 600),
    default=3.0,
    show_default=True,
    help="Approximate length of the trial.",
)
@run_options
def forecast_(
    regimes: tuple[str, ...],
    baseline: str | None,
    alone: bool,
    seconds: float,
    quiet: bool,
    as_json: bool,
    **settings: Any,
) -> None:
    """Estimate the time, memory and disk space of a comparison (or a study) from a short trial on this machine."""
    from dataclasses import asdict

    from underheaven.cli.society_choice import add_society
    from underheaven.errors import RequestError
    from underheaven.run.document_lookup import read_if_study
    from underheaven.run.forecast import forecast_run
    from underheaven.run.memory import release_memory_promptly
    from underheaven.run.pilot.clock import process_age
    from underheaven.run.public import plan_run
    from underheaven.show.text.forecast import print_forecast

    if alone and baseline is not None:
        raise RequestError(
            "--alone and --baseline cannot be combined: a run alone has no baseline. Leave one of them out."
        )
    release_memory_promptly()
    study = read_if_study(regimes[0]) if len(regimes) == 1 else None
    del settings["checkpoint_every"]  # has no effect on a forecast
    asked = drop_unset(settings) | ({"baseline": None} if alone else drop_unset({"baseline": baseline}))
    asked = asked if study else add_society(regimes, asked, quiet)
    planned, options = plan_run(*([study] if study else regimes), **asked)
    found = forecast_run(planned, options, look=_print_discarded, so_far=process_age(), seconds=seconds)
    row = asdict(found)
    if as_json:
        print_json([row])
    else:
        print_forecast(row, make_console())


def _print_discarded(result: xr.Dataset) -> None:
    """Print a result to a discarded stream, so that its time and memory are counted."""
    import io

    from underheaven.show.text.console import PipedConsole
    from underheaven.show.text.result_table import print_result

    print_result(result, PipedConsole(file=io.StringIO(), highlight=False))

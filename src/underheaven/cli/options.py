"""Options shared by commands, and printing of results."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.number_parsing import parse_whole_number
from underheaven.cli.output import print_json_text, print_message
from underheaven.run.checks.declared_settings import read_settings
from underheaven.run.options import RunOptions
from underheaven.run.settings import RunSettings

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console

MIN_PILOT_PERSON_MONTHS = 200_000_000
"""Person-months from which a pilot run estimates the time first."""


def number_option(name: str, meaning: str) -> Callable[[Any], Any]:
    """Return an option that takes a whole number such as 200000, 200_000 or 2e5."""

    def read(context: click.Context, option: click.Parameter, text: str | None) -> int | None:
        return None if text is None else parse_whole_number(text, name)

    return click.option(f"--{name}", metavar="NUMBER", callback=read, help=meaning)


Command = Callable[..., None]
DEFAULTS = {name: setting.default for name, setting in read_settings(RunSettings, {}).items()}
"""Default of each setting of `run`."""
NUMBER_MEANINGS = {
    "persons": "Synthetic persons per scenario.",
    "months": "Months observed after the burn-in.",
    "seed": "Seed of all random draws; 0 is a valid seed.",
    "replicates": "Independent replicates; two or more give intervals.",
    "panel": "Record this many synthetic persons month by month.",
    "samples": "Number of parameter samples.",
}


def setting_option(name: str, defaults: Mapping[str, object] = MappingProxyType({})) -> Callable[[Any], Any]:
    """Return the option of a whole-number setting. defaults: those of the command where they differ from `run`."""
    return number_option(name, f"{NUMBER_MEANINGS[name]}  [default: {defaults.get(name, DEFAULTS[name]):,}]")


society_option = click.option(
    "--society",
    help="Name or path of the society.  [default: china-2020, or the first that has what the regimes need]",
)
start_option = click.option("--start", help="First month observed, such as 2013-10.  [default: the regime's]")
align_option = click.option(
    "--align",
    type=click.Choice(["start", "calendar"]),
    help="Observe each regime from its own first month, or all in the same months.  [default: start; "
    "calendar with --start]",
)
threads_option = number_option("threads", "Threads of the engine.  [default: all cores]")
engine_option = click.option(
    "--engine",
    type=click.Choice(["auto", "plain", "cpu"]),
    default=RunOptions.engine,
    show_default=True,
    help="plain: interpreted reference, slow; cpu: compiled. The results are identical.",
)
out_option = click.option("--out", type=click.Path(path_type=Path), help="Also write the result to this NetCDF file.")


def population_options(defaults: Mapping[str, object]) -> Callable[[Command], Command]:
    """Return a decorator that adds the options of a study of one regime; an option that is not given is None.

    Args:
        defaults: Defaults of the command where they differ from those of `run`.
    """
    persons, months = (setting_option(name, defaults) for name in ("persons", "months"))
    seed, replicates = (setting_option(name, defaults) for name in ("seed", "replicates"))
    return lambda command: _add_options(command, [society_option, persons, months, start_option, seed, replicates])


def study_options(command: Command) -> Command:
    """Add the options of the study; an option that is not given is None."""
    size = [setting_option("persons"), setting_option("months")]
    chance = [setting_option("seed"), setting_option("replicates")]
    return _add_options(command, [society_option, *size, start_option, align_option, *chance])


def engine_options(command: Command) -> Command:
    """Add the options of how a study is run; none of them changes the result."""
    return _add_options(
        command,
        [
            threads_option,
            engine_option,
            click.option(
                "--checkpoint-every",
                type=click.FloatRange(min=0),
                metavar="SECONDS",
                help=f"Seconds between checkpoints of a run with --out.  [default: {RunOptions.checkpoint_every:g}]",
            ),
        ],
    )


def reporting_options(command: Command) -> Command:
    """Add the options of what is printed."""
    return _add_options(
        command,
        [
            click.option("--quiet", is_flag=True, help="Suppress progress on standard error."),
            click.option("--json", "as_json", is_flag=True, help="Print rows as JSON and nothing else."),
        ],
    )


hook_option = click.option(
    "--hook",
    "hooks",
    multiple=True,
    metavar="FILE.py:FUNCTION",
    help="Also run this mechanism of your own, a Python function marked as a hook; can be repeated.",
)


def with_hooks(asked: dict[str, Any], named: Sequence[str]) -> dict[str, Any]:
    """Return settings with hooks read from their files; report if the interpreted engine must run them."""
    if not named:
        return asked
    from underheaven.engine.factory import not_compiled
    from underheaven.run.hooks import read_hook

    hooks = [read_hook(where) for where in named]
    sentence = not_compiled(hooks)
    if sentence and asked.get("engine", "auto") == "auto":
        print_message(sentence, to_stderr=True)
        asked = asked | {"engine": "plain"}
    return asked | {"hooks": hooks}


def run_options(command: Command) -> Command:
    """Add the options that `run` and `compare` share."""
    out = [
        out_option,
        setting_option("panel"),
        click.option(
            "--ranges/--no-ranges",
            default=True,
            show_default=True,
            help="Compute parameter ranges: how far the assumptions move each number, and which do.",
        ),
        setting_option("samples"),
    ]
    return study_options(engine_options(_add_options(reporting_options(command), out)))


def html_option(command: Command) -> Command:
    """Add the option that writes a comparison page."""
    return _add_options(
        command,
        [
            click.option(
                "--html",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="Also write two to six regimes side by side to this HTML page.",
            ),
        ],
    )


def _add_options(command: Command, options: Sequence[Callable[[Any], Any]]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def drop_unset(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that are not None."""
    return {name: value for name, value in settings.items() if value is not None}


def make_console() -> Console:
    """Return the console of standard output."""
    from underheaven.show.text.console import PipedConsole

    return PipedConsole(highlight=False)


def print_json(rows: Any, mark: str | None = None) -> None:
    """Print rows as JSON, and nothing else.

    mark: what each row says of documents that did not ship as they are; empty for nothing, None for rows of no result.
    """
    if mark is not None:
        rows = [row | {"mark": mark or None} for row in rows]
    print_json_text(json.dumps(rows, ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def print_result(result: xr.Dataset, as_json: bool) -> None:
    """Print a result as a table, or as rows."""
    from underheaven.show.text import result_table, saturated_sums
    from underheaven.show.text.result_rows import result_rows

    if as_json:
        print_json(result_rows(result))
        for sentence in saturated_sums.saturation_sentences(result):
            print_message(sentence, to_stderr=True)
    else:
        result_table.print_result(result, make_console())

"""The command that shows the trajectory of one synthetic person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.number_parsing import parse_whole_number
from underheaven.cli.options import (
    drop_unset,
    engine_option,
    make_console,
    number_option,
    print_json,
    setting_option,
    society_option,
    start_option,
    threads_option,
)
from underheaven.cli.output import print_message
from underheaven.errors import RequestError

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.run.options import EngineName
    from underheaven.run.study import Study

SELECTION_HELP = {
    "worst": "The person who lost most under the first regime.  [default]",
    "median": "The person with the median loss of those ever on a blacklist.",
    "wrongly-listed": "The person wrongly on a blacklist for the most months.",
}


def _selection_options(command: Any) -> Any:
    for rule, meaning in reversed(SELECTION_HELP.items()):
        command = click.option(f"--{rule}", rule.replace("-", "_"), is_flag=True, help=meaning)(command)
    return command


@click.command()
@click.argument("of", nargs=-1, metavar="[RESULT.nc] [PERSON]")
@click.option("--regime", metavar="NAME", help="The regime (or a study).")
@click.option("--baseline", help="The baseline regime.  [default: none]")
@_selection_options
@society_option
@setting_option("persons")
@setting_option("months")
@start_option
@setting_option("seed")
@number_option("replicate", "The replicate, from 0.  [default: 0]")
@threads_option
@engine_option
@click.option("--out", type=click.Path(path_type=Path), help="Also draw the trajectory to this .svg or .png file.")
@click.option("--quiet", is_flag=True, help="Suppress progress on standard error.")
@click.option("--json", "as_json", is_flag=True, help="Print the months as JSON rows, and nothing else.")
def life(
    of: tuple[str, ...],
    regime: str | None,
    replicate: int | None,
    threads: int | None,
    engine: EngineName,
    out: Path | None,
    quiet: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Show one synthetic person month by month in both scenarios. Nobody is real.

    PERSON is a number from 0. With RESULT.nc, the study and the person come from that result.
    """
    from underheaven.run.trajectory.simulation import simulate_trajectory
    from underheaven.show.text.progress_bar import show_progress
    from underheaven.show.text.trajectory import print_trajectories, trajectory_rows

    person, result_name = _parse_words(of)
    which = _selection(person, [rule for rule in SELECTION_HELP if options.pop(rule.replace("-", "_"))])
    if out is not None:
        from underheaven.show.report.chart_file import check_drawable

        check_drawable(out)
    study, result = _load_study(result_name, regime, drop_unset(options), quiet)
    why = _explain_rerun(which, result is not None, replicate or 0)
    if why and not quiet:
        print_message(why, to_stderr=True)
    with show_progress(quiet) as report:
        trajectories = simulate_trajectory(
            study, which, replicate=replicate or 0, engine=engine, threads=threads, progress=report, result=result
        )
    if out is not None:
        from underheaven.show.report.chart_file import draw_chart
        from underheaven.show.report.trajectory_chart import trajectory_spec

        draw_chart(trajectory_spec(trajectories), out)
    if as_json:
        print_json(trajectory_rows(trajectories), study.mark)
    else:
        print_trajectories(trajectories, make_console())


def _explain_rerun(which: int | str, of_result: bool, replicate: int) -> str:
    """Return a sentence on why more than one trajectory is simulated; empty for a person named without a result."""
    if of_result:
        return (
            f"A result holds sums of each person, not months: replicate {replicate} is simulated again with the same "
            "random draws."
        )
    if isinstance(which, int):
        return ""
    return (
        "Whom to follow is known only after a run: the first scenario is simulated once to choose the person, and "
        "every scenario again to follow that person."
    )


def _parse_words(of: tuple[str, ...]) -> tuple[int | None, str | None]:
    """Return the person and the result among the arguments of the command."""
    from underheaven.run.results import is_result

    results = [word for word in of if is_result(word)]
    persons = [parse_whole_number(word, "PERSON") for word in of if word not in results]
    for many, what in ((results, "result"), (persons, "person")):
        if len(many) > 1:
            raise RequestError(f"{len(many)} {what}s are named: one person is shown at a time. Name one.")
    return (persons[0] if persons else None), (results[0] if results else None)


def _selection(person: int | None, rules: list[str]) -> Any:
    asked = [*(f"--{rule}" for rule in rules), *([] if person is None else [f"person {person}"])]
    if len(asked) > 1:
        raise RequestError(f"{' and '.join(asked)}: one person is shown at a time. Ask for one of them.")
    return person if person is not None else (rules or ["worst"])[0]


def _load_study(
    result: str | None, regime: str | None, options: dict[str, Any], quiet: bool
) -> tuple[Study, xr.Dataset | None]:
    """Return the study to simulate, and its result, if any."""
    from underheaven.cli.society_choice import add_society
    from underheaven.run.checkpoint.restore import restore_study
    from underheaven.run.document_lookup import read_if_study
    from underheaven.run.results import is_result, open_result
    from underheaven.run.settings import DEFAULT_BASELINE
    from underheaven.run.study import plan_study

    if result is not None and regime is not None:
        raise RequestError(f"--regime {regime} is given beside {result}, which holds its own. Leave one of them out.")
    name = result or regime
    if name is None:
        raise RequestError("No regime is named. Write --regime NAME (`underheaven list`), or the name of a result.")
    if is_result(name):
        _refuse_fixed(options, name)
        dataset = open_result(name)
        return restore_study(dataset.attrs, name), dataset
    study = read_if_study(name)
    if study is not None:
        _refuse_fixed(options, f"the study {name}")
        return study, None
    options = add_society([name], options, quiet)
    return plan_study((name,), options.pop("baseline", DEFAULT_BASELINE), options.pop("society"), **options), None


def _refuse_fixed(options: dict[str, Any], source: str) -> None:
    """Raise RequestError for a setting that the study or result fixes."""
    for name, value in options.items():
        raise RequestError(f"--{name} {value} is given beside {source}, which fixes it. Leave it out.")

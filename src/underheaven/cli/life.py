"""The command that tells one synthetic life."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.options import console, given, number, print_json, society_option
from underheaven.cli.printed import say
from underheaven.errors import RequestError
from underheaven.run.numbers import whole_number

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.run.study import Study

WAYS = {
    "worst": "The person who lost most under the first regime.  [default]",
    "median": "The person with the median loss of those ever on a blacklist.",
    "wrongly-listed": "The person wrongly on a blacklist for the most months.",
}


def _ways(command: Any) -> Any:
    for way, meaning in reversed(WAYS.items()):
        command = click.option(f"--{way}", way.replace("-", "_"), is_flag=True, help=meaning)(command)
    return command


@click.command()
@click.argument("of", nargs=-1, metavar="[RESULT.nc] [PERSON]")
@click.option("--regime", metavar="NAME", help="The regime (or a study).")
@click.option("--against", help="The baseline regime.  [default: none]")
@_ways
@society_option
@number("persons", "Synthetic persons per scenario.  [default: 200,000]")
@number("months", "Months observed after the burn-in.  [default: 120]")
@click.option("--start", help="First month observed, such as 2013-10.  [default: the regime's]")
@number("seed", "Seed of all random draws; 0 is a valid seed.  [default: 1]")
@number("replicate", "The replicate, from 0.  [default: 0]")
@number("threads", "Threads of the engine.  [default: all cores]")
@click.option(
    "--engine",
    type=click.Choice(["auto", "plain", "cpu"]),
    default="auto",
    show_default=True,
    help="plain: interpreted reference, slow; cpu: compiled. The results are identical.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Also draw the trajectory to this .svg or .png file.")
@click.option("--quiet", is_flag=True, help="Suppress progress on standard error.")
@click.option("--json", "as_json", is_flag=True, help="Print the months as JSON rows, and nothing else.")
def life(
    of: tuple[str, ...], regime: str | None, replicate: int | None, threads: int | None, engine: str,
    out: Path | None, quiet: bool, as_json: bool, **options: Any,
) -> None:  # fmt: skip
    """Show one synthetic person month by month in both scenarios. Nobody is real.

    PERSON is a number from 0. With RESULT.nc, the study and the person come from that result.
    """
    from underheaven.run.life import tell
    from underheaven.show.bar import progress
    from underheaven.show.life import print_lives, rows

    person, result_name = _named(of)
    which = _which(person, [way for way in WAYS if options.pop(way.replace("-", "_"))])
    if out is not None:
        from underheaven.show.picture import check_drawable

        check_drawable(out)
    study, result = _study(result_name, regime, given(options), quiet)
    why = _why_again(which, result is not None, replicate or 0)
    if why and not quiet:
        say(why, beside=True)
    with progress(quiet) as report:
        lives = tell(
            study, which, replicate=replicate or 0, engine=engine, threads=threads, progress=report, result=result
        )
    if out is not None:
        from underheaven.show.life_chart import spec
        from underheaven.show.picture import draw

        draw(spec(lives), out)
    if as_json:
        print_json(rows(lives), study.mark)
    else:
        print_lives(lives, console())


def _why_again(which: int | str, of_result: bool, replicate: int) -> str:
    """Says why more is simulated than one life; nothing where a person of no result is named."""
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


def _named(of: tuple[str, ...]) -> tuple[int | None, str | None]:
    """Tells a person from a result among the words of the command."""
    from underheaven.run.results import is_result

    results = [word for word in of if is_result(word)]
    people = [whole_number(word, "PERSON") for word in of if word not in results]
    for many, what in ((results, "result"), (people, "person")):
        if len(many) > 1:
            raise RequestError(f"{len(many)} {what}s are named: one person is shown at a time. Name one.")
    return (people[0] if people else None), (results[0] if results else None)


def _which(person: int | None, ways: list[str]) -> Any:
    asked = [*(f"--{way}" for way in ways), *([] if person is None else [f"person {person}"])]
    if len(asked) > 1:
        raise RequestError(f"{' and '.join(asked)}: one person is shown at a time. Ask for one of them.")
    return person if person is not None else (ways or ["worst"])[0]


def _study(
    result: str | None, regime: str | None, options: dict[str, Any], quiet: bool
) -> tuple[Study, xr.Dataset | None]:
    """Returns the study to live again, and the result it is of, if any."""
    from underheaven.cli.people import over_whom
    from underheaven.run.again import study_of
    from underheaven.run.names import named_study
    from underheaven.run.public import DEFAULTS
    from underheaven.run.results import is_result, open_result
    from underheaven.run.study import plan_study

    if result is not None and regime is not None:
        raise RequestError(f"--regime {regime} is given beside {result}, which holds its own. Leave one of them out.")
    name = result or regime
    if name is None:
        raise RequestError("No regime is named. Write --regime NAME (`underheaven list`), or the name of a result.")
    if is_result(name):
        _refuse(options, name)
        dataset = open_result(name)
        return study_of(dataset.attrs, name), dataset
    study = named_study(name)
    if study is not None:
        _refuse(options, f"the study {name}")
        return study, None
    options = over_whom([name], options, quiet)
    society, against = (options.pop(key, DEFAULTS[key]) for key in ("society", "against"))
    return plan_study((name,), against, society, **options), None


def _refuse(options: dict[str, Any], beside: str) -> None:
    """Refuses a setting where something else fixes it."""
    for name, value in options.items():
        raise RequestError(f"--{name} {value} is given beside {beside}, which fixes it. Leave it out.")

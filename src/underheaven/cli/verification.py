"""The command that holds the model against closed forms."""

from __future__ import annotations

import click

from underheaven.cli.options import console, print_json


@click.command()
@click.option("--case", "cases", multiple=True, metavar="ID", help="Only this case; may stand several times.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Another value of a case's parameter.")
@click.option("--list", "only_list", is_flag=True, help="List the cases and their parameters.")
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON, and nothing else.")
def verify(cases: tuple[str, ...], settings: tuple[str, ...], only_list: bool, as_json: bool) -> None:
    """Hold the model against closed forms and published results, one line a case."""
    from underheaven.show.verdicts import case_rows, print_case, print_cases, settings_of, verdict_rows

    given = settings_of(settings, cases)
    from underheaven.verify.cli_api import list_cases, run_cases

    screen = console()
    if only_list and as_json:
        print_json(case_rows(list_cases()))
        return
    if only_list:
        print_cases(list_cases(), screen)
        return
    results = list(run_cases(list(cases), given, (lambda case: None) if as_json else lambda c: print_case(c, screen)))
    if as_json:
        print_json(verdict_rows(results))
    if any(result.verdict != "pass" for result in results):
        raise click.exceptions.Exit(1)

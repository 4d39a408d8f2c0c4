"""Options that would have no effect are refused before a command does anything, or reported.

A command line with an idle option misleads later readers. `cli.option_effects` says when an option is idle.
"""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

import click

from underheaven.cli.option_effects import ALWAYS_EFFECTIVE, OPTIONS, Invocation
from underheaven.cli.output import print_message
from underheaven.errors import RequestError


def refuse_idle_options(command: click.Command) -> click.Command:
    """Make a command refuse options without effect before it does anything, or warn about them.

    An option given twice is reported. The file name - is refused: files are not written to standard output.
    """
    work = command.callback
    if work is None:
        return command

    @wraps(work)
    def checked(*args: Any, **values: Any) -> Any:
        context = click.get_current_context()
        written = click.core.ParameterSource.COMMANDLINE
        given = frozenset(name for name in values if context.get_parameter_source(name) is written)
        _check(command, Invocation(values, given))
        return work(*args, **values)

    command.callback = checked
    _report_repeated(command)
    return command


def _report_repeated(command: click.Command) -> None:
    """Make a command report an option given twice; the last one counts, as scripts that append options expect."""
    parse = command.parse_args

    def parsed(context: click.Context, args: list[str]) -> list[str]:
        _, _, order = command.make_parser(context).parse_args(args=list(args))
        for option in dict.fromkeys(order):
            once = isinstance(option, click.Option) and not (option.multiple or option.is_eager)
            if once and order.count(option) > 1:
                written = "/".join(name for name in (*option.opts, *option.secondary_opts) if name.startswith("--"))
                print_message(f"{written} is given more than once, and the last one counts.", to_stderr=True)
        return parse(context, args)

    cast(Any, command).parse_args = parsed


def _check(command: click.Command, invocation: Invocation) -> None:
    """Raise RequestError for the first option that would have no effect."""
    cases = OPTIONS.get(str(command.name), {})
    for parameter in command.params:
        if not isinstance(parameter, click.Option) or parameter.name not in invocation.given:
            continue
        if isinstance(parameter.type, click.Path) and str(invocation.values[str(parameter.name)]) == "-":
            raise RequestError(
                f"{_name_as_written(parameter, invocation)} -: files are not written to standard output. Name a file."
            )
        for no_effect in cases.get(str(parameter.name), ALWAYS_EFFECTIVE):
            if no_effect.applies(invocation):
                message = f"{_name_as_written(parameter, invocation)} {no_effect.reason}"
                if not no_effect.is_warning:
                    raise RequestError(message)
                print_message(message, to_stderr=True)
                break


def _name_as_written(option: click.Option, invocation: Invocation) -> str:
    """Return the option as it was written."""
    off = option.secondary_opts and not invocation.values[str(option.name)]
    return (option.secondary_opts if off else option.opts)[0]

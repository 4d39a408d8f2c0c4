"""The command line: parses arguments, calls the library, prints errors as sentences. Imports late to start fast.

This module has the command group, the exit codes and the last error handler; commands are in the modules beside it.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence

import click

from underheaven import __version__
from underheaven.cli import (
    audit,
    check,
    conversion,
    documents,
    export,
    forecast,
    life,
    patterns,
    reform,
    results,
    runs,
    sensitivity,
    verification,
)
from underheaven.cli.idle_options import refuse_idle_options
from underheaven.cli.output import print_message
from underheaven.errors import RequestError, UnderheavenError

UNEXPECTED, INTERRUPTED = 70, 130
RENAMED_OPTIONS = {
    "--against": "--baseline",
    "--assumptions": "--samples",
    "--points": "--samples",
    "--trial-seconds": "--pilot-seconds",
}
"""Names of options by those they had before version 0.2.0."""
EXIT_CODES = """\b
Exit codes:
  0    done
  1    a case of `verify` failed, the counts of an audited result contradict each other,
       or an error without a code of its own
  2    the request cannot be carried out
  3    a document has faults
  4    a result is missing, damaged or unfinished
  5    an engine stopped
  70   an internal error; the message says how to report it
  130  stopped with Ctrl-C; a run with --out keeps its progress
"""


@click.group(epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="underheaven %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def app(debug: bool) -> None:
    """Simulate social credit regimes over synthetic people. Nobody in a result exists.

    Try: underheaven compare court-defaulters-2013 --baseline none
    """


for command in (
    audit.audit,
    documents.list_,
    documents.show,
    documents.new,
    documents.diff,
    check.check,
    conversion.convert,
    forecast.forecast_,
    sensitivity.sensitivity_,
    patterns.patterns_,
    runs.run_,
    runs.compare_,
    runs.resume,
    reform.reform_,
    reform.attribute_,
    life.life,
    results.digest,
    export.export_,
    export.dictionary,
    export.cite,
    verification.verify,
    documents.schema,
):
    app.add_command(refuse_idle_options(command))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; errors print a traceback only with --debug.

    Args:
        arguments: Words of the command line; those of the process if None.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in arguments  # click takes the list apart
    # The engine's threads use all cores; threads of linear algebra would compete with them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # escape characters that the terminal cannot print
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(arguments)
    except BrokenPipeError:
        # The reader closed the pipe, as in `underheaven list | head`: discard the rest of the output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, click.exceptions.Abort):
        print_message(
            "Interrupted: no half-written result is left. If the run had --out, its progress is kept and "
            "`underheaven resume` continues it.",
            to_stderr=True,
        )
        return INTERRUPTED
    except UnderheavenError as error:
        print_message(str(error), to_stderr=True)
        return error.exit_code
    except OSError as error:
        # Errors of the user's files are handled where they are opened; this one concerns standard output.
        if debug:
            traceback.print_exception(error)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print_message(
            f"The output cannot be written: {error.strerror or error}. Give it another place.", to_stderr=True
        )
        return RequestError.exit_code
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        print_message(shown.getvalue().rstrip("\n"), to_stderr=True)
        if isinstance(error, click.NoSuchOption) and error.option_name in RENAMED_OPTIONS:
            print_message(f"It is {RENAMED_OPTIONS[error.option_name]} now.", to_stderr=True)
        return RequestError.exit_code
    except Exception as error:  # last resort: the user gets a sentence and a way to report it
        return _unexpected(error, debug)


def _open_what_is_closed() -> None:
    """Discard output to a stream that the shell has closed, as in `underheaven list >&-`."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _run(arguments: list[str]) -> int:
    try:
        with app.make_context("underheaven", arguments) as context:
            app.invoke(context)
        code = 0
    except click.exceptions.Exit as end:
        code = end.exit_code
    sys.stdout.flush()
    return code


def _unexpected(error: Exception, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
    brief = (str(error).splitlines() or [""])[0][:200]
    print_message(
        f"Underheaven met an error of its own ({type(error).__name__}: {brief}). "
        "Please report it with the command you gave; the same command after `underheaven --debug` shows where.",
        to_stderr=True,
    )
    return UNEXPECTED

"""The society that a command uses if none is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from underheaven.cli.output import print_message


def add_society(regimes: Sequence[str], settings: dict[str, Any], quiet: bool) -> dict[str, Any]:
    """Return settings with a society: the named one, or the first shipped one that has what the regimes require.

    A society that was not named is reported on standard error.
    """
    from underheaven.run.study import choose_society
    from underheaven.spec.io.document_reader import read_regime

    if settings.get("society") is not None:
        return settings
    baseline = settings.get("baseline")
    found = choose_society([read_regime(name) for name in (*regimes, *([] if baseline is None else [baseline]))])
    report_society(found, quiet)
    return settings | {"society": found}


def report_society(society: str, quiet: bool) -> None:
    """Print on standard error which society was chosen, and why."""
    from underheaven.run.study import DEFAULT_SOCIETY

    if quiet:
        return
    if society == DEFAULT_SOCIETY:
        message = f"Society: {society}, the default. Name another with --society."
    else:
        message = (
            f"No society is named: {society} is the first shipped society that has what the regimes need. Name another "
            "with --society."
        )
    print_message(message, to_stderr=True)

"""Which society a command lives over where none is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from underheaven.cli.printed import say


def over_whom(regimes: Sequence[str], settings: dict[str, Any], quiet: bool) -> dict[str, Any]:
    """Gives settings with a society in them: the named one, or the first that has all that the regimes ask for.

    Says on standard error which that is.
    """
    from underheaven.run.study import first_society
    from underheaven.spec.read import read_regime

    if settings.get("society") is not None:
        return settings
    other = settings.get("against")
    found = first_society([read_regime(name) for name in (*regimes, *([] if other is None else [other]))])
    say_chosen(found, quiet)
    return settings | {"society": found}


def say_chosen(society: str, quiet: bool) -> None:
    """Says on standard error which society was chosen where none is named, and why."""
    from underheaven.run.study import USUAL_SOCIETY

    if quiet:
        return
    if society == USUAL_SOCIETY:
        said = f"Society: {society}, the default. Name another with --society."
    else:
        said = (
            f"No society is named: {society} is the first shipped society that has what the regimes need. Name another "
            "with --society."
        )
    say(said, beside=True)

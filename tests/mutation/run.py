"""Holds mutants against the verification cases, prints a table, keeps what was found and writes docs/mutations.md.

``python -m tests.mutation.run [NAME ...]``: the cases that should catch a mutant come first, then all others until
one does.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from .catalogue import Ask, Mutant, mutants, sizes
from .page import keep, row
from .trial import Outcome, held_against, reaching

Hold = Callable[[Mutant], Outcome]
"""What becomes of a mutant."""


def by_any_case(mutant: Mutant) -> Outcome:
    """Holds a mutant against the cases that should catch it, and then against every other that can."""
    first = held_against(mutant, mutant.cases)
    if first.caught_by is not None:
        return first
    then = held_against(mutant, reaching(mutant, _others(mutant)))
    return replace(then, asked=first.asked + then.asked, seconds=first.seconds + then.seconds)


def by_its_cases(mutant: Mutant) -> Outcome:
    """Holds a mutant against the cases that should catch it."""
    return held_against(mutant, mutant.cases)


def by_compiled_cases(mutant: Mutant) -> Outcome:
    """Holds a compiled mutant against every case as it is, those that should catch it first."""
    named = dict.fromkeys(ask.case for ask in (*mutant.cases, *_others(mutant)))
    return held_against(mutant, [Ask(case) for case in named], compiled=True)


def _others(mutant: Mutant) -> list[Ask]:
    named = {ask.case for ask in mutant.cases}
    return [ask for case, ask in sizes().items() if case not in named]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.run", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="mutants; all where none is named")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at a time (default: cores)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--expected", action="store_true", help="ask only the cases that should catch a mutant")
    how.add_argument("--compiled", action="store_true", help="compile each mutant and run the cases as they are")
    asked = parser.parse_args()
    every = mutants()
    unknown = set(asked.names) - {m.name for m in every}
    if unknown:
        parser.error(f"there is no mutant {', '.join(sorted(unknown))}")
    chosen = [m for m in every if not asked.names or m.name in asked.names]
    hold: Hold = by_compiled_cases if asked.compiled else by_its_cases if asked.expected else by_any_case
    print(row("mutant", "what is broken", "case", "verdict", "seconds"))
    found = []
    for outcome in ThreadPoolExecutor(asked.jobs).map(hold, chosen):
        m, by = outcome.mutant, outcome.caught_by
        case, verdict = (by.case, "caught") if by else (f"{outcome.asked} cases", "slipped")
        print(row(m.name, m.broken, case, verdict, f"{outcome.seconds:.1f}"), flush=True)
        found.append(outcome)
    caught = sum(outcome.caught_by is not None for outcome in found)
    print(f"\n{caught} of {len(found)} mutants caught ({caught / len(found):.0%}).")
    if hold is by_any_case:
        keep(found)
        print("Written: docs/mutations.md")


if __name__ == "__main__":
    main()

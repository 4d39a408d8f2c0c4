"""Holds mutants against the verification cases, prints a table, and writes docs/mutations.md.

``python -m tests.mutation.run [NAME ...]``: the cases that should catch a mutant come first, then all others until
one does. With names, only these, and nothing is written.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from .catalogue import Ask, Mutant, mutants, sizes
from .page import PAGE, page, row
from .trial import Outcome, held_against

Asks = Callable[[Mutant], list[Ask]]
"""Which cases a mutant is held against."""


def every_case(mutant: Mutant) -> list[Ask]:
    """Gives the cases of a mutant and then every other, at their small sizes."""
    named = {ask.case for ask in mutant.cases}
    return [*mutant.cases, *(ask for case, ask in sizes().items() if case not in named)]


def full_cases(mutant: Mutant) -> list[Ask]:
    """Gives every case as it is, those of the mutant first."""
    return [Ask(ask.case) for ask in every_case(mutant)]


def expected_cases(mutant: Mutant) -> list[Ask]:
    """Gives the cases that should catch a mutant."""
    return list(mutant.cases)


def outcomes(chosen: Sequence[Mutant], asks: Asks, jobs: int, compiled: bool) -> Iterator[Outcome]:
    """Gives what becomes of mutants, in their order; several are held at a time."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda m: held_against(m, asks(m), compiled), chosen)


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
    asks = full_cases if asked.compiled else expected_cases if asked.expected else every_case
    print(row("mutant", "what is broken", "case", "verdict", "seconds"))
    found = []
    for outcome in outcomes(chosen, asks, asked.jobs, asked.compiled):
        m, by = outcome.mutant, outcome.caught_by
        case, verdict = (by.case, "caught") if by else (f"{outcome.asked} cases", "slipped")
        print(row(m.name, m.broken, case, verdict, f"{outcome.seconds:.1f}"), flush=True)
        found.append(outcome)
    caught = sum(outcome.caught_by is not None for outcome in found)
    print(f"\n{caught} of {len(found)} mutants caught ({caught / len(found):.0%}).")
    if not asked.names and asks is every_case:
        PAGE.write_text(page(found), encoding="utf-8")
        print(f"Written: {PAGE.relative_to(PAGE.parents[1])}")


if __name__ == "__main__":
    main()

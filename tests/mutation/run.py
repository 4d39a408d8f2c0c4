"""Holds mutants against the verification cases, prints a table, keeps what was found and writes docs/mutations.md.

``python -m tests.mutation.run [NAME ...]``: the cases that should catch a mutant come first, then all others until
one does. Without a name it begins anew, and with ``--waiting`` it goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain

from .apply import function_of
from .catalogue import Ask, Mutant, mutants, sizes
from .page import forget, keep, row
from .page import found as known
from .trial import PASS, Outcome, held, held_against, is_quick, reaching

MOST = 6
"""How many mutants are held together."""

Hold = Callable[[Sequence[Mutant]], list[Outcome]]
"""What becomes of mutants that are held together."""


def by_any_case(together: Sequence[Mutant]) -> list[Outcome]:
    """Holds mutants against the cases that should catch them, and then against every other that can.

    Several are held in one copy. Where a case passes, it sees none of them; one that fails is asked of each alone, and
    those that it does not see are held on.
    """
    if len(together) == 1:
        return [_alone(together[0])]
    others = list(sizes().values())
    asks = [ask for ask in others if any(ask in reaching(mutant, others) for mutant in together)]
    left, found, spent = list(together), {m.name: Outcome(m, None, 0, 0.0) for m in together}, 0.0
    while left and asks:
        said = held(left, asks)
        passed = [s for s in said if s.verdict == PASS]
        spent += sum(s.seconds for s in said)
        asks = asks[len(passed) :]
        for m in left:
            found[m.name] = replace(found[m.name], asked=found[m.name].asked + len(passed))
        if asks:
            caught = [o for o in (held_against(m, asks[:1]) for m in left) if o.caught_by is not None]
            found |= {o.mutant.name: replace(o, asked=found[o.mutant.name].asked + 1) for o in caught}
            if not caught:  # only together are they seen
                return [found[m.name] if m not in left else _alone(m) for m in together]
            left = [m for m in left if found[m.name].caught_by is None]
    return [replace(o, seconds=spent / len(together)) for o in found.values()]


def _alone(mutant: Mutant) -> Outcome:
    first = held_against(mutant, mutant.cases)
    if first.caught_by is not None:
        return first
    then = held_against(mutant, reaching(mutant, _others(mutant)))
    return replace(then, asked=first.asked + then.asked, seconds=first.seconds + then.seconds)


def by_its_cases(together: Sequence[Mutant]) -> list[Outcome]:
    """Holds mutants against the cases that should catch them, each alone."""
    return [held_against(mutant, mutant.cases) for mutant in together]


def by_compiled_cases(together: Sequence[Mutant]) -> list[Outcome]:
    """Holds compiled mutants against every case as it is, each alone."""
    asks = [dict.fromkeys(ask.case for ask in (*mutant.cases, *_others(mutant))) for mutant in together]
    return [
        held_against(mutant, [Ask(case) for case in named], compiled=True)
        for mutant, named in zip(together, asks, strict=True)
    ]


def _others(mutant: Mutant) -> list[Ask]:
    named = {ask.case for ask in mutant.cases}
    return [ask for case, ask in sizes().items() if case not in named]


def groups(chosen: Sequence[Mutant]) -> list[list[Mutant]]:
    """Gives mutants as they are held: one that a case should catch alone, others together, no two in one function."""
    alone = [[mutant] for mutant in chosen if mutant.cases]
    together: list[list[Mutant]] = []
    for mutant in (m for m in chosen if not m.cases):
        for group in together:
            alike = (group[0].engine, is_quick(group[0])) == (mutant.engine, is_quick(mutant))
            if alike and len(group) < MOST and function_of(mutant) not in {function_of(m) for m in group}:
                group.append(mutant)
                break
        else:
            together.append([mutant])
    return alone + together


def _asked(words: Sequence[str] | None) -> tuple[list[Mutant], Hold, int]:
    """Gives the mutants that the command line asks for, how they are held, and how many at a time."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.run", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="mutants; all where none is named")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at a time (default: cores)")
    parser.add_argument("--waiting", action="store_true", help="only those of which nothing is found yet")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--expected", action="store_true", help="ask only the cases that should catch a mutant")
    how.add_argument("--compiled", action="store_true", help="compile each mutant and run the cases as they are")
    asked = parser.parse_args(words)
    every = mutants()
    unknown = set(asked.names) - {m.name for m in every}
    if unknown:
        parser.error(f"there is no mutant {', '.join(sorted(unknown))}")
    hold: Hold = by_compiled_cases if asked.compiled else by_its_cases if asked.expected else by_any_case
    if hold is by_any_case and not (asked.names or asked.waiting):
        forget()
    passed_over = known() if asked.waiting else {}
    chosen = [m for m in every if (not asked.names or m.name in asked.names) and m.name not in passed_over]
    return chosen, hold, asked.jobs


def main(words: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    chosen, hold, jobs = _asked(words)
    print(row("mutant", "what is broken", "case", "verdict", "seconds"))
    found = []
    for outcome in chain.from_iterable(ThreadPoolExecutor(jobs).map(hold, groups(chosen))):
        m, by = outcome.mutant, outcome.caught_by
        case, verdict = (by.case, "caught") if by else (f"{outcome.asked} cases", "slipped")
        print(row(m.name, m.broken, case, verdict, f"{outcome.seconds:.1f}"), flush=True)
        found.append(outcome)
        if hold is by_any_case:
            keep(outcome)
    caught = sum(outcome.caught_by is not None for outcome in found)
    print(f"\n{caught} of {len(found)} mutants caught.")
    print("Written: docs/mutations.md" if hold is by_any_case else "Nothing is kept.")


if __name__ == "__main__":
    main()

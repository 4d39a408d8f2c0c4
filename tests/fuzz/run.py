"""``make fuzz``: many changed documents through ``check``, and some of the sound ones on both engines.

Prints how many of each outcome, and leaves every mutant that is a finding in a folder. Exits with 1 where there is one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from .checked import check, lived
from .mutants import mutant

FINE = ("sound", "refused", "alike", "nowhere")
TOLD = 20.0
"""Seconds between two lines of progress."""


def checked(seed: int) -> tuple[int, str, str, str]:
    """Return seed, kind, outcome and what is wrong of one mutant."""
    one = mutant(seed)
    with tempfile.TemporaryDirectory() as folder:
        return seed, one.kind, *check(one, Path(folder))


def through_months(seed: int) -> tuple[int, str, str, str]:
    """Return the same of a sound mutant that is lived."""
    one = mutant(seed)
    try:
        return seed, one.kind, *lived(one)
    except Exception:  # whatever leaves it is the finding
        return seed, one.kind, "crashed", traceback.format_exc()


def main() -> int:
    """Run the fuzzer; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=20_000)
    parser.add_argument("--lived", type=int, default=500, help="most sound regimes and societies to live")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    asked = parser.parse_args()
    counts, found = Counter[str](), list[tuple[int, str, str, str]]()
    sound: list[int] = []
    with ProcessPoolExecutor(asked.jobs, mp_context=get_context("spawn")) as pool:
        for what, work, seeds in (
            ("checked", checked, range(asked.first, asked.first + asked.mutants)),
            ("lived", through_months, sound),
        ):
            if what == "lived":
                del sound[asked.lived :]
            began = told = time.monotonic()
            for done, row in enumerate(pool.map(work, seeds, chunksize=8), 1):
                seed, kind, outcome, _ = row
                counts[f"{what}, {kind}: {outcome}"] += 1
                if outcome not in FINE:
                    found.append(row)
                if outcome == "sound" and kind in ("regime", "society"):
                    sound.append(seed)
                if time.monotonic() - told > TOLD:
                    told = time.monotonic()
                    left = (told - began) / done * (len(seeds) - done)
                    print(f"{what} {done:,} of {len(seeds):,}, {len(found)} found, about {left:.0f} s left", flush=True)
    for name, count in sorted(counts.items()):
        print(f"{count:>7,}  {name}")
    for seed, kind, outcome, wrong in found:
        asked.findings.mkdir(exist_ok=True)
        (asked.findings / f"{seed}-{outcome.replace(' ', '-')}.toml").write_bytes(mutant(seed).text)
        print(f"\nseed {seed}, {kind}, {outcome}: {wrong}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

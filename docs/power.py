"""Plant faults in the verification cases and count which are caught; write the counts into the package.

``python docs/power.py [CASE ...]``: of the cases named, or of all; ``--thorough``: at that effort.
A case takes some twenty times as long as `underheaven verify` takes for it. Its counts are kept at once.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from underheaven.verify import power
from underheaven.verify.case import Law
from underheaven.verify.effort import making
from underheaven.verify.registry import CASES

COUNTS = Path(power.__file__).with_name(power.COUNTS)


def main() -> None:
    """Count what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="*")
    parser.add_argument("--thorough", action="store_true")
    asked = parser.parse_args()
    effort = "thorough" if asked.thorough else "usual"
    for case in CASES:
        if isinstance(case.check, Law) and case.plants and (not asked.case or case.name in asked.case):
            with making(power.EFFORTS[effort]):
                keep(case.name, effort, power.count(case, lambda said: print(said, flush=True)))


def keep(case: str, effort: str, row: dict[str, object] | None) -> None:
    """Write what was counted of a case into the file."""
    counts = json.loads(COUNTS.read_text(encoding="utf-8"))
    rows = {name: found for name, found in counts.get(case, {}).items() if name != effort}
    counts[case] = rows | ({} if row is None else {effort: row})
    COUNTS.write_text(json.dumps(dict(sorted(counts.items())), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

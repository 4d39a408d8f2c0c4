"""Plant faults in the verification cases, count which are caught, and write the counts into the package.

``python docs/count_power.py [CASE ...]`` counts for the cases named, or for all; ``--thorough``: at that effort.
A case takes some twenty times as long as with `underheaven verify`. Its counts are written as soon as they are known.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from underheaven.verify import counted_faults, power
from underheaven.verify.case_types import ClosedForm
from underheaven.verify.effort import using_effort
from underheaven.verify.registry import CASES

COUNTS_PATH = Path(counted_faults.__file__).with_name(counted_faults.COUNTS_FILE)


def main() -> None:
    """Count for the cases named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="*")
    parser.add_argument("--thorough", action="store_true")
    arguments = parser.parse_args()
    effort = "thorough" if arguments.thorough else "usual"
    for case in CASES:
        if (
            isinstance(case.check, ClosedForm)
            and case.fault_parameter
            and (not arguments.case or case.name in arguments.case)
        ):
            with using_effort(counted_faults.EFFORTS[effort]):
                store_counts(
                    case.name, effort, power.count_caught_faults(case, lambda message: print(message, flush=True))
                )


def store_counts(case: str, effort: str, row: dict[str, object] | None) -> None:
    """Write the counts of a case into the file."""
    counts = json.loads(COUNTS_PATH.read_text(encoding="utf-8"))
    rows = {name: found for name, found in counts.get(case, {}).items() if name != effort}
    counts[case] = rows | ({} if row is None else {effort: row})
    COUNTS_PATH.write_text(json.dumps(dict(sorted(counts.items())), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

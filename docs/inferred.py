"""Rows of the page on verification about the inference, from the figures that stand beside this file.

``python docs/inferred.py`` writes those figures anew to its output, which takes a quarter of an hour.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from underheaven.show.page.verdicts import figure
from underheaven.show.verdicts import parameters_of
from underheaven.verify.inference.figures import figures

FIGURES = Path(__file__).parent / "inference.json"
HEADS = ("case", "claim", "parameters", "nominal", "found", "tolerance", "studies", "verdict", "faults that it finds")
WORDS = {"pass": "within tolerance", "fail": "**outside tolerance**"}
SIDES = {"exactly": "", "at least": "at least ", "at most": "at most "}


def rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for every claim."""
    for row in json.loads(FIGURES.read_text()):
        yield (
            f"`{row['case']}`",
            row["claim"],
            parameters_of(row["values"]),
            f"{SIDES[row['side']]}{figure(row['nominal'], 4)}",
            figure(row["found"], 4),
            figure(row["tolerance"], 2),
            "-" if row["studies"] is None else f"{row['studies']:,}",
            WORDS[row["verdict"]],
            row["faults"],
        )


if __name__ == "__main__":
    json.dump(figures(), sys.stdout, indent=1)
    sys.stdout.write("\n")

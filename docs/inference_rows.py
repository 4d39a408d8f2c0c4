"""Rows of the page on verification about the inference, from the figures in the file beside this one.

``python docs/inference_rows.py`` computes those figures again and prints them, which takes a quarter of an hour.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from underheaven.show.report.verification_page import format_figure
from underheaven.show.text.verification import format_parameters
from underheaven.verify.inference.claims_table import build_rows

FIGURES_FILE = Path(__file__).parent / "inference.json"
HEADS = ("case", "claim", "parameters", "nominal", "found", "tolerance", "studies", "verdict", "faults that it finds")
VERDICT_WORDS = {"pass": "within tolerance", "fail": "**outside tolerance**"}
SIDE_PREFIXES = {"exactly": "", "at least": "at least ", "at most": "at most "}


def inference_rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for every claim."""
    for row in json.loads(FIGURES_FILE.read_text()):
        yield (
            f"`{row['case']}`",
            row["claim"],
            format_parameters(row["values"]),
            f"{SIDE_PREFIXES[row['side']]}{format_figure(row['nominal'], 4)}",
            format_figure(row["found"], 4),
            format_figure(row["tolerance"], 2),
            "-" if row["studies"] is None else f"{row['studies']:,}",
            VERDICT_WORDS[row["verdict"]],
            row["faults"],
        )


if __name__ == "__main__":
    json.dump(build_rows(), sys.stdout, indent=1)
    sys.stdout.write("\n")

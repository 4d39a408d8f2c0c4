"""How to reproduce a result to the digest, and how to cite it."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import Any

from underheaven.record.provenance import PROVENANCE_PREFIX, read_documents
from underheaven.show.export.bibtex import escape_latex
from underheaven.show.report.report_context import ReportContext

SOFTWARE_TITLE = "Underheaven: synthetic lives with and without a social credit regime"
AUTHORS = "The Underheaven developers"
LICENCE = "Apache-2.0"
"""As in CITATION.cff, which is not part of an installed package; a test compares them."""


@dataclass(frozen=True)
class RunRecord:
    """How a result was made; documents: file and SHA-256 of each; facts: further name and value pairs."""

    command: str
    digest: str
    version: str
    documents: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]


DEFAULT_SAMPLES = 128
"""Number of parameter samples by default."""
AUDIT_COMMAND, COMPARE_COMMAND = (("audit",), ()), (("compare",), ("--html", "comparison.html"))
"""Words of the commands that make a page: before the regimes, and after the options."""


def run_record(context: ReportContext, page: tuple[tuple[str, ...], tuple[str, ...]] = AUDIT_COMMAND) -> RunRecord:
    """Return how a result was made, from its metadata; page: words of the command that makes the page."""
    attrs = context.dataset.attrs
    version = str(attrs.get(PROVENANCE_PREFIX + "underheaven", "unknown"))
    facts = (
        ("Underheaven", version),
        ("Persons per scenario", f"{context.dataset.sizes['person']:,}"),
        ("Months", f"{len(context.months)}, the first under the rules of {context.months[0]}"),
        ("Months of burn-in", str(attrs.get("burn_in_months", "unknown"))),
        ("Replicates", str(context.dataset.sizes["replicate"])),
        ("Seed", str(attrs.get("seed", "unknown"))),
        *(
            (name, str(attrs[PROVENANCE_PREFIX + key]))
            for name, key in _ENVIRONMENT_FACTS
            if PROVENANCE_PREFIX + key in attrs
        ),
    )
    files = tuple((text.where, text.digest) for text in read_documents(attrs))
    return RunRecord(command_line(context, page), context.digest, version, files, facts)


_ENVIRONMENT_FACTS = (
    ("Digest of the kernels", "kernel_digest"),
    ("Python", "python"),
    ("NumPy", "numpy"),
    ("Numba", "numba"),
    ("Machine", "machine"),
    ("Made on", "date"),
)


def command_line(context: ReportContext, page: tuple[tuple[str, ...], tuple[str, ...]] = AUDIT_COMMAND) -> str:
    """Return the command line that reproduces the result and a page."""
    plan, (before, after) = _study_plan(context), page
    words = ["underheaven", *before, *map(str, plan["regimes"])]
    if plan["baseline"] is not None:
        words += ["--baseline", str(plan["baseline"])]
    words += ["--society", str(plan["society"])]
    for name in ("persons", "months", "replicates", "seed"):
        words += [f"--{name}", str(plan[name])]
    if plan.get("align"):
        words += ["--align", str(plan["align"])]
    if plan.get("start"):
        words += ["--start", str(plan["start"])]
    samples = context.dataset.attrs.get("samples_asked")
    if samples is not None and int(samples) != DEFAULT_SAMPLES:
        words += ["--samples", str(int(samples))] if int(samples) else ["--no-ranges"]
    if page == AUDIT_COMMAND and not context.reforms:
        words += ["--no-reforms"]
    return shlex.join([*words, *after])


def _study_plan(context: ReportContext) -> dict[str, Any]:
    """Return the study of a result; for an earlier version it is reconstructed from the sizes."""
    attrs, sizes = context.dataset.attrs, context.dataset.sizes
    if "plan" in attrs:
        return dict(json.loads(str(attrs["plan"])))
    return {
        "regimes": [w for w in context.scenarios if w != context.baseline],
        "baseline": context.baseline,
        "society": attrs.get("society", "unknown"),
        "persons": sizes["person"],
        "months": sizes["month"],
        "replicates": sizes["replicate"],
        "seed": attrs.get("seed", 1),
    }


def software_citation(version: str) -> str:
    """Return the BibTeX entry of the software."""
    return "\n".join(
        (
            "@software{underheaven,",
            f"  author  = {{{{{AUTHORS}}}}},",
            f"  title   = {{{SOFTWARE_TITLE}}},",
            f"  version = {{{escape_latex(version)}}},",
            f"  license = {{{LICENCE}}},",
            "}",
        )
    )

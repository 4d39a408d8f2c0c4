"""How to make the same result again, to the digest, and how to cite it."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import Any

from underheaven.record.provenance import PREFIX, documents_of
from underheaven.show.bibtex import escaped
from underheaven.show.page.scene import Scene

TITLE = "Underheaven: synthetic lives with and without a social credit regime"
AUTHORS = "The Underheaven developers"
LICENCE = "Apache-2.0"
"""As in CITATION.cff, which is not part of an installed package; a test compares."""


@dataclass(frozen=True)
class Made:
    """How a result came to be; documents: file and SHA-256 of each. rows: further facts, name and value."""

    command: str
    digest: str
    version: str
    documents: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]


POINTS = 128
"""Parameter samples where nothing else is asked for."""
AUDIT, SIDE_BY_SIDE = (("audit",), ()), (("compare",), ("--html", "sides.html"))
"""Words of the commands that make a page: what stands before the regimes, and after the options."""


def made(scene: Scene, page: tuple[tuple[str, ...], tuple[str, ...]] = AUDIT) -> Made:
    """Reads from a result what makes it again; page: the words of the command that makes the page."""
    attrs = scene.dataset.attrs
    version = str(attrs.get(PREFIX + "underheaven", "unknown"))
    facts = (
        ("Underheaven", version),
        ("Persons in a world", f"{scene.dataset.sizes['person']:,}"),
        ("Months", f"{len(scene.months)}, the first under the rules of {scene.months[0]}"),
        ("Months of burn-in", str(attrs.get("burn_in_months", "unknown"))),
        ("Replicates", str(scene.dataset.sizes["replicate"])),
        ("Seed", str(attrs.get("seed", "unknown"))),
        *((name, str(attrs[PREFIX + key])) for name, key in _MACHINE if PREFIX + key in attrs),
    )
    files = tuple((text.where, text.digest) for text in documents_of(attrs))
    return Made(command(scene, page), scene.digest, version, files, facts)


_MACHINE = (
    ("Digest of the kernels", "kernel_digest"), ("Python", "python"), ("NumPy", "numpy"), ("Numba", "numba"),
    ("Machine", "machine"), ("Made on", "date"),
)  # fmt: skip


def command(scene: Scene, page: tuple[tuple[str, ...], tuple[str, ...]] = AUDIT) -> str:
    """Gives the command line that makes the result and a page again."""
    plan, (before, after) = _plan(scene), page
    words = ["underheaven", *before, *map(str, plan["regimes"])]
    if plan["against"] is not None:
        words += ["--against", str(plan["against"])]
    words += ["--society", str(plan["society"])]
    for name in ("persons", "months", "replicates", "seed"):
        words += [f"--{name}", str(plan[name])]
    if plan.get("align"):
        words += ["--align", str(plan["align"])]
    if plan.get("start"):
        words += ["--start", str(plan["start"])]
    asked = scene.dataset.attrs.get("assumptions_asked")
    if asked is not None and int(asked) != POINTS:
        words += ["--assumptions", str(int(asked))] if int(asked) else ["--no-ranges"]
    if page == AUDIT and not scene.reforms:
        words += ["--no-reforms"]
    return shlex.join([*words, *after])


def _plan(scene: Scene) -> dict[str, Any]:
    """The study of a result; one of an earlier version is put together from its sizes."""
    attrs, sizes = scene.dataset.attrs, scene.dataset.sizes
    if "plan" in attrs:
        return dict(json.loads(str(attrs["plan"])))
    return {
        "regimes": [w for w in scene.worlds if w != scene.against], "against": scene.against,
        "society": attrs.get("society", "unknown"), "persons": sizes["person"], "months": sizes["month"],
        "replicates": sizes["replicate"], "seed": attrs.get("seed", 1),
    }  # fmt: skip


def citation(version: str) -> str:
    """Gives the BibTeX entry of the software."""
    return "\n".join((
        "@software{underheaven,",
        f"  author  = {{{{{AUTHORS}}}}},",
        f"  title   = {{{TITLE}}},",
        f"  version = {{{escaped(version)}}},",
        f"  license = {{{LICENCE}}},",
        "}",
    ))  # fmt: skip

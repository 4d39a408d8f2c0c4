"""What verification covers, what it does not, and with which effort and sources a verdict was reached."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

from underheaven.verify.effort import PLAIN, Effort

NOT_VERIFIED = (
    "Any real population. The shipped societies and regimes are not formally calibrated: most of their numbers are "
    "assumed, livelihood in `china-2020` was set by hand to the order of magnitude of published counts, and a right "
    "engine with wrong numbers gives wrong results.",
    "Which way conduct, trust, credit and speech move under a real regime. The cases say that the rules of the model "
    "are carried out as written, and not that people follow such rules.",
    "The stages together. A case switches most of them off; beside the identities, no closed form stands for a shipped "
    "regime over a shipped society.",
    "Debts and courts: how loans fail over the years, what lenders remember of one, and how judgments are entered, "
    "performed and set aside is tested for consistency and held against no theory or published figure. A market for "
    "loans is held against a formula for one round of requests.",
    "Ties and households: imitation among ties, scores of ties over more than a month, experience and guilt within a "
    "household, and mistaken identity within a town are tested for consistency alone.",
    "Rewards, redlists, grades by points, denials of tickets, early removal, renewal of persons, amendments, "
    "bad news kept back, records bought off or staged, and regimes that not everybody knows of: tested for consistency "
    "alone.",
    "Businesses, which are not in the model.",
    "What is beyond the tolerance of a row: a fault that moves a figure by less goes unseen.",
)
"""What nobody may take the verdicts for."""

SOURCES = (".py", ".toml", ".json", ".j2", ".css")


def sources_digest() -> str:
    """Gives the SHA-256, in hex, of every source file of the package by name and content."""
    total = hashlib.sha256()
    for name, file in sorted(_under(files("underheaven"), "")):
        total.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def effort_facts(effort: Effort) -> tuple[tuple[str, str], ...]:
    """Gives how the figures were reached, by name and value."""
    return (
        ("Engine", effort.engine),
        ("First seed", str(effort.seed)),
        ("Seeds of a simulated figure", str(effort.replicates)),
        ("Person-months of a simulated figure", f"about {effort.replicates * effort.person_months:,}"),
    )


def effort_sentence(effort: Effort) -> str:
    """Says with what effort figures were reached."""
    said = (
        f"Engine {effort.engine}, {effort.replicates} seeds, about {effort.replicates * effort.person_months:,} "
        "person-months for a simulated figure"
    )
    wider = ": the reference engine is interpreted, so it lives less and its tolerances are wider"
    return f"{said}{wider if effort.engine == PLAIN else ''}."


def _under(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _under(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(SOURCES):
            found.append((f"{path}{entry.name}", entry))
    return found

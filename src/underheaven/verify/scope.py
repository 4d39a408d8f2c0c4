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
    "regime over a shipped society. Of what those do together, only the court list, with its courts and "
    "credit, is held against a second implementation.",
    "Points that a regime fits to its own records (`[score_fitting]`): tested for consistency, and against no theory.",
    "Ties: that standing passes along single ties, where contagion is held in a crowd alone, that people do as those "
    "whom they know, and scores of ties over more than a month are tested for consistency alone.",
    "What lenders remember over the years. A market for loans is held against a formula after four rounds of requests, "
    "in which lenders learn of a list; what they forget, and how they lend as a list grows, is not.",
    "Businesses, which are not in the model.",
    "What lies within the tolerance of a row: a fault smaller than the one that it says it catches may go unseen, and "
    "so may one in a parameter that no case has.",
)
"""What the verdicts do not establish."""

SOURCE_SUFFIXES = (".py", ".toml", ".json", ".j2", ".css")


def digest_sources() -> str:
    """Return the SHA-256, in hex, over the name and content of every source file of the package."""
    total = hashlib.sha256()
    for name, file in sorted(_source_files_under(files("underheaven"), "")):
        total.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def list_effort_facts(effort: Effort) -> tuple[tuple[str, str], ...]:
    """Return how the figures were reached, as pairs of name and value."""
    return (
        ("Engine", effort.engine),
        ("First seed", str(effort.seed)),
        ("Seeds of a simulated figure", _describe_seeds(effort)),
        ("Person-months of a simulated figure", _describe_size(effort)),
    )


def describe_effort(effort: Effort) -> str:
    """Return with what effort the figures were reached, as a sentence."""
    text = f"Engine {effort.engine}, {_describe_seeds(effort)} seeds"
    if effort.target_fault is not None:
        return f"{text}, {_describe_size(effort)}; a line that catches only a larger error says so."
    note = ": the reference engine is interpreted, so it simulates less and its tolerances are wider"
    size = f"{_describe_size(effort)} person-months for a simulated figure"
    return f"{text}, {size}{note if effort.engine == PLAIN else ''}."


def _describe_seeds(effort: Effort) -> str:
    """Return how many seeds a figure has; where a case sets its own size, some have fewer and some more."""
    if effort.has_requested_replicates:
        return str(effort.replicates)
    return f"usually {effort.min_replicates} to {effort.replicates}"


def _describe_size(effort: Effort) -> str:
    """Return how many person-months a figure simulates: a number, or what decides it."""
    if effort.target_fault is not None:
        return f"sized to catch an error of {100 * effort.target_fault:g} %"
    return f"about {effort.replicates * effort.person_months:,}"


def _source_files_under(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _source_files_under(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(SOURCE_SUFFIXES):
            found.append((f"{path}{entry.name}", entry))
    return found

"""Sentences before an audit: the size of each part, the reason for it, and the expected time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from underheaven.measure.inference.sample_size import TARGET_EVENTS
from underheaven.show.formatting import format_count, format_number
from underheaven.show.text.forecast import format_duration, load_phrase

SIZES_NOTE = "No time limit sets a size. Sizes follow from the request and from the events that a finding needs."


def audit_workload_lines(row: Mapping[str, Any]) -> list[str]:
    """Return the lines on the size of each part of an audit.

    Args:
        row: The extent of the audit as plain values.
    """
    parts = [row["base"], *([row["samples"]] if row["samples"] else []), *row["reforms"]]
    upto = "up to " if row["reforms"] else ""
    whole = sum(part["person_months"] for part in parts)
    head = f"This audit runs {upto}{_person_months_phrase(whole)}"
    if row["trial_seconds"] is not None:
        seconds = sum(part["seconds"] for part in parts)
        head += (
            f", which takes {upto}{format_duration(seconds)} according to a pilot run of "
            f"{format_duration(row['trial_seconds'])}{load_phrase(seconds, row['held_up'])}"
        )
    found = [f"{head}:", f"- {_base_case_line(row)}"]
    if row["samples"]:
        found.append(f"- {_samples_line(row)}")
    found += [f"- {_reforms_line(part)}" for part in row["reforms"]]
    return [*found, SIZES_NOTE]


def _base_case_line(row: Mapping[str, Any]) -> str:
    part = row["base"]
    text = (
        f"Base case: {_size_phrase(part)} x {format_count(part['runs'], 'replicate')}, after {row['burn_in']} months "
        "of burn-in"
    )
    why = "; replicates give the Monte Carlo intervals" if part["runs"] > 1 else ""
    return f"{text}: {_cost_phrase(part)}{why}."


def _samples_line(row: Mapping[str, Any]) -> str:
    part = row["samples"]
    text = (
        f"Parameters: {format_count(row['parameter_samples'], 'parameter sample')}, {row['seeds']} seeds of the base "
        f"case and at most {row['ends']} ends of ranges one at a time, each of {_size_phrase(part)} after the burn-in: "
        f"{_cost_phrase(part)}; these give the parameter ranges and the most influential parameters"
    )
    if row["facts"]:
        text += ". Samples that contradict facts of the society are replaced, which takes longer"
    return f"{text}."


def _reforms_line(part: Mapping[str, Any]) -> str:
    return (
        f"Reforms of {part['of']}: at most {_size_phrase(part)} x {format_count(part['runs'], 'replicate')}: "
        f"{_cost_phrase(part)}; the number of persons is chosen to give {TARGET_EVENTS} events of each measure that a "
        "reform asks about, at the rate found in the base case."
    )


def _size_phrase(part: Mapping[str, Any]) -> str:
    return (
        f"{part['persons']:,} persons x {format_count(part['months'], 'month')} x "
        f"{format_count(part['scenarios'], 'scenario')}"
    )


def _cost_phrase(part: Mapping[str, Any]) -> str:
    return _person_months_phrase(part["person_months"]) + (
        "" if part["seconds"] is None else f", {format_duration(part['seconds'])}"
    )


def _person_months_phrase(person_months: int) -> str:
    """Write person-months, as millions where there are many."""
    if person_months < 10_000_000:
        return f"{person_months:,} person-months"
    return f"{format_number(person_months / 1e6)} million person-months"

"""What is said before an audit: how much is run in each part, why, and about how long it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from underheaven.measure.events import WANTED
from underheaven.show.forecast import duration, load
from underheaven.show.words import counted, say

SIZES = "No time limit sets a size. Sizes follow from the request and from the events that a finding needs."


def lines(row: Mapping[str, Any]) -> list[str]:
    """Give the lines that say what an audit runs; row: ``run.extent.Extent`` as plain values."""
    parts = [row["base"], *([row["samples"]] if row["samples"] else []), *row["reforms"]]
    upto = "up to " if row["reforms"] else ""
    whole = sum(part["person_months"] for part in parts)
    head = f"This audit runs {upto}{_many(whole)}"
    if row["trial_seconds"] is not None:
        seconds = sum(part["seconds"] for part in parts)
        head += (
            f", which takes {upto}{duration(seconds)} according to a trial of {duration(row['trial_seconds'])}"
            f"{load(seconds, row['held_up'])}"
        )
    found = [f"{head}:", f"- {_base(row)}"]
    if row["samples"]:
        found.append(f"- {_samples(row)}")
    found += [f"- {_reforms(part)}" for part in row["reforms"]]
    return [*found, SIZES]


def _base(row: Mapping[str, Any]) -> str:
    part = row["base"]
    text = f"Base case: {_size(part)} x {counted(part['runs'], 'replicate')}, after {row['burn_in']} months of burn-in"
    why = "; replicates give the Monte Carlo intervals" if part["runs"] > 1 else ""
    return f"{text}: {_cost(part)}{why}."


def _samples(row: Mapping[str, Any]) -> str:
    part = row["samples"]
    text = (
        f"Parameters: {counted(row['parameter_samples'], 'parameter sample')}, {row['seeds']} seeds of the base case "
        f"and at most {row['ends']} ends of ranges one at a time, each of {_size(part)} after the burn-in: "
        f"{_cost(part)}; these give the parameter ranges and the most influential parameters"
    )
    if row["facts"]:
        text += ". Samples that contradict facts of the society are replaced, which takes longer"
    return f"{text}."


def _reforms(part: Mapping[str, Any]) -> str:
    return (
        f"Reforms of {part['of']}: at most {_size(part)} x {counted(part['runs'], 'replicate')}: {_cost(part)}; the "
        f"number of persons is chosen to give {WANTED} events of each measure that a reform asks about, at the rate "
        "found in the base case."
    )


def _size(part: Mapping[str, Any]) -> str:
    return f"{part['persons']:,} persons x {counted(part['months'], 'month')} x {counted(part['worlds'], 'scenario')}"


def _cost(part: Mapping[str, Any]) -> str:
    return _many(part["person_months"]) + ("" if part["seconds"] is None else f", {duration(part['seconds'])}")


def _many(person_months: int) -> str:
    """Write person-months, as millions where there are many."""
    if person_months < 10_000_000:
        return f"{person_months:,} person-months"
    return f"{say(person_months / 1e6)} million person-months"

"""Checks that a regime reaches adults: minors have no conduct of their own, and some categories are empty."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product

from underheaven.spec.io.toml_paths import show_value
from underheaven.spec.models.people import People
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.sensing import Channel
from underheaven.spec.models.society import Society
from underheaven.spec.problems import Problem, join_with_and

CategoryCross = Mapping[str, str]


def check_adult_coverage(regime: Regime, society: Society) -> list[Problem]:
    """Return that a regime, or a channel, reaches only minors or nobody: all its counts would be 0."""
    people = society.people
    reached = [cross for cross in _inhabited_crosses(people) if _is_among(cross, regime.applies_to)]
    adults = [cross for cross in reached if not _is_minor(cross, people)]
    if not adults:
        return [_reaches_nobody(regime, society, bool(reached))]
    return [
        Problem(
            ("sensing", "channels", i),
            f" reaches minors alone in {society.name}",
            f"its factors are 0 for every adult, and {_minors_explanation(society)}",
            _minors_suggestion(society),
        )
        for i, channel in enumerate(regime.sensing.channels)
        if not any(_records_cross(channel, c) for c in adults) and any(_records_cross(channel, c) for c in reached)
    ]


def _reaches_nobody(regime: Regime, society: Society, minors: bool) -> Problem:
    chosen = "; ".join(f"{name} = {show_value(list(kinds))}" for name, kinds in regime.applies_to.items())
    choice = f"({chosen})" if chosen else "(everybody)"
    if minors:
        return Problem(
            ("applies_to",),
            f" reaches minors alone in {society.name} {choice}",
            _minors_explanation(society),
            _minors_suggestion(society),
        )
    return Problem(
        ("applies_to",),
        f" reaches nobody in {society.name} {choice}",
        "no person is in all of these categories at once",
        "Name categories that hold persons",
    )


def _minors_explanation(society: Society) -> str:
    keys = join_with_and(
        f"people.minors.{name} = {show_value(list(kinds))}" for name, kinds in society.people.minors.items()
    )
    return (
        f"by {keys} of the society these persons have no conduct, work or credit of their own, so nothing is recorded"
    )


def _minors_suggestion(society: Society) -> str:
    keys = join_with_and(f"people.minors.{name}" for name in society.people.minors)
    return (
        f"Leave out of {keys} the categories that are to have conduct, in a society of your own (`underheaven new "
        "society --from NAME`), or let the regime reach an adult"
    )


def _inhabited_crosses(people: People) -> list[CategoryCross]:
    """Return the combinations of categories that contain persons."""
    names = [attribute.name for attribute in people.attributes]
    inhabited = [[name for name, weight in a.categories.items() if weight > 0] for a in people.attributes]
    return [dict(zip(names, cross, strict=True)) for cross in product(*inhabited)]


def _is_among(cross: CategoryCross, chosen: Mapping[str, list[str]]) -> bool:
    return all(cross.get(name) in kinds for name, kinds in chosen.items())


def _is_minor(cross: CategoryCross, people: People) -> bool:
    return bool(people.minors) and _is_among(cross, people.minors)


def _records_cross(channel: Channel, cross: CategoryCross) -> bool:
    """Return whether a channel records persons of a combination, rightly or wrongly, as far as its factors say."""
    return any(
        math.prod(table.get(name, {}).get(kind, 1.0) for name, kind in cross.items()) * rate > 0
        for table, rate in (
            (channel.detection_factors, channel.detection_rate * channel.coverage),
            (channel.false_factors, channel.false_records_per_year),
        )
    )

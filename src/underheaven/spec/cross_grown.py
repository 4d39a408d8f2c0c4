"""Whether a regime reaches anybody who has conduct: minors have none of their own, and a class of 0 holds nobody."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product

from underheaven.spec.found import Found, listed
from underheaven.spec.paths import show
from underheaven.spec.people import People
from underheaven.spec.regime import Regime
from underheaven.spec.sensing import Channel
from underheaven.spec.society import Society

Cross = Mapping[str, str]


def check_grown(regime: Regime, society: Society) -> list[Found]:
    """Return that a regime, or a channel of it, reaches minors alone or nobody: its counts would be silent zeros."""
    people = society.people
    reached = [cross for cross in _crosses(people) if _within(cross, regime.applies_to)]
    grown = [cross for cross in reached if not _is_minor(cross, people)]
    if not grown:
        return [_nobody(regime, society, bool(reached))]
    return [
        Found(("sensing", "channels", i), f" reaches minors alone in {society.name}",
              f"its factors are 0 for every adult, and {_conductless(society)}", _instead(society))
        for i, channel in enumerate(regime.sensing.channels)
        if not any(_sees(channel, c) for c in grown) and any(_sees(channel, c) for c in reached)
    ]  # fmt: skip


def _nobody(regime: Regime, society: Society, minors: bool) -> Found:
    chosen = "; ".join(f"{name} = {show(list(kinds))}" for name, kinds in regime.applies_to.items())
    said = f"({chosen})" if chosen else "(everybody)"
    if minors:
        return Found(("applies_to",), f" reaches minors alone in {society.name} {said}", _conductless(society),
                     _instead(society))  # fmt: skip
    return Found(("applies_to",), f" reaches nobody in {society.name} {said}",
                 "no person is in all of these categories at once", "Name categories that hold persons")  # fmt: skip


def _conductless(society: Society) -> str:
    keys = listed(f"people.minors.{name} = {show(list(kinds))}" for name, kinds in society.people.minors.items())
    return (
        f"by {keys} of the society these persons have no conduct, work or credit of their own, so nothing is recorded"
    )


def _instead(society: Society) -> str:
    keys = listed(f"people.minors.{name}" for name in society.people.minors)
    return (
        f"Leave out of {keys} the categories that are to have conduct, in a society of your own (`underheaven new "
        "society --from NAME`), or let the regime reach an adult"
    )


def _crosses(people: People) -> list[Cross]:
    """Return the crosses of categories that hold anybody."""
    names = [attribute.name for attribute in people.attributes]
    held = [[name for name, weight in a.categories.items() if weight > 0] for a in people.attributes]
    return [dict(zip(names, cross, strict=True)) for cross in product(*held)]


def _within(cross: Cross, chosen: Mapping[str, list[str]]) -> bool:
    return all(cross.get(name) in kinds for name, kinds in chosen.items())


def _is_minor(cross: Cross, people: People) -> bool:
    return bool(people.minors) and _within(cross, people.minors)


def _sees(channel: Channel, cross: Cross) -> bool:
    """Tell whether a channel records persons of a cross, rightly or wrongly, so far as its factors go."""
    return any(
        math.prod(table.get(name, {}).get(kind, 1.0) for name, kind in cross.items()) * rate > 0
        for table, rate in (
            (channel.sensitivity_factors, channel.sensitivity * channel.coverage),
            (channel.false_factors, channel.false_records_per_year),
        )
    )

"""Find where one regime is harsher than another: a reform may make a regime milder, and never harsher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from underheaven.spec.amendments.merging import ITEM_KEYS, UNAMENDABLE
from underheaven.spec.io.toml_paths import PathSteps, format_path, named_path_formatter, show_value
from underheaven.spec.models.harshness_marks import HARSHER_WHEN_KEY, HarsherWhen
from underheaven.spec.models.livelihood import Credit
from underheaven.spec.models.regime import Regime
from underheaven.spec.reforms.harshness_reasons import HARSHER_REASON, HARSHER_SUGGESTION, refusal_reason
from underheaven.spec.reforms.harshness_rules import (
    CONTEXT_KEY,
    JUDGES,
    Change,
    HarshnessContext,
    Table,
    compare_factors,
    is_harsher,
    is_missed,
    is_redlist,
    path_keys,
)
from underheaven.spec.reforms.lender_beliefs import favours_redlist
from underheaven.spec.schema_lookup import schema_at

IGNORED_KEYS = (*UNAMENDABLE, "name", "describes")
"""Top-level keys without effect on people."""
CONSENT_KEYS = ("share", "factors", "conviction")
"""Keys that determine who agrees, where people are asked."""


@dataclass(frozen=True)
class HarsherChange:
    """A place in which one regime is harsher than another.

    Attributes:
        name: path by names, the same in every version of a regime.
        path: path formatted for a message.
        before: value in the milder regime, as TOML; None where there is none.
        after: value in the harsher regime; None where there is none.
        why: why the change is refused.
        instead: what to write instead.
    """

    name: str
    path: str
    before: str | None
    after: str | None
    why: str = HARSHER_REASON
    instead: str = HARSHER_SUGGESTION

    def __str__(self) -> str:
        before = "is not there" if self.before is None else f"is {self.before}"
        return f" {'is gone' if self.after is None else f'becomes {self.after}'}, and {before} without the reform"


def find_harsher_changes(
    before: Regime, after: Regime, other_months: Iterable[Regime] = (), credit: Credit | None = None
) -> list[HarsherChange]:
    """Return the places in which the second regime is harsher than the first, in reading order.

    Items of a list are matched by name; an item that only the second regime has is harsher.

    Args:
        before: the milder regime.
        after: the regime to be judged.
        other_months: its versions in other months.
        credit: credit of the society, where it is known.
    """
    versions = [after, *other_months]
    context = HarshnessContext(
        any(rule.outsiders for regime in versions for rule in regime.standing.lists),
        any(regime.association.household_liability > 0 for regime in versions),
        before.recording.feared_months,
        None if credit is None else (credit.pseudo_repaid, credit.pseudo_defaulted),
    )
    plain_before, plain_after = _plain_regime(before), _plain_regime(after)
    root = plain_after | {CONTEXT_KEY: context}
    changes = (
        change
        for key in plain_after
        if key not in IGNORED_KEYS
        for change in _compare_key((key,), plain_before, plain_after, root)
    )
    name_of, name_of_removed = named_path_formatter(plain_after), named_path_formatter(plain_before)
    return [
        HarsherChange(
            name_of_removed(steps),
            format_path(plain_before, steps),
            _format_optional(value_before),
            None,
            *refusal_reason(steps, value_before, value_after, context),
        )
        if value_after is None and isinstance(value_before, Mapping)  # a part or an item missing from the second regime
        else HarsherChange(
            name_of(steps),
            format_path(plain_after, steps),
            _format_optional(value_before),
            _format_optional(value_after),
            *refusal_reason(steps, value_before, value_after, context),
        )
        for steps, value_before, value_after in changes
    ]


def harsher_direction(steps: PathSteps) -> HarsherWhen | None:
    """Return the direction in which a parameter of a regime is harsher; None where none is declared."""
    direction: HarsherWhen | None = _declared_schema(path_keys(steps)).get(HARSHER_WHEN_KEY)
    return direction


@cache
def _declared_schema(names: tuple[str, ...]) -> dict[str, Any]:
    """Return the schema of a place; all items of a list share one."""
    steps = [step for name in names for step in ((name, 0) if name in ITEM_KEYS else (name,))]
    return schema_at(Regime, tuple(steps[:-1] if names[-1:] and names[-1] in ITEM_KEYS else steps)) or {}


def _plain_regime(regime: Regime) -> dict[str, Any]:
    """Return a regime with its defaults written out; without consent, everybody is recorded."""
    plain = regime.model_dump(by_alias=True)
    if not plain["consent"]["required"]:
        plain["consent"] |= {"share": 1.0, "factors": {}, "conviction": 0.0}
    return plain


def _compare_key(steps: PathSteps, table_before: Table, table_after: Table, root: Table) -> Iterator[Change]:
    """Yield the harsher changes under one key of a table; ``root`` is the whole of the harsher regime."""
    key = str(steps[-1])
    before: Any = table_before.get(key)
    after: Any = table_after.get(key)
    direction = harsher_direction(steps) or "neither"
    judge = JUDGES.get(path_keys(steps))
    if judge is not None:
        if judge(table_before, table_after, root):
            yield steps, before, after
    elif steps[0] == "consent" and root[CONTEXT_KEY].outsiders and key in CONSENT_KEYS:
        if key == "factors":
            yield from compare_factors(steps, before, after, "higher")
            yield from compare_factors(steps, before, after, "lower")
        elif before != after:
            yield steps, before, after
    elif key.endswith("factors"):
        yield from compare_factors(steps, before, after, direction)
    elif key in ITEM_KEYS:
        yield from _compare_items(steps, before, after, table_before, root)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for inner in after:
            yield from _compare_key((*steps, inner), before, after, root)
    elif is_harsher(key, before, after, direction, _declared_schema(path_keys(steps)).get("default")):
        yield steps, before, after


def _compare_items(
    steps: PathSteps, items_before: list[Table], items_after: list[Table], part: Table, root: Table
) -> Iterator[Change]:
    """Yield the harsher changes in a list of named items; ``part`` holds the list in the milder regime."""
    keys = ITEM_KEYS[str(steps[-1])]
    known = {tuple(item[key] for key in keys): item for item in items_before}
    remaining = {tuple(item[key] for key in keys) for item in items_after}
    for index, item in enumerate(items_before):
        if tuple(item[key] for key in keys) not in remaining and is_missed(path_keys(steps), item, part, root):
            yield (*steps, index), item, None
    for index, item in enumerate(items_after):
        before = known.get(tuple(item[key] for key in keys))
        if before is None:
            yield (*steps, index), None, item
        elif is_redlist(before) and before != item and favours_redlist(root, root[CONTEXT_KEY].loan_counts):
            yield (*steps, index), before, item
        else:
            for key in item:
                yield from _compare_key((*steps, index, key), before, item, root)


def _format_optional(value: Any) -> str | None:
    return None if value is None else show_value(value)

"""Dated amendments: fragments that change a regime from a month on, merged into it by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from underheaven.spec.document import Document
from underheaven.spec.io.toml_paths import PathSteps, format_named_path, format_path, item_labels, show_value, step_into
from underheaven.spec.models.regime import MAX_AMENDMENTS, Regime
from underheaven.spec.problems import Problem, suggest_name

ITEM_KEYS: dict[str, tuple[str, ...]] = {
    "channels": ("name",),
    "lists": ("name",),
    "rules": ("conduct",),
    "effects": ("of", "context"),
    "rewards": ("of", "context"),
    "denials": ("of", "habit"),
    "lenders_believe": ("of",),
}
"""Keys that identify the items of a list; any other list is replaced as a whole."""

UNAMENDABLE = ("schema", "kind", "start", "amendments", "published", "sources")
"""Parts of a regime that amendments cannot change."""


@dataclass(frozen=True)
class AmendedRegime:
    """The complete regime from one amendment on.

    Attributes:
        index: the amendment, counted from 0.
        month: first month in which it holds, as written.
        fragment: what the amendment changes.
        regime_table: the plain table of the complete regime from then on.
        problems: faults of the amendment, such as removals of missing items.
    """

    index: int
    month: object
    fragment: Mapping[str, Any]
    regime_table: dict[str, Any]
    problems: tuple[Problem, ...]

    def relocate(self, problem: Problem) -> Problem:
        """Return a problem of the complete regime, moved to the amendment that caused it."""
        top: PathSteps = ("amendments", self.index, "change")
        steps = _path_in_fragment(self.fragment, self.regime_table, problem.steps)
        if steps is not None:
            return replace(problem, steps=(*top, *steps), guess=None)
        return replace(
            problem, steps=top, what=f" makes {format_path(self.regime_table, problem.steps)}{problem.what}", guess=None
        )

    def own_path(self, steps: PathSteps) -> PathSteps | None:
        """Return where in the document this amendment states a value, or None if it does not.

        Args:
            steps: path of the value in the complete regime.
        """
        inside = _path_in_fragment(self.fragment, self.regime_table, steps)
        return None if inside is None else ("amendments", self.index, "change", *inside)

    def identity_of(self, problem: Problem) -> tuple[str, str]:
        """Return what identifies a problem, whichever amendment shows it: its named path, and what is written there."""
        return format_named_path(self.regime_table, problem.steps), problem.what


def regime_versions(document: Document[Regime]) -> list[tuple[str | None, Regime]]:
    """Return every version of a regime, in order.

    Returns:
        Pairs of first month and regime. The month of the first version is None.
    """
    start = document.model.model_copy(update={"amendments": []})
    later = [(str(a.month), Regime.model_validate(a.regime_table)) for a in apply_amendments(document.raw)]
    return [(None, start), *later]


def apply_amendments(raw: Mapping[str, Any]) -> Iterator[AmendedRegime]:
    """Yield the complete regime after each amendment, all earlier ones applied.

    Args:
        raw: the plain table of a regime. An amendment that is not a table, or changes none, is skipped.
    """
    regime_table = {key: value for key, value in raw.items() if key != "amendments"}
    colours = _list_colours(regime_table)
    amendments = raw.get("amendments", [])
    for index, amendment in enumerate(amendments[:MAX_AMENDMENTS] if isinstance(amendments, list) else []):
        fragment = step_into(amendment, "change")
        if not isinstance(fragment, Mapping):
            continue
        problems: list[Problem] = []
        amendable = {key: value for key, value in fragment.items() if key not in UNAMENDABLE}
        regime_table = _merge_table(regime_table, amendable, ("amendments", index, "change"), problems)
        _sort_grades(regime_table)
        change = AmendedRegime(index, step_into(amendment, "from"), fragment, regime_table, tuple(problems))
        yield replace(change, problems=(*problems, *map(change.relocate, _check_recoloured(regime_table, colours))))
        colours = _list_colours(regime_table) | colours


def check_amendment_dates(raw: Mapping[str, Any]) -> list[Problem]:
    """Return amendments that are out of order, begin before the regime, or change an unamendable part.

    Args:
        raw: the plain table of a regime.
    """
    problems: list[Problem] = []
    last, after = raw.get("start"), "the regime starts"
    amendments = raw.get("amendments", [])
    for i, amendment in enumerate(amendments[:MAX_AMENDMENTS] if isinstance(amendments, list) else []):
        month = step_into(amendment, "from")
        steps: PathSteps = ("amendments", i)
        if isinstance(month, str) and isinstance(last, str) and month <= last:
            problems.append(
                Problem(
                    (*steps, "from"),
                    f" = {show_value(month)}",
                    f"{after} in {last}, and amendments are listed in the order of their months",
                    f"Write a month after {last}, or move it",
                )
            )
        if isinstance(month, str):
            last, after = max(month, last) if isinstance(last, str) else month, "the one before it begins"
        change = step_into(amendment, "change")
        problems += [
            Problem(
                (*steps, "change", key),
                f" = {show_value(change[key])}",
                "no amendment changes this part",
                f"Write {key} at the top of the document",
            )
            for key in (UNAMENDABLE if isinstance(change, Mapping) else ())
            if isinstance(change, Mapping) and key in change
        ]
    return problems


def _standing_lists(regime_table: Mapping[str, Any]) -> list[Any]:
    lists = step_into(regime_table.get("standing"), "lists")
    return lists if isinstance(lists, list) else []


def _list_colours(regime_table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the colour of each list by its name, as far as both can be read."""
    return {
        item["name"]: item["colour"]
        for item in reversed(_standing_lists(regime_table))
        if isinstance(item, dict) and isinstance(item.get("name"), str) and "colour" in item
    }


def _check_recoloured(regime_table: Mapping[str, Any], colours: Mapping[str, Any]) -> list[Problem]:
    """Return the lists whose colour differs from an earlier list of that name: tables keep one colour for each name."""
    return [
        Problem(
            ("standing", "lists", i, "colour"),
            f" = {show_value(item['colour'])}",
            f"the list was {show_value(colours[item['name']])} before, and a list keeps its colour",
            "Give the new list another name, and remove the old one",
        )
        for i, item in enumerate(_standing_lists(regime_table))
        if isinstance(item, dict)
        and "colour" in item
        and isinstance(item.get("name"), str)
        and item["colour"] != colours.get(item["name"], item["colour"])
    ]


def _merge_table(
    base: Mapping[str, Any], fragment: Mapping[str, Any], steps: PathSteps, problems: list[Problem]
) -> dict[str, Any]:
    """Merge a table into a table: tables by key, lists of tables by identity, anything else replaced."""
    result = dict(base)
    for key, new in fragment.items():
        old = result.get(key)
        if _is_removal(new):
            if key not in result:
                problems.append(_nothing_to_remove((*steps, key), key, list(result)))
            result.pop(key, None)
        elif isinstance(new, dict):
            result[key] = _merge_table(old if isinstance(old, dict) else {}, new, (*steps, key), problems)
        elif key in ITEM_KEYS and isinstance(new, list) and all(isinstance(item, dict) for item in new):
            items = [i for i in old if isinstance(i, dict)] if isinstance(old, list) else []
            result[key] = _merge_list(items, new, ITEM_KEYS[key], (*steps, key), problems)
        else:
            result[key] = new
    return result


def _merge_list(
    old: list[dict[str, Any]],
    new: list[dict[str, Any]],
    keys: tuple[str, ...],
    steps: PathSteps,
    problems: list[Problem],
) -> list[dict[str, Any]]:
    result: list[dict[str, Any] | None] = list(old)
    positions: dict[tuple[str, ...] | None, int] = {}
    for position, item in enumerate(old):
        positions.setdefault(_item_identity(item, keys), position)
    positions.pop(None, None)
    for i, item in enumerate(new):
        name = _item_identity(item, keys)
        if _is_removal(item):
            if name in positions:
                result[positions.pop(name)] = None
            else:
                known = [item_labels(other)[0] for other in result if item_labels(other)]
                problems.append(
                    _nothing_to_remove((*steps, i), item_labels(item)[0] if item_labels(item) else "", known)
                )
        elif name in positions:
            position = positions[name]
            result[position] = _merge_table(result[position] or {}, item, (*steps, i), problems)
        else:
            if name is not None:
                positions[name] = len(result)
            result.append(_merge_table({}, item, (*steps, i), problems))
    return [item for item in result if item is not None]


def _item_identity(item: Mapping[str, Any], keys: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what distinguishes an item from its neighbours; None where a key of it is missing."""
    return tuple(repr(item[key]) for key in keys) if all(key in item for key in keys) else None


def _is_removal(item: object) -> bool:
    return isinstance(item, dict) and item.get("removed") is True


def _has_same_keys(one: Mapping[str, Any], other: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    return all(key in one and one[key] == other.get(key) for key in keys)


def _nothing_to_remove(steps: PathSteps, name: str, known: list[str]) -> Problem:
    return Problem(steps, " is removed", "nothing of that name is there by then", suggest_name(name, known))


def _sort_grades(regime_table: dict[str, Any]) -> None:
    """Sort grades best first: a grade that an amendment adds is appended at the end."""
    grades = step_into(regime_table.get("standing"), "grades")
    if isinstance(grades, dict) and all(type(score) is int for score in grades.values()):
        ordered = dict(sorted(grades.items(), key=lambda item: -item[1]))
        regime_table["standing"] = {**regime_table["standing"], "grades": ordered}


def _path_in_fragment(fragment: object, regime_table: object, steps: PathSteps) -> PathSteps | None:
    """Return the path inside the fragment to a place of the regime, or None where the fragment does not state it."""
    path: PathSteps = ()
    for n, step in enumerate(steps):
        item = step_into(regime_table, step)
        if isinstance(step, int) and isinstance(fragment, list) and isinstance(item, dict):
            keys = ITEM_KEYS.get(str(steps[n - 1]), ("name",))
            step = next((i for i, f in enumerate(fragment) if f == item or _same_item(f, item, keys)), -1)
        if step_into(fragment, step) is None:
            last = n == len(steps) - 1 and item is None and isinstance(fragment, dict)
            return (*path, step) if last else None
        path, fragment, regime_table = (*path, step), step_into(fragment, step), item
    return path


def _same_item(one: object, other: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    return isinstance(one, dict) and _has_same_keys(one, other, keys)


def merge_fragment(base: Mapping[str, Any], fragment: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return a plain table with a fragment merged in as an amendment is, and removals of missing items."""
    problems: list[Problem] = []
    regime_table = _merge_table(base, fragment, (), problems)
    _sort_grades(regime_table)
    return regime_table, problems


def diff_tables(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fragment that turns the first plain table into the second; lists may change their order."""
    removal = {"removed": True}
    changes: dict[str, Any] = {key: removal for key in before if key not in after}
    for key, new in after.items():
        old = before.get(key)
        if key in before and old == new:
            continue
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            changes[key] = diff_tables(old, new)
        elif key in ITEM_KEYS and isinstance(new, list):
            changes[key] = _diff_lists(old if isinstance(old, list) else [], new, ITEM_KEYS[key])
        else:
            changes[key] = new
    return {key: item for key, item in changes.items() if item != [] or key not in ITEM_KEYS}


def _diff_lists(old: list[Any], new: list[Any], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    before, after = ({_item_identity(item, keys): item for item in items} for items in (old, new))
    names = {name: {key: item[key] for key in keys} for name, item in (before | after).items()}
    removal = [{**names[name], "removed": True} for name in before if name not in after]
    return removal + [
        {**names[name], **diff_tables(before[name], item)} if name in before else item
        for name, item in after.items()
        if before.get(name) != item
    ]

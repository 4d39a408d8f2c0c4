"""TOML paths: from the top of a document to one place in it, as a person writes them.

A path is a tuple of steps: keys, and positions in lists counted from 0. `format_path` writes it for a message,
`format_named_path` writes it short and stable for a table of sources, and `match_paths` reads either form.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

PathStep = str | int
PathSteps = tuple[PathStep, ...]

MAX_KEY_LENGTH = 80
"""Characters of a key quoted in a message; valid keys are shorter."""

_PLAIN_KEY = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff\[\]{}\"'\\.=#]+")


def quote_text(text: str) -> str:
    """Return text in double quotes, with unprintable characters escaped."""
    return escape_unprintable(json.dumps(text, ensure_ascii=False))


def show_value(value: object, max_length: int = 60) -> str:
    """Return a value as TOML, shortened to ``max_length`` characters.

    Args:
        value: a value of a plain table.
        max_length: the longest result, in characters.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quote_text(value if len(value) <= max_length else value[: max_length - 1] + "…")
    if isinstance(value, Mapping):
        pairs = [f"{_format_key(str(k))} = {_format_inner(v)}" for k, v in list(value.items())[:4]]
        return _shorten_to("{ " + ", ".join(pairs), max_length, " }") if pairs else "{ }"
    if isinstance(value, list):
        return _shorten_to("[" + ", ".join(_format_inner(v) for v in value[:12]), max_length, "]") if value else "[ ]"
    if isinstance(value, int) and abs(value) >= 10**30:
        return "a whole number of more than 30 digits"
    return str(value)[:max_length]


def item_labels(item: object) -> tuple[str, ...]:
    """Return the names of a list item, the one to print first."""
    if not isinstance(item, Mapping):
        return ()
    for key in ("name", "quantity", "from", "conduct", "do"):
        if isinstance(item.get(key), str):
            return (item[key],)
    of, to = item.get("of"), item.get("context", item.get("habit"))
    if not isinstance(of, str):
        return ()
    return (f"{of}.{to}", of) if isinstance(to, str) else (of,)


def step_into(node: object, step: PathStep) -> object:
    """Return the value one step further, or None where there is none."""
    if isinstance(node, Mapping):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
        return node[step]
    return None


def value_at(raw: object, steps: PathSteps) -> object:
    """Return the value at the end of a path, or None where there is none.

    Args:
        raw: a plain table.
        steps: the path.
    """
    for step in steps:
        raw = step_into(raw, step)
    return raw


def format_path(raw: object, steps: PathSteps) -> str:
    """Return a path for a message: ``recording.rules[2] (red light).months``."""
    text, node = "", raw
    for step in steps:
        item = step_into(node, step)
        if isinstance(step, int):
            known = item_labels(item) if isinstance(node, list) else ()
            label = (known[0].replace(".", ", ") if len(known) > 1 else known[0]) if known else ""
            name = f" ({escape_unprintable(shorten_word(label))})" if label else ""
            text += f"[{step}]{name}"
        else:
            text += ("." if text else "") + _format_key(shorten_word(step))
        node = item
    return text


def format_named_path(raw: object, steps: PathSteps) -> str:
    """Return a path by names where they are unique: ``recording.rules.red light.months``."""
    return named_path_formatter(raw)(steps)


def named_path_formatter(raw: object) -> Callable[[PathSteps], str]:
    """Return a function that formats paths as `format_named_path` does, faster for many paths of one document."""
    lists: dict[int, Counter[tuple[str, ...]]] = {}

    def is_unique(label: tuple[str, ...], node: list[object]) -> bool:
        if id(node) not in lists:
            lists[id(node)] = Counter(item_labels(item)[:1] for item in node)
        return lists[id(node)][label] == 1

    def format_steps(steps: PathSteps) -> str:
        text, node = "", raw
        for step in steps:
            item = step_into(node, step)
            if isinstance(step, int):
                known = item_labels(item)[:1]
                by_name = known and isinstance(node, list) and is_unique(known, node)
                text += f".{escape_unprintable(known[0])}" if by_name else f"[{step}]"
            else:
                text += ("." if text else "") + _format_key(step)
            node = item
        return text

    return format_steps


def match_paths(raw: object, text: str) -> set[PathSteps]:
    """Return every path that a text names.

    Args:
        raw: a plain table.
        text: a path in either written form.

    Returns:
        The matching paths; empty where the text matches nothing.
    """
    matches: set[PathSteps] = set()
    seen: set[tuple[int, int]] = set()
    pending: list[tuple[object, int, PathSteps]] = [(raw, 0, ())]
    while pending:
        node, position, steps = pending.pop()
        if position == len(text):
            matches.add(steps)
        elif (id(node), position) not in seen:
            seen.add((id(node), position))
            pending += [(step_into(node, step), end, (*steps, step)) for step, end in _next_steps(node, text, position)]
    return matches


class ReadingOrder:
    """The order in which the places of one document are read."""

    def __init__(self, raw: object) -> None:
        self._raw = raw
        self._positions: dict[int, dict[Any, int]] = {}

    def sort_key(self, steps: PathSteps) -> tuple[int, ...]:
        """Return a sort key of a path; a missing place comes after existing ones."""
        key: list[int] = []
        node = self._raw
        for step in steps:
            key.append(step if isinstance(step, int) else self._position(node, step))
            node = step_into(node, step)
        return tuple(key)

    def _position(self, node: object, step: str) -> int:
        if not isinstance(node, Mapping):
            return 0
        if id(node) not in self._positions:
            self._positions[id(node)] = {key: i for i, key in enumerate(node)}
        return self._positions[id(node)].get(step, len(node))


def escape_unprintable(text: str) -> str:
    """Return the text with anything unprintable escaped."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _format_inner(value: object) -> str:
    return "{ … }" if isinstance(value, Mapping) else "[ … ]" if isinstance(value, list) else show_value(value, 24)


def _shorten_to(text: str, max_length: int, end: str) -> str:
    return text + end if len(text) <= max_length else text[: max_length - 1] + "…" + end


def _format_key(step: str) -> str:
    return step if _PLAIN_KEY.fullmatch(step) and step.isprintable() else quote_text(step[:MAX_KEY_LENGTH])


def shorten_word(word: str) -> str:
    """Return a word of a document, shortened for a message."""
    return word if len(word) <= MAX_KEY_LENGTH else f"{word[: MAX_KEY_LENGTH - 1]}…"


def _next_steps(node: object, text: str, position: int) -> list[tuple[PathStep, int]]:
    """Return the steps that can continue the text from ``position``, each with its end."""
    if isinstance(node, Mapping):
        begin = position + (text[position] == "." and position > 0)
        forms: list[tuple[PathStep, str]] = [(k, form) for k in node for form in {k, _format_key(k)}]
    elif isinstance(node, list):
        number = re.compile(r"\[(\d{1,6})\]").match(text, position)
        if number:
            index = int(number[1])
            return [(index, number.end())] if index < len(node) else []
        begin = position + (text[position] == ".")
        forms = [(i, name) for i, item in enumerate(node) for name in item_labels(item)]
    else:
        return []
    ends = [(step, begin + len(form)) for step, form in forms if form and text.startswith(form, begin)]
    return [(step, end) for step, end in ends if end == len(text) or text[end] in ".["]

"""TOML paths: the way from the top of a document to one place in it, as a person writes it.

A way is a tuple of steps, a key or a place in a list counted from 0. ``spell`` writes it for a sentence,
``named`` writes it short and stable for a table of sources, ``match`` reads either form back.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

Step = str | int
Steps = tuple[Step, ...]

LONGEST_KEY = 80
"""Letters of a key that a sentence repeats; keys that a document may have are shorter."""

_PLAIN = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff\[\]{}\"'\\.=#]+")


def quoted(text: str) -> str:
    """Write text in double quotes, anything unprintable escaped."""
    return printable(json.dumps(text, ensure_ascii=False))


def show(value: object, longest: int = 60) -> str:
    """Write a value as TOML would, cut after ``longest`` characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value if len(value) <= longest else value[: longest - 1] + "…")
    if isinstance(value, Mapping):
        pairs = [f"{_key(str(k))} = {_shown_inside(v)}" for k, v in list(value.items())[:4]]
        return _cut("{ " + ", ".join(pairs), longest, " }") if pairs else "{ }"
    if isinstance(value, list):
        return _cut("[" + ", ".join(_shown_inside(v) for v in value[:12]), longest, "]") if value else "[ ]"
    if isinstance(value, int) and abs(value) >= 10**30:
        return "a whole number of more than 30 digits"
    return str(value)[:longest]


def labels(item: object) -> tuple[str, ...]:
    """List the names that an item of a list goes by, the one to print first."""
    if not isinstance(item, Mapping):
        return ()
    for key in ("name", "quantity", "from", "conduct", "do"):
        if isinstance(item.get(key), str):
            return (item[key],)
    of, to = item.get("of"), item.get("context", item.get("habit"))
    if not isinstance(of, str):
        return ()
    return (f"{of}.{to}", of) if isinstance(to, str) else (of,)


def step_into(node: object, step: Step) -> object:
    """Return what stands one step further, or None where nothing does."""
    if isinstance(node, Mapping):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
        return node[step]
    return None


def value_at(raw: object, steps: Steps) -> object:
    """Return what stands at the end of the way, or None where nothing does."""
    for step in steps:
        raw = step_into(raw, step)
    return raw


def spell(raw: object, steps: Steps) -> str:
    """Spell a way for a sentence: ``recording.rules[2] (red light).months``."""
    text, node = "", raw
    for step in steps:
        item = step_into(node, step)
        if isinstance(step, int):
            known = labels(item) if isinstance(node, list) else ()
            label = (known[0].replace(".", ", ") if len(known) > 1 else known[0]) if known else ""
            name = f" ({printable(short(label))})" if label else ""
            text += f"[{step}]{name}"
        else:
            text += ("." if text else "") + _key(short(step))
        node = item
    return text


def named(raw: object, steps: Steps) -> str:
    """Spell a way by names where they are unique: ``recording.rules.red light.months``."""
    return namer(raw)(steps)


def namer(raw: object) -> Callable[[Steps], str]:
    """Return what spells ways of a document as `named` does, for many of them while the document stays as it is."""
    lists: dict[int, Counter[tuple[str, ...]]] = {}

    def alone(known: tuple[str, ...], node: list[object]) -> bool:
        if id(node) not in lists:
            lists[id(node)] = Counter(labels(item)[:1] for item in node)
        return lists[id(node)][known] == 1

    def spelled(steps: Steps) -> str:
        text, node = "", raw
        for step in steps:
            item = step_into(node, step)
            if isinstance(step, int):
                known = labels(item)[:1]
                by_name = known and isinstance(node, list) and alone(known, node)
                text += f".{printable(known[0])}" if by_name else f"[{step}]"
            else:
                text += ("." if text else "") + _key(step)
            node = item
        return text

    return spelled


def match(raw: object, text: str) -> set[Steps]:
    """Return every way that the text names; empty where it names nothing in the document."""
    found: set[Steps] = set()
    seen: set[tuple[int, int]] = set()
    todo: list[tuple[object, int, Steps]] = [(raw, 0, ())]
    while todo:
        node, at, steps = todo.pop()
        if at == len(text):
            found.add(steps)
        elif (id(node), at) not in seen:
            seen.add((id(node), at))
            todo += [(step_into(node, step), end, (*steps, step)) for step, end in _next(node, text, at)]
    return found


class ReadingOrder:
    """The order in which the places of one document are read."""

    def __init__(self, raw: object) -> None:
        self._raw = raw
        self._places: dict[int, dict[Any, int]] = {}

    def key(self, steps: Steps) -> tuple[int, ...]:
        """Return a key that sorts ways; a missing place comes after those that stand there."""
        key: list[int] = []
        node = self._raw
        for step in steps:
            key.append(step if isinstance(step, int) else self._place(node, step))
            node = step_into(node, step)
        return tuple(key)

    def _place(self, node: object, step: str) -> int:
        if not isinstance(node, Mapping):
            return 0
        if id(node) not in self._places:
            self._places[id(node)] = {key: i for i, key in enumerate(node)}
        return self._places[id(node)].get(step, len(node))


def printable(text: str) -> str:
    """Return the text with anything unprintable escaped."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _shown_inside(value: object) -> str:
    return "{ … }" if isinstance(value, Mapping) else "[ … ]" if isinstance(value, list) else show(value, 24)


def _cut(text: str, longest: int, end: str) -> str:
    return text + end if len(text) <= longest else text[: longest - 1] + "…" + end


def _key(step: str) -> str:
    return step if _PLAIN.fullmatch(step) and step.isprintable() else quoted(step[:LONGEST_KEY])


def short(word: str) -> str:
    """Cut a word of a document to what a sentence repeats of it."""
    return word if len(word) <= LONGEST_KEY else f"{word[: LONGEST_KEY - 1]}…"


def _next(node: object, text: str, at: int) -> list[tuple[Step, int]]:
    """Return the steps by which the text can go on from ``at``, with where each ends."""
    if isinstance(node, Mapping):
        begin = at + (text[at] == "." and at > 0)
        forms: list[tuple[Step, str]] = [(k, form) for k in node for form in {k, _key(k)}]
    elif isinstance(node, list):
        number = re.compile(r"\[(\d{1,6})\]").match(text, at)
        if number:
            place = int(number[1])
            return [(place, number.end())] if place < len(node) else []
        begin = at + (text[at] == ".")
        forms = [(i, name) for i, item in enumerate(node) for name in labels(item)]
    else:
        return []
    ends = [(step, begin + len(form)) for step, form in forms if form and text.startswith(form, begin)]
    return [(step, end) for step, end in ends if end == len(text) or text[end] in ".["]

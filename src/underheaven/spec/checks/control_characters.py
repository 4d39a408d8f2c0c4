"""Characters that no document may contain: terminals act on them, or readers cannot see them."""

from __future__ import annotations

from collections.abc import Iterator

from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.problems import Problem
from underheaven.text_escaping import first_control_character

MAX_PROBLEMS = 20


def find_control_characters(raw: object) -> list[Problem]:
    """Return a problem for each string or key with such a character, MAX_PROBLEMS at most.

    Line breaks and tabs are allowed.
    """
    problems: list[Problem] = []
    for steps, text in _iter_texts(raw):
        character = first_control_character(text, lines=True)
        if character and len(problems) < MAX_PROBLEMS:
            what = " is a key that is not allowed here" if steps[-1] == text else f" = {show_value(text)}"
            why = f"it contains {character}, a control or invisible character"
            problems.append(Problem(steps, what, why, "Remove that character"))
    return problems


def _iter_texts(raw: object) -> Iterator[tuple[PathSteps, str]]:
    """Yield every key and string with its path, in the order of the document."""
    pending: list[tuple[PathSteps, object]] = [((), raw)]
    while pending:
        steps, node = pending.pop()
        if isinstance(node, str):
            yield steps, node
        elif isinstance(node, dict):
            yield from (((*steps, key), key) for key in node)
            pending += [((*steps, key), item) for key, item in reversed(node.items())]
        elif isinstance(node, list):
            pending += [((*steps, position), item) for position, item in reversed(list(enumerate(node)))]

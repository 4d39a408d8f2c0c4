"""Characters that no text of a document may contain: a terminal would act on them, or a reader would not see them."""

from __future__ import annotations

from collections.abc import Iterator

from underheaven.spec.found import Found
from underheaven.spec.paths import Steps, show
from underheaven.texts import first_obeyed

MOST_SAID = 20


def obeyed(raw: object) -> list[Found]:
    """Return the first texts and keys of a table that contain such a character; line ends and tabs are none."""
    found: list[Found] = []
    for steps, text in _texts(raw):
        character = first_obeyed(text, lines=True)
        if character and len(found) < MOST_SAID:
            what = " is a key that cannot stand here" if steps[-1] == text else f" = {show(text)}"
            why = f"it contains {character}, a control or invisible character"
            found.append(Found(steps, what, why, "Remove that character"))
    return found


def _texts(raw: object) -> Iterator[tuple[Steps, str]]:
    """Yield every key and text with its way, in the order of the document."""
    todo: list[tuple[Steps, object]] = [((), raw)]
    while todo:
        steps, node = todo.pop()
        if isinstance(node, str):
            yield steps, node
        elif isinstance(node, dict):
            yield from (((*steps, key), key) for key in node)
            todo += [((*steps, key), item) for key, item in reversed(node.items())]
        elif isinstance(node, list):
            todo += [((*steps, place), item) for place, item in reversed(list(enumerate(node)))]

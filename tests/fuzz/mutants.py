"""Documents that ship with one to four places changed, some likely and some absurd; a seed names each of them."""

from __future__ import annotations

import copy
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import underheaven

from ..spec.documents import written

KINDS = ("regime", "society", "study", "reform")
SHIPPED = Path(underheaven.__file__).parent
ABSURD = (
    0,
    1,
    -1,
    2,
    0.5,
    1.0000001,
    1e-12,
    -1e-12,
    1e308,
    -(10**30),
    2**31,
    2**32,
    2**63,
    2**64,
    float("nan"),
    float("inf"),
    -float("inf"),
    True,
    False,
    "",
    "x",
    "\x1b[31mred\x1b[0m",
    "=1+1",
    "<script>",
    "2013-13",
    "9999-12",
    "0000-01",
    "../x",
    "a" * 3000,
    [],
    {},
    [[]],
    [{}],
    {"value": 1},
    {"value": {}, "source": "assumed"},
    {"value": 0.5, "range": [1, 0]},
)
"""Values that stand in no place, or in few."""
NAMES = ("value", "source", "range", "name", "kind", "of", "from", "change", "sources", "schema", "months", "lists", "")


@dataclass(frozen=True)
class Mutant:
    """A changed document. kind: what it was; text: what is written, as bytes."""

    seed: int
    kind: str
    was: str
    text: bytes


@cache
def documents() -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Return kind, name and table of every document that ships."""
    folders = {"regime": "regimes", "society": "societies", "study": "studies", "reform": "reforms"}
    found = [
        (kind, str(file.relative_to(SHIPPED)), tomllib.loads(file.read_text(encoding="utf-8")))
        for kind, folder in folders.items()
        for file in sorted((SHIPPED / folder).rglob("*.toml"))
    ]
    assert {kind for kind, _, _ in found} == set(KINDS)
    return tuple(found)


def toml(raw: dict[str, Any]) -> str:
    """Write a document as TOML, a line for each key of its first level."""
    return "".join(f"{written(str(name))} = {written(item)}\n" for name, item in raw.items())


def mutant(seed: int, kinds: tuple[str, ...] = KINDS, likely: float = 0.7) -> Mutant:
    """Return the mutant of a seed. likely: chance that a change is one that a sound document might have."""
    rng = random.Random(seed)
    kind = rng.choices(kinds, [{"regime": 5, "society": 3, "study": 1, "reform": 1}[k] for k in kinds])[0]
    of_kind = [(name, raw) for k, name, raw in documents() if k == kind]
    name, raw = rng.choice(of_kind)
    raw = copy.deepcopy(raw)
    for _ in range(rng.choice((1, 1, 2, 3, 4))):
        if rng.random() < likely:
            _likely(rng, raw, of_kind)
        else:
            _absurd(rng, raw)
    text = toml(raw).encode("utf-8", "replace")
    return Mutant(seed, kind, name, _damaged(rng, text) if rng.random() > likely + 0.2 else text)


def _places(node: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any, Any]]:
    """Yield the way, the parent and the key of everything inside a table."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, item in inner:
        yield (*way, key), node, key
        yield from _places(item, (*way, key))


def _one(rng: random.Random, raw: dict[str, Any]) -> tuple[tuple[Any, ...], Any, Any] | None:
    found = [place for place in _places(raw) if place[0][0] not in ("schema", "sources", "describes")]
    return rng.choice(found) if found else None


def _likely(rng: random.Random, raw: dict[str, Any], of_kind: list[tuple[str, dict[str, Any]]]) -> None:
    """Change one place as an author might: another number, another word of the document, a part of another one."""
    place = _one(rng, raw)
    if place is None:
        return
    way, parent, key = place
    item = parent[key]
    if rng.random() < 0.15:
        other = rng.choice(of_kind)[1]
        graft = next((copy.deepcopy(p[k]) for w, p, k in _places(other) if w == way), None)
        if graft is not None:
            parent[key] = graft
            return
    if isinstance(item, bool):
        parent[key] = not item
    elif isinstance(item, int):
        parent[key] = max(0, rng.choice((item + 1, item - 1, item * 2, item // 2, rng.randrange(200))))
    elif isinstance(item, float):
        by = item * rng.uniform(0, 2)
        parent[key] = min(by, 1.0) if 0 <= item <= 1 else by
    elif isinstance(item, str):
        words = [p[k] for _, p, k in _places(raw) if isinstance(p[k], str)]
        parent[key] = rng.choice(words)
    elif isinstance(item, list) and item:
        rng.choice((item.reverse, item.pop, lambda: item.append(copy.deepcopy(rng.choice(item)))))()
    elif isinstance(item, dict) and item and len(way) > 1:
        item.pop(rng.choice(list(item)))


def _absurd(rng: random.Random, raw: dict[str, Any]) -> None:
    """Change one place as nobody should."""
    found = list(_places(raw))
    if not found:
        return
    _, parent, key = rng.choice(found)
    what = rng.randrange(5)
    if what == 0:
        del parent[key]
    elif what == 1 and isinstance(parent, dict):
        parent[rng.choice(NAMES)] = parent.pop(key)
    elif what == 2 and isinstance(parent, dict):
        parent[rng.choice((*NAMES, "\x1b]0;x\x07", "\u202e", "__class__"))] = copy.deepcopy(rng.choice(ABSURD))
    elif what == 3:
        parent[key] = {"value": parent[key], "source": "assumed: a mutant", "range": [0, rng.choice((1, 0.5, -1))]}
    else:
        parent[key] = copy.deepcopy(rng.choice(ABSURD))


def _damaged(rng: random.Random, text: bytes) -> bytes:
    """Damage the bytes: cut, flipped, doubled, with other ends of lines, or with a mark before them."""
    at = rng.randrange(len(text))
    return rng.choice(
        (
            text[:at],
            text[:at] + bytes([rng.randrange(256)]) + text[at + 1 :],
            text + text,
            text.replace(b"\n", b"\r\n"),
            b"\xef\xbb\xbf" + text,
            text[:at] + b"\x00" + text[at:],
            text[:at] + b"\n" + text[at:],
            text.decode("utf-8", "replace").encode("utf-16"),
            b"[" * 5000 + text,
            text[:at] + b'"""' + text[at:],
        )
    )

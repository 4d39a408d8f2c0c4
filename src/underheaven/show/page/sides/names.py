"""How the page calls regimes: by the name of their document, with the word stylised where it is."""

from __future__ import annotations

from collections.abc import Sequence

from underheaven.show import about
from underheaven.show.page.scene import Scene
from underheaven.show.page.sides.rows import Mark
from underheaven.show.words import listing


def called(scene: Scene, world: str) -> str:
    """Names a regime, with the word stylised where its document is."""
    name = scene.name(world)
    if not any(
        note.stylised for note in about.documents(scene.dataset) if (note.kind, note.label) == ("regime", world)
    ):
        return name
    return f"{name[:-1]}; stylised)" if name.endswith(")") else f"{name} (stylised)"


def short(scene: Scene, world: str) -> str:
    """Names a regime that has been named in full before: what its name says in brackets is left out."""
    name, others = scene.name(world), [scene.name(other) for other in scene.shown if other != world]
    brief = name.partition(" (")[0]
    return name if brief in {other.partition(" (")[0] for other in others} else brief


def listed_names(scene: Scene, marks: Sequence[Mark]) -> str:
    """Names the regimes of marks: A, B and C."""
    return listing([short(scene, mark.world) for mark in marks])

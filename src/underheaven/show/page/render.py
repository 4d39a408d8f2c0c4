"""The audit page as one HTML file: everything inside, no script, no network."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.arithmetic import usual
from underheaven.given import a, checked, datasets, optional
from underheaven.given import dataset as given_dataset
from underheaven.record.life import Lives
from underheaven.show import about, unshipped
from underheaven.show.calendar import banners
from underheaven.show.footer import CLAIM
from underheaven.show.page import assumptions, limits, reproduce
from underheaven.show.page.charts import (
    aftermath,
    detriment,
    fairness,
    flows,
    gravity,
    groups,
    life,
    lists,
    published,
    reforms,
    wrongful,
)
from underheaven.show.page.converting import Converting
from underheaven.show.page.fill import style, template
from underheaven.show.page.finding import Finding
from underheaven.show.page.findings import findings, unanswered
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.questions import Question
from underheaven.show.page.scene import Scene, scene_of
from underheaven.show.page.svg import HALF, NARROW, WIDE, check_installed
from underheaven.show.words import flowing, listing

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.record.life import Lives

SUBJECTS: tuple[Callable[[Scene, str], Picture | LeftOut], ...] = (
    lists.picture, groups.picture, wrongful.picture, detriment.picture, gravity.picture, flows.picture,
    aftermath.picture, fairness.picture, reforms.picture, published.picture,
)  # fmt: skip


BEFORE_PERCENT = re.compile(r"(?<=\d) %")


@dataclass(frozen=True)
class Drawn:
    """A panel as the page takes it: its heading, and what gives its drawing for a page and for a telephone."""

    heading: str
    wide: Callable[[], str]
    narrow: Callable[[], str]


@dataclass(frozen=True)
class Shown:
    """A picture as the page takes it; id: unique on the page."""

    id: str
    picture: Picture
    panels: tuple[Drawn, ...]


@dataclass(frozen=True)
class Answer:
    """A question, the findings that answer it, and further ones that are folded."""

    asks: str
    first: tuple[Finding, ...]
    more: tuple[Finding, ...]


@dataclass(frozen=True)
class WorldPart:
    """What the page says of one world."""

    world: str
    id: str
    name: str
    describes: str
    stylised: bool
    answers: tuple[Answer, ...]
    silent: tuple[Question, ...]
    pictures: tuple[Shown, ...]
    left_out: tuple[LeftOut, ...]


@checked(dataset=given_dataset, lives=optional(a(Lives)), reformed=optional(datasets))
@usual
def page(dataset: xr.Dataset, lives: Lives | None = None, reformed: Mapping[str, xr.Dataset] | None = None) -> str:
    """Gives the whole HTML of a result; lives: one person in every world, or None for a page without.

    reformed: results of reforms by the world of the regime that they are of; a page without where there are none.
    The same result gives the same text. Raises RequestError where what draws the page is not installed.
    """
    return page_of(scene_of(dataset, reformed), lives)


@usual
def page_of(scene: Scene, lives: Lives | None = None) -> str:
    """Gives the whole HTML of a scene, as `page` does of its result."""
    check_installed()
    with Converting() as converting:
        return _filled(scene, lives, converting)


def _filled(scene: Scene, lives: Lives | None, converting: Converting) -> str:
    """Makes all pictures first: they are drawn while everything else is said."""
    pictures = [_pictures(scene, world, converting) for world in scene.shown]
    one = life.picture(lives, {world: scene.heading(world) for world in scene.worlds})
    of_life = shown("life", one, converting) if isinstance(one, Picture) else None
    parts = tuple(_part(scene, world, *made) for world, made in zip(scene.shown, pictures, strict=True))
    made = reproduce.made(scene)
    text: str = template("page.html.j2").render(
        title=_title(scene), scene=scene, parts=parts, several=len(parts) > 1, claim=CLAIM,
        life=of_life,
        no_life=one if isinstance(one, LeftOut) else None,
        sections=assumptions.sections(scene), limits=tuple(limits.limits(scene)), checks=tuple(limits.checks(scene)),
        made=made,
        bibtex=reproduce.citation(made.version), style=style(), lead=lead(scene),
        contradiction=scene.contradiction, banners=banners(scene.dataset), foreign=unshipped.sentence(scene.dataset),
    )  # fmt: skip
    return BEFORE_PERCENT.sub("\N{NO-BREAK SPACE}%", text)


def lead(scene: Scene) -> str:
    """Says in two sentences what was run."""
    replicates = scene.dataset.sizes["replicate"]
    compared = [w for w in scene.worlds if w != scene.against]
    society = scene.society.model.name if scene.society else "a society"
    said = [
        f"{scene.dataset.sizes['person']:,} synthetic persons of {society} are simulated for {len(scene.months)} "
        f"months under {listing([scene.name(w) for w in compared])}."
    ]
    if scene.against is not None:
        said.append(
            f"The same persons are also simulated {scene.without(compared[0])}, over the same months and with the same "
            "random draws."
        )
    again = f"{replicates} replicates, each with its own random draws" if replicates > 1 else "a single replicate"
    return " ".join([*said, f"There {'are' if replicates > 1 else 'is'} {again}."])


def _pictures(scene: Scene, world: str, converting: Converting) -> tuple[tuple[Shown, ...], tuple[LeftOut, ...]]:
    """Makes the pictures of a world, and begins to draw each while the next one is made."""
    pictures, left_out = list[Shown](), list[LeftOut]()
    for subject in SUBJECTS:
        made = subject(scene, world)
        if isinstance(made, Picture):
            pictures.append(shown(f"{slug(world)}-{made.name}", made, converting))
        else:
            left_out.append(made)
    return tuple(pictures), tuple(left_out)


def _part(scene: Scene, world: str, pictures: tuple[Shown, ...], left_out: tuple[LeftOut, ...]) -> WorldPart:
    note = next((n for n in about.documents(scene.dataset) if n.label == world and n.kind == "regime"), None)
    return WorldPart(
        world, slug(world), note.name if note else world, flowing(note.describes) if note else "",
        bool(note and note.stylised), _answers(findings(scene, world)), tuple(unanswered(scene, world)),
        pictures, left_out,
    )  # fmt: skip


def _answers(found: Sequence[Finding]) -> tuple[Answer, ...]:
    by = {asks: [f for f in found if f.question == asks] for asks in dict.fromkeys(f.question for f in found)}
    return tuple(
        Answer(asks, tuple(f for f in its if not f.more), tuple(f for f in its if f.more)) for asks, its in by.items()
    )


def shown(key: str, picture: Picture, converting: Converting) -> Shown:
    """Begins to draw the panels of a picture; key: unique on the page."""
    panels = enumerate(picture.panels, start=1)
    return Shown(key, picture, tuple(_drawn(f"{key}-{n}", picture, panel, converting) for n, panel in panels))


def _drawn(key: str, picture: Picture, panel: Panel, converting: Converting) -> Drawn:
    forms = (("wide", HALF if picture.halves else WIDE), ("narrow", NARROW))
    title = panel.heading or picture.title
    both = (converting.drawn(panel.spec, outer, f"{key}-{form}", title, panel.alt) for form, outer in forms)
    return Drawn(panel.heading, *both)


def slug(text: str) -> str:
    """Gives a text as an id: small letters, digits and hyphens; others by their number, so that two stay two."""
    kept = "".join(c if re.fullmatch("[a-z0-9-]", c) else "-" if c == " " else f"_{ord(c):x}" for c in text.lower())
    return f"r-{kept}"


def _title(scene: Scene) -> str:
    names = [p.name for p in about.documents(scene.dataset) if p.kind == "regime" and p.label != scene.against]
    return f"{listing(names or list(scene.worlds))}: an audit on a synthetic population"

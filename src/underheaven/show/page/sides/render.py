"""The comparison page as one HTML file: everything inside, no script, no network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.arithmetic import usual
from underheaven.errors import RequestError
from underheaven.given import checked
from underheaven.given import dataset as given_dataset
from underheaven.measure.calendar import months_of
from underheaven.show import about, unshipped
from underheaven.show.calendar import banners
from underheaven.show.footer import CLAIM
from underheaven.show.page import limits, reproduce
from underheaven.show.page.converting import Converting
from underheaven.show.page.fill import style, template
from underheaven.show.page.render import BEFORE_PERCENT, lead, shown, slug
from underheaven.show.page.scene import Scene, scene_of
from underheaven.show.page.sides.findings import findings
from underheaven.show.page.sides.matrix import matrix
from underheaven.show.page.sides.names import called
from underheaven.show.page.sides.pictures import pictures
from underheaven.show.page.sides.rows import keeps_blacklist
from underheaven.show.page.svg import check_installed
from underheaven.show.words import flowing, listing, spoken
from underheaven.spec.change import epochs

if TYPE_CHECKING:
    import xarray as xr

FEWEST, MOST = 2, 6


@dataclass(frozen=True)
class Side:
    """One regime as the page introduces it. name: with the word stylised where it is. has: what it keeps."""

    name: str
    describes: str
    has: str
    assumed: str


def check_number(number: int) -> None:
    """Raises RequestError where a page cannot hold so many regimes beside each other."""
    if not FEWEST <= number <= MOST:
        raise RequestError(
            f"--html sets {FEWEST} to {MOST} regimes side by side, not {number}. "
            f"{'For one regime make an audit page: underheaven audit' if number < FEWEST else 'Name fewer'}."
        )


@checked(dataset=given_dataset)
@usual
def page(dataset: xr.Dataset) -> str:
    """Gives the whole HTML of a result with two to six regimes; the same result gives the same text.

    Raises RequestError where there are fewer or more, or where what draws the page is not installed.
    """
    check_installed()
    with Converting() as converting:
        return _filled(scene_of(dataset), converting)


def _filled(scene: Scene, converting: Converting) -> str:
    check_number(len(scene.shown))
    names = {world: called(scene, world) for world in scene.shown}
    drawn = [shown(slug(one.name), one, converting) for one in pictures(scene, names)]
    made = reproduce.made(scene, reproduce.SIDE_BY_SIDE)
    sections = matrix(scene)
    ranged = any(cell.span for _, lines in sections for line in lines for cell in line.cells)
    title = f"{listing([scene.name(world) for world in scene.shown])}, side by side"
    text: str = template("sides.html.j2").render(
        title=title, claim=CLAIM, style=style(), lead=lead(scene),
        sides=[side(scene, world) for world in scene.shown], findings=findings(scene), sections=sections,
        pictures=drawn, made=made,
        limits=tuple(limits.limits(scene)), contradiction=scene.contradiction,
        ranged=ranged, banners=banners(scene.dataset), foreign=unshipped.sentence(scene.dataset),
    )  # fmt: skip
    return BEFORE_PERCENT.sub("\N{NO-BREAK SPACE}%", text)


def side(scene: Scene, world: str) -> Side:
    """Introduces a regime: what it says of itself, what it keeps, how much of it is assumed."""
    note = next((n for n in about.documents(scene.dataset) if (n.kind, n.label) == ("regime", world)), None)
    if note is None:
        return Side(world, "", keeps(scene, world), "")
    assumed = f"{note.assumed} of its {note.numbers} numbers are assumed." if note.numbers else "It states no numbers."
    return Side(called(scene, world), flowing(note.describes), keeps(scene, world), assumed)


def keeps(scene: Scene, world: str) -> str:
    """Says which lists and grades a regime has, and where it begins after the months observed."""
    document = scene.regimes.get(world)
    said = [] if keeps_blacklist(scene, world) else ["It keeps no blacklist."]
    grades = scene.dataset["grades"].sel(world=world).sum(["month", "group", "replicate"])
    used = int((grades > 0).sum())
    grades_named = 0 if document is None else len(document.model.standing.grades)
    of_grades = f"{used} of the {grades_named}" if used < grades_named else str(used)
    said += [f"People are in {of_grades} grades of a score." if used > 1 else "It uses no grades."]
    start = document.model.start if document is not None else None
    months = months_of(scene.dataset, world)
    if start is not None and start > months[-1]:
        said.append(f"It begins in {spoken(start)}, after the months observed: it has no effect on this page.")
    elif start is not None and start > months[0]:
        said.append(f"It begins in {spoken(start)}; it has no effect in the months before.")
    changes = [month for month, _ in epochs(document) if month] if document is not None else []
    if changes and changes[0] <= months[0]:
        said.append(f"It is shown as in force in {spoken(months[0])}, with its amendments up to then.")
    return " ".join(said)

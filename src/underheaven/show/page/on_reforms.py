"""The finding about reforms: which of those given changes wrongful months on lists most, and how far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from underheaven.measure.events import WORDS
from underheaven.measure.reforms import FAR_END, Effect
from underheaven.measure.registry import MEASURES
from underheaven.measure.values import LEVEL
from underheaven.show import about, ranges
from underheaven.show.page.finding import Finding, Number
from underheaven.show.page.rests import Rest, measured_rest
from underheaven.show.page.scene import Scene
from underheaven.show.page.speak import more, points
from underheaven.show.page.tables import minus
from underheaven.show.reform import CALLED, reform_effects
from underheaven.show.words import difference_span, percent, say
from underheaven.spec.asks import asked_of

WRONGFUL = "wrongful_list_months"
INSTEAD = "detriment"
"""What reforms are told by where nobody is ever wrongly listed, or too few are."""
SAID = {
    WRONGFUL: "months on lists for wrongful entries", INSTEAD: "the price of lost access",
    "chilled_speech": "speech chilled", "loans_repaid": "loans repaid",
}  # fmt: skip
GIVEN = "This holds in this model, for the reforms that were given; nothing was searched for."
CHOSEN = "This reform was selected because its change is the largest, so the change is biased upwards."
LUCK = (
    "Parameters were not varied for reforms, so the interval measures Monte Carlo error only. Main source of variation "
    "in the regime's own number, in the result of this page: "
)
UNMOVED = "Parameters were not varied for reforms, so the interval measures Monte Carlo error only."


def effects_of(scene: Scene, world: str) -> list[Effect]:
    """Gives what reforms of a world's regime change, by measure; nothing where none was lived."""
    if world not in scene.reforms:
        return []
    if world not in scene.moved:
        scene.moved[world] = reform_effects(scene.reforms[world])
    return scene.moved[world]


def reforms_of(scene: Scene, world: str, found: Sequence[Effect]) -> list[Effect]:
    """Gives those of the effects that are of reforms, the regime itself and no regime left out."""
    return [one for one in found if not _is_own(scene, world, one) and one.world != FAR_END]


def named(scene: Scene, world: str) -> dict[str, str]:
    """Gives the names of the reforms of a world's regime by the worlds that they are lived in."""
    return {note.label: note.name for note in about.documents(scene.reforms[world])}


def lived(scene: Scene, world: str) -> str:
    """Says over how many persons, months and replicates the reforms of a world's regime were lived."""
    sizes = scene.reforms[world].sizes
    return f"{sizes['person']:,} persons of the same society, {sizes['month']} months, {sizes['replicate']} replicates"


def reforms(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields which reform changes wrongful months on lists most, what each reform's own question comes to, and what
    cannot be answered at a size that can be lived.
    """
    if world not in scene.reforms:
        return
    found = reforms_of(scene, world, effects_of(scene, world))
    few = [one for one in _first_of_each(found) if not one.enough and one.needed is not None]
    for measure in (WRONGFUL, INSTEAD):
        mine = [one for one in found if one.measure == measure and one.enough and isfinite(one.step.mean)]
        if any(one.step.mean for one in mine):
            yield _finding(scene, world, mine, found)
            break
    yield from _questions(scene, world, found)
    if few:
        said = " ".join(
            _too_few(of, [one for one in few if WORDS[one.measure] == of])
            for of in dict.fromkeys(WORDS[one.measure] for one in few)
        )
        yield Finding("reform, too few", f"{said} Reforms were simulated over {lived(scene, world)}.", None, ())


def _too_few(of: str, mine: Sequence[Effect]) -> str:
    """Says by which measures reforms are not compared, and why: they rest on the same few events."""
    what = ", ".join(CALLED[one.measure] for one in mine)
    return (
        f"Too few events ({mine[0].events:,} {of}) to compare reforms by {what}; {say(float(mine[0].needed or 0), 2)} "
        "persons would be needed."
    )


def _first_of_each(found: Sequence[Effect]) -> list[Effect]:
    """Gives one effect of each measure: whether it has enough events is the same of all."""
    return list({one.measure: one for one in reversed(found)}.values())[::-1]


def _questions(scene: Scene, world: str, found: Sequence[Effect]) -> Iterator[Finding]:
    """Yields what each reform changes in what its own question is about, where the interval tells it from nothing."""
    asks, names = asked_of(dict.fromkeys(one.world for one in found)), named(scene, world)
    told = [one for one in found if one.told and one.measure in asks.get(one.world, ()) and one.measure != WRONGFUL]
    if not told:
        return
    own = {e.measure: e.level for e in effects_of(scene, world) if _is_own(scene, world, e)}
    said = "; ".join(
        f"{names[one.world]} {'raises' if one.told > 0 else 'lowers'} {CALLED[one.measure]} from "
        f"{' to '.join(_two_levels(own[one.measure].mean, one.level.mean, one.unit))}{_unit(one)} "
        f"(Monte Carlo interval of the change: {minus(difference_span(one.step, one.unit))})"
        for one in told
    )
    numbers = tuple(Number(f"{one.title}, {names[one.world]}", one.unit, one.step) for one in told)
    yield Finding(
        "reform, asked", f"On the question that each reform asks: {said}. {GIVEN}", Rest(UNMOVED, None), numbers
    )


def _unit(one: Effect) -> str:
    """Says the unit of a measure behind its number; that of a share stands with it."""
    return "" if one.unit == "share" else f" {one.unit}"


def _two_levels(own: float, other: float, unit: str) -> tuple[str, str]:
    """Writes two levels, to more digits the closer they are, so that their difference can be read off them."""
    digits = next((n for n in (3, 4) if abs(own - other) > 10.0 ** (1 - n) * max(abs(own), abs(other))), 5)
    first, second = (ranges.amount(value, unit, digits) for value in (own, other))
    return first, second


def _finding(scene: Scene, world: str, mine: Sequence[Effect], every: Sequence[Effect]) -> Finding:
    """Says the largest fall that chance does not explain, or the largest of all, and the largest rise if there is one.

    mine: effects on one measure. every: on all of them.
    """
    names = named(scene, world)
    first = min(mine, key=lambda one: (one.told >= 0, one.place, one.step.mean))
    worst = max(mine, key=lambda one: (one.told, one.step.mean))
    text = f"Of {len(mine)} reforms, simulated over {lived(scene, world)}, "
    near = [names[one.world] for one in mine if one is not first and one.place == first.place]
    if not first.told:
        text += f"none lowers {SAID[first.measure]} beyond Monte Carlo error."
    elif near:
        text += (
            f"{names[first.world]} lowers {SAID[first.measure]}: {_change(scene, world, first)}. It is not "
            f"distinguishable from {', '.join(near)}: the Monte Carlo interval of the difference includes 0."
        )
    else:
        text += f"{names[first.world]} lowers {SAID[first.measure]} most: {_change(scene, world, first)}. {CHOSEN}"
    if worst.told > 0:
        text += f" {names[worst.world]} raises them: {_change(scene, world, worst)}."
    also = [
        one for one in every
        if one.world == first.world and one.measure in SAID and one.measure != first.measure and one.told
    ]  # fmt: skip
    numbers = tuple(Number(f"{one.title}, {names[one.world]}", one.unit, one.step) for one in (first, *also))
    return Finding("reform", f"{text} {GIVEN}", _rest(scene, world, first), numbers)


def size_matters(scene: Scene, world: str) -> str:
    """Says what the regime's own wrongful months are over these persons and months, and in the result of the page."""
    few = next(e.level for e in effects_of(scene, world) if _is_own(scene, world, e) and e.measure == WRONGFUL)
    every = scene.over_replicates(MEASURES[WRONGFUL].function(scene.dataset), world)
    return (
        f"Reforms are simulated over as many persons as their questions need, for "
        f"{scene.reforms[world].sizes['month']} months. Months on lists for wrongful entries are {say(few.mean)} per "
        f"person in these runs, and {say(every.mean)} in the result of this page."
    )


def _is_own(scene: Scene, world: str, one: Effect) -> bool:
    return one.world == str(scene.reforms[world].attrs["against"])


def _change(scene: Scene, world: str, one: Effect) -> str:
    """Says a difference from the regime, a person, and in per cent of what the regime has without the reform."""
    own = next(e.level for e in effects_of(scene, world) if _is_own(scene, world, e) and e.measure == one.measure)
    step = points(one.step) if one.unit == "share" else one.step
    said = f"per person, {more(step, 'month', 'more', 'fewer')}"
    way = "less" if one.step.mean < 0 else "more"
    return f"{said}, {percent(abs(one.step.mean) / own.mean)} {way} than without the reform" if own.mean > 0 else said


def _rest(scene: Scene, world: str, one: Effect) -> Rest:
    measure = MEASURES[one.measure]
    own = scene.over_replicates(measure.function(scene.dataset), world)
    rest = measured_rest(scene, (world, one.measure, LEVEL), measure.unit, own)
    return (
        Rest(LUCK + rest.text.removeprefix("Main source of variation: "), rest.assumption)
        if rest
        else Rest(UNMOVED, None)
    )

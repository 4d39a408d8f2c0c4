"""What the model leaves out, as sentences of the page."""

from __future__ import annotations

from collections.abc import Iterator

from underheaven.measure.proportion import NOTE
from underheaven.show import about, base_rates, ranges, repeats
from underheaven.show.footer import PRICE
from underheaven.show.page.scene import Scene

MODEL = (
    "People, courts, lenders and officials are rules with chances. Nobody plans ahead, organises, moves away, appeals "
    "to the press, or finds a way around a list that the documents do not name.",
    "What the documents do not say does not happen: pressure on relatives, violence, bribes, and lists that leak to "
    "employers or neighbours outside the rules are not in the numbers.",
    "Attributes of a person are drawn independently of each other, from published tables of each alone.",
    "Businesses are not modelled, and neither are prices, wages or the state of the economy over time.",
    "Priced access is a price. What it is to be shamed, or shut out of a school, has no number here.",
)
INTERVALS = (
    "The Monte Carlo intervals hold Monte Carlo error alone, and grow as narrow as one likes with more persons. "
    "They say nothing of how far the model or an assumption is off: another assumption can move a number much further "
    "than its interval, and several moved together further still."
)
OVER = (
    "Parameter ranges take every number as equally likely anywhere in its range, and each apart from the "
    "others. They are no wider than the ranges that the documents state, and no assumption outside a document is moved."
)


def limits(scene: Scene) -> Iterator[str]:
    """Yields what a reader must know before believing a number."""
    for note in about.documents(scene.dataset):
        if note.stylised:
            yield (
                f"{note.name} is stylised: it follows what is written in form, and {note.assumed} of its "
                f"{note.numbers} numbers are assumptions."
            )
    yield INTERVALS
    if ranges.over_assumptions(scene.dataset):
        yield OVER
    if scene.dataset.sizes["replicate"] == 1:
        yield "This run has one replicate and therefore no intervals at all."
    if scene.against is None:
        yield "This run has no other world: it says what happens under the regime, and not what the regime changed."
    for_debt = any(scene.total("listed_for_debt", w) > 0 for w in scene.worlds)
    if for_debt and not ranges.has_ranges(scene.dataset, scene.worlds):
        yield ranges.without(scene.dataset, "what stands here")
    yield from base_rates.sentences(scene.dataset)
    yield PRICE
    yield from repeats.sentences(scene.dataset)
    yield f"Shares of detriment: {NOTE[:1].lower()}{NOTE[1:]}"
    yield from MODEL

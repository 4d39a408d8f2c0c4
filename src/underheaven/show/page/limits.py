"""What the model leaves out, as sentences of the page."""

from __future__ import annotations

from collections.abc import Iterator

from underheaven.measure.proportion import NOTE
from underheaven.show import about, base_rates, full, ranges, repeats, unable
from underheaven.show.footer import PRICE
from underheaven.show.page.scene import Scene

MODEL = (
    "People, courts, lenders and officials are represented by probabilistic rules. Nobody plans ahead, organises, "
    "relocates to escape the regime, appeals to the press, or evades a list in a way that no document describes.",
    "Only what the documents state happens. Pressure on relatives, violence, bribes, and lists that leak to employers "
    "or neighbours outside the rules are not in the numbers.",
    "The attributes of a person are drawn independently of each other, each from its own published table.",
    "Businesses are not modelled; nor are prices, wages or the state of the economy over time.",
    "Lost access has a price in this model, that of schooling and reputation included, and the price is assumed. What "
    "being shamed or shut out does to a person beyond that price has no number here.",
)
INTERVALS = (
    "A Monte Carlo interval measures simulation error only, and more persons make it as narrow as one likes. "
    "It says nothing about how far the model or an assumption is off. Another assumption can move a number much "
    "further than its interval, and several assumptions together further still."
)
OVER = (
    "A parameter range holds the central 90 % of samples in which every assumed number is drawn from its stated range, "
    "independently of the others and, as a rule, with the stated value as the median. It is not the chance that a true "
    "value lies inside. It covers only the ranges that the documents state: the form of the rules, and what no "
    "document states, do not vary."
)


def checks(scene: Scene) -> Iterator[str]:
    """Yields what the numbers of a result say of each other, and which are left out as they would repeat others."""
    yield from base_rates.sentences(scene.dataset)
    yield from repeats.sentences(scene.dataset)


def limits(scene: Scene) -> Iterator[str]:
    """Yields what a reader must know before believing a number."""
    for note in about.documents(scene.dataset):
        if note.stylised:
            what = (
                "it has broad features of a population only"
                if note.kind == "society"
                else "it represents rules in form only"
            )
            yield f"{note.name} is stylised: {what}, and {note.assumed} of its {note.numbers} numbers are assumptions."
    yield INTERVALS
    if ranges.over_assumptions(scene.dataset):
        yield OVER
    if scene.dataset.sizes["replicate"] == 1:
        yield "This run has one replicate and therefore no Monte Carlo intervals."
    if scene.against is None:
        yield "This run has no baseline: it says what happens under the regime, and not what the regime changes."
    for_debt = any(scene.total("listed_for_debt", w) > 0 for w in scene.worlds)
    if for_debt and not unable.has_ranges(scene.dataset, scene.worlds):
        yield unable.without(scene.dataset, "what stands here")
    yield from full.sentences(scene.dataset)
    yield PRICE
    yield f"Shares of detriment: {NOTE[:1].lower()}{NOTE[1:]}"
    yield from MODEL

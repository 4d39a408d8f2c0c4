"""Which acquaintances of a society are alike, and how many more than chance would have, in words."""

from __future__ import annotations

from collections.abc import Iterator

from underheaven.draws import key_of
from underheaven.engine.likeness import alike_ties
from underheaven.measure.likeness import inbreeding
from underheaven.show.words import percent, say
from underheaven.spec.document import Document
from underheaven.spec.society import Society
from underheaven.world.cells import cells_of
from underheaven.world.people import people_table

PERSONS = 20_000
"""Synthetic persons, in whole towns, whose ties are counted."""


def likeness_sentences(document: Document[Society]) -> Iterator[str]:
    """Say how many acquaintances are alike where a society draws some of them so: counted in a society of its own."""
    society = document.model
    ties, size = society.ties, society.people.town_size
    if ties.alike_share == 0:
        return
    towns = max(1, PERSONS // size)
    people = people_table(society, cells_of(society.people), towns * size, towns)
    counts = alike_ties(people, key_of(1, 0))
    persons, known, alike = counts.sum(axis=0).tolist()
    chance = float(counts[:, 0] @ counts[:, 1]) / persons
    yield (
        f"{percent(ties.alike_share)} of the acquaintances in one's own town are drawn among those alike in "
        f"{ties.alike_by}. Of {known:,} acquaintances of {persons:,} persons at the start {percent(alike / known)} are "
        f"alike, where chance would have {percent(chance / known)}: Coleman's index of inbreeding is "
        f"{say(inbreeding(counts.tolist()), 2)}."
    )

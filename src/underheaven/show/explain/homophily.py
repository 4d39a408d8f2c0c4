"""Homophily of a society in words: which acquaintances share an attribute, and how many would by chance."""

from __future__ import annotations

from collections.abc import Iterator

from underheaven.draws import draw_key
from underheaven.engine.homophily import count_similar_ties
from underheaven.measure.families.homophily import inbreeding_homophily
from underheaven.scenario.cells import build_cells
from underheaven.scenario.society_tables import build_society_table
from underheaven.show.formatting import format_number, format_percent
from underheaven.spec.document import Document
from underheaven.spec.models.society import Society

SAMPLE_PERSONS = 20_000
"""Synthetic persons, in whole towns, whose ties are counted."""


def homophily_sentences(document: Document[Society]) -> Iterator[str]:
    """State how many acquaintances share an attribute, as counted in a compiled society; empty without homophily."""
    society = document.model
    ties, size = society.ties, society.people.town_size
    if ties.alike_share == 0:
        return
    towns = max(1, SAMPLE_PERSONS // size)
    people = build_society_table(society, build_cells(society.people), towns * size, towns)
    counts = count_similar_ties(people, draw_key(1, 0))
    persons, tie_count, alike_ties_count = counts.sum(axis=0).tolist()
    chance = float(counts[:, 0] @ counts[:, 1]) / persons
    yield (
        f"{format_percent(ties.alike_share)} of the acquaintances in one's own town are drawn from persons of the same "
        f"{ties.alike_by}. Of {tie_count:,} acquaintances of {persons:,} persons at the start "
        f"{format_percent(alike_ties_count / tie_count)} share it, and by chance "
        f"{format_percent(chance / tie_count)} would: Coleman's index of inbreeding homophily is "
        f"{format_number(inbreeding_homophily(counts.tolist()), 2)}."
    )

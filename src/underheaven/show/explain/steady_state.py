"""The steady state of a society's economy in words, compared with the stated start."""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf

from underheaven.scenario.initial_population import document_steady_state
from underheaven.show.formatting import format_number, format_percent
from underheaven.spec.document import Document
from underheaven.spec.models.society import Society

STEADY_TOLERANCE = 0.05
"""A stated backlog within this relative distance of the steady state counts as steady."""


def steady_state_sentences(document: Document[Society]) -> Iterator[str]:
    """State how many owe, borrow and seek work in the steady state, and whether the society starts there."""
    livelihood, steady_state = document.model.livelihood, document_steady_state(document)
    stated, solvency = livelihood.courts.backlog, steady_state.solvency
    yield (
        f"In the steady state without a regime, {format_percent(steady_state.backlog)} of adults owe under an unpaid "
        f"judgment ({format_percent(steady_state.unwilling)} of them chose default), "
        f"{format_percent(float(solvency[1]))} have a loan, "
        f"{format_percent(float(solvency[2:4].sum()))} are in arrears, and {format_percent(steady_state.unemployed)} "
        f"of the workforce have no job; lenders grant {format_percent(steady_state.granted)} of requests."
    )
    if livelihood.start == "as newcomers":
        yield "The first generation starts as newcomers do, without debts: the society drifts toward its steady state."
    if stated == "stationary":
        return
    half = steady_state.half_life()
    drift = (
        "" if isinf(half) else f", and half of the difference is closed after about {format_number(round(half))} months"
    )
    if abs(stated - steady_state.backlog) > STEADY_TOLERANCE * steady_state.backlog:
        yield (
            f"The document states that {format_percent(stated)} owe in the first month observed. Without a regime "
            f"that share drifts toward {format_percent(steady_state.backlog)}{drift}."
        )
    else:
        yield (
            f"The document states that {format_percent(stated)} owe in the first month observed, within "
            f"{format_percent(STEADY_TOLERANCE)} of the share in the steady state."
        )

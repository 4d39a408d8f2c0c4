"""The economy of a society at rest, in words, beside what its document states of the start."""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf

from underheaven.show.words import percent, say
from underheaven.spec.document import Document
from underheaven.spec.society import Society
from underheaven.world.first import rest_of_document

NEAR = 0.05
"""A stated backlog that differs from the one at rest by less than this share of it counts as at rest."""


def at_rest_sentences(document: Document[Society]) -> Iterator[str]:
    """Say how many owe, borrow and seek work at rest, and whether the society starts there."""
    livelihood, rest = document.model.livelihood, rest_of_document(document)
    stated, solvency = livelihood.courts.backlog, rest.solvency
    yield (
        f"At rest without a regime, {percent(rest.backlog)} of adults owe under an unpaid judgment "
        f"({percent(rest.unwilling)} of them chose default), {percent(float(solvency[1]))} have a loan, "
        f"{percent(float(solvency[2:4].sum()))} are in arrears, and {percent(rest.unemployed)} of the workforce have "
        f"no job; lenders grant {percent(rest.granted)} of requests."
    )
    if livelihood.start == "as newcomers":
        yield "The first generation starts as newcomers do, without debts: the society drifts toward rest."
    if stated == "stationary":
        return
    half = rest.half_life()
    pace = "" if isinf(half) else f", and half of the gap is gone after about {say(round(half))} months"
    if abs(stated - rest.backlog) > NEAR * rest.backlog:
        yield (
            f"The document states that {percent(stated)} owe in the first month observed. Without a regime "
            f"that share drifts toward {percent(rest.backlog)}{pace}."
        )
    else:
        yield (
            f"The document states that {percent(stated)} owe in the first month observed, within "
            f"{percent(NEAR)} of the share at rest."
        )

"""The table of cases: those of each subject, and those that wait for a mechanism."""

from __future__ import annotations

from underheaven.verify.case_types import NEEDS_MANY_PERSONS, Case
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases import (
    applicability,
    association,
    attention,
    attitudes,
    conduct,
    consequences,
    contagion,
    courts,
    credit_market,
    exchange,
    households,
    identities,
    independence,
    livelihood,
    measures,
    metamorphic,
    officials,
    record_removal,
    response,
    sensing,
    standing,
)
from underheaven.verify.docking import compare as docked
from underheaven.verify.inference.registry import CASES as INFERENCE

NEEDS_LEDGER = "a ledger form of standing"

DOCKING_CASES = (
    Case(
        "docking",
        "Axtell, Axelrod, Epstein & Cohen 1996",
        docked.check_docking,
        (P("numbers", "busy", words=docked.PARAMETER_SETS),),
        compiled_only_reason=NEEDS_MANY_PERSONS,
        thorough_only=True,
        shows="numbers of the court list over china-2020 that a second implementation counts otherwise than by chance",
        points=({"numbers": "wary"}, {"numbers": "shipped"}),
    ),
)

WAITING_CASES = (
    Case(
        "lending-bins",
        "D'Amour et al. 2020 (setting); recomputed",
        None,
        (P("threshold", 3, 0, 6),),
        NEEDS_LEDGER,
        shows="how far scores move in a round of loans",
    ),
    Case(
        "exclusion-absorbs",
        "closed form; D'Amour et al. 2020, appendix",
        None,
        (P("threshold", 3, 0, 6), P("start", 3, 0, 6), P("repair", 0.0)),
        NEEDS_LEDGER,
        shows="the loans until a borrower is shut out for good",
    ),
)
"""Cases that wait for a mechanism."""

CASES: tuple[Case, ...] = (
    *identities.CASES,
    *metamorphic.CASES,
    *sensing.CASES,
    *applicability.CASES,
    *standing.CASES,
    *record_removal.CASES,
    *consequences.CASES,
    *conduct.CASES,
    *attitudes.CASES,
    *response.CASES,
    *households.CASES,
    *attention.CASES,
    *exchange.CASES,
    *credit_market.CASES,
    *courts.CASES,
    *livelihood.CASES,
    *association.CASES,
    *contagion.CASES,
    *officials.CASES,
    *independence.CASES,
    *DOCKING_CASES,
    *INFERENCE,
    *measures.CASES,
    *WAITING_CASES,
)
"""Every case, in the order of the table."""

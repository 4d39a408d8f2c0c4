"""The table of cases: those of each subject, and those that wait for a mechanism."""

from __future__ import annotations

from underheaven.verify import (
    association,
    attention,
    conduct,
    consequences,
    courts,
    exchange,
    fixtures,
    households,
    identities,
    livelihood,
    market,
    metamorphic,
    minds,
    officials,
    reach,
    response,
    sensing,
    separate,
    standing,
    stays,
    ties,
)
from underheaven.verify.case import CROWDS, Case
from underheaven.verify.case import Parameter as P
from underheaven.verify.docked import compare as docked
from underheaven.verify.inference.cases import CASES as INFERENCE

LEDGER = "a ledger form of standing"

DOCKING = (
    Case("docking", "Axtell, Axelrod, Epstein & Cohen 1996", docked.docking, (
        P("numbers", "busy", words=docked.NUMBERS),), compiled=CROWDS, thorough=True,
        shows="numbers of the court list over china-2020 that a second implementation counts otherwise than by chance",
        points=({"numbers": "wary"}, {"numbers": "shipped"})),
)  # fmt: skip

WAITING = (
    Case("lending-bins", "D'Amour et al. 2020 (setting); recomputed", None, (P("threshold", 3, 0, 6),), LEDGER,
        shows="how far scores move in a round of loans"),
    Case("exclusion-absorbs", "closed form; D'Amour et al. 2020, appendix", None, (
        P("threshold", 3, 0, 6), P("start", 3, 0, 6), P("repair", 0.0)), LEDGER,
        shows="the loans until a borrower is shut out for good"),
)  # fmt: skip
"""Cases that wait for a mechanism."""

CASES: tuple[Case, ...] = (
    *identities.CASES,
    *metamorphic.CASES,
    *sensing.CASES,
    *reach.CASES,
    *standing.CASES,
    *stays.CASES,
    *consequences.CASES,
    *conduct.CASES,
    *minds.CASES,
    *response.CASES,
    *households.CASES,
    *attention.CASES,
    *exchange.CASES,
    *market.CASES,
    *courts.CASES,
    *livelihood.CASES,
    *association.CASES,
    *ties.CASES,
    *officials.CASES,
    *separate.CASES,
    *DOCKING,
    *INFERENCE,
    *fixtures.CASES,
    *WAITING,
)
"""Every case, in the order of the table."""

"""The ten questions of the audit page, in reading order, with the findings that answer each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from underheaven.show.report.finding import Finding
from underheaven.show.report.findings import (
    conduct_findings,
    fairness_findings,
    institution_findings,
    listing_findings,
    livelihood_findings,
    loss_findings,
    reform_findings,
    stay_findings,
)
from underheaven.show.report.report_context import ReportContext

FindingMaker = Callable[[ReportContext, str], Iterator[Finding]]


@dataclass(frozen=True)
class Question:
    """A question: its text, the makers of its answers, and how many answers are unfolded.

    unanswered_reason: why there is no answer, in lower case.
    """

    text: str
    makers: tuple[FindingMaker, ...]
    unanswered_reason: str
    n_unfolded: int = 1


QUESTIONS = (
    Question(
        "Who is listed?",
        (listing_findings.find_listed, listing_findings.find_group_gap, institution_findings.find_consent),
        "nothing is recorded",
        2,
    ),
    Question(
        "How often wrongly, and by which error?",
        (listing_findings.find_wrongly_listed, listing_findings.find_debt_split, stay_findings.find_wrongful_stays),
        "no record and no listing is wrongful",
        2,
    ),
    Question(
        "What does it cost, and in which part of life?",
        (
            loss_findings.find_detriment,
            loss_findings.find_status_costs,
            loss_findings.find_denials,
            livelihood_findings.find_after_listing,
            loss_findings.find_rewards,
        ),
        "nobody loses access to anything",
        2,
    ),
    Question(
        "Does punishment follow gravity?",
        (fairness_findings.find_gravity,),
        "no two recorded kinds of conduct differ both in gravity and in what a record costs",
    ),
    Question(
        "Is public speech chilled?",
        (conduct_findings.find_chilled_speech,),
        "nobody speaks less than in the baseline",
    ),
    Question(
        "Do help and repayment rise?",
        (
            livelihood_findings.find_lending_changes,
            conduct_findings.find_conduct_changes,
            livelihood_findings.find_performed_debts,
            livelihood_findings.find_refused_loans,
            institution_findings.find_gaming,
            institution_findings.find_beliefs,
        ),
        "no loan, act or debt differs from the baseline",
    ),
    Question("Who gets out, and when?", (stay_findings.find_exits,), "nobody is ever on a blacklist"),
    Question(
        "Who is hit more at equal conduct?",
        (fairness_findings.find_equal_conduct,),
        "no two groups are large enough, or nothing is lost",
    ),
    Question(
        "What does officials' favour buy?",
        (institution_findings.find_favour_and_quotas,),
        "officials favour nobody and fill no quota",
    ),
    Question(
        "What would one reform change?",
        (reform_findings.find_reform_effects,),
        "no reform was simulated for this result, or none changes anything",
    ),
)

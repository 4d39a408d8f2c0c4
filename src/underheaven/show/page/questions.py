"""The ten questions that a page answers, in reading order, with what answers each and why one may stay open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from underheaven.show.page import on_fairness, on_lists, on_lives, on_means, on_reforms, on_stays
from underheaven.show.page.finding import Finding
from underheaven.show.page.scene import Scene

Maker = Callable[[Scene, str], Iterator[Finding]]


@dataclass(frozen=True)
class Question:
    """A question: how it is asked, what answers it, and how many answers stand open before the others are folded.

    silent: why there is no answer, after "no answer:".
    """

    asks: str
    makers: tuple[Maker, ...]
    silent: str
    shown: int = 1


QUESTIONS = (
    Question("Who is listed?", (on_lists.listed, on_lists.groups, on_means.asked), "nothing is recorded", 2),
    Question("How often wrongly, and by which error?", (on_lists.wrongly, on_lists.split, on_stays.until_off),
             "no record and no listing is wrongful", 2),
    Question("What does it cost, and in which part of life?",
             (on_lives.detriment, on_lives.constants, on_lives.denied, on_lives.after_listing, on_lives.reward),
             "nobody loses access to anything", 2),
    Question("Does punishment follow gravity?", (on_fairness.gravity,),
             "no two recorded kinds of conduct differ both in gravity and in what a record costs"),
    Question("Is public speech chilled?", (on_lives.speech,), "nobody speaks less than in the baseline"),
    Question("Do help and repayment rise?",
             (on_lives.trust, on_lives.conduct, on_lives.performed, on_lives.refused, on_means.gamed, on_means.known),
             "no loan, act or debt differs from the baseline"),
    Question("Who gets out, and when?", (on_stays.out,), "nobody is ever on a blacklist"),
    Question("Who is hit more at equal conduct?", (on_fairness.equal_conduct,),
             "no two groups are large enough, or nothing is lost"),
    Question("What does officials' favour buy?", (on_means.officials,), "officials favour nobody and fill no quota"),
    Question("What would one reform change?", (on_reforms.reforms,),
             "no reform was simulated for this result, or none changes anything"),
)  # fmt: skip

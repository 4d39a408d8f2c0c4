"""Cases of credit: a market for loans that a list opens, because the list tells lenders something of a person."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.measure.calendar import months_from
from underheaven.verify.case_simulation import load_regime, load_society, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.effort import MAX_PERSONS

BORROWER_TYPES = ("good", "bad")
LEARNING_ROUNDS, MONTHS_BETWEEN_ROUNDS = 4, 3
"""Rounds of loans from which lenders learn, and months from one to the next: asked, ended, repaid."""
FIRST_ROUND_MONTH = 1
"""Month of the first round: before it the list is filled."""
COUNTED_ROUND_MONTH = FIRST_ROUND_MONTH + LEARNING_ROUNDS * MONTHS_BETWEEN_ROUNDS
"""Month of the round that is counted, in which everybody asks; in the month after, every loan made then ends."""
MONTHS = COUNTED_ROUND_MONTH + 2
MIN_REFUSED_SHARE = 1e-4
"""Share refused below which too few persons are refused to estimate the share of the good among them."""
MIN_MARGIN_IN_ERRORS = 6
"""Standard errors of what lenders learn in a round by which a standing must differ from the margin."""


@dataclass(frozen=True)
class BorrowerClass:
    """The persons of one visible standing as shares of all, good and bad, and the outcome of their loans."""

    good: float
    bad: float
    repaid: float
    defaulted: float

    def pays_to_lend(self, gain: float, loss: float) -> bool:
        """Whether lending to them pays: the share who repay is at least loss / (loss + gain). To nobody it does."""
        everybody = self.repaid + self.defaulted
        return everybody <= 0 or self.repaid / everybody >= loss / (loss + gain)


@dataclass(frozen=True)
class LoanOutcomes:
    """Requests and their outcomes; shape (replicate,), refused (replicate, type)."""

    asked: Any
    made: Any
    repaid: Any
    defaulted: Any
    refused: Any


def expected_grant_share(values: Values) -> float:
    """Return loans made over loans asked for: the share whom the law lets ask and lenders accept or explore."""
    return math.fsum((s.good + s.bad) * chance for s, chance in grant_probabilities(values)) * float(
        1 - values["closed"]
    )


def count_loans_granted(values: Values) -> Counts:
    """Count loans made and asked for in the round that is counted."""
    found = simulate_loan_round(values)
    return Counts(found.made, found.asked)


def expected_lender_surplus(values: Values) -> float:
    """Return the gain of lenders for each loan asked for, in loans."""
    gain, loss = values["gain"], values["loss"]
    each = math.fsum((gain * s.repaid - loss * s.defaulted) * chance for s, chance in grant_probabilities(values))
    return each * float(1 - values["closed"])


def count_lender_surplus(values: Values) -> Counts:
    """Count that gain, and loans asked for; a loan changes it by gain and loss together at most."""
    gain, loss = values["gain"], values["loss"]
    found = simulate_loan_round(values)
    return Counts(gain * found.repaid - loss * found.defaulted, found.asked, unit=gain + loss)


def expected_good_among_refused(values: Values) -> float:
    """Return the share of good borrowers among those refused: theirs of the standings not accepted."""
    out = [(s, 1 - chance) for s, chance in grant_probabilities(values) if chance < 1]
    good, everybody = (
        math.fsum(part) for part in ([s.good * w for s, w in out], [(s.good + s.bad) * w for s, w in out])
    )
    if everybody < MIN_REFUSED_SHARE:
        raise RequestError(
            f"market-excluded: at these values lenders refuse {everybody:.2g} of all who ask, too few to say what "
            "share of them is good. Write a higher loss, a smaller gain, or a list that more are on."
        )
    return good / everybody


def count_good_among_refused(values: Values) -> Counts:
    """Count good borrowers refused by a lender, and all borrowers refused."""
    refused = simulate_loan_round(values).refused
    return Counts(refused[:, 0], refused.sum(axis=1))


def borrower_classes(values: Values) -> dict[str, BorrowerClass]:
    """Return the clean and the listed, of both types, and how their loans would end.

    With ``clean_good`` and ``clean_bad`` both 1 nobody is listed: a market without a list. Where more of the good
    than of the bad are listed, the list can open the market to those on it instead.
    """
    types = {"good": values["good"], "bad": 1 - values["good"]}
    found = {}
    for name in ("clean", "listed"):
        share = {
            t: types[t] * (values[f"clean_{t}"] if name == "clean" else 1 - values[f"clean_{t}"])
            for t in BORROWER_TYPES
        }
        repaid = sum(share[t] * values[f"repay_{t}"] for t in BORROWER_TYPES)
        defaulted = sum(share[t] * (1 - values[f"repay_{t}"]) for t in BORROWER_TYPES)
        found[name] = BorrowerClass(share["good"], share["bad"], repaid, defaulted)
    return found


def grant_probabilities(values: Values) -> list[tuple[BorrowerClass, float]]:
    """Return each standing with the probability that a request is granted, each judged separately."""
    explored, margin = values["exploration"], values["loss"] / (values["loss"] + values["gain"])
    first = values["pseudo_repaid"], values["pseudo_defaulted"]
    if explored == 0 and sum(first) > 0 and first[0] / sum(first) < margin:
        raise RequestError(
            f"market: lenders who start from {first[0]:g} loans repaid and {first[1]:g} defaulted lend to nobody, "
            "explore nothing and never learn. Write exploration above 0, or more loans repaid."
        )
    return [
        (s, 1.0 if s.pays_to_lend(values["gain"], values["loss"]) else explored)
        for s in borrower_classes(values).values()
    ]


def simulate_loan_round(values: Values) -> LoanOutcomes:
    """Return the outcomes of one round of requests under a list and lenders who learn what it is worth.

    In the first month the list is filled. In each round everybody asks once for a loan of one month; then credit is
    closed until every loan has ended and every arrear is repaid, so that the next round is again of everybody. Of each
    standing lenders know how the loans of the last twelve months ended, and their prior.
    """
    persons = max(persons_for(MONTHS), required_persons(values))
    society = load_society(
        "borrowers",
        good=values["good"],
        bad=1 - values["good"],
        gain=values["gain"],
        loss=values["loss"],
        exploration=values["exploration"],
        **{f"pseudo_{end}": values[f"pseudo_{end}"] for end in ("repaid", "defaulted")},
        **{f"acts_{t}": 1 - values[f"clean_{t}"] for t in BORROWER_TYPES},
        **{f"defaults_{t}": 1 - values[f"repay_{t}"] for t in BORROWER_TYPES},
    )
    data = simulate(
        [load_regime("market", rounds=loan_round_amendments(values["closed"]))], society, persons, MONTHS
    ).isel(scenario=0)
    then, later = data.isel(month=COUNTED_ROUND_MONTH), data.isel(month=COUNTED_ROUND_MONTH + 1)
    return LoanOutcomes(
        asked=then["loans_asked"].sum("group").values,
        made=then["loans_made"].sum("group").values,
        repaid=later["repaid"].sum(["region", "visible"]).values,
        defaulted=later["defaulted"].sum(["region", "visible"]).values,
        refused=np.asarray(then["loans_refused"].sel(refusal="by lender", group=list(BORROWER_TYPES)).values),
    )


def loan_round_amendments(closed: float) -> str:
    """Return the amendments that open credit for a month and close it again, from the first round on.

    closed: share of credit that stays closed in the open months.
    """
    calendar = months_from("2000-01", MONTHS)
    return "".join(
        AMENDMENT_TOML.format(month=calendar[at + ends], strength=closes)
        for at in range(FIRST_ROUND_MONTH, COUNTED_ROUND_MONTH + 1, MONTHS_BETWEEN_ROUNDS)
        for ends, closes in enumerate((closed, 1))
    )


AMENDMENT_TOML = """
[[amendments]]
from = "{month}"
describes = "Whether credit is closed."

[[amendments.change.sensing.channels]]
name = "watch"
detection_rate = 0

[[amendments.change.treatment.effects]]
of = "everybody"
context = "credit"
strength = {strength}
"""


def required_persons(values: Values) -> int:
    """Return the number of persons from which lenders learn on which side of the margin each standing lies.

    Raises:
        RequestError: a standing lies so near the margin that chance decides among as many as can be simulated.
    """
    margin = values["loss"] / (values["loss"] + values["gain"])
    most = 0.0
    for name, s in borrower_classes(values).items():
        share = s.repaid + s.defaulted
        if share <= 0:
            continue
        repay = s.repaid / share
        loans = required_loans(repay, margin, values)
        wanted = loans / share / (1 - values["closed"])
        if wanted > MAX_PERSONS:
            raise RequestError(
                f"market: at these values {repay:.4f} of the {name} repay, and lenders accept from {margin:.4f} on. So "
                f"few are {name}, or so near is one to the other, that chance decides among {MAX_PERSONS:,} persons. "
                "Write values that lie further apart, or at which each standing has more people."
            )
        most = max(most, wanted)
    return math.ceil(most)


def required_loans(repay: float, margin: float, values: Values) -> float:
    """Return the requests of one round from which lenders learn on which side of the margin a standing lies.

    If lenders accept the standing at first, the loans of one round tell them. If not, they see only the loans that they
    explore in each round. A prior on the wrong side has to be outweighed.

    Args:
        repay: share of the loans of the standing that are repaid.
        margin: share from which lenders accept.
        values: parameters of the case.
    """
    if repay == margin:
        return math.inf
    prior = values["pseudo_repaid"] + values["pseudo_defaulted"]
    lead = values["pseudo_repaid"] - margin * prior
    seen = 1.0 if lead >= 0 else min(1.0, LEARNING_ROUNDS * values["exploration"])
    against = max(0.0, -lead if repay > margin else lead)
    away, spread = abs(repay - margin), MIN_MARGIN_IN_ERRORS * math.sqrt(max(repay * (1 - repay), 1e-4))
    # n loans put lenders on the right side with these errors to spare: n * away - against = spread * sqrt(n)
    root = (spread + math.sqrt(spread**2 + 4 * away * against)) / (2 * away)
    return root**2 / seen if seen > 0 else math.inf


MARKET_PARAMETERS = (
    P("good", 0.8),
    P("repay_good", 0.95),
    P("repay_bad", 0.4),
    P("gain", 0.1, 0, 10),
    P("loss", 0.6, 0.001),
    P("clean_good", 0.95),
    P("clean_bad", 0.4),
    P("exploration", 0.0),
    P("pseudo_repaid", 0.0, 0, 100),
    P("pseudo_defaulted", 0.0, 0, 100),
    P("closed", 0.0, 0, 0.9),
)
LESS_INFORMATIVE_LIST = {
    "good": 0.5,
    "repay_good": 0.9,
    "repay_bad": 0.2,
    "gain": 0.3,
    "clean_good": 0.9,
    "clean_bad": 0.3,
}
CAUTIOUS_LENDERS = {"exploration": 0.05, "pseudo_repaid": 5, "pseudo_defaulted": 20, "closed": 0.4}
CASES = (
    Case(
        "market-opening",
        CLOSED_FORM,
        ClosedForm(expected_grant_share, count_loans_granted),
        MARKET_PARAMETERS,
        fault_parameter="clean_bad",
        shows="the share of loan requests granted once a list tells lenders of people",
        points=(LESS_INFORMATIVE_LIST, CAUTIOUS_LENDERS),
    ),
    Case(
        "market-surplus",
        CLOSED_FORM,
        ClosedForm(expected_lender_surplus, count_lender_surplus),
        MARKET_PARAMETERS,
        fault_parameter="repay_good",
        shows="what lenders gain for each request in that market",
        points=(LESS_INFORMATIVE_LIST, CAUTIOUS_LENDERS),
    ),
    Case(
        "market-excluded",
        CLOSED_FORM,
        ClosedForm(expected_good_among_refused, count_good_among_refused),
        MARKET_PARAMETERS,
        fault_parameter="clean_bad",
        shows="the share of those refused there who would have repaid like the good",
        points=(LESS_INFORMATIVE_LIST, CAUTIOUS_LENDERS),
    ),
)

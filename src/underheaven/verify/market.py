"""Cases of credit: a market for loans that a list opens, because the list tells lenders something of a person."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.measure.calendar import months_from
from underheaven.verify.case import A, Case, Counts, Law, Values
from underheaven.verify.case import Parameter as P
from underheaven.verify.effort import MOST_PERSONS
from underheaven.verify.lives import live, persons_for, regime, society

TYPES = ("good", "bad")
ROUNDS, APART = 4, 3
"""Rounds of loans from which lenders learn, and months from one to the next: asked, ended, made good."""
FIRST = 1
"""Month of the first round: before it the list is made."""
ASKED = FIRST + ROUNDS * APART
"""Month of the round that is counted, in which everybody asks; the month after, every loan made then ends."""
MONTHS = ASKED + 2
FEWEST = 1e-4
"""Share excluded below which too few of them are seen to say what share of them is good."""
CLEAR = 6
"""Standard errors of what lenders learn in a round by which a standing must lie off the margin, else chance decides."""


@dataclass(frozen=True)
class Standing:
    """The persons of one visible standing as shares of all, good and bad, and what their loans come to."""

    good: float
    bad: float
    repaid: float
    defaulted: float

    def lent(self, gain: float, loss: float) -> bool:
        """Whether lending to them pays: the share who repay is at least loss / (loss + gain). To nobody it does."""
        everybody = self.repaid + self.defaulted
        return everybody <= 0 or self.repaid / everybody >= loss / (loss + gain)


@dataclass(frozen=True)
class Lived:
    """Requests and what became of them; shape (replicate,), refused (replicate, type)."""

    asked: Any
    made: Any
    repaid: Any
    defaulted: Any
    refused: Any


def market_opening(values: Values) -> float:
    """Return loans made over loans asked for: the share that the law lets ask and lenders accept or explore."""
    return math.fsum((s.good + s.bad) * chance for s, chance in granted(values)) * float(1 - values["closed"])


def opened(values: Values) -> Counts:
    """Count loans made and asked for in the round that is counted."""
    found = lived(values)
    return Counts(found.made, found.asked)


def market_surplus(values: Values) -> float:
    """Return what lenders gain for each loan asked for, in loans."""
    gain, loss = values["gain"], values["loss"]
    each = math.fsum((gain * s.repaid - loss * s.defaulted) * chance for s, chance in granted(values))
    return each * float(1 - values["closed"])


def gained(values: Values) -> Counts:
    """Count that gain, and loans asked for; a loan changes it by gain and loss together at most."""
    gain, loss = values["gain"], values["loss"]
    found = lived(values)
    return Counts(gain * found.repaid - loss * found.defaulted, found.asked, unit=gain + loss)


def market_excluded(values: Values) -> float:
    """Return the share of good borrowers among those refused: theirs of the standings not accepted."""
    out = [(s, 1 - chance) for s, chance in granted(values) if chance < 1]
    good, everybody = (
        math.fsum(part) for part in ([s.good * w for s, w in out], [(s.good + s.bad) * w for s, w in out])
    )
    if everybody < FEWEST:
        raise RequestError(
            f"market-excluded: at these values lenders refuse {everybody:.2g} of all who ask, too few to say what "
            "share of them is good. Write a higher loss, a smaller gain, or a list that more are on."
        )
    return good / everybody


def excluded(values: Values) -> Counts:
    """Count good borrowers refused by a lender, and all who were."""
    refused = lived(values).refused
    return Counts(refused[:, 0], refused.sum(axis=1))


def standings(values: Values) -> dict[str, Standing]:
    """Gives who is clean and who is listed, of the two types, and how their loans would end.

    With ``clean_good`` and ``clean_bad`` both 1 nobody is listed: a market without a list. Where more of the good
    than of the bad are listed, the list can open the market to those on it instead.
    """
    types = {"good": values["good"], "bad": 1 - values["good"]}
    found = {}
    for name in ("clean", "listed"):
        share = {t: types[t] * (values[f"clean_{t}"] if name == "clean" else 1 - values[f"clean_{t}"]) for t in TYPES}
        repaid = sum(share[t] * values[f"repay_{t}"] for t in TYPES)
        defaulted = sum(share[t] * (1 - values[f"repay_{t}"]) for t in TYPES)
        found[name] = Standing(share["good"], share["bad"], repaid, defaulted)
    return found


def granted(values: Values) -> list[tuple[Standing, float]]:
    """Return each standing with the chance that a request of it is granted, each judged by itself."""
    explored, margin = values["exploration"], values["loss"] / (values["loss"] + values["gain"])
    first = values["pseudo_repaid"], values["pseudo_defaulted"]
    if explored == 0 and sum(first) > 0 and first[0] / sum(first) < margin:
        raise RequestError(
            f"market: lenders who start from {first[0]:g} loans repaid and {first[1]:g} defaulted lend to nobody, "
            "explore nothing and never learn. Write exploration above 0, or more loans repaid."
        )
    return [
        (s, 1.0 if s.lent(values["gain"], values["loss"]) else explored) for s in standings(values).values()
    ]  # fmt: skip


def lived(values: Values) -> Lived:
    """Return what a list and lenders who learn what it is worth bring about in one round of requests.

    In the first month the list is made. In each round everybody asks once for a loan of one month; then credit is
    closed until every loan has ended and every arrear is made good, so that the next round is again of everybody.
    Lenders know of each standing how the loans of the last twelve months ended, and what they start from.
    """
    persons = max(persons_for(MONTHS), persons_to_learn(values))
    people = society(
        "borrowers", good=values["good"], bad=1 - values["good"], gain=values["gain"], loss=values["loss"],
        exploration=values["exploration"],
        **{f"pseudo_{end}": values[f"pseudo_{end}"] for end in ("repaid", "defaulted")},
        **{f"acts_{t}": 1 - values[f"clean_{t}"] for t in TYPES},
        **{f"defaults_{t}": 1 - values[f"repay_{t}"] for t in TYPES},
    )  # fmt: skip
    data = live([regime("market", rounds=rounds(values["closed"]))], people, persons, MONTHS).isel(world=0)
    then, later = data.isel(month=ASKED), data.isel(month=ASKED + 1)
    return Lived(
        asked=then["loans_asked"].sum("group").values,
        made=then["loans_made"].sum("group").values,
        repaid=later["repaid"].sum(["region", "visible"]).values,
        defaulted=later["defaulted"].sum(["region", "visible"]).values,
        refused=np.asarray(then["loans_refused"].sel(refusal="by lender", group=list(TYPES)).values),
    )


def rounds(closed: float) -> str:
    """Return the amendments that open credit for a month and close it again, from the first round on.

    closed: share of credit that stays closed in the open months.
    """
    calendar = months_from("2000-01", MONTHS)
    return "".join(
        AMENDMENT.format(month=calendar[at + ends], strength=closes)
        for at in range(FIRST, ASKED + 1, APART) for ends, closes in enumerate((closed, 1))
    )  # fmt: skip


AMENDMENT = """
[[amendments]]
from = "{month}"
describes = "Whether credit is closed."

[[amendments.change.sensing.channels]]
name = "watch"
sensitivity = 0

[[amendments.change.treatment.effects]]
of = "everybody"
context = "credit"
strength = {strength}
"""


def persons_to_learn(values: Values) -> int:
    """Return of how many persons lenders learn on which side of the margin each standing lies.

    Raises:
        RequestError: a standing lies so near the margin that chance decides among as many as can be lived.
    """
    margin = values["loss"] / (values["loss"] + values["gain"])
    most = 0.0
    for name, s in standings(values).items():
        share = s.repaid + s.defaulted
        if share <= 0:
            continue
        repay = s.repaid / share
        away = abs(repay - margin) / CLEAR
        wanted = max(repay * (1 - repay), 1e-4) / share / (1 - values["closed"]) / away**2 if away > 0 else math.inf
        if wanted > MOST_PERSONS:
            raise RequestError(
                f"market: at these values {repay:.4f} of the {name} repay, and lenders accept from {margin:.4f} on. So "
                f"few are {name}, or so near is one to the other, that chance decides among {MOST_PERSONS:,} persons. "
                "Write values that lie further apart, or at which each standing has more people."
            )
        most = max(most, wanted)
    return math.ceil(most)


MARKET = (
    P("good", 0.8), P("repay_good", 0.95), P("repay_bad", 0.4), P("gain", 0.1, 0, 10), P("loss", 0.6, 0.001),
    P("clean_good", 0.95), P("clean_bad", 0.4), P("exploration", 0.0), P("pseudo_repaid", 0.0, 0, 100),
    P("pseudo_defaulted", 0.0, 0, 100), P("closed", 0.0, 0, 0.9),
)  # fmt: skip
LISTLESS = {"good": 0.5, "repay_good": 0.9, "repay_bad": 0.2, "gain": 0.3, "clean_good": 0.9, "clean_bad": 0.3}
WARY = {"exploration": 0.05, "pseudo_repaid": 5, "pseudo_defaulted": 20, "closed": 0.4}
CASES = (
    Case("market-opening", A, Law(market_opening, opened), MARKET,
        plants="clean_bad",
        shows="the share of loan requests granted once a list tells lenders of people", points=(LISTLESS, WARY)),
    Case("market-surplus", A, Law(market_surplus, gained), MARKET,
        plants="repay_good",
        shows="what lenders gain for each request in that market", points=(LISTLESS, WARY)),
    Case("market-excluded", A, Law(market_excluded, excluded), MARKET,
        plants="clean_bad",
        shows="the share of those refused there who would have repaid like the good", points=(LISTLESS, WARY)),
)  # fmt: skip

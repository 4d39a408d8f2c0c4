"""Cases of credit: a market for loans that a list opens, because the list tells lenders something of a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.verify.case import Figure, Values
from underheaven.verify.effort import Effort, current
from underheaven.verify.judge import simulated
from underheaven.verify.lives import live, persons_for, regime, society

TYPES = ("good", "bad")
MONTHS = 3
ASKED, ENDED = 1, 2
"""Month in which everybody asks for the first loan, and that in which every loan made then ends."""
FEWEST = 1e-4
"""Share excluded below which too few of them are seen to say what share of them is good."""


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


def market_opening(values: Values) -> Figure:
    """Holds loans made over loans asked for against the share of persons whose standing lenders accept."""
    found = lived(tuple(sorted(values.items())), current())
    return simulated(sum(s.good + s.bad for s in accepted(values)), found.made, found.asked)


def market_surplus(values: Values) -> Figure:
    """Holds what lenders gain for each loan asked for, in loans, against gain and loss on those they accept.

    A loan changes it by gain and loss together at most, and counts of that are what is judged.
    """
    gain, loss = values["gain"], values["loss"]
    found = lived(tuple(sorted(values.items())), current())
    expected = sum(gain * s.repaid - loss * s.defaulted for s in accepted(values))
    unit = gain + loss
    of_unit = simulated(expected / unit, (gain * found.repaid - loss * found.defaulted) / unit, found.asked)
    return Figure(of_unit.expected * unit, of_unit.found * unit, of_unit.tolerance * unit)


def market_excluded(values: Values) -> Figure:
    """Holds the share of good borrowers among those refused against their share of the standings not accepted."""
    out = [s for s in standings(values).values() if not s.lent(values["gain"], values["loss"])]
    good, everybody = sum(s.good for s in out), sum(s.good + s.bad for s in out)
    if everybody < FEWEST:
        raise RequestError(
            f"market-excluded: at these values lenders refuse {everybody:.2g} of all who ask, too few to say what "
            "share of them is good. Write a higher loss, a smaller gain, or a list that more are on."
        )
    found = lived(tuple(sorted(values.items())), current())
    return simulated(good / everybody, found.refused[:, 0], found.refused.sum(axis=1))


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


def accepted(values: Values) -> list[Standing]:
    """Gives the standings that lenders lend to, each judged by itself."""
    return [s for s in standings(values).values() if s.lent(values["gain"], values["loss"])]


@lru_cache(maxsize=1)
def lived(settings: tuple[tuple[str, float], ...], effort: Effort) -> Lived:
    """Gives what a list, lenders who know what it is worth, and one request of every person bring about.

    The month after the list is made everybody asks once, for a loan of one month. A second request would come from
    those who were refused and those who repaid alone, and belongs to no formula.
    """
    values = dict(settings)
    of = standings(values)
    believed = {f"{name}_{what}": getattr(of[name], what) for name in of for what in ("repaid", "defaulted")}
    people = society(
        "borrowers", good=values["good"], bad=1 - values["good"], gain=values["gain"], loss=values["loss"],
        **{f"acts_{t}": 1 - values[f"clean_{t}"] for t in TYPES},
        **{f"defaults_{t}": 1 - values[f"repay_{t}"] for t in TYPES},
    )  # fmt: skip
    data = live([regime("market", **believed)], people, persons_for(MONTHS), MONTHS).isel(world=0)
    then, later = data.isel(month=ASKED), data.isel(month=ENDED)
    return Lived(
        asked=then["loans_asked"].sum("group").values,
        made=then["loans_made"].sum("group").values,
        repaid=later["repaid"].sum(["region", "visible"]).values,
        defaulted=later["defaulted"].sum(["region", "visible"]).values,
        refused=np.asarray(then["loans_refused"].sel(refusal="by lender", group=list(TYPES)).values),
    )

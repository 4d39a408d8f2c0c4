"""A market that a list opens, shut without one and on either side of its fold; and what a wrong account of it does."""

import numpy as np
import pytest

from underheaven.errors import RequestError
from underheaven.verify import market
from underheaven.verify.cli_api import run_case
from underheaven.verify.effort import current

CASES = ("market-opening", "market-surplus", "market-excluded")
NO_LIST = {"clean_good": 1, "clean_bad": 1}
POINTS = [
    ({}, (0.84, 0.0238, 0.25)),
    (NO_LIST, (0, 0, 0.8)),
    ({"clean_good": 0.7, "clean_bad": 0.7}, (0, 0, 0.8)),
    ({"clean_good": 0.45}, (0, 0, 0.8)),
    ({"clean_good": 0.55}, (0.52, 0.003, 0.75)),
    ({"clean_good": 0.2}, (0.76, 0.0032, 0.16 / 0.24)),
    ({"clean_good": 0, "clean_bad": 1}, (0.8, 0.052, 0)),
    ({"good": 0}, (0, 0, 0)),
    ({"repay_good": 1, "repay_bad": 0}, (0.84, 0.028, 0.25)),
    ({"gain": 0}, (0, 0, 0.8)),
    ({"good": 0.999, "repay_good": 0.99999, "clean_good": 0.999, "clean_bad": 0}, (0.998001, None, None)),
]


@pytest.mark.parametrize(("settings", "expected"), POINTS)
def test_volume_surplus_and_who_is_excluded_hold(settings, expected):
    for case, figure in zip(CASES, expected, strict=True):
        checked = run_case(case, **settings)
        assert checked.verdict == "pass", checked
        assert figure is None or checked.expected == pytest.approx(figure, abs=1e-12)


@pytest.mark.parametrize(
    ("settings", "volume", "surplus"),
    [({"good": 1}, 1, 0.065), ({"gain": 10, "loss": 1}, 1, 8.24), (NO_LIST | {"loss": 0.3}, 1, 0.036)],
)
def test_where_nobody_is_excluded_the_rest_holds_and_a_sentence_says_so(settings, volume, surplus):
    for case, figure in zip(CASES, (volume, surplus), strict=False):
        checked = run_case(case, **settings)
        assert checked.expected == pytest.approx(figure, abs=1e-12)
        assert checked.verdict == "pass", checked
    with pytest.raises(RequestError, match=r"refuse 0 of all who ask, too few .* Write a higher loss"):
        run_case("market-excluded", **settings)


def test_the_market_shuts_where_the_row_says():
    fold = 0.492308
    assert run_case("market-opening", clean_good=fold - 1e-6).found == 0
    assert run_case("market-opening", clean_good=fold).found > 0.4


def test_everybody_asks_once_and_loans_end_as_lenders_believe():
    values = {"good": 0.8, "repay_good": 0.95, "repay_bad": 0.4, "gain": 0.1, "loss": 0.6} | {
        "clean_good": 0.95, "clean_bad": 0.4,
    }  # fmt: skip
    found = market.lived(tuple(sorted(values.items())), current())
    assert len(np.unique(found.asked)) == 1
    assert (found.asked == found.made + found.refused.sum(axis=1)).all()
    assert (found.made == found.repaid + found.defaulted).all()
    assert found.repaid.sum() / found.made.sum() == pytest.approx(0.754 / 0.84, abs=0.003)


def test_a_market_that_lenders_judge_blindly_is_found_out(monkeypatch):
    """Without the list the same beliefs come to .84, which is too little: the market would be shut."""
    monkeypatch.setattr(market, "accepted", lambda values: [])
    for case in ("market-opening", "market-surplus"):
        assert run_case(case).verdict == "fail"


def test_types_that_repay_alike_are_found_out(monkeypatch):
    right = market.standings
    monkeypatch.setattr(market, "standings", lambda values: right(dict(values) | {"repay_bad": values["repay_good"]}))
    market.lived.cache_clear()
    try:
        assert run_case("market-surplus").verdict == "fail"
    finally:
        market.lived.cache_clear()

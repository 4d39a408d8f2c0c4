"""A market that a list opens, shut without one and on either side of its fold; and what a wrong account of it does."""

import math
import re
from functools import lru_cache
from string import Template

import numpy as np
import pytest

from underheaven.errors import RequestError
from underheaven.verify import case_simulation, sample_size
from underheaven.verify.cases import credit_market
from underheaven.verify.runner import run_case

CASE = credit_market.CASES[0]
CASES = ("market-opening", "market-surplus", "market-excluded")
NO_LIST = {"clean_good": 1, "clean_bad": 1}
POINTS = [
    ({}, (0.84, 0.0238, 0.25)),
    (NO_LIST, (0, 0, 0.8)),
    ({"clean_good": 0.7, "clean_bad": 0.7}, (0, 0, 0.8)),
    ({"clean_good": 0.4}, (0, 0, 0.8)),
    ({"clean_good": 0.55}, (0.52, 0.003, 0.75)),
    ({"clean_good": 0.2}, (0.76, 0.0032, 0.16 / 0.24)),
    ({"clean_good": 0, "clean_bad": 1}, (0.8, 0.052, 0)),
    ({"good": 0}, (0, 0, 0)),
    ({"repay_good": 1, "repay_bad": 0}, (0.84, 0.028, 0.25)),
    ({"gain": 0}, (0, 0, 0.8)),
    ({"good": 0.999, "repay_good": 0.99999, "clean_good": 0.999, "clean_bad": 0}, (0.998001, None, None)),
]


@pytest.fixture
def once(monkeypatch):
    """The three cases ask for one market, which is lived once."""
    lived = lru_cache(lambda values: right(dict(values)))
    right = credit_market.simulate_loan_round
    monkeypatch.setattr(credit_market, "simulate_loan_round", lambda values: lived(tuple(values.items())))


@pytest.mark.parametrize(("settings", "expected"), POINTS)
def test_volume_surplus_and_who_is_excluded_hold(settings, expected, once):
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
    fold, values = 0.492308, CASE.resolve_values({})
    assert credit_market.expected_grant_share(values | {"clean_good": fold - 1e-6}) == 0
    assert credit_market.expected_grant_share(values | {"clean_good": fold}) > 0.4


@pytest.mark.parametrize("clean_good", [0.49, 0.492308])
def test_near_the_fold_chance_decides_and_a_sentence_says_so(clean_good):
    with pytest.raises(RequestError, match=r"of the clean repay, and lenders accept from 0\.8571 on"):
        run_case("market-opening", clean_good=clean_good)


def test_the_further_from_the_fold_the_fewer_persons_lenders_need():
    persons = [
        credit_market.required_persons(CASE.resolve_values(NO_LIST | {"loss": loss})) for loss in (0.4, 0.3, 0.2, 0.1)
    ]
    assert persons == sorted(persons, reverse=True)
    assert persons[0] > 5 * persons[-1]
    assert credit_market.required_persons(CASE.resolve_values({"repay_good": 1.0, "repay_bad": 0.0})) < 2_000


def test_lenders_who_explore_little_and_start_from_a_wrong_prior_need_more_people():
    """What this would catch: a market of so few loans that in some replicates lenders never learn."""
    cautious = CASE.resolve_values(credit_market.CAUTIOUS_LENDERS)
    assert credit_market.required_persons(cautious) > 5 * credit_market.required_persons(CASE.resolve_values({}))
    loans = credit_market.required_loans(0.92, 0.857, cautious) * 4 * 0.05
    repaid, errors = 0.92 * loans, math.sqrt(loans * 0.92 * 0.08)
    assert (repaid - 6 * errors + 5) / (loans + 25) == pytest.approx(0.857, abs=1e-3)


def test_credit_is_open_in_the_months_of_rounds_alone():
    text = credit_market.loan_round_amendments(0.0)
    months = re.findall(r'from = "(\d{4}-\d{2})"[^\0]*?strength = ([01])', text)
    assert [month for month, closed in months if closed == "0"] == [
        "2000-02",
        "2000-05",
        "2000-08",
        "2000-11",
        "2001-02",
    ]
    assert [month for month, closed in months if closed == "1"] == [
        "2000-03",
        "2000-06",
        "2000-09",
        "2000-12",
        "2001-03",
    ]


def test_everybody_asks_once_and_loans_end_as_lenders_have_learnt():
    found = credit_market.simulate_loan_round(CASE.resolve_values({}))
    assert len(np.unique(found.asked)) == 1
    assert (found.asked == found.made + found.refused.sum(axis=1)).all()
    assert (found.made == found.repaid + found.defaulted).all()
    assert found.repaid.sum() / found.made.sum() == pytest.approx(0.754 / 0.84, abs=0.003)


@pytest.mark.parametrize("case", ["market-opening", "market-surplus"])
def test_lenders_who_cannot_see_the_list_are_found_out(monkeypatch, case):
    """Without the list the same borrowers come to .84, which is too little: the market is shut."""
    was = case_simulation._read_template

    def blind(template):
        text = was(template)
        if template != "market":
            return text
        assert 'lenders_see = ["blacklist"]' in text.template
        return Template(text.template.replace('lenders_see = ["blacklist"]', "lenders_see = []"))

    monkeypatch.setattr(case_simulation, "_read_template", blind)
    checked = run_case(case)
    assert checked.verdict == "fail"
    assert checked.found == 0


def test_types_that_repay_alike_are_found_out(monkeypatch):
    right = credit_market.borrower_classes
    monkeypatch.setattr(
        credit_market, "borrower_classes", lambda values: right(dict(values) | {"repay_bad": values["repay_good"]})
    )
    assert run_case("market-surplus").verdict == "fail"


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("point", [credit_market.LESS_INFORMATIVE_LIST, credit_market.CAUTIOUS_LENDERS])
def test_the_case_holds_at_its_points(name, point):
    checked = run_case(name, **point)
    assert checked.verdict == "pass", checked


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("market-opening", {"clean_bad": 0.48}),
        ("market-opening", {"exploration": 0.05}),
        ("market-surplus", {"repay_good": 0.93}),
        ("market-surplus", {"gain": 0.12}),
        ("market-excluded", {"clean_bad": 0.52}),
        ("market-excluded", {"clean_good": 0.92}),
    ],
)
def test_a_fault_is_found_out(name, fault):
    case = next(case for case in credit_market.CASES if case.name == name)
    values = case.resolve_values({})
    assert sample_size.run_check(case, values, simulated=values | fault).verdict == "fail"


def test_exploration_grants_that_share_of_what_would_be_refused():
    values = CASE.resolve_values({"exploration": 0.25})
    assert credit_market.expected_grant_share(values) == pytest.approx(0.84 + 0.25 * 0.16)
    assert credit_market.expected_good_among_refused(values) == pytest.approx(0.25)

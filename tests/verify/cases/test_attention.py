"""Attention that follows records at several points; and attention that does not is found out."""

from string import Template

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify.every import caught
from underheaven.errors import RequestError
from underheaven.verify import case_simulation, sample_size
from underheaven.verify.cases import attention
from underheaven.verify.runner import run_case


@pytest.mark.parametrize("settings", [{"n": 30}, {"a": 3, "n": 20}, {"a": 2, "b": 9, "n": 25}, {"n": 1}])
def test_the_urn_holds(settings):
    checked = run_case("attention-urn", **settings)
    assert checked.expected == 0
    assert checked.found > 0
    assert checked.verdict == "pass", checked


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, 0.598897),
        ({"discovered": 0}, 3.68511 / (3.68511 + 2.816466)),
        ({"discovered": 1}, 1.0),
        ({"rate_a": 2.816466, "rate_b": 3.68511}, 1 - 0.598897),
        ({"rate_a": 5, "rate_b": 5, "discovered": 0.8}, 0.5),
        ({"rate_a": 1, "rate_b": 4, "discovered": 0.9}, 0.0321205),
    ],
)
def test_the_rest_holds(settings, expected):
    checked = run_case("attention-mixed", **settings)
    assert checked.expected == pytest.approx(expected, rel=1e-3)
    assert checked.verdict == "pass", checked


@pytest.mark.parametrize(("large", "small", "d"), [(3.68511, 2.816466, 0.5), (9, 1, 0.2), (5, 4.9, 0.99), (2, 2, 0.3)])
def test_at_rest_the_share_of_records_is_the_share_of_attention(large, small, d):
    x = attention.equilibrium_share(large, small, d)
    of_large, of_small = (1 - d) * large + d * x * large, (1 - d) * small + d * (1 - x) * small
    assert x == pytest.approx(of_large / (of_large + of_small), rel=1e-12)


def test_a_beta_binomial_law_sums_to_one_and_is_uniform_from_one_and_one():
    assert attention.beta_binomial(9, 1, 1) == pytest.approx([0.1] * 10)
    law = np.array(attention.beta_binomial(40, 3, 5))
    assert law.sum() == pytest.approx(1)
    assert (law * np.arange(41)).sum() == pytest.approx(40 * 3 / 8)


SPREAD = next(case for case in attention.CASES if case.name == "attention-spread")


@pytest.mark.parametrize("settings", [{}, *SPREAD.points])
def test_the_spread_of_visits_holds(settings):
    checked = run_case("attention-spread", **settings)
    assert checked.verdict == "pass", checked


@given(n=st.integers(2, 1000))
def test_from_one_and_one_every_number_of_visits_is_as_likely(n):
    squares = [(k / n - 0.5) ** 2 for k in range(n + 1)]
    found = attention.expected_urn_spread({"a": 1.0, "b": 1.0, "n": n})
    assert found == pytest.approx(sum(squares) / (n + 1), rel=1e-9)
    assert found == pytest.approx((n + 2) / (12 * n), rel=1e-9)


@given(a=st.floats(0.1, 100), b=st.floats(0.1, 100), n=st.integers(2, 1000))
def test_visits_spread_as_those_to_a_town_whose_share_has_the_beta_law_that_an_urn_comes_to(a, b, n):
    mean, variance = a / (a + b), a * b / (a + b) ** 2 / (a + b + 1)
    coins = (mean * (1 - mean) - variance) / n  # the mean of x (1 - x), over n
    found = attention.expected_urn_spread({"a": a, "b": b, "n": n})
    assert found == pytest.approx(variance + coins + (mean - 0.5) ** 2, rel=1e-8)


def test_another_rate_of_acts_is_found_out():
    assert caught(next(case for case in attention.CASES if case.name == "attention-mixed"), 0.2)


@pytest.mark.parametrize("fault", [{"a": 4.0, "b": 4.0}, {"a": 4.0}, {"n": 50}])
def test_another_start_or_number_of_visits_is_found_out(fault):
    values = SPREAD.resolve_values({})
    assert sample_size.run_check(SPREAD, values, simulated=values | fault).verdict == "fail"


@pytest.mark.parametrize(("large", "small", "d"), [(3.68511, 2.816466, 0.5), (4, 1, 0.9), (3.7, 2.8, 0.7), (9, 1, 0.2)])
def test_officials_first_look_elsewhere_than_in_the_end_and_as_far_as_is_forgotten(large, small, d):
    """Months are walked: each adds what is found by the share of records until then."""
    begins, share = attention.initial_visit_share(large, small, d), attention.equilibrium_share(large, small, d)
    assert 0 < begins < share - 1e-3
    of, both, late = attention.INITIAL_RECORDS * begins, attention.INITIAL_RECORDS, [0.0, 0.0]
    for month in range(attention.MONTHS):
        looks = of / both
        found = (1 - d) * large + d * looks * large, (1 - d) * small + d * (1 - looks) * small
        of, both = of + found[0], both + sum(found)
        if month >= attention.MONTHS - attention.OBSERVED_MONTHS:
            late[0], late[1] = late[0] + found[0], late[1] + found[1]
    assert late[0] / sum(late) == pytest.approx(share, abs=2 * attention.MAX_START_INFLUENCE)
    assert (
        begins == pytest.approx(share / 2, rel=1e-9) or share - late[0] / sum(late) > attention.MAX_START_INFLUENCE / 20
    )


def test_town_sizes_are_whole_and_nearly_in_proportion():
    for ratio in (1.0, 0.764283, 0.001, 1 / 3):
        size, other = attention.town_sizes(ratio, 1000)
        assert 500 <= size <= 1000
        assert other / size == pytest.approx(ratio, rel=1e-3)


def test_where_every_share_rests_nothing_is_checked():
    with pytest.raises(RequestError, match="whatever share there is stays"):
        run_case("attention-mixed", rate_a=2, rate_b=2, discovered=1)


def even(text):
    """Visits that go anywhere, and attention that forgets what was found."""
    return text.replace("attention_exponent = 1\n", "attention_exponent = 0.0001\n")


@pytest.mark.parametrize(
    ("case", "document"),
    [("attention-urn", "visits"), ("attention-spread", "visits"), ("attention-mixed", "mixed-watch")],
)
def test_even_attention_is_found_out(monkeypatch, case, document):
    was = case_simulation._read_template

    def altered(template):
        text = was(template)
        return Template(even(text.template)) if template == document else text

    monkeypatch.setattr(case_simulation, "_read_template", altered)
    assert run_case(case).verdict == "fail"

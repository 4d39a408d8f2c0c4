"""What constants alone say, by hand from the documents, and that no interval stands beside it."""

from __future__ import annotations

from math import isnan

import pytest

from underheaven.measure.inference.interval import t_interval
from underheaven.show.explain import status_cost
from underheaven.spec.io.document_reader import read_regime, read_society

COURT = read_regime("court-defaulters-2013")
CHINA = read_society("china-2020").model
BY_MONTH = {"travel": (0.15, 0.1), "consumption": (0.9, 0.15), "reputation": (1, 0.05)}
"""Use and value of the contexts that are used by the month."""


def test_the_price_of_a_listed_month_by_hand():
    """Credit 0.7, travel 0.6, consumption 0.1, reputation 0.2 shut, for debts, which are a matter of credit."""
    first, second, *_ = status_cost.status_costs(COURT, CHINA)
    worth = status_cost._context_prices(CHINA)
    strengths = {e.context: e.strength for e in COURT.model.treatment.effects}
    assert first.since is None
    assert first.price == pytest.approx(sum(worth[c] * s for c, s in strengths.items()), rel=1e-12)
    others = {c: BY_MONTH[c][0] * BY_MONTH[c][1] * s for c, s in strengths.items() if c != "credit"}
    assert first.price - worth["credit"] * strengths["credit"] == pytest.approx(sum(others.values()), rel=1e-12)
    assert first.outside_share == pytest.approx((sum(others.values()) / first.price,) * 2, rel=1e-12)
    assert second.since == "2016-09"
    assert second.price > first.price


def test_expected_uses_of_work_and_credit_follow_from_rates():
    """The share of the workforce that seeks work at rest; one who is free of debt asks, and then repays."""
    plain = CHINA.model_copy(update={"people": CHINA.people.model_copy(update={"minors": {}})})
    jobs = plain.livelihood.jobs
    flat = plain.model_copy(
        update={
            "livelihood": plain.livelihood.model_copy(
                update={
                    "jobs": jobs.model_copy(
                        update={"participation_factors": {}, "loss_factors": {}, "find_factors": {}}
                    ),
                    "credit": plain.livelihood.credit.model_copy(update={"need_factors": {}}),
                }
            )
        }
    )
    worth = status_cost._context_prices(flat)
    assert worth["work"] == pytest.approx(0.72 * 0.007 / (0.007 + 0.1) * 0.8)
    need = 0.22 / 12
    assert worth["credit"] == pytest.approx(need / (1 + 36 * need) * 5)


def test_where_livelihood_has_no_part_there_is_no_interval():
    """A licence closes travel alone: its share outside is what the documents say, whatever is run."""
    licence = read_regime("points-licence")
    people = read_society("imagined-country").model
    assert status_cost.closes_simulated_use(COURT, CHINA)
    assert not status_cost.closes_simulated_use(licence, people)
    assert [one.outside_share for one in status_cost.status_costs(licence, people)] == [(0, 0)]
    found = status_cost.without_interval(t_interval([0.2, 0.4]))
    assert found.mean == pytest.approx(0.3)
    assert isnan(found.low)
    assert found.note == status_cost.CONSTANT_NOTE

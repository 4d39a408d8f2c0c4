"""Which assumptions the split of unable and unwilling hangs on, and the cases that move them."""

from dataclasses import replace

import pytest

from underheaven.errors import DocumentError
from underheaven.run import assumptions
from underheaven.run.assumptions import bears, cases, person_months, persons_of
from underheaven.run.study import plan_study
from underheaven.spec.document import Assumed

SMALL = {"persons": 4_000, "months": 60, "seed": 3, "replicates": 1}


def study(regime, society="china-2020", **plan):
    return plan_study((regime,), "none", society, **SMALL | plan)


def test_what_bears_on_the_split_is_the_courts_and_the_debtors_assumptions():
    court = study("court-defaulters-2013")
    paths = [assumed.path for _, assumed in bears(court, court.regimes[0])]
    assert "sensing.channels.enforcement bureaus, who cannot pay.sensitivity" in paths
    assert "livelihood.credit.unwilling" in paths
    assert not any("strength" in path for path in paths)


@pytest.mark.parametrize("factors", ["unable_factors", "unwilling_factors"])
def test_who_falls_behind_more_than_others_bears_on_the_split(factors):
    court = study("court-defaulters-2013")
    assumed = Assumed(f"livelihood.credit.{factors}.sex.men", 1.2, 1.0, 2.0, "x")
    society = replace(court.society, assumed=(*court.society.assumed, assumed))
    assert assumed in [a for _, a in bears(replace(court, society=society), court.regimes[0])]


def test_a_regime_that_lists_no_debtors_has_no_split_and_no_cases():
    other = study("credit-bureau")
    assert bears(other, other.against) == []
    assert not [case for case in cases(other) if case.world == "none"]


def test_each_assumption_is_taken_to_both_ends_alone():
    court = study("court-defaulters-2013")
    first, *rest = cases(court)
    assert first.variant.path == ""
    assert (first.regime, first.society) == (court.regimes[0], court.society)
    by_path: dict[str, set[float]] = {}
    for case in rest:
        by_path.setdefault(case.variant.path, set()).add(case.variant.value)
        assert (case.regime is court.regimes[0]) != (case.society is court.society)
    assert all(1 <= len(values) <= 2 for values in by_path.values())
    assert set(by_path) == {assumed.path for _, assumed in bears(court, court.regimes[0])}


def test_an_end_that_the_document_does_not_allow_is_left_out(monkeypatch):
    court = study("court-defaulters-2013")
    every = len(cases(court))
    real = assumptions.with_value

    def refusing(document, path, value):
        if path == "livelihood.credit.unwilling_below":
            raise DocumentError([])
        return real(document, path, value)

    monkeypatch.setattr(assumptions, "with_value", refusing)
    assert len(cases(court)) == every - 2


@pytest.mark.parametrize(("persons", "each"), [(4_000, 4_000), (200_000, 20_000)])
def test_the_cost_counts_one_burn_in_for_each_society(persons, each):
    court = study("court-defaulters-2013", persons=persons)
    every = cases(court)
    societies = {id(case.society) for case in every}
    months = len(societies) * court.society.model.burn_in_months + len(every) * 60
    assert persons_of(court) == each
    assert person_months(court, every) == each * months

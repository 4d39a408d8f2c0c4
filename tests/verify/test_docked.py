"""Docking: a second implementation that reads documents alone, agrees with the engine, and finds what is planted."""

import ast
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from underheaven.verify.docking import compare
from underheaven.verify.docking.compare import (
    BUSY_SET,
    DETECTION_POWER,
    SHIPPED_SET,
    build_documents,
    compare_numbers,
    simulate_engine,
    simulate_second_model,
)
from underheaven.verify.docking.document_tables import (
    age_class_flows,
    apply_amendment,
    household_of_slot,
    largest_remainder,
    rule_versions,
    strip_sources,
    trait_quantiles,
)
from underheaven.verify.docking.population import TALLY_DIMENSIONS
from underheaven.verify.docking.second_model import SecondModel
from underheaven.verify.effort import USUAL_EFFORT, using_effort
from underheaven.verify.tolerances import MIN_REPLICATES

OWN = "underheaven.verify.docking."
ALLOWED = {"__future__", "collections.abc", "importlib.resources", "itertools", "numpy", "tomllib", "typing"}
PARTS = ("document_tables", "population", "behaviour", "second_model")
SMALL, SHORT = replace(USUAL_EFFORT, replicates=MIN_REPLICATES), {"burn_in_months": 6}
PERSONS, MONTHS = 16 * 256, 40
"""Of a replicate: an amendment falls into the months."""


def short(numbers):
    """Both documents, with a short burn-in."""
    regime, society = build_documents(numbers)
    return regime, apply_amendment(society, SHORT)


@pytest.fixture(scope="module")
def busy():
    """Both documents where much happens, and what the second implementation counts over them."""
    with using_effort(SMALL):
        return *short(BUSY_SET), simulate_second_model(*short(BUSY_SET), PERSONS, MONTHS)


def planted(busy, regime=None, society=None):
    """The numbers that differ, by name, once the engine lives other documents."""
    with using_effort(SMALL):
        lived = simulate_engine(
            apply_amendment(busy[0], regime or {}), apply_amendment(busy[1], society or {}), PERSONS, MONTHS
        )
    return {t.name for t in compare_numbers(lived, busy[2]) if t.differs}


# ---- what it is made of


@pytest.mark.parametrize("part", PARTS)
def test_the_second_implementation_imports_nothing_of_the_package_but_itself(part):
    path = Path(compare.__file__).parent / f"{part}.py"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) else []
        assert all(name in ALLOWED or name.removeprefix(OWN) in PARTS for name in names), names


@pytest.mark.parametrize("part", [*PARTS, "compare"])
def test_each_of_its_files_is_short(part):
    assert len((Path(compare.__file__).parent / f"{part}.py").read_text(encoding="utf-8").splitlines()) < 300


def test_it_lives_alike_from_one_seed_and_otherwise_from_another():
    regime, society = build_documents(SHIPPED_SET)
    one, again, other = (SecondModel(regime, society, 512, 6, [1, k]).run() for k in (0, 0, 1))
    assert all(np.array_equal(one[name], again[name]) for name in TALLY_DIMENSIONS)
    assert not np.array_equal(one["acts"], other["acts"])


def test_documents_with_parts_that_it_does_not_know_are_refused():
    regime, society = build_documents(SHIPPED_SET)
    with pytest.raises(ValueError, match="score_fitting"):
        SecondModel(regime | {"score_fitting": {}}, society, 512, 6, [1, 0])


def test_what_it_counts_adds_up(busy):
    for run in busy[2]:
        assert np.array_equal(run["listed"].sum(axis=(1, 2)), run["blacklisted"].sum(axis=1))
        on, off = run["entries"].sum(axis=(1, 2)), run["exits"].sum(axis=1)
        before = np.append(0, run["listed"].sum(axis=(1, 2)) - run["renewed_while_listed"].sum(axis=1))[:-1]
        assert np.array_equal(run["listed"].sum(axis=(1, 2)), before + on - off)
        lived = run["recorded"].sum(axis=(1, 2)).cumsum() - np.append(0, run["removals"].sum(axis=(1, 2)).cumsum())[:-1]
        assert np.array_equal(run["live_records"].sum(axis=1), lived)
        assert np.allclose(run["detriment"].sum(axis=(1, 2, 3)), run["ledger"].sum(axis=(1, 2, 3)))


# ---- its tables


def test_a_number_with_its_source_is_read_as_its_value_and_a_context_keeps_its_worth():
    assert strip_sources({"a": {"value": 3, "source": "s", "range": [1, 5]}, "b": [{"use": 0.1, "value": 2}]}) == {
        "a": 3,
        "b": [{"use": 0.1, "value": 2}],
    }


def test_amendments_hold_from_their_months_on_and_merge_by_name():
    regime, _ = build_documents(SHIPPED_SET)
    rules = dict(rule_versions(regime))
    assert list(rules) == [0, 35, 43]
    first, joint = ({e["context"]: e["strength"] for e in rules[m]["treatment"]["effects"]} for m in (0, 35))
    assert (first["credit"], joint["credit"], "work" in first, joint["work"]) == (0.7, 0.9, False, 0.1)
    assert [rule["months"] for rule in rules[43]["recording"]["rules"]] == [30, 24, 24]


def test_classes_of_ages_take_in_what_they_lose():
    shares, years, least = [0.2, 0.5, 0.3], [0, 18, 60], 0.01 / 12
    leaves, new = age_class_flows(shares, years, least)
    assert (leaves >= least - 1e-15).all()
    assert math.isclose(new.sum(), np.dot(leaves, shares), rel_tol=1e-9)


def test_places_are_dealt_by_largest_remainder_and_a_town_is_full():
    assert largest_remainder([1, 1, 2], 7).tolist() in ([2, 2, 3], [2, 1, 4], [1, 2, 4])
    own = household_of_slot(build_documents(SHIPPED_SET)[1]["ties"], 256)
    assert len(own) == 256
    assert np.bincount(own).max() <= 10


def test_traits_have_the_moments_of_their_laws():
    beta, normal = (
        trait_quantiles({"law": "beta", "a": 4, "b": 2.5}),
        trait_quantiles({"law": "normal", "mean": 0.35, "sd": 0.15}),
    )
    assert abs(beta.mean() - 4 / 6.5) < 1e-4
    assert abs(normal.mean() - 0.35) < 1e-6
    assert abs(normal.std() - 0.15) < 1e-3


# ---- docking


def test_both_implementations_agree_where_much_happens(busy):
    assert planted(busy) == set()


def test_both_implementations_agree_where_lenders_refuse():
    regime, society = short("wary")
    with using_effort(SMALL):
        found = compare.compare_tallies(regime, society, PERSONS, 12)
    assert [t.name for t in found if t.differs] == []
    assert any(t.name == "loans_refused[by lender]" for t in found)


@pytest.mark.parametrize(
    ("seen_in", "society", "regime"),
    [
        ("solvency[judgment pending]", {"livelihood": {"courts": {"judgment_after_months": 3}}}, None),
        ("unemployed", {"livelihood": {"jobs": {"find": 0.12}}}, None),
        ("in_state[judgment in error]", {"livelihood": {"courts": {"set_aside": 0.15}}}, None),
        ("belief[order, innocent]", {"response": {"learn_down": 0.04}}, None),
        ("removals[corrected]", None, {"repair": {"correction": 0.12}}),
        ("detriment[work]", None, {"amendments": []}),
    ],
)
def test_a_planted_fault_is_found_where_it_lies(busy, seen_in, society, regime):
    assert seen_in in planted(busy, regime, society)


def test_every_number_says_what_it_would_see_and_no_tally_is_left_out(busy):
    with using_effort(SMALL):
        lived = simulate_engine(*busy[:2], PERSONS, MONTHS)
    assert {str(name) for name, x in lived.data_vars.items() if "month" in x.dims and x.any()} <= set(TALLY_DIMENSIONS)
    found = {(t.name, t.months): t for t in compare_numbers(lived, busy[2])}
    assert compare.select_totals(list(found.values()))[0].name == "opportunities"
    whole = found["workforce", "all months"]
    error = math.hypot(whole.engine_error, whole.second_error)
    assert whole.precision > whole.bound * error / whole.second
    assert DETECTION_POWER == 0.9
    assert {name.split("[")[0] for name, _ in found} >= {"recorded", "listed", "detriment", "solvency", "performed"}


@pytest.mark.parametrize(("planted", "verdict"), [(0.0, "pass"), (0.5, "fail")])
def test_the_case_counts_numbers_that_differ(planted, verdict, monkeypatch):
    rng = np.random.default_rng(1)
    found = [compare._welch_test("a", "all months", rng.normal(5 + planted, 0.1, 16), rng.normal(5, 0.1, 16), rows=1)]
    monkeypatch.setattr(compare, "compare_tallies", lambda regime, society: found)
    figure = compare.check_docking({"numbers": SHIPPED_SET})
    assert (figure.expected, figure.found, figure.verdict) == (0, float(planted > 0), verdict)


@pytest.mark.parametrize(("second", "z"), [(3.0, 0.0), (4.0, -math.inf)])
def test_numbers_that_no_replicate_differs_in_are_the_same_or_not(second, z):
    tally = compare._welch_test("a", "all months", np.full(16, 3.0), np.full(16, second), rows=1)
    assert abs(tally.z) == abs(z)
    assert tally.differs == (second != 3)

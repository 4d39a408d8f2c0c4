"""Ranges against brute force, and what a number that is forgotten does to them."""

import numpy as np
import pytest

from underheaven.measure.inference import sensitivity
from underheaven.run.study import plan_study
from underheaven.run.uncertainty import design
from underheaven.spec.assumptions.sampling_scales import value_in_range
from underheaven.verify.effort import USUAL_EFFORT, using_effort
from underheaven.verify.inference import parameter_ranges


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    monkeypatch.setattr(
        parameter_ranges, "plan_shipped_studies", lambda: [plan_study(["credit-bureau"], "none", None, months=1)]
    )
    with using_effort(USUAL_EFFORT):
        yield


def verdict(of):
    return parameter_ranges.check_ranges({"of": of}).verdict


@pytest.mark.parametrize("of", ["low", "median", "high", "samples", "forgotten"])
def test_ranges_are_those_of_brute_force(of):
    assert verdict(of) == "pass"


def test_the_law_is_that_of_a_million_draws():
    """Half of the hazards lie below the stated one, even in logarithms on either side of it."""
    stated, low, high = parameter_ranges.HAZARD_RANGE["hazard"]
    rng = np.random.default_rng(1)
    above = rng.random(1_000_000) < 0.5
    along = rng.random(1_000_000)
    drawn = np.where(above, stated * (high / stated) ** along, low * (stated / low) ** along)
    shares = 1 - (1 - drawn) ** parameter_ranges.MONTHS
    for at in parameter_ranges.QUANTILES.values():
        assert parameter_ranges.ever_listed_quantile(at) == pytest.approx(np.quantile(shares, at), rel=0.01)


def test_a_law_that_is_even_over_the_range_is_found(monkeypatch):
    monkeypatch.setattr(
        design, "sample_quantile", lambda stated, low, high, at, scale: value_in_range(low, high, at, scale)
    )
    assert verdict("median") == "fail"


def test_the_ends_of_all_samples_are_found(monkeypatch):
    monkeypatch.setattr(sensitivity, "CENTRAL_QUANTILES", (0.0, 1.0))
    assert verdict("high") == "fail"


def test_a_number_that_its_document_does_not_take_is_found(monkeypatch):
    right = design.with_values

    def without(document, values, known=None):
        return right(document, {path: value for path, value in values.items() if "full_after" not in path}, known)

    monkeypatch.setattr(design, "with_values", without)
    assert verdict("samples") == "fail"


def test_a_number_that_the_design_leaves_out_is_found(monkeypatch):
    right = design.Design._assumed_numbers
    monkeypatch.setattr(design.Design, "_assumed_numbers", lambda self, document: right(self, document)[1:])
    assert verdict("forgotten") == "fail"

"""Ranges against brute force, and what a number that is forgotten does to them."""

import numpy as np
import pytest

from underheaven.measure import sensitivity
from underheaven.run import design
from underheaven.run.study import plan_study
from underheaven.spec.spans import between
from underheaven.verify.effort import USUAL, making
from underheaven.verify.inference import ranges


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    monkeypatch.setattr(ranges, "shipped_studies", lambda: [plan_study(["credit-bureau"], "none", None, months=1)])
    with making(USUAL):
        yield


def verdict(of):
    return ranges.ranges({"of": of}).verdict


@pytest.mark.parametrize("of", ["low", "median", "high", "samples", "forgotten"])
def test_ranges_are_those_of_brute_force(of):
    assert verdict(of) == "pass"


def test_the_law_is_that_of_a_million_draws():
    """Half of the hazards lie below the stated one, even in logarithms on either side of it."""
    stated, low, high = ranges.ALONE["hazard"]
    rng = np.random.default_rng(1)
    above = rng.random(1_000_000) < 0.5
    along = rng.random(1_000_000)
    drawn = np.where(above, stated * (high / stated) ** along, low * (stated / low) ** along)
    shares = 1 - (1 - drawn) ** ranges.MONTHS
    for at in ranges.QUANTILES.values():
        assert ranges.share_at(at) == pytest.approx(np.quantile(shares, at), rel=0.01)


def test_a_law_that_is_even_over_the_range_is_found(monkeypatch):
    monkeypatch.setattr(design, "drawn", lambda stated, low, high, at, scale: between(low, high, at, scale))
    assert verdict("median") == "fail"


def test_the_ends_of_all_samples_are_found(monkeypatch):
    monkeypatch.setattr(sensitivity, "CENTRAL", (0.0, 1.0))
    assert verdict("high") == "fail"


def test_a_number_that_its_document_does_not_take_is_found(monkeypatch):
    right = design.with_values

    def without(document, values, known=None):
        return right(document, {path: value for path, value in values.items() if "full_after" not in path}, known)

    monkeypatch.setattr(design, "with_values", without)
    assert verdict("samples") == "fail"


def test_a_number_that_the_design_leaves_out_is_found(monkeypatch):
    right = design.Design._of
    monkeypatch.setattr(design.Design, "_of", lambda self, document: right(self, document)[1:])
    assert verdict("forgotten") == "fail"

"""The published pattern that a study claims to show, and whether a result shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from underheaven.measure.inference.pattern_test import (
    base_case_verdict,
    clauses_hold,
    combine_verdicts,
    have_one_sample_order,
    read_clause,
    values_at_samples,
)
from underheaven.measure.inference.sample_results import read_sample_results
from underheaven.measure.measure_values import collect_values
from underheaven.show.formatting import format_count, unwrap_lines
from underheaven.show.result_metadata import baseline_of
from underheaven.show.text.patterns import format_bounds, whole_percent
from underheaven.spec.models.published_pattern import PublishedPattern

if TYPE_CHECKING:
    import xarray as xr


def expected_sentences(pattern: PublishedPattern) -> Iterator[str]:
    """Yield sentences on the pattern that a study expects."""
    yield f"{unwrap_lines(pattern.published)} Source: {unwrap_lines(pattern.source)}."
    yield f"Brought about by: {unwrap_lines(pattern.brought_about_by)}"
    yield f"Put in: {unwrap_lines(pattern.put_in)}"
    yield f"Not shown: {unwrap_lines(pattern.not_shown)}"


def verdict_sentences(dataset: xr.Dataset) -> Iterator[str]:
    """Yield whether the pattern of the result's study appears in it, and in how many parameter samples."""
    plan = json.loads(str(dataset.attrs.get("plan", "{}")))
    pattern = plan.get("pattern")
    if not pattern:
        return
    first = str(dataset["scenario"].values[0])
    clauses = [read_clause(where, first) for where in pattern["where"]]
    numbers = collect_values(dataset, baseline_of(dataset))
    found = [base_case_verdict(numbers, clause) for clause in clauses]
    wording = "; ".join(format_bounds(c, i.mean, i.low, i.high) for c, (i, _) in zip(clauses, found, strict=True))
    sample_results = read_sample_results(dataset.attrs)
    sample_results = sample_results if have_one_sample_order(clauses) else None
    share = (
        f" It appears in {whole_percent(float(clauses_hold(values_at_samples(sample_results), clauses).mean()))} of "
        if sample_results
        else ""
    )
    points = (
        f"{format_count(len(sample_results.samples), 'parameter sample')}; this share is not a probability."
        if sample_results
        else ""
    )
    yield (
        f"Published pattern: {unwrap_lines(pattern['published'])} Here it {combine_verdicts([v for _, v in found])}: "
        f"{wording}.{share}{points} Put in: {unwrap_lines(pattern['put_in'])}"
    )

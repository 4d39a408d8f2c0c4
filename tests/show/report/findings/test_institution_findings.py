"""Findings about consent, officials, gaming and secrecy, from two small runs."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from underheaven.measure.registry import MEASURES
from underheaven.run.public import compare
from underheaven.show.report.findings.key_assumption import KEY_ASSUMPTION_PATHS, key_assumption_of
from underheaven.show.report.findings.scenario_findings import scenario_findings
from underheaven.show.report.report_context import build_report_context

from ...over import attrs

NEW = {"consent", "officials", "gamed", "known"}


@cache
def result(regime, society):
    return compare(regime, society=society, persons=4_000, months=24, replicates=2, seed=3, ranges=False)


def told(regime, society="rongcheng", **counted):
    dataset = result(regime, society)
    context = build_report_context(dataset.assign({name: dataset[name] * times for name, times in counted.items()}))
    return {finding.name: finding for finding in scenario_findings(context, regime)}


def test_a_regime_without_any_of_it_says_nothing_of_it(context):
    assert not NEW & {finding.name for finding in scenario_findings(context, "court-defaulters-2013")}


def test_who_agreed_and_what_staying_out_costs():
    found = told("sesame-2015", "imagined-country")
    asked = found["consent"]
    assert asked.text.startswith("Of those who were asked, ")
    cost = (
        MEASURES["cost_of_staying_out"]
        .function(result("sesame-2015", "imagined-country"))
        .sel(scenario="sesame-2015")
        .mean()
    )
    assert asked.numbers[1].mean == pytest.approx(cost.item())
    assert "Staying out costs 0.0648 months of income" in asked.text  # 0.02 x 0.9 x 0.15 x 24
    assert asked.key_assumption.assumption.path == "consent.share"
    assert found["detriment"].text.endswith("None of it follows from a record.")


def test_staying_out_may_cost_nothing_and_nobody_may_stay_out():
    assert "lose no access that they had before" in told("rongcheng-2021")["consent"].text
    inside = told("rongcheng-2021", stayed_out=0)["consent"]
    assert "Staying out" not in inside.text
    assert "100 %" in inside.text


def test_what_officials_do_is_said_as_far_as_they_do_it():
    one = told("suining-2010")["officials"]
    assert "by favour alone" in one.text
    assert "were found because officials" in one.text
    assert "quota" not in one.text
    few = told("rongcheng-2021")["officials"].text
    assert "Records filed to meet a quota: too few events" in few
    of_best = (
        MEASURES["best_grade_by_favour"].function(result("rongcheng-2021", "rongcheng")).sel(scenario="rongcheng-2021")
    )
    nobody = not bool(of_best.notnull().any())
    assert few.startswith("Officials favour nobody. ") == nobody
    other = told("rongcheng-2021", made_for_quota=20)["officials"].text
    assert "records are filed to meet a quota" in other
    assert "kept back" not in other
    assert other.startswith("Officials favour nobody. ") == nobody
    assert "nan" not in one.text + other


def test_what_is_gamed_is_said_where_something_is():
    dataset = result("rongcheng-2021", "rongcheng")
    assert ("gamed" in told("rongcheng-2021")) == bool(dataset["faked_acts"].sum())
    many = dataset.assign(faked_acts=dataset["faked_acts"] + np.int64(1))
    (gamed,) = (f for f in scenario_findings(build_report_context(many), "rongcheng-2021") if f.name == "gamed")
    assert "good acts are faked and credited" in gamed.text
    assert "bought off" not in gamed.text
    assert gamed.key_assumption.assumption.path.startswith("people.traits.gaming_cost")


def test_what_is_believed_is_said_beside_what_is_true():
    known = told("rongcheng-2021")["known"]
    assert known.text.startswith("People believe that a record costs 0.")
    rumour = told("sesame-2015", "imagined-country")["known"]
    assert rumour.text.endswith("it costs nothing.")
    assert "known" not in told("sesame-2015", "imagined-country", weight_believed=0)


def test_every_finding_names_its_assumption():
    assert set(KEY_ASSUMPTION_PATHS) >= NEW
    court = build_report_context(result("rongcheng-2021", "rongcheng"))
    assert key_assumption_of(court, "rongcheng-2021", "officials").assumption.path == "officials.favour_share"
    assert key_assumption_of(court, "rongcheng-2021", "known").assumption.path == "awareness"


def test_what_is_measured_of_belief_is_what_is_said():
    dataset = result("rongcheng-2021", "rongcheng")
    columns = {
        ("rongcheng-2021", name, "level"): span
        for name, span in (
            ("believed_record_weight", (0.001, 0.05, 0.02)),
            ("believed_to_true_weight", (0.1, 0.9, 0.3)),
        )
    }
    (known,) = (
        f
        for f in scenario_findings(build_report_context(dataset.assign_attrs(attrs(columns))), "rongcheng-2021")
        if f.name == "known"
    )
    assert [number.column[1] for number in known.numbers] == ["believed_to_true_weight"]
    assert "parameter range 0.14 to 0.86, median 0.5" in known.key_assumption.text
    officials = told("rongcheng-2021", made_for_quota=20)["officials"]
    assert officials.numbers[0].title == MEASURES["quota_records"].title


def test_favour_that_a_document_has_is_never_denied():
    """No grade rests on it and nothing is kept back in the run, and yet officials favour some."""
    dataset = result("suining-2010", "rongcheng")
    context = build_report_context(dataset.assign({name: dataset[name] * 0 for name in ("best_grade", "suppressed")}))
    assert context.regimes["suining-2010"].model.officials.favour_share > 0
    text = {finding.name: finding for finding in scenario_findings(context, "suining-2010")}["officials"].text
    assert "favour nobody" not in text
    assert "were found because officials" in text

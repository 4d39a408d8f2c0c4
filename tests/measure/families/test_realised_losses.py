"""Booked and realised, by hand and over a regime whose loss is known."""

from __future__ import annotations

from importlib.resources import files
from string import Template

import numpy as np
import pytest

from underheaven.fields.scales import MICRO
from underheaven.measure.families import realised_losses
from underheaven.run import public
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import DERIVED_REGIME, SOCIETY, read_document
from underheaven.verify import case_simulation

N = 8


def fill(run, world, replicate):
    """Court: 2 of 10 months without work more than without it, 3 loans refused; 0.5 and 2 months of income booked."""
    run.tallies["unemployed"][:, 0] = [2, 3, 5 + 2 * world]
    run.tallies["loans_refused"][1, 0, 1] = 3 * world
    run.tallies["loans_refused"][1, 1, 1] = 7
    run.tallies["detriment"][0, 1, 0, 0] = MICRO * world // 2
    run.tallies["detriment"][0, 1, 1, 0] = 2 * MICRO * world


def test_booked_and_realised_by_hand(make):
    dataset = make(fill)
    court = {"scenario": "court", "replicate": 0}
    assert realised_losses.work_booked(dataset).sel(court).item() == 0.5 / N
    assert realised_losses.work_realised(dataset, "none").sel(court).item() == pytest.approx(2 * 0.8 / N)
    assert realised_losses.credit_booked(dataset).sel(court).item() == 2 / N
    assert realised_losses.credit_realised(dataset).sel(court).item() == pytest.approx(3 * 4 / N)


def test_a_request_refused_has_no_price_where_credit_is_used_by_the_month(make):
    dataset = make(fill)
    by_month = dataset.assign_coords(effect_use=("effect", np.array(["1", "0.3", *[""] * 7])))
    assert realised_losses.credit_realised(by_month).isnull().all()
    assert realised_losses.work_realised(by_month, "none").notnull().all()
    assert realised_losses.work_realised(dataset.drop_vars("effect_price"), "none").isnull().all()


def test_each_sample_has_its_own_price(make):
    dataset = make(fill, 2)
    own = np.array([dataset["effect_price"].values, dataset["effect_price"].values])
    own[1, 0] = "1.6"
    dataset = dataset.assign_coords(effect_price=(("replicate", "effect"), own))
    realised = realised_losses.work_realised(dataset, "none").sel(scenario="court").values
    assert realised.tolist() == pytest.approx([2 * 0.8 / N, 2 * 1.6 / N])


LOSS, FIND, STRENGTH, MONTHS = 0.02, 0.15, 0.4, 48


def society(**changes):
    """Everybody works or seeks work; uses as lived, or by the month."""
    text = files("underheaven.verify") / "documents" / "workers.toml"
    filled = Template(text.read_text()).substitute(loss=LOSS, find=FIND, opportunities_per_year=0.6, when_unemployed=1)
    for old, new in changes.items():
        assert old in filled
        filled = filled.replace(old, new)
    return read_document(SOCIETY, DocumentFile("workers.toml", filled.encode(), shipped=False))


def lived(people, context="work"):
    shut = case_simulation.load_regime("record-and-work", strength=STRENGTH, delist=0.02)
    if context != "work":
        text = (files("underheaven.verify") / "documents" / "record-and-work.toml").read_text()
        filled = Template(text.replace('"work"', f'"{context}"')).substitute(strength=STRENGTH, delist=0.02)
        shut = read_document(DERIVED_REGIME, DocumentFile("shut.toml", filled.encode(), shipped=False))
    return public.compare(shut, baseline="none", society=people, persons=6_000, months=MONTHS, replicates=6)


def test_what_is_booked_in_work_is_what_listing_realises():
    """A month of search at access A is booked at 1 - A, and costs f (1 - A) months at once and (1 - f - l) of that a
    month later, until the run ends: summed up, the realised loss. By the month of work the book said ten times it."""
    result = lived(society(**{"value = 1\n": "value = 0.8\n"}))
    name = str(result["scenario"].values[0])
    booked = realised_losses.work_booked(result).sel(scenario=name).values
    realised = realised_losses.work_realised(result, "none").sel(scenario=name).values
    left = MONTHS - np.arange(MONTHS)
    repeated = FIND * (1 - (1 - FIND - LOSS) ** left) / (FIND + LOSS)
    monthly = (
        result["detriment"].sel(scenario=name, effect="work").sum(["cause", "origin"]).transpose("replicate", "month")
    )
    expected = (monthly.values * repeated).sum(axis=1) / MICRO / 6_000
    error = 5 * (realised - expected).std(ddof=1) / len(realised) ** 0.5
    assert realised.mean() > 0.05
    assert abs(realised.mean() - expected.mean()) < error
    assert error < 0.1 * realised.mean()
    # The stated second-order term: who finds a job may lose it again, and the run ends.
    assert booked.mean() == pytest.approx(realised.mean() * (FIND + LOSS) / FIND, rel=0.2)
    by_month = lived(society(**{'use = "as lived"\n': "use = 1\n", "value = 1\n": "value = 0.8\n"}))
    assert realised_losses.work_booked(by_month).sel(scenario=name).values.mean() > 5 * realised.mean()


def test_what_is_booked_in_credit_is_what_the_law_refuses():
    """Of requests at access A a share 1 - A is refused: booked at each request, realised at each refusal."""
    work = '[contexts.work]\nuse = "as lived"\nvalue = 1'
    people = society(
        **{
            work: '[contexts.credit]\nuse = "as lived"\nvalue = 4',
            "need_per_year = 0": "need_per_year = 2",
            "loan_months = 12": "loan_months = 4",
        }
    )
    result = lived(people, "credit")
    name = str(result["scenario"].values[0])
    booked = realised_losses.credit_booked(result).sel(scenario=name).values
    realised = realised_losses.credit_realised(result).sel(scenario=name).values
    assert realised.mean() > 0.1
    assert abs((booked - realised).mean()) < 5 * (booked - realised).std(ddof=1) / len(booked) ** 0.5
    assert booked.mean() == pytest.approx(realised.mean(), rel=0.05)

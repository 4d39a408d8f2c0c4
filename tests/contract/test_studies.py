"""The shipped studies show what they say: the sign of each, with fewer persons, and the one number that decides it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from underheaven.measure.families import trust
from underheaven.measure.inference.interval import t_interval
from underheaven.run.execute import execute_study
from underheaven.run.study import assemble_study, read_study
from underheaven.spec.assumptions.sourced_numbers import iter_numbers
from underheaven.spec.io.document_reader import read_regime

PERSONS, REPLICATES = 1500, 4


@cache
def lived(name: str) -> Any:
    """Run a shipped study with fewer persons and replicates."""
    study = read_study(name)
    plan = study.plan.model_copy(update={"persons": PERSONS, "replicates": REPLICATES})
    return execute_study(assemble_study(plan, study.regimes, study.baseline, study.society))


def gain(name: str, world: str, measure: Any) -> Any:
    """Return the interval of the paired difference of a measure from the world without a regime."""
    values = measure(lived(name)).transpose("scenario", "replicate")
    return t_interval(values.sel(scenario=world).values - values.sel(scenario="none").values)


@pytest.mark.parametrize("measure", [trust.help_granted_share, trust.help_worth])
def test_a_list_that_forgets_soon_raises_trust_and_one_that_forgets_late_lowers_it(measure):
    assert gain("trust-raised", "short-memory", measure).low > 0
    assert gain("trust-lowered", "long-memory", measure).high < 0


def test_trust_rises_by_defectors_and_falls_by_discriminators():
    def share(name: str, world: str, strategy: str) -> float:
        data = lived(name).sel(scenario=world, strategy=strategy)
        helps, refusals = (float(data[n].sum()) for n in ("help_granted", "help_refused"))
        return helps / (helps + refusals)

    for name, world in (("trust-raised", "short-memory"), ("trust-lowered", "long-memory")):
        assert share(name, world, "defects") > share(name, "none", "defects") == 0
        assert share(name, world, "helps all") == share(name, "none", "helps all")
    assert share("trust-raised", "short-memory", "discriminates") > 0.9
    assert share("trust-lowered", "long-memory", "discriminates") < 0.7


def test_more_false_records_undo_deterrence_and_more():
    careful, careless = (
        t_interval(trust.deterrence(lived("errors-undo-deterrence"), "none").sel(scenario=world).values)
        for world in ("careful", "careless")
    )
    assert 0.15 < careful.low < careful.high < 0.25
    assert careless.high < 0


@pytest.mark.parametrize(
    ("one", "other", "path"),
    [
        ("neighbours/short-memory", "neighbours/long-memory", ("recording", "rules", 0, "months")),
        ("errors/careful", "errors/careless", ("sensing", "channels", 0, "false_records_per_year")),
    ],
)
def test_one_number_decides(one, other, path):
    raws = [dict(iter_numbers(read_regime(f"studies/{name}.toml").raw)) for name in (one, other)]
    assert raws[0].keys() == raws[1].keys()
    assert [steps for steps in raws[0] if raws[0][steps] != raws[1][steps]] == [path]


def test_the_listed_are_refused_and_refusing_them_is_recorded():
    """The spiral: with long memory most of what is recorded later on are refusals of those who are listed."""
    data = lived("trust-lowered").sel(scenario="long-memory").isel(month=slice(-12, None))
    of_listed = float(data["help_refused"].sel(asker="listed").sum() / data["help_refused"].sum())
    assert of_listed > 0.6

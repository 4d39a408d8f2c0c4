"""The two calls: what they accept, and what they refuse before anything runs."""

import inspect

import pytest

import underheaven
from underheaven.errors import RequestError
from underheaven.run.options import RunOptions
from underheaven.spec.models.study import Study as Plan

STUDY = """
name = "s"
regimes = ["court-defaulters-2013"]
baseline = "none"
society = "village"
persons = 300
months = 4
replicates = 2
seed = 5
"""


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(STUDY)
    return underheaven.read_study(path)


@pytest.mark.parametrize("call", [underheaven.run, underheaven.compare])
def test_the_defaults_shown_are_those_applied(call):
    parameters = inspect.signature(call).parameters
    settings = ("persons", "months", "seed", "replicates", "start", "align", "panel")
    applied = {name: Plan.model_fields[name].default for name in settings}
    for name, value in (applied | {"society": None, "baseline": "none"}).items():
        if name in parameters:
            assert parameters[name].default == value
    for name in ("engine", "threads", "out", "checkpoint_every"):
        assert parameters[name].default == getattr(RunOptions(), name)


def test_signature_and_help_show_every_setting_once():
    for call in (underheaven.run, underheaven.compare, underheaven.reform, underheaven.sensitivity):
        parameters = inspect.signature(call).parameters
        assert not [p for p in parameters.values() if p.kind is p.VAR_KEYWORD]
        for name in parameters:
            assert call.__doc__.count(f"        {name}: ") + call.__doc__.count(f"        *{name}: ") == 1
    assert inspect.signature(underheaven.reform).parameters["persons"].default == 100_000
    assert "Default: 100000." in underheaven.reform.__doc__


def test_a_study_gives_what_its_numbers_give(study):
    by_study = underheaven.compare(study)
    by_hand = underheaven.compare(
        "court-defaulters-2013", society="village", persons=300, months=4, replicates=2, seed=5
    )
    assert underheaven.digest(by_study) == underheaven.digest(by_hand)
    assert underheaven.digest(underheaven.run(study)) == underheaven.digest(by_study)


@pytest.mark.parametrize(
    "given",
    [{"persons": 10}, {"persons": 200_000}, {"society": "plain"}, {"seed": 0}, {"start": "2014-01"}, {"panel": 3}],
)
def test_a_study_fixes_its_numbers(study, given):
    with pytest.raises(RequestError, match="which fixes it"):
        underheaven.run(study, **given)


def test_a_study_fixes_the_other_world(study):
    with pytest.raises(RequestError, match="which fixes it"):
        underheaven.compare(study, baseline="rongcheng-2016")


def test_a_study_stands_alone(study):
    with pytest.raises(RequestError, match="Give the study alone"):
        underheaven.compare(study, "none")


def test_nothing_to_compare_is_refused():
    with pytest.raises(RequestError, match="No regime is named"):
        underheaven.compare()


@pytest.mark.parametrize("call", [underheaven.compare, underheaven.run, underheaven.reform, underheaven.resume])
def test_a_place_that_is_no_path_is_refused_in_a_sentence(call):
    first = () if call is underheaven.resume else ("credit-bureau",)
    with pytest.raises(RequestError, match=r"out = 5: it must be the path of a file. Write one, such as run.nc"):
        call(*first, out=5)


def test_an_unknown_engine_is_refused():
    with pytest.raises(RequestError):
        underheaven.run("none", society="plain", persons=10, months=1, replicates=1, engine="quantum")


def test_too_many_persons_for_this_machine_are_refused_with_what_fits():
    with pytest.raises(RequestError, match="persons or fewer"):
        underheaven.run("none", society="plain", persons=1_400_000_000, replicates=1000)


def test_a_panel_changes_nothing_but_that_it_is_there():
    numbers = {"society": "village", "persons": 300, "months": 4, "replicates": 2, "seed": 5}
    without = underheaven.compare("court-defaulters-2013", **numbers)
    panel = underheaven.compare("court-defaulters-2013", **numbers, panel=300, threads=2)
    names = [name for name in panel.data_vars if name.startswith("panel_")]
    assert panel.drop_vars([*names, "panelist"]).drop_attrs().identical(without.drop_attrs())
    assert panel["panel_savings"].dims == ("scenario", "replicate", "month", "panelist")
    last = panel["panel_detriment"].isel(month=-1).values
    assert (last == panel["person_detriment"].values).all()
    assert (panel["panel_blacklisted"].sum("month").values == panel["person_months_listed"].values).all()


def test_a_study_may_ask_for_a_panel(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(STUDY + "panel = 2\n")
    assert underheaven.run(underheaven.read_study(path)).sizes["panelist"] == 2

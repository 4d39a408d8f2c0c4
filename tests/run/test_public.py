"""The two calls: what they accept, and what they refuse before anything runs."""

import inspect

import pytest

import underheaven
from underheaven.errors import NotYetError, RequestError
from underheaven.run.public import DEFAULTS

STUDY = """
name = "s"
regimes = ["court-defaulters-2013"]
against = "none"
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
def test_defaults_stand_once(call):
    parameters = inspect.signature(call).parameters
    for name, value in DEFAULTS.items():
        if name in parameters:
            assert parameters[name].default == value


def test_a_study_gives_what_its_numbers_give(study):
    by_study = underheaven.compare(study)
    by_hand = underheaven.compare(
        "court-defaulters-2013", society="village", persons=300, months=4, replicates=2, seed=5
    )
    assert underheaven.digest(by_study) == underheaven.digest(by_hand)
    assert underheaven.digest(underheaven.run(study)) == underheaven.digest(by_study)


@pytest.mark.parametrize("given", [{"persons": 10}, {"society": "plain"}, {"seed": 0}, {"start": "2014-01"}])
def test_a_study_fixes_its_numbers(study, given):
    with pytest.raises(RequestError, match="which fixes it"):
        underheaven.run(study, **given)


def test_a_study_fixes_the_other_world(study):
    with pytest.raises(RequestError, match="which fixes it"):
        underheaven.compare(study, against="rongcheng-2016")


def test_a_study_stands_alone(study):
    with pytest.raises(RequestError, match="Give the study alone"):
        underheaven.compare(study, "none")


def test_nothing_to_compare_is_refused():
    with pytest.raises(RequestError, match="No regime is named"):
        underheaven.compare()


def test_an_unknown_engine_is_refused():
    with pytest.raises(RequestError):
        underheaven.run("none", society="plain", persons=10, months=1, replicates=1, engine="quantum")


def test_not_yet_is_a_request_that_cannot_be_had(tmp_path):
    path = tmp_path / "asking.toml"
    path.write_text('schema = 1\nname = "Asking"\ndescribes = "d"\n[consent]\nshare = 0.5\n')
    with pytest.raises(NotYetError):
        underheaven.run(path, society="village", persons=100)


def test_too_many_persons_for_this_machine_are_refused_with_what_fits():
    with pytest.raises(RequestError, match="persons or fewer"):
        underheaven.run("none", society="plain", persons=1_400_000_000, replicates=1000)

"""Reforms lived: each moves what it should where it should, none moves the luck, and a stopped battery goes on."""

import numpy as np
import pytest

import underheaven
from underheaven.errors import DocumentError, RequestError, StoppedError
from underheaven.measure.families import (
    burden,
    livelihood,
    officials,
    proportionality,
    reach,
    record_errors,
    speech,
    ties,
)
from underheaven.measure.reform_effects import ORDERING_MEASURES, estimate_effects, evaluate_measure
from underheaven.record.digest import digest
from underheaven.run.public import plan_reforms
from underheaven.spec.amendments.regime_writer import regime_states, write_regime
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import WRITTEN_REGIME, read_document, read_regime

SMALL = {"persons": 4_000, "months": 48, "replicates": 2}
TINY = {"persons": 200, "months": 6, "replicates": 2, "society": "village"}


@pytest.fixture(scope="module")
def battery():
    return underheaven.reform("imagined-unified", **SMALL)


def mean(measure, battery):
    return {
        str(w): float(v) for w, v in zip(battery["scenario"].values, measure(battery).mean("replicate"), strict=True)
    }


def test_every_reform_with_something_to_act_on_is_lived_beside_the_regime_and_none(battery):
    assert [str(w) for w in battery["scenario"].values] == [
        "appeals-that-work",
        "consent",
        "fewer-errors",
        "no-cross-context-effects",
        "no-discretion",
        "no-speech-rules",
        "only-records",
        "shorter-terms",
        "transparency",
        "none",
        "imagined-unified",
    ]
    assert battery.attrs["baseline"] == "imagined-unified"
    assert battery.attrs["society"] == "imagined-country"
    assert "Left out" not in battery.attrs["plan"]


def test_knowing_the_regime_frees_speech_but_lets_a_fitted_score_run_away(tmp_path):
    """Who learns of it only by a record is recorded less after it, and that keeps fitted points low."""
    files = []
    for name, operations in (("bare", ["drop fitted points"]), ("open", ["drop fitted points", "drop secrecy"])):
        files.append(tmp_path / f"{name}.toml")
        done = "".join(f'[[operations]]\ndo = "{operation}"\n' for operation in operations)
        files[-1].write_text(f'schema = 2\nkind = "reform"\nname = "{name}"\ndescribes = "Fitted to nothing."\n{done}')
    lives = underheaven.reform(
        "imagined-unified", with_=files, only=["bare", "open", "transparency"], persons=40_000, months=48, replicates=4
    )
    chilled = speech.chilled_speech(lives, "none")
    wrongful, lost = mean(record_errors.wrongful_list_months, lives), mean(burden.detriment, lives)
    # Of the order of 0.01: ten thousand persons, lived twice, do not tell it from chance.
    assert (chilled.sel(scenario="open") < chilled.sel(scenario="bare") - 0.005).all()
    assert wrongful["open"] < wrongful["bare"]
    assert wrongful["transparency"] > 2 * wrongful["imagined-unified"]
    assert lost["transparency"] > 1.5 * lost["imagined-unified"]


def test_reforms_move_what_they_should_in_the_direction_they_should(battery):
    regime = "imagined-unified"
    wrongful, lost = mean(record_errors.wrongful_list_months, battery), mean(burden.detriment, battery)
    assert wrongful["appeals-that-work"] < wrongful[regime]
    assert wrongful["fewer-errors"] < wrongful[regime]
    set_right = mean(record_errors.corrected_share, battery)
    assert set_right["appeals-that-work"] > 1.2 * set_right[regime]
    # What a channel invents or takes for somebody else's; a quota and a household's guilt are left as they are.
    errors = mean(lambda d: d["recorded"].sel(origin=["false", "mistaken"]).sum(["month", "kind", "origin"]), battery)
    assert 0.35 * errors[regime] < errors["fewer-errors"] < 0.65 * errors[regime]
    live = mean(reach.live_records_per_person, battery)
    assert live["shorter-terms"] < 0.85 * live[regime]
    assert lost["no-cross-context-effects"] < 0.5 * lost[regime]
    assert lost["only-records"] < lost[regime]
    assert mean(proportionality.cross_context_share, battery)["no-cross-context-effects"] == 0
    spoken, chilled = mean(speech.speaking, battery), mean(lambda d: speech.chilled_speech(d, "none"), battery)
    assert spoken["no-speech-rules"] > 1.3 * spoken[regime]
    assert chilled["no-speech-rules"] < 0.1 < chilled[regime]
    joined = mean(ties.joined_share, battery)
    assert joined["consent"] == joined[regime], "it asks already; whoever does not sign is shut out, which ends"
    assert lost["consent"] < 0.85 * lost[regime]
    assert mean(officials.quota_records, battery)[regime] > 0
    assert not battery["made_for_quota"].sel(scenario="no-discretion").any()
    assert lost["none"] == wrongful["none"] == chilled["none"] == 0


def test_effects_are_paired_and_hold_the_worlds_in_order(battery):
    found = estimate_effects(battery, "imagined-unified")
    assert [e.measure for e in found[:: battery.sizes["scenario"]]] == list(ORDERING_MEASURES)
    one = next(e for e in found if e.measure == "detriment" and e.scenario == "consent")
    values = evaluate_measure(battery, "detriment")
    step = (values.sel(scenario="consent") - values.sel(scenario="imagined-unified")).values
    assert one.difference.mean == pytest.approx(step.mean())
    assert {e.rank for e in found if e.scenario in ("none", "imagined-unified")} == {0}
    assert min(e.rank for e in found if e.rank) == 1
    with pytest.raises(RequestError, match="unknown measure"):
        estimate_effects(battery, "imagined-unified", ["obedience"])
    with pytest.raises(RequestError, match="does not hold it"):
        estimate_effects(battery, "nowhere")


def test_the_regime_lives_as_it_would_alone(battery):
    alone = underheaven.run("imagined-unified", society="imagined-country", **SMALL)
    here = battery.sel(scenario="imagined-unified")
    for name in ("detriment", "recorded", "speaking"):
        assert int(here[name].sum()) == int(alone[name].sum())
    assert np.array_equal(here["person_months_listed"].values, alone["person_months_listed"].values[0])


def test_a_regime_written_anew_lives_the_same_lives():
    regime = read_regime("court-defaulters-2013")
    text = write_regime(regime, regime_states(regime), [state.raw for state in regime_states(regime)], {}, "nobody")
    again = read_document(WRITTEN_REGIME, DocumentFile("again.toml", text.encode(), shipped=False))
    both = underheaven.compare(again, baseline=regime, persons=2_000, months=50, replicates=1)
    for name in both.data_vars:
        here, there = both[name].isel(scenario=0).values, both[name].isel(scenario=1).values
        assert np.array_equal(here, there), name


def test_officials_without_discretion(tmp_path):
    regime = tmp_path / "favourites.toml"
    regime.write_text("""
schema = 2
name = "Favourites"
describes = "Officials favour a third and fill a quota."
[[sensing.channels]]
name = "police"
conduct = ["red light"]
detection_rate = 0.2
[[recording.rules]]
conduct = "red light"
points = -10
months = 24
[standing]
grades = { A = 5, B = 0, C = -1000 }
[officials]
favour_share = 0.3
favour_points = 20
quota_per_1000 = 30.0
quota_conduct = "red light"
""")
    result = underheaven.reform(
        str(regime), only=["no-discretion"], persons=2_000, months=24, replicates=2, society="village"
    )
    made = officials.quota_records(result).mean("replicate")
    assert float(made.sel(scenario="favourites")) > 0
    assert not float(made.sel(scenario="no-discretion")) > 0
    assert livelihood.loans_asked(result).notnull().all()


def test_a_stopped_battery_goes_on_to_the_same_digest(tmp_path):
    straight = underheaven.reform("suining-2010", **TINY)
    asked = iter(range(10_000))
    out = tmp_path / "reforms.nc"
    with pytest.raises(StoppedError):
        underheaven.reform("suining-2010", **TINY, out=out, stop=lambda: next(asked) > 60)
    assert not out.exists()
    assert digest(underheaven.resume(out)) == digest(straight)


def test_what_cannot_be_tried_is_said_before_anything_is_lived(tmp_path):
    mine = tmp_path / "mine.toml"
    head = 'schema = 2\nkind = "reform"\nname = "Mine"\ndescribes = "A change."\n'
    with pytest.raises(RequestError, match="no reform of that name ships"):
        plan_reforms("suining-2010", only=["no-speech"])
    with pytest.raises(RequestError, match="no reform has anything to act on"):
        plan_reforms("none")
    with pytest.raises(DocumentError, match="society"):
        plan_reforms("imagined-unified", society="plain")
    mine.write_text(head + '[[operations]]\ndo = "drop ties"\n')
    with pytest.raises(RequestError, match="has nothing to act on"):
        plan_reforms("suining-2010", with_=[mine])
    mine.write_text(head + '[[change.standing.lists]]\nname = "no such"\nremoved = true\n')
    with pytest.raises(DocumentError, match=r"mine.toml.*nothing of that name"):
        plan_reforms("suining-2010", with_=[mine])
    mine.write_text(head + 'asks = ["obedience"]\n[change.repair]\ncorrection = 0.5\n')
    with pytest.raises(DocumentError, match=r'asks\[0\] = "obedience": this is no measure whose events'):
        plan_reforms("suining-2010", with_=[mine])
    mine.write_text(head + 'asks = ["detriment"]\n[change.repair]\ncorrection = 0.5\n')
    assert plan_reforms("suining-2010", only=["consent"], with_=[mine]).names == (
        "consent",
        "mine",
        "none",
        "suining-2010",
    )

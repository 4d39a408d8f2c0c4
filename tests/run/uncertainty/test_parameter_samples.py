"""Lives at other values of the assumed numbers, with documents whose measures hang on them in a known way."""

import json
from pathlib import Path

import numpy as np
import pytest

import underheaven
from underheaven.engine.factory import make_engine
from underheaven.errors import RequestError, StoppedError
from underheaven.measure.families.reach import records_filed
from underheaven.measure.inference.sample_results import read_sample_results
from underheaven.measure.inference.sensitivity import compute_sensitivities
from underheaven.record.digest import digest
from underheaven.run.checkpoint.checkpointer import NoCheckpoints
from underheaven.run.checkpoint.folder_files import run_folder_path
from underheaven.run.execute import execute_study
from underheaven.run.options import RunOptions
from underheaven.run.study import plan_study
from underheaven.run.uncertainty import batch_runner, parameter_samples
from underheaven.run.uncertainty.parameter_samples import (
    SampleRequest,
    count_sample_runs,
    has_ranges,
    run_parameter_samples,
    sample_person_months,
    sample_study,
)
from underheaven.spec.io.document_files import fetch_document

SMALL = {"persons": 400, "months": 4, "seed": 3, "replicates": 2}
SIGHT = "sensing.channels.watch.detection_rate"
REGIME = """
schema = 2
kind = "regime"
name = "Seen"
describes = "One act is seen with a chance that is assumed, and nothing follows from it."
stylised = true

[[sensing.channels]]
name = "watch"
conduct = ["act"]
coverage = 1
detection_rate = { value = 0.3, source = "assumed: to try", range = [0.1, 0.9] }

[[recording.rules]]
conduct = "act"
months = { value = 6, source = "assumed: to try", range = [6, 12] }
"""


def assumed(value, low, high):
    return f'{{ value = {value}, source = "assumed: to try", range = [{low}, {high}] }}'


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """A regime and a society whose worths are assumed, which no record hangs on."""
    folder = tmp_path_factory.mktemp("documents")
    society = fetch_document("society", "plain").data.decode()
    society = society.replace("use = 1\nvalue = 1", f"use = 1\nvalue = {assumed(1, 0.5, 1)}")
    (folder / "seen.toml").write_text(REGIME)
    (folder / "land.toml").write_text(society.replace("burn_in_months = 0", "burn_in_months = 1"))
    return str(folder / "seen.toml"), str(folder / "land.toml")


@pytest.fixture
def study(documents):
    return plan_study([documents[0]], "none", documents[1], **SMALL)


@pytest.fixture(scope="module")
def result(documents):
    return underheaven.compare(documents[0], society=documents[1], ranges=True, samples=32, **SMALL)


@pytest.fixture(scope="module")
def found(result):
    return compute_sensitivities(read_sample_results(result.attrs))


def test_the_assumption_that_a_measure_hangs_on_is_named_first(found):
    """Of 400 persons with an act a year, records are as many as the chance to be seen says."""
    row = found["seen", "records_filed", "level"]
    assert row.most_influential[0].parameter.path == SIGHT
    assert row.most_influential[0].direction == 1
    assert row.most_influential[0].at_high > 2 * row.most_influential[0].at_low
    assert row.dominant_source == "parameters"
    assert not row.sign_changes


def test_a_measure_that_hangs_on_nothing_names_nothing(found):
    row = found["seen", "legitimacy", "level"]
    assert (row.most_influential, row.dominant_source, row.low == row.high) == ((), "neither", True)


def test_the_first_seed_is_the_first_replicate_of_a_run_of_that_size(result, found):
    kept = read_sample_results(result.attrs)
    place = kept.columns.index(("seen", "records_filed", "level"))
    own = records_filed(result).sel(scenario="seen").values
    assert kept.base_case[:2, place].tolist() == own.tolist()
    assert len(kept.base_case) == parameter_samples.BASE_CASE_SEEDS


def test_it_stands_outside_the_digest_and_says_so(result, documents):
    bare = underheaven.compare(documents[0], society=documents[1], **SMALL)
    assert digest(bare) == digest(result)
    assert (bare.attrs["parameter_samples"], bare.attrs["samples_asked"]) == ("", 0)
    assert "outside the digest" in result.attrs["samples_note"]
    assert result.attrs["samples_asked"] == 32


def test_any_number_of_threads_gives_the_same_bytes(result, documents):
    for threads in (1, 3):
        again = underheaven.compare(
            documents[0], society=documents[1], ranges=True, samples=32, threads=threads, **SMALL
        )
        assert again.attrs["parameter_samples"] == result.attrs["parameter_samples"]


def test_the_plain_engine_gives_the_same(study):
    few_of, request = sample_study(study), SampleRequest(2, seeds=2)
    found = [
        run_parameter_samples(make_engine(name, 1), few_of, request, lambda lived: None, NoCheckpoints()).as_json()
        for name in ("plain", "cpu")
    ]
    assert found[0] == found[1]


def test_how_many_lives_are_measured_together_changes_nothing(study, monkeypatch):
    found = []
    for together in (2, 6, 64):
        monkeypatch.setattr(batch_runner, "MAX_BATCH_SCENARIOS", together)
        kept = run_parameter_samples(
            make_engine("cpu", 1), sample_study(study), SampleRequest(7), lambda lived: None, NoCheckpoints()
        )
        found.append(kept.as_json())
    assert found[0] == found[1] == found[2]


def test_documents_without_assumed_numbers_are_lived_once():
    bare = underheaven.run("none", society="plain", ranges=True, persons=8, months=2, replicates=1)
    assert (bare.attrs["parameter_samples"], bare.attrs["samples_asked"]) == ("", 128)


def test_progress_ends_at_the_total_whatever_is_left_out(study):
    seen = []
    execute_study(study, RunOptions(samples=4, progress=lambda done, of: seen.append((done, of))))
    assert seen[-1][0] == seen[-1][1]
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_person_months_are_those_of_all_lives(study):
    assert has_ranges(study)
    assert (
        count_sample_runs(study, 10)
        == parameter_samples.BASE_CASE_SEEDS + 10 + 2 * parameter_samples.MAX_OAT_PARAMETERS
    )
    assert sample_person_months(study, 10) == count_sample_runs(study, 10) * 400 * (1 + 2 * 4)
    assert count_sample_runs(study, 0) == sample_person_months(study, 0) == 0


class After:
    def __init__(self, questions):
        self.left = questions

    def __call__(self):
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("questions", [20, 30, 200, 330, 450])
def test_a_stopped_run_goes_on_to_the_same(tmp_path, documents, study, result, questions):
    """Stops fall into the first seeds, and after some of their rows, the points' or the ends' are kept."""
    out = tmp_path / "run.nc"
    with pytest.raises(StoppedError):
        execute_study(study, RunOptions(samples=32, out=out, stop=After(questions), threads=1))
    rows = run_folder_path(out) / "assumptions.json"
    assert rows.is_file() == (questions > 100)
    lived = []
    again = underheaven.resume(out, threads=1, progress=lambda done, of: lived.append(done))
    assert again.attrs["parameter_samples"] == result.attrs["parameter_samples"]
    assert digest(again) == digest(result)
    assert underheaven.open_result(out).attrs["parameter_samples"] == result.attrs["parameter_samples"]
    assert not Path(run_folder_path(out)).exists()


def test_a_point_lives_its_own_documents(found, result):
    """At each point records follow the chance of that point: their rank correlation is near 1."""
    kept = read_sample_results(result.attrs)
    place = next(n for n, number in enumerate(kept.parameters) if number.path == SIGHT)
    column = kept.columns.index(("seen", "records_filed", "level"))
    assert np.corrcoef(kept.design[:, place], kept.samples[:, column])[0, 1] > 0.9


def test_rows_are_plain_and_hold_what_is_promised(documents):
    rows = underheaven.sensitivity(
        documents[0],
        society=documents[1],
        persons=200,
        months=3,
        samples=16,
        measures=["records_filed", "deterrence"],
        more={"twice": lambda dataset: 2 * dataset["recorded"].sum(["month", "kind", "origin"])},
    )
    json.dumps(rows, allow_nan=False)
    assert {row["measure"] for row in rows} <= {"records_filed", "deterrence"}
    level = next(row for row in rows if (row["scenario"], row["of"]) == ("seen", "level"))
    assert level["most_influential"][0]["path"] == SIGHT
    assert (level["persons"], level["months"], level["samples_in_all"]) == (200, 3, 16)
    assert (level["positive"], level["negative"], level["sign_changes"]) == (1.0, 0.0, False)


def test_further_measures_are_measured_as_those_of_the_registry(documents):
    def twice(dataset):
        return 2 * dataset["recorded"].sum(["month", "kind", "origin"])

    rows = underheaven.sensitivity(
        documents[0],
        society=documents[1],
        persons=200,
        months=3,
        samples=16,
        more={"twice": twice},
        measures=["twice", "records_filed"],
    )
    by = {(row["measure"], row["of"]): row for row in rows if row["scenario"] == "seen"}
    assert by["twice", "level"]["base_case_mean"] == pytest.approx(
        by["records_filed", "level"]["base_case_mean"] * 200 / 100_000 * 2
    )


def test_what_cannot_be_asked_is_refused_in_a_sentence(documents):
    ask = {"society": documents[1], "persons": 8, "months": 1}
    with pytest.raises(RequestError, match="samples = 0"):
        underheaven.sensitivity(documents[0], samples=0, **ask)
    with pytest.raises(RequestError, match='"records_filed"'):
        underheaven.sensitivity(documents[0], measures=["record_filed"], **ask)

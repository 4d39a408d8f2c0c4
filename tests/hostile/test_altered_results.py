"""A result that somebody altered is refused in a sentence, whichever attribute or label it is."""

from __future__ import annotations

import json
import shutil

import h5py
import numpy as np
import pytest

from underheaven import cli
from underheaven.errors import ResultError
from underheaven.record.label_checks import check_labels
from underheaven.run.checks.result_schema import REQUIRED_ATTRIBUTES, ResultAttributes, check_attributes
from underheaven.run.results import open_result

ODD = {
    "an escape": "a\x1b[31mb",
    "a mark of direction": "a\u202eb",
    "a line end": "a\nb",
    "nesting": "[" * 100_000,
    "a list of lists": "[[[1]]]",
    "a number too few": -1,
    "an array": np.arange(3),
    "undefined": float("nan"),
}
JSON = ("plan", "first_months", "waits", "amended", "about", "parameter_samples")
PLAIN = ("title", "baseline", "society", "mark")
"""Texts of which only letters are held against what a run writes."""


@pytest.fixture(scope="module")
def result(place):
    return open_result(place / "r.nc")


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_attribute_is_refused(result, odd):
    for name in [*ResultAttributes.model_fields, "document_1_where", "document_2_digest", "provenance_underheaven"]:
        if name in (*PLAIN, "document_1_where", "provenance_underheaven") and odd in ("nesting", "a list of lists"):
            continue
        if odd in ("a number too few", "undefined") and name.startswith(("provenance", "lender")):
            continue  # a number stands there, or may
        with pytest.raises(
            ResultError, match=r"its attribute \w+ is not as a run writes it: .* Run the study again\.$"
        ) as caught:
            check_attributes("r.nc", result.attrs | {name: ODD[odd]})
        assert len(str(caught.value)) < 400


@pytest.mark.parametrize("name", REQUIRED_ATTRIBUTES)
def test_an_attribute_that_every_run_writes_is_missed(result, name):
    with pytest.raises(ResultError, match=f"its attribute {name} is not as a run writes it: it is missing"):
        check_attributes("r.nc", {key: value for key, value in result.attrs.items() if key != name})


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("said", ["null", "7", '"x"', "[1]", '{"none": {"x": []}}', "no JSON"])
def test_json_of_another_form_is_refused(result, name, said):
    if (name, said) in (("about", "null"), ("first_months", "null"), ("waits", "null"), ("amended", "null")):
        return
    with pytest.raises(ResultError, match=f"its attribute {name} is not as a run writes it"):
        check_attributes("r.nc", result.attrs | {name: said})


def test_samples_that_do_not_fit_each_other_are_refused(result):
    kept = json.loads(result.attrs["parameter_samples"])
    end = {"number": 10**6, "high": True, "row": [0.0] * len(kept["columns"])}
    for altered in ({"points": [[0.5]]}, {"design": [[1.0]]}, {"moved": []}, {"ends": [end]}):
        with pytest.raises(ResultError, match="its attribute parameter_samples is not as a run writes it"):
            check_attributes("r.nc", result.attrs | {"parameter_samples": json.dumps(kept | altered)})


def test_a_document_that_is_not_of_its_digest_is_refused(result):
    with pytest.raises(ResultError, match="not the document whose SHA-256 stands beside it"):
        check_attributes("r.nc", result.attrs | {"document_1_text": result.attrs["document_1_text"] + " "})
    for number in (10**9, 99, -1):
        with pytest.raises(ResultError, match="its attribute document"):
            check_attributes("r.nc", result.attrs | {"documents": number})


@pytest.mark.parametrize(
    ("name", "place_", "label"),
    [
        ("kind", 0, "a\x1b[2J"),
        ("kind", 0, "bank arrears"),
        ("scenario", 0, "none"),
        ("month", 1, "2013-13"),
        ("month", 1, "later"),
        ("origin", 0, "elsewhere"),
        ("cause", 0, "x"),
        ("kind_gravity", 0, "nan"),
        ("effect_price", 0, "=1+1"),
        ("region", 0, "a\nb"),
        ("list", 0, "x" * 2_000),
        ("replicate", 0, 5),
    ],
)
def test_odd_labels_are_refused(result, name, place_, label):
    values = result[name].values.astype(object if isinstance(label, str) else int)
    values[place_] = label
    changed = values.astype(str) if isinstance(label, str) else values
    with pytest.raises(ResultError, match=f"its labels of {name} were changed"):
        check_labels("r.nc", result.assign_coords({name: (result[name].dims, changed)}))


def test_a_baseline_that_is_no_scenario_is_refused(result):
    with pytest.raises(ResultError, match="there is no baseline elsewhere among them"):
        check_labels("r.nc", result.assign_attrs(baseline="elsewhere"))


@pytest.mark.parametrize("command", ["show", "cite", "export", "audit", "life", "digest", "sensitivity", "reform"])
def test_every_command_refuses_an_altered_file(place, tmp_path, monkeypatch, capfd, command):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "altered.nc"
    file.write_bytes((place / "r.nc").read_bytes())
    with h5py.File(file, "r+") as opened:
        opened.attrs["about"] = "[{}]"
    before = file.read_bytes()
    assert cli.main([command, str(file)]) == ResultError.exit_code
    out, err = capfd.readouterr()
    assert out == ""
    assert "its attribute about is not as a run writes it" in err
    assert len(err.splitlines()) == 1
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("altered.nc", before)]


def backwards(file, name):
    file[name][...] = file[name][()][::-1]


def written_over(file, name, value):
    file.attrs[name] = value


ALTERED = {
    "worlds exchanged": lambda file: backwards(file, "scenario"),
    "groups exchanged": lambda file: backwards(file, "group"),
    "lists of another colour": lambda file: file["list_colour"].__setitem__(..., "red"),
    "no price of an effect": lambda file: file.__delitem__("effect_price"),
    "another scale": lambda file: written_over(file, "scale", 5.0),
    "no baseline": lambda file: file.attrs.__delitem__("baseline"),
    "another unit of a number": lambda file: file["listed"].attrs.__setitem__("units", "real persons"),
    "a comment on a number": lambda file: file["listed"].attrs.__setitem__("comment", "read me"),
    "a comment": lambda file: written_over(file, "comment", "read me"),
}


@pytest.mark.parametrize("how", ALTERED)
def test_labels_and_attributes_that_no_digest_covers_are_sealed(place, tmp_path, how):
    """What this would catch: regime and baseline exchanged, under the digest of the sound result."""
    path = tmp_path / "r.nc"
    shutil.copy(place / "r.nc", path)
    with h5py.File(path, "r+") as file:
        ALTERED[how](file)
    with pytest.raises(ResultError, match=r"r\.nc: its labels .*(changed|missing)"):
        open_result(path)


def test_text_in_place_of_numbers_is_refused(place, tmp_path):
    path = tmp_path / "r.nc"
    shutil.copy(place / "r.nc", path)
    with h5py.File(path, "r+") as file:
        shape = file["person_stay_end"].shape
        del file["person_stay_end"]
        file.create_dataset("person_stay_end", data=np.zeros(shape, "S3"))
    with pytest.raises(ResultError, match="r"):
        open_result(path)

"""Documents and results of the version before this one, converted."""

import lzma
from pathlib import Path

import pytest

import underheaven
from underheaven import cli
from underheaven.errors import RequestError, ResultError
from underheaven.record.renamed_names import NEW_MEASURES, NEW_VARIABLES
from underheaven.run.conversion import convert_document, convert_result

OLDER = Path(__file__).parent / "older" / "version-8.nc.xz"
"""A comparison of court-defaulters-2013 with no regime: 60 persons, 3 months, 2 replicates, 2 samples, a panel of 3."""
DIGEST = "5b4cbaf638996b590ed9bc10ad2d9b232d4a2da02e4cedd680ed5f7bf50e0fa9"
"""Of the same study, run by the program that introduced version 9: only names had changed."""


@pytest.fixture
def older(tmp_path):
    path = tmp_path / "old.nc"
    path.write_bytes(lzma.decompress(OLDER.read_bytes()))
    return path


def test_a_result_becomes_the_one_that_the_same_study_gives_now(older, tmp_path):
    assert convert_result(older, tmp_path / "new.nc") == DIGEST
    result = underheaven.open_result(tmp_path / "new.nc")
    assert result.sizes["scenario"] == 2
    assert set(NEW_VARIABLES.values()) <= set(result.data_vars) | {"notices_given"}
    assert result.attrs["baseline"] == "none"
    assert not set(NEW_MEASURES) & set(result.attrs["parameter_samples"].split('"'))
    assert not {"world", "against", "assumptions"} & {*result.dims, *result.attrs}


def test_the_documents_in_it_can_be_read_and_run_again(older, tmp_path):
    convert_result(older, tmp_path / "new.nc")
    attrs = underheaven.open_result(tmp_path / "new.nc").attrs
    where = [attrs[f"document_{number}_where"] for number in range(1, attrs["documents"] + 1)]
    assert where == ["regimes/court-defaulters-2013.toml", "regimes/none.toml", "societies/village.toml"]
    for number, name in enumerate(where, 1):
        (tmp_path / "d.toml").write_text(attrs[f"document_{number}_text"])
        read = underheaven.read_society if "societies" in name else underheaven.read_regime
        assert read(tmp_path / "d.toml").digest == attrs[f"document_{number}_digest"]


def test_every_command_reads_a_converted_result(older, tmp_path, capsys):
    new = str(tmp_path / "new.nc")
    assert cli.main(["convert", str(older), "--out", new]) == 0
    for words in (["show", new], ["sensitivity", new, "--quiet"], ["cite", new], ["digest", new]):
        assert cli.main(words) == 0
    assert DIGEST in capsys.readouterr().out


def test_a_result_whose_numbers_were_changed_is_refused(older, tmp_path):
    import h5py

    with h5py.File(older, "r+") as file:
        file["persons"][0, 0, 0, 0] += 1
    with pytest.raises(ResultError, match="not those that the run wrote"):
        convert_result(older, tmp_path / "new.nc")
    assert not (tmp_path / "new.nc").exists()


def test_what_cannot_be_converted_is_refused_in_a_sentence(older, tmp_path):
    convert_result(older, tmp_path / "new.nc")
    with pytest.raises(ResultError, match="It needs no conversion"):
        convert_result(tmp_path / "new.nc", tmp_path / "newer.nc")
    with pytest.raises(RequestError, match="already exists"):
        convert_result(older, tmp_path / "new.nc")
    with pytest.raises(ResultError, match="underheaven convert"):
        underheaven.open_result(older)
    file = tmp_path / "d.toml"
    for text, says in (("schema = 2\n", "2 already"), ("schema = 7\n", "only documents with schema = 1")):
        file.write_text(text)
        with pytest.raises(RequestError, match=says):
            convert_document(file)
    assert cli.main(["convert", str(older)]) == 2


def test_a_document_of_version_1_says_how_it_is_converted(tmp_path, capsys):
    file = tmp_path / "mine.toml"
    file.write_text('schema = 1\nkind = "regime"\nname = "a"\ndescribes = "d"\n[fusion]\nleast = 1\n')
    assert cli.main(["check", str(file)]) == 3
    said = capsys.readouterr().err
    assert f"underheaven convert {file} --out NEW.toml" in said
    assert "least" not in said
    assert cli.main(["convert", str(file), "--out", str(tmp_path / "new.toml")]) == 0
    assert "[score_fitting]\nminimum = 1\n" in (tmp_path / "new.toml").read_text()


@pytest.mark.parametrize(("old", "new"), [("--against", "--baseline"), ("--assumptions", "--samples")])
def test_an_option_of_before_says_its_name_of_today(old, new, capsys):
    assert cli.main(["compare", "none", old, "4"]) == 2
    assert f"It is {new} now." in capsys.readouterr().err

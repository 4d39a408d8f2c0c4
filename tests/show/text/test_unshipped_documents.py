"""A result about documents that did not ship says so, whatever they are called."""

import xarray as xr

from underheaven.record.provenance import DocumentText, documents_as_attrs
from underheaven.show.text.unshipped_documents import unshipped_names, unshipped_sentence
from underheaven.spec.io.document_reader import read_regime, read_society


def of(*documents):
    return xr.Dataset(attrs=documents_as_attrs(documents))


def test_the_text_tells_and_neither_the_name_nor_the_digest_beside_it():
    """An invented rule under the name of a real place would carry the look, and the counts, of a shipped document."""
    regime, society = read_regime("court-defaulters-2013"), read_society("china-2020")
    kept = [DocumentText(d.where, d.text, d.digest) for d in (regime, society)]
    assert unshipped_names(of(*kept)) == []
    assert unshipped_sentence(of(*kept)) == ""
    changed = DocumentText(regime.where, regime.text + "\n# another rule\n", regime.digest)
    assert unshipped_names(of(changed, kept[1])) == ["court-defaulters-2013"]
    assert "did not ship with Underheaven (court-defaulters-2013)" in unshipped_sentence(of(changed, kept[1]))


def test_what_a_shipped_study_brings_along_ships():
    """Its pages are about documents that came with the package."""
    from underheaven.spec.io.document_files import companion_paths, fetch_document
    from underheaven.spec.io.toml_parser import decode_text

    sources = [fetch_document(None, name) for name in companion_paths()]
    assert sources
    assert unshipped_names(of(*(DocumentText(s.where, decode_text(s.data, s.where), "") for s in sources))) == []


def test_a_result_without_its_documents_is_believed():
    assert unshipped_sentence(xr.Dataset()) == ""
    assert unshipped_sentence(xr.Dataset(attrs={"mark": "This is about others."})) == "This is about others."


def test_the_mark_goes_with_the_result_its_rows_and_its_tables(tmp_path, capsys):
    """A page can be left behind; a number taken elsewhere still says that its documents did not ship."""
    import csv
    import json

    from underheaven import cli
    from underheaven.record import result_file
    from underheaven.show.export.table_folder import export_tables
    from underheaven.spec.io.document_files import fetch_document

    own, result = tmp_path / "mine.toml", tmp_path / "run.nc"
    own.write_bytes(fetch_document("regime", "court-defaulters-2013").data + b"\n# of my own\n")
    asked = ["--society", "village", "--persons", "40", "--months", "2", "--replicates", "2", "--quiet", "--json"]
    assert cli.main(["compare", str(own), *asked, "--no-ranges", "--out", str(result)]) == 0
    says = "did not ship with Underheaven (mine)"
    assert all(says in row["mark"] for row in json.loads(capsys.readouterr().out))
    dataset = result_file.read_result(result)
    assert says in dataset.attrs["mark"]
    for look in (["--by", "group"], ["--over-time"], ["--ledger"]):
        assert cli.main(["show", str(result), *look, "--json"]) == 0
        assert all(says in row["mark"] for row in json.loads(capsys.readouterr().out))
        assert cli.main(["show", str(result), *look]) == 0
        assert says.split(" (")[0] in " ".join(capsys.readouterr().out.split())
    export_tables(dataset, tmp_path / "tables", "csv")
    assert says in (tmp_path / "tables" / "README.txt").read_text()
    with (tmp_path / "tables" / "measures.csv").open() as file:
        assert all(says in row["mark"] for row in csv.DictReader(file))


def test_rows_about_what_ships_carry_an_empty_mark(result):
    from underheaven.show.text.result_rows import result_rows

    assert {row["mark"] for row in result_rows(result)} == {None}


def test_no_count_of_real_people_stands_beside_what_did_not_ship(tmp_path, capsys):
    from underheaven import cli
    from underheaven.spec.io.document_files import fetch_document

    own = tmp_path / "court-defaulters-2013.toml"
    own.write_bytes(fetch_document("regime", "court-defaulters-2013").data + b"\n# of my own\n")
    asked = ["--society", "china-2020", "--persons", "400", "--months", "8", "--replicates", "2", "--quiet"]
    for regime, shows in ((str(own), False), ("court-defaulters-2013", True)):
        assert cli.main(["compare", regime, *asked, "--no-ranges"]) == 0
        text = " ".join(capsys.readouterr().out.split())
        assert ("Published and simulated counts" in text) is shows
        assert ("scaling factor" in text) is shows
    assert cli.main(["audit", str(own), *asked, "--no-ranges", "--no-reforms", "--page", str(tmp_path / "a.html")]) == 0
    assert "did not ship with Underheaven" in " ".join(capsys.readouterr().out.split())

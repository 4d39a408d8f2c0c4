"""A result about documents that did not ship says so, whatever they are called."""

import xarray as xr

from underheaven.record.provenance import DocumentText, texts_as_attrs
from underheaven.show.unshipped import sentence, unshipped
from underheaven.spec.read import read_regime, read_society


def of(*documents):
    return xr.Dataset(attrs=texts_as_attrs(documents))


def test_the_text_tells_and_neither_the_name_nor_the_digest_beside_it():
    """An invented rule under the name of a real place would carry the look, and the counts, of a shipped document."""
    regime, society = read_regime("court-defaulters-2013"), read_society("china-2020")
    kept = [DocumentText(d.where, d.text, d.digest) for d in (regime, society)]
    assert unshipped(of(*kept)) == []
    assert sentence(of(*kept)) == ""
    changed = DocumentText(regime.where, regime.text + "\n# another rule\n", regime.digest)
    assert unshipped(of(changed, kept[1])) == ["court-defaulters-2013"]
    assert "did not ship with Underheaven (court-defaulters-2013)" in sentence(of(changed, kept[1]))


def test_what_a_shipped_study_brings_along_ships():
    """Its pages are about documents that came with the package."""
    from underheaven.spec.shipped import companions, fetch
    from underheaven.spec.toml import text_of

    sources = [fetch(None, name) for name in companions()]
    assert sources
    assert unshipped(of(*(DocumentText(s.where, text_of(s.data, s.where), "") for s in sources))) == []

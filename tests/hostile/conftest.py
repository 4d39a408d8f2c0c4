"""Hostile documents, and a result of them; made once, for small worlds."""

from __future__ import annotations

import pytest

from tests.hostile.documents import write_hostile
from underheaven import cli


@pytest.fixture(scope="package")
def place(tmp_path_factory):
    """A folder with the documents and a result of them; it is shared, so tests copy it."""
    folder = tmp_path_factory.mktemp("hostile")
    regime, society = write_hostile(folder)
    asked = [str(regime), "--society", str(society), "--persons", "120", "--months", "3", "--replicates", "2"]
    out = folder / "r.nc"
    assert cli.main(["compare", *asked, "--samples", "2", "--panel", "2", "--out", str(out), "--quiet"]) == 0
    two = folder / "two.nc"
    others = [str(regime), "none", "--baseline", "credit-bureau", *asked[1:], "--no-ranges", "--out", str(two)]
    assert cli.main(["compare", *others, "--quiet"]) == 0
    return folder

"""A sum at the end of its type is said."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields import PERSONAL
from underheaven.show.footer import footer
from underheaven.show.full import COUNTED_ON, sentences


def test_every_name_is_a_sum_of_persons():
    assert set(COUNTED_ON) <= {field.name for field in PERSONAL}


@pytest.mark.parametrize(("name", "most"), [("acts", 65_535), ("detriment", 4_294_967_295)])
def test_a_sum_at_the_end_of_its_type_is_said(result, name, most):
    assert list(sentences(result)) == []
    full = result.copy(deep=True)
    full[f"person_{name}"] = full[f"person_{name}"].astype(np.int64)
    full[f"person_{name}"][0, 0, :2] = most
    (said,) = sentences(full)
    assert f"person_{name}" in said
    assert f"stands at {most:,}" in said
    assert "for 2 persons" in said
    assert said in footer(full, [])

from __future__ import annotations

import pytest

from underheaven.spec.not_yet import not_yet

from .documents import REGIME_TEXT, SOCIETY_TEXT, read_regime_text, read_society_text, swap


def test_what_runs_is_not_named():
    regime, society = read_regime_text(REGIME_TEXT), read_society_text(SOCIETY_TEXT)
    assert not_yet(regime.model, society.model) == ()
    assert regime.not_yet == society.not_yet == ()


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("[sources]", "[sensing]\nattention_exponent = 1\n[sources]", "sensing.attention_exponent"),
        ("[sources]", '[sensing]\nattention_mode = "visits"\n[sources]', "sensing.attention_mode"),
        ("[sources]", "[officials]\nquota_per_1000 = 1\n[sources]", "officials.quota_per_1000"),
    ],
)  # fmt: skip
def test_a_mechanism_of_a_regime_that_is_not_run_is_named(old, new, path):
    regime = read_regime_text(swap(REGIME_TEXT, (old, new)))
    (sentence,) = not_yet(regime.model, read_society_text(SOCIETY_TEXT).model)
    assert sentence.startswith(f"{path}: ")
    assert "not yet run" in sentence
    assert regime.not_yet == (sentence,)


def test_a_mechanism_that_an_amendment_asks_for_is_named():
    amendment = '[[amendments]]\nfrom = "2016-09"\ndescribes = "x"\n[amendments.change.officials]\nquota_per_1000 = 1\n'
    assert len(read_regime_text(REGIME_TEXT + amendment).not_yet) == 1

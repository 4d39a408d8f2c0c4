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
        ("start = 1000", "start = 1000\nassociation = 0.1", "standing.association"),
        ("[sources]", "[consent]\nrequired = true\n[sources]", "consent"),
        ("[sources]", "[consent]\nshare = 0.5\n[sources]", "consent"),
        ("months = 24", "months = 24\ngap = true", "recording.rules[0] (red light).gap"),
    ],
)  # fmt: skip
def test_a_mechanism_of_a_regime_that_is_not_run_is_named(old, new, path):
    regime = read_regime_text(swap(REGIME_TEXT, (old, new)))
    (sentence,) = not_yet(regime.model, read_society_text(SOCIETY_TEXT).model)
    assert sentence.startswith(f"{path}: ")
    assert "not yet run" in sentence
    assert regime.not_yet == (sentence,)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("[response]", "[livelihood.exchange]\nrate = 0.1\n[response]", "livelihood.exchange"),
        ("learn_up = 0.2", "learn_up = 0.2\ncontagion = 0.1", "response.contagion"),
    ],
)
def test_a_mechanism_of_a_society_that_is_not_run_is_named(old, new, path):
    society = read_society_text(swap(SOCIETY_TEXT, (old, new)))
    (sentence,) = not_yet(read_regime_text(REGIME_TEXT).model, society.model)
    assert sentence.startswith(f"{path}: ")
    assert society.not_yet == (sentence,)


def test_a_mechanism_that_an_amendment_asks_for_is_named():
    amendment = '[[amendments]]\nfrom = "2016-09"\ndescribes = "x"\n[amendments.change.standing]\nassociation = 0.2\n'
    assert len(read_regime_text(REGIME_TEXT + amendment).not_yet) == 1

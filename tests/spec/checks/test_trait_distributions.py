from __future__ import annotations

import pytest

from underheaven.spec.checks.trait_distributions import REQUIRED_NUMBERS, check_trait_distributions
from underheaven.spec.models.people import TraitDistribution, Traits

NUMBERS = {"value": 0.5, "low": 0.1, "high": 0.9, "a": 2.0, "b": 2.0, "mean": 0.5, "sd": 0.1}
PLAIN = TraitDistribution(law="fixed", value=0.5)


def faults(law: TraitDistribution, trait: str = "conviction") -> list[str]:
    laws = {"conviction": PLAIN, "aversion": PLAIN, "grievance": PLAIN, "speech_threshold": PLAIN, trait: law}
    return [".".join(map(str, f.steps)) for f in check_trait_distributions(Traits(**laws))]


@pytest.mark.parametrize("law", REQUIRED_NUMBERS)
def test_a_law_needs_its_numbers_and_no_others(law):
    needs = REQUIRED_NUMBERS[law]
    assert faults(TraitDistribution(law=law, **{key: NUMBERS[key] for key in needs})) == []
    assert faults(TraitDistribution(law=law)) == [f"people.traits.conviction.{key}" for key in needs]
    others = {key: number for key, number in NUMBERS.items() if key not in needs}
    assert len(faults(TraitDistribution(law=law, **NUMBERS))) == len(others)


def test_a_threshold_may_lie_anywhere_but_a_share_may_not():
    assert faults(TraitDistribution(law="fixed", value=7.0), "speech_threshold") == []
    assert faults(TraitDistribution(law="fixed", value=7.0), "grievance") == ["people.traits.grievance.value"]
    assert faults(TraitDistribution(law="uniform", low=-0.5, high=1.0), "aversion") == ["people.traits.aversion.low"]

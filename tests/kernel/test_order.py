from __future__ import annotations

from pathlib import Path

from underheaven import kernel
from underheaven.fields import STAGES, TALLIES
from underheaven.kernel.order import MONTH, describe


def test_the_month_has_the_eight_stages_in_their_order():
    assert tuple(stage.name for stage in MONTH) == STAGES
    assert STAGES == ("conduct", "sensing", "recording", "standing", "treatment", "livelihood", "response", "repair")


def test_every_stage_is_a_file_and_says_in_a_sentence_what_it_does():
    for name, does in describe():
        assert (Path(kernel.__file__).parent / f"{name}.py").is_file()
        assert len(does.split()) >= 5


def test_every_tally_belongs_to_one_stage():
    counted = [name for stage in MONTH for name in stage.counts]
    assert sorted(counted) == sorted(f.name for f in TALLIES)

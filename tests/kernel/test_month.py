from __future__ import annotations

from pathlib import Path

from underheaven import kernel
from underheaven.fields.codes import STAGES
from underheaven.fields.tallies import TALLIES
from underheaven.kernel.month import MONTH, step_named

HERE = Path(kernel.__file__).parent


def test_the_month_has_the_eight_stages_in_their_order():
    assert tuple(step.name for step in MONTH if step.name in STAGES) == STAGES
    assert STAGES == ("conduct", "sensing", "recording", "standing", "treatment", "livelihood", "response", "repair")


def test_every_step_has_a_row_of_its_own():
    assert len({step.name for step in MONTH}) == len(MONTH)
    assert all(len(step.does.split()) >= 5 for step in MONTH)


def test_every_stage_is_a_file_whose_first_words_are_those_of_the_table():
    """Of repair the file says renewal as well, which has a row of its own."""
    for name in STAGES:
        first = (HERE / f"{name}.py").read_text().partition("\n")[0]
        said = first.partition(f"{name}: ")[2].rstrip('".')
        assert name == "repair" or said.startswith(step_named(name).does), first


def test_every_tally_belongs_to_one_stage():
    """The month's detriment is summed up at its end, and a record of who leaves goes with the person."""
    counted = [name for step in MONTH for name in step.counts]
    twice = {name for name in counted if counted.count(name) > 1}
    assert set(counted) == {f.name for f in TALLIES}
    assert twice == {"detriment", "removals"}

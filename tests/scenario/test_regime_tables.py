"""What is looked up of a score is what the definition says of it."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.scales import DOSSIER_CAPACITY
from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel.table_layout import MAX_SCORES
from underheaven.scenario.build import build_scenario
from underheaven.spec.io.document_files import shipped_names
from underheaven.spec.io.document_reader import read_regime, read_society

NOBODY = np.zeros((1, DOSSIER_CAPACITY), np.uint16)


@pytest.fixture(scope="module")
def tables():
    society = read_society("imagined-country")
    built = [build_scenario(read_regime(name), society, persons=5_000, seed=1) for name in shipped_names("regime")]
    return [table for world in built for table in world.rules]


def test_a_score_alone_stands_as_the_rules_say(tables):
    status, looked = interpreted_copy("kernel.status"), 0
    for table in tables:
        defined = np.array(table).copy().reshape(1).view(np.recarray)[0]
        defined.n_looked_up = 0
        for step in range(0, int(table.n_looked_up), 7):
            score = int(table.minimum) + step
            assert status.status_from_score(table, NOBODY, 0, -1, score, 0) == table.state_at[step]
            assert status.status_from_score(defined, NOBODY, 0, -1, score, 0) == table.state_at[step]
            looked += 1
    assert looked > 1_000


def test_ties_see_of_a_score_what_the_rules_say(tables):
    ties = interpreted_copy("kernel.ties")
    for table in tables:
        for step in range(0, int(table.n_looked_up), 7):
            assert ties.visible_from_score(table, int(table.minimum) + step) == table.shown_at[step]


def test_more_scores_than_there_is_room_for_are_not_looked_up(tables):
    spans = [(int(t.maximum - t.minimum) + 1, int(t.n_looked_up)) for t in tables]
    assert all(found == (n if n <= MAX_SCORES else 0) for n, found in spans)
    assert any(n > MAX_SCORES for n, _ in spans)


def test_records_that_can_feed_a_list_are_known(tables):
    for table in tables:
        feeding = 0
        for which in range(int(table.n_lists)):
            feeding |= int(table.list_rules[which])
            feeding |= int(table.list_count_rules[which]) if table.list_count[which] > 0 else 0
        assert table.feeding == feeding

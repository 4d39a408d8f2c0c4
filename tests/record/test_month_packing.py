"""Months become words and come back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underheaven.errors import ResultError
from underheaven.fields.panel import panel_bytes_per_month
from underheaven.record.month_packing import count_month_words, pack_month, unpack_months


@pytest.mark.parametrize("world", [0, 1])
def test_packing_and_unpacking_gives_the_same_tallies(runs, world):
    run = runs[world][0]
    packed = np.stack([pack_month({k: v[m] for k, v in run.tallies.items()}, run.labels) for m in range(3)])
    assert packed.shape == (3, count_month_words(run.labels))
    assert packed.sum() == sum(int(v.sum()) for v in run.tallies.values())
    back = unpack_months(packed, run.labels).tallies
    assert back.keys() == run.tallies.keys()
    for name, values in run.tallies.items():
        np.testing.assert_array_equal(back[name], values, name)


def test_a_tally_of_another_shape_is_named(runs):
    run = runs[1][0]
    month = {k: v[0] for k, v in run.tallies.items()} | {"unjust": np.zeros(2, np.int64)}
    with pytest.raises(ResultError, match=r"'unjust': its shape is \(2,\) and its labels say \(3,\)"):
        pack_month(month, run.labels)
    del month["unjust"]
    with pytest.raises(ResultError, match="'unjust': its shape is None"):
        pack_month(month, run.labels)


def test_words_of_other_documents_are_refused(runs):
    with pytest.raises(ResultError, match="other documents"):
        unpack_months(np.zeros((2, count_month_words(runs[0][0].labels)), np.int64), runs[1][0].labels)


@pytest.mark.parametrize("world", [0, 1])
def test_a_panel_comes_back_to_the_last_bit(panelled, world):
    run = panelled[world][1]
    n_panel = len(run.panel["savings"][0])
    months = range(len(run.panel["savings"]))
    packed = np.stack(
        [
            pack_month({k: v[m] for k, v in run.tallies.items()}, run.labels, {k: v[m] for k, v in run.panel.items()})
            for m in months
        ]
    )
    assert packed.shape == (len(months), count_month_words(run.labels, n_panel))
    back = unpack_months(packed, run.labels, n_panel)
    assert back.panel.keys() == run.panel.keys()
    for name, values in run.panel.items():
        assert back.panel[name].dtype == values.dtype
        np.testing.assert_array_equal(back.panel[name], values, name)
    for name, values in run.tallies.items():
        np.testing.assert_array_equal(back.tallies[name], values, name)


def test_a_log_of_a_panel_of_another_size_is_refused(panelled):
    run = panelled[0][0]
    with pytest.raises(ResultError, match="other documents"):
        unpack_months(np.zeros((2, count_month_words(run.labels)), np.int64), run.labels, 3)
    assert count_month_words(run.labels, 3) - count_month_words(run.labels) == -(-3 * panel_bytes_per_month() // 8)


def test_fitted_points_come_back_beside_a_panel(panelled, fitting):
    run = replace(panelled[1][0], fitted=fitting[1][0].fitted)
    n_panel = len(run.panel["savings"][0])
    parts = (run.tallies, run.panel, run.fitted)
    packed = np.stack(
        [
            pack_month(tallies, run.labels, panel, fitted)
            for tallies, panel, fitted in ([{k: v[m] for k, v in part.items()} for part in parts] for m in range(3))
        ]
    )
    assert packed.shape == (3, count_month_words(run.labels, n_panel, fits=True))
    assert count_month_words(run.labels, fits=True) - count_month_words(run.labels) == 2 + len(run.labels["kind"])
    back = unpack_months(packed, run.labels, n_panel, fits=True)
    for before, after in zip(parts, (back.tallies, back.panel, back.fitted), strict=True):
        assert before.keys() == after.keys()
        for name, values in before.items():
            np.testing.assert_array_equal(after[name], values, name)
    with pytest.raises(ResultError, match="other documents"):
        unpack_months(packed, run.labels, n_panel)

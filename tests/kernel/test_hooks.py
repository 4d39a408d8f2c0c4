"""What is laid out for a hook, and what of it is taken back."""

from __future__ import annotations

import numpy as np

from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel.hooks import FIELDS, PLACES, UNIFORM, WORDS

from .conftest import here, person, state


def test_what_is_laid_out_and_left_alone_comes_back_as_it_was(people, rules):
    k, words = interpreted_copy("kernel.hooks"), np.zeros(WORDS, np.int64)
    rng = np.random.default_rng(3)
    for _ in range(200):
        one = state()
        for array in one:
            array[:] = rng.integers(0, np.iinfo(array.dtype).max, array.shape)
        one.livelihood[:] = rng.integers(0, 4) | int(rng.choice([0, 1, 2, 3, 4, 6])) << 2 | int(rng.choice([0, 32]))
        before = [np.array(array) for array in one]
        k.show_to_hook(words, people, rules, here(), one, person(), 0, int(rng.integers(0, 128)))
        assert all(0 <= words[place] <= field.most for place, field in enumerate(FIELDS))
        changed = words.copy()
        changed[: len(FIELDS)] += 1  # so that every part is put together again
        k.take_from_hook(words, changed, one, 0)
        assert all(np.array_equal(a, b) for a, b in zip(one, before, strict=True))


def test_a_hook_that_changes_one_field_changes_nothing_else(people, rules):
    k, words = interpreted_copy("kernel.hooks"), np.zeros(WORDS, np.int64)
    one = state()
    one.livelihood[:], one.public_status_next[:] = 2 | 4 << 2 | 32, 0b101_1111
    k.show_to_hook(words, people, rules, here(), one, person(), 0, 0)
    before = words.copy()
    words[PLACES["solvency"]], words[PLACES["shown_blacklisted"]] = 0, 0
    k.take_from_hook(words, before, one, 0)
    assert (int(one.livelihood[0]), int(one.public_status_next[0])) == (2 | 32, 0b101_1110)


def test_the_draw_is_the_hooks_own(people, rules):
    draw = interpreted_copy("kernel.hooks").draw_for_hook
    assert draw(here(), 0, 7) != draw(here(), 0, 8)
    assert draw(here(), 0, 7) != draw(here(month=4), 0, 7)
    assert draw(here(), 0, 7) == draw(here(), 0, 7)
    assert len(FIELDS) == UNIFORM

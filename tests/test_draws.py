"""The generator: published answers, addresses that are never renumbered, and draws that are even and independent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underheaven import draws
from underheaven.jit.interpreted import interpreted_copy

plain = interpreted_copy("draws")

KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
"""Philox4x32-10: counter, key, words. Source: kat_vectors of Random123 (Salmon et al., SC 2011)."""

PURPOSES = {
    "PERSON_CELL": 0,
    "HOUSEHOLD_CELL": 1,
    "CONVICTION": 2,
    "AVERSION": 3,
    "GRIEVANCE": 4,
    "SPEECH_THRESHOLD": 5,
    "GAMING_COST": 6,
    "PARTICIPATION": 7,
    "START_JOB": 8,
    "START_DEBT": 9,
    "START_SAVINGS": 10,
    "BACKLOG_SAVINGS": 11,
    "TIE": 12,
    "JOINED": 14,
    "ALIKE": 15,
    "OPPORTUNITY": 16,
    "FALSE_RECORD": 17,
    "JOB": 18,
    "RENEWAL": 19,
    "SOLVENCY": 20,
    "MISTAKEN_VICTIM": 21,
    "COURT_ERROR": 22,
    "DEFAULT": 23,
    "OPPORTUNITY_NEXT": 24,
    "BENEFIT": 25,
    "DETECTION": 26,
    "MISTAKEN": 27,
    "APPEAL_FILED": 28,
    "APPEAL_HEARD": 29,
    "APPEAL_GRANTED": 30,
    "CORRECTION": 31,
    "EXPIRY": 32,
    "EARLY_REMOVAL": 33,
    "PERFORMANCE": 34,
    "DENIAL": 35,
    "ACCESS": 36,
    "EXPLORATION": 37,
    "VISIT": 42,
    "SUPPRESSED": 43,
    "CONTAGION": 44,
    "KINSHIP": 45,
    "SEVERED_TIE": 46,
    "QUOTA": 47,
    "PARTNER": 48,
    "SEEN": 50,
    "SLIP": 51,
    "STAGED": 57,
    "FAVOUR": 60,
    "CONSENT": 61,
    "AWARE": 62,
    "STRATEGY": 63,
    "ROLLOUT": 64,
    "HOOK": 65,
}
"""Append here what is appended there; nothing that stands here is ever changed."""
LEFT = {38, 39, 40, 49, 56}
"""Numbers that purposes had before decision 0015: no other ever gets one of them."""

words = st.integers(0, 2**32 - 1)


def philox(module, counter, key):
    return tuple(int(w) for w in module.philox(*(np.uint32(x) for x in (*counter, *key))))


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers(counter, key, answer):
    assert philox(plain, counter, key) == answer


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers_of_machine_code(counter, key, answer):
    """Reached as a draw, lane by lane; a counter's third word is the purpose divided by four."""
    c0, c1, c2, c3 = counter
    key = np.array(key, np.uint32)
    if c2 < 2**30:
        assert tuple(int(draws.draw(key, c0, c1, 4 * c2 + lane, c3)) for lane in range(4)) == answer
    out = np.zeros((4, 1), np.uint32)
    if c3 == 0:
        draws.fill_block(out, key, c0, 1, c1, c2)
        assert tuple(int(w) for w in out[:, 0]) == answer


def test_known_answers_reach_the_machine_code():
    """The checks above are not skipped for every vector."""
    assert [c[2] < 2**30 for c, _, _ in KNOWN].count(True) >= 2


@settings(deadline=None)
@given(words, words, st.integers(0, 200), words, words, words)
def test_compiled_and_interpreted_draws_are_one(person, month, purpose, k, seed, replicate):
    key = draws.draw_key(seed, replicate)
    assert int(draws.draw(key, person, month, purpose, k)) == int(plain.draw(key, person, month, purpose, k))


@pytest.mark.parametrize("module", [draws, plain], ids=["compiled", "interpreted"])
@pytest.mark.parametrize("block", [0, 4, 5])
def test_a_block_holds_the_draws_of_its_four_purposes(module, block):
    key, first, n = draws.draw_key(3, 5), 1000, 17
    out = np.zeros((4, 20), np.uint32)
    module.fill_block(out, key, first, n, 7, block)
    for lane in range(4):
        assert [int(x) for x in out[lane, :n]] == [
            int(draws.draw(key, first + j, 7, 4 * block + lane, 0)) for j in range(n)
        ]
    assert not out[:, n:].any()


@pytest.mark.parametrize("module", [draws, plain], ids=["compiled", "interpreted"])
def test_a_block_of_lives_holds_the_draws_of_everybody_s_generation(module):
    key, generation = draws.draw_key(3, 5), np.array([9, 9, 0, 1, 255, 2], np.uint8)
    out = np.zeros((4, 5), np.uint32)
    module.fill_lifelong_block(out, key, 2, 4, generation, 9)
    for lane in range(4):
        found = [int(draws.draw(key, 2 + j, int(generation[2 + j]), 36 + lane, 0)) for j in range(4)]
        assert out[lane].tolist() == [*found, 0]


@pytest.mark.parametrize("module", [draws, plain], ids=["compiled", "interpreted"])
def test_a_list_holds_the_draws_of_its_persons_and_addresses(module):
    key, whose, address = draws.draw_key(3, 5), np.array([4, 0, 4], np.uint16), np.array([7, 7, 2**32 - 1], np.uint32)
    out = np.zeros((4, 4), np.uint32)
    module.fill_listed_block(out, key, 100, whose, 3, 6, 7, address)
    for lane in range(4):
        found = [int(draws.draw(key, 100 + int(w), 6, 28 + lane, int(k))) for w, k in zip(whose, address, strict=True)]
        assert out[lane].tolist() == [*found, 0]


def test_purposes_are_unique_and_append_only():
    assert len(set(draws.PURPOSES.values())) == len(draws.PURPOSES)
    assert PURPOSES.items() <= draws.PURPOSES.items()
    assert set(draws.PURPOSES) - set(PURPOSES) == set()
    assert not LEFT & set(draws.PURPOSES.values())


def test_a_purpose_of_a_second_draw_stands_free():
    """The second draw of a tie has the number after it, which no purpose may take."""
    assert draws.TIE + 1 not in draws.PURPOSES.values()


def test_every_part_of_an_address_matters():
    base = (1, 2, 3, 4, 5, 6)  # seed, replicate, person, month, purpose, k

    def at(seed, replicate, person, month, purpose, k):
        return int(draws.draw(draws.draw_key(seed, replicate), person, month, purpose, k))

    moved = [tuple(x + (i == j) for j, x in enumerate(base)) for i in range(6)]
    assert len({at(*a) for a in (base, *moved)}) == 7
    assert at(*base) == at(*base)


def test_seed_zero_is_a_seed():
    assert int(draws.draw(draws.draw_key(0, 0), 0, 0, 0, 0)) == KNOWN[0][2][0]
    assert int(draws.draw(draws.draw_key(0, 1), 0, 0, 0, 0)) != KNOWN[0][2][0]


def test_draws_are_even():
    out = np.zeros((4, 2**16), np.uint32)
    draws.fill_block(out, draws.draw_key(9, 0), 0, 2**16, 3, 4)
    for lane in out:
        counts = np.bincount(lane >> 26, minlength=64)
        assert ((counts - 1024) ** 2 / 1024).sum() < 114  # chi-square, 63 degrees, 1e-4


def test_purposes_months_and_names_are_independent():
    n = 20_000
    key = draws.draw_key(9, 0)
    addresses = [(1, 16, 0), (1, 17, 0), (2, 16, 0), (1, 25, draws.hash_names("a")), (1, 25, draws.hash_names("b"))]
    columns = [[int(draws.draw(key, i, m, p, k)) for i in range(n)] for m, p, k in addresses]
    correlations = np.corrcoef(columns) - np.eye(len(columns))
    assert np.abs(correlations).max() < 5 / n**0.5


@given(words, st.integers(1, 2**31))
def test_below_is_in_range(u, n):
    assert 0 <= plain.draw_below(u, n) < n


@pytest.mark.parametrize("n", [1, 2, 3, 2048])
def test_below_is_even(n):
    cuts = [int(plain.draw_below(u, n)) for u in np.linspace(0, 2**32 - 1, 12_288, dtype=np.int64)]
    assert np.bincount(cuts, minlength=n).max() - np.bincount(cuts, minlength=n).min() <= 2


@pytest.mark.parametrize(("name", "fnv"), [("a", 0xE40C292C), ("foobar", 0xBF9CF968)])
def test_the_hash_of_a_name_is_published_up_to_its_last_avalanche(name, fnv):
    """Source: test vectors of FNV-1a, 32 bits (Fowler, Noll & Vo)."""
    mixed = ((fnv ^ (fnv >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    assert draws.hash_names(name) == mixed ^ (mixed >> 13)


def test_hashes_of_names_are_apart():
    assert draws.hash_names("ab", "c") != draws.hash_names("a", "bc") != draws.hash_names("abc")
    names = [f"channel {n}" for n in range(3000)]
    hashes = [draws.hash_names(name) for name in names]
    assert len(set(hashes)) == 3000
    assert all(0 < h < 2**32 for h in hashes)
    counts = np.bincount([h >> 28 for h in hashes], minlength=16)
    assert ((counts - 187.5) ** 2 / 187.5).sum() < 45  # chi-square, 15 degrees, 1e-4: their high bits are spread too


def test_a_draw_by_name_is_that_of_its_address():
    key, names = draws.draw_key(2**32 - 1, 5), ["Beijing", "Hebei", "\u00c5land"]
    for purpose in (draws.ROLLOUT, draws.VISIT, draws.PERSON_CELL):
        expected = [int(draws.draw(key, 0, 0, purpose, draws.hash_names(name))) for name in names]
        assert draws.draw_by_name(key, purpose, names).tolist() == expected

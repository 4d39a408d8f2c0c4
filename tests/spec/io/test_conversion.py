"""Documents of schema version 1 in version 2: keys by the table they are in, comments kept, paths translated."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underheaven.spec.io.conversion import convert_table, convert_text
from underheaven.spec.io.renamed_keys import RENAMED_KEYS, path_in_version_1, path_in_version_2

MEASURES = {"owing": "under_unpaid_judgment"}

OLD = """# A comment with sensitivity = 1 in it
schema = 1 # the first
name = "gap = true"
describes = '''
[fusion]
least = 3'''

[[sensing.channels]]
name = "gap"
"sensitivity" = 0.5 # sensitivity
sensitivity_factors = { look = { least = 2, gap = 3 } }

[recording]
rules = [
  { conduct = "a", gap = true }, # gap
  { conduct = "b", early_removal = 0.1, gap = false },
]

[[amendments]]
from = "2001-01"
[amendments.change.fusion]
least = { value = -1, source = "assumed: least", range = [-2, 0] }
most = 1

[fusion]
least = -5
most = 5

[sources]
"sensing.channels.gap.sensitivity" = { source = "counted", range = [0, 1] }
"fusion.least" = "counted"
sensing.channels.gap.sensitivity_factors = "counted"
"""
NEW = """# A comment with sensitivity = 1 in it
schema = 2 # the first
name = "gap = true"
describes = '''
[fusion]
least = 3'''

[[sensing.channels]]
name = "gap"
"detection_rate" = 0.5 # sensitivity
detection_factors = { look = { least = 2, gap = 3 } }

[recording]
rules = [
  { conduct = "a", evadable = true }, # gap
  { conduct = "b", early_removal = 0.1, evadable = false },
]

[[amendments]]
from = "2001-01"
[amendments.change.score_fitting]
minimum = { value = -1, source = "assumed: least", range = [-2, 0] }
maximum = 1

[score_fitting]
minimum = -5
maximum = 5

[sources]
"sensing.channels.gap.detection_rate" = { source = "counted", range = [0, 1] }
"score_fitting.minimum" = "counted"
sensing.channels.gap.detection_factors = "counted"
"""


def test_keys_change_by_the_table_they_are_in_and_nothing_else_does():
    assert convert_text(OLD, MEASURES) == NEW


def test_measures_that_a_study_names_change_and_their_labels_stay():
    old = 'schema = 1\nagainst = "none"\nasks = ["owing", "owing:owing"]\n[[pattern.where]]\nworld = "owing"\n'
    new = 'schema = 2\nbaseline = "none"\nasks = ["under_unpaid_judgment", "under_unpaid_judgment:owing"]\n'
    assert convert_text(old, MEASURES) == new + '[[pattern.where]]\nscenario = "owing"\n'


def test_what_is_no_toml_is_refused():
    with pytest.raises(ValueError, match=r"."):
        convert_text("schema = 1\n[fusion\n", MEASURES)


def test_a_key_under_both_names_is_refused():
    with pytest.raises(ValueError, match="under its old name and its new one"):
        convert_text("schema = 1\n[ties]\nset_aside = 0.1\nsevered_per_month = 0.2\n", MEASURES)


@pytest.mark.parametrize("sources", ["3", "[1, { a = 2 }]"])
def test_sources_that_are_no_table_are_left_to_check(sources):
    assert convert_text(f"schema = 1\nsources = {sources}\n", MEASURES) == f"schema = 2\nsources = {sources}\n"


KEYS = st.sampled_from(sorted({key for pair in RENAMED_KEYS for key in pair if key} | {"name", "value", "x"}))
VALUES = st.recursive(
    st.integers() | st.booleans() | st.sampled_from(["gap", "# a", "[x]", 'say "it"', "owing"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def written(node):
    """A value as inline TOML, however it is nested."""
    if isinstance(node, dict):
        return "{ " + ", ".join(f"{key} = {written(value)}" for key, value in node.items()) + " }"
    if isinstance(node, list):
        return "[" + ",\n ".join(map(written, node)) + "]"
    if isinstance(node, bool):
        return str(node).lower()
    return "'''" + node + "'''" if isinstance(node, str) else str(node)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_a_text_says_after_conversion_what_its_table_says(table):
    text = "schema = 1\n" + "".join(f"{key} = {written(value)}  # {key}\n" for key, value in table.items())
    assert tomllib.loads(convert_text(text, MEASURES)) == convert_table(tomllib.loads(text), MEASURES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("fusion.least", "score_fitting.minimum"),
        ("sensing.channels.gap.sensitivity", "sensing.channels.gap.detection_rate"),
        ("conduct.look.temptation", "conduct.look.benefit"),
        ("amendments.2001-01.change.fusion.most", "amendments.2001-01.change.score_fitting.maximum"),
        ("livelihood.savings.most", "livelihood.savings.maximum"),
        ("livelihood.courts.set_aside", "livelihood.courts.set_aside"),
        ("ties.set_aside", "ties.severed_per_month"),
    ],
)
def test_paths_are_translated_both_ways(old, new):
    assert path_in_version_2(old) == new
    assert path_in_version_1(new) == old

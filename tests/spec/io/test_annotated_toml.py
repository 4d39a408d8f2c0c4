"""Documents written out with comments."""

import re
import tomllib
from importlib.resources import files

import pytest

from tests.spec.documents import REGIME_TEXT, SOCIETY_TEXT, STUDY_TEXT, read_regime_text
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.assumptions.sourced_numbers import unwrap_sourced
from underheaven.spec.io.annotated_toml import render_annotated
from underheaven.spec.models.reform import FRAGMENT_PARTS
from underheaven.spec.models.regime import Regime
from underheaven.spec.parameter_reference import parameter_rows
from underheaven.spec.schema import DOCUMENT_MODELS
from underheaven.spec.schema_lookup import SYMBOL_PREFIX

REFORM_TEXT = """
schema = 2
name = "Less"
describes = "Less of it."

[[change.recording.rules]]
conduct = "theft"
months = 12

[at_most]
opacity = 0.5

[[operations]]
do = "multiply terms"
factor = { value = 0.5, source = "assumed: half", range = [0.1, 1] }
"""
TEXTS = {"regime": REGIME_TEXT, "society": SOCIETY_TEXT, "study": STUDY_TEXT, "reform": REFORM_TEXT}


def start(kind):
    return (files("underheaven.spec") / "starts" / f"{kind}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", DOCUMENT_MODELS)
@pytest.mark.parametrize("text", [TEXTS.get, start])
def test_what_is_written_says_what_the_table_says(kind, text):
    table = tomllib.loads(text(kind))
    read = tomllib.loads(render_annotated(DOCUMENT_MODELS[kind], table))
    assert read.get("describes", "").split() == table.get("describes", "").split()
    assert read | {"describes": ""} == table | {"describes": ""}


@pytest.mark.parametrize("kind", DOCUMENT_MODELS)
def test_every_key_of_the_schema_stands_there_below_its_meaning(kind):
    """One key with one comment for every part; a part that comes again has no comments."""
    lines = render_annotated(DOCUMENT_MODELS[kind], tomllib.loads(start(kind))).splitlines()
    said = re.sub(r"\s+", " ", " ".join(line.removeprefix("# ") for line in lines)).casefold()
    keys = {line.removeprefix("#").split(" = ")[0] for line in lines}
    for path, _, _, meaning in parameter_rows(DOCUMENT_MODELS[kind], ""):
        last = path.rsplit(".", 1)[-1]
        assert last in keys or last in (*FRAGMENT_PARTS, "sources"), path
        assert SYMBOL_PREFIX.sub("", meaning).casefold() in said, path


@pytest.mark.parametrize("kind", DOCUMENT_MODELS)
def test_comments_fit_and_come_once(kind):
    lines = render_annotated(DOCUMENT_MODELS[kind], tomllib.loads(start(kind))).splitlines()
    assert max(len(line) for line in lines if line.startswith("# ")) <= 110
    left_out = [line for line in lines if re.match(r"#\S+ = ", line)]
    assert left_out
    headers = [line for line in lines if re.match(r"#?\[", line)]
    assert all(not header.startswith("#") or headers.count(header) == 1 for header in headers)


@pytest.mark.parametrize("kind", ["regime", "society"])
def test_a_default_that_is_taken_in_changes_nothing(kind):
    """The comment of every key that has a default is TOML and states that default.

    A part with a key that the writer has to fill in is not taken in.
    """
    text = render_annotated(DOCUMENT_MODELS[kind], tomllib.loads(start(kind)))
    whole = re.sub(r"^#\[[a-z._]+\]$(?:\n.+)*?\n#\S+ = \.\.\.$(?:\n.+)*", "", text, flags=re.MULTILINE)
    taken = re.sub(r"^#(\S+ = (?!\.\.\.).*)$", r"\1", whole, flags=re.MULTILINE)
    parts = re.findall(r"^#(\[[a-z._]+\])$", taken, flags=re.MULTILINE)
    for part in parts:
        taken = taken.replace(f"#{part}", part)
    taken = re.sub(r"^#\[\[.*?(?=\n\n)", "", taken, flags=re.MULTILINE | re.DOTALL)
    assert taken != text
    models = [DOCUMENT_MODELS[kind].model_validate(unwrapped(t)) for t in (text, taken)]
    assert _bare(models[0]) == _bare(models[1])


def unwrapped(text):
    return unwrap_sourced(tomllib.loads(text))[0]


def _bare(model):
    """What a document says, a part at its defaults being the same as none."""

    def strip(node):
        if not isinstance(node, dict):
            return node
        return {k: v for k, v in ((k, strip(v)) for k, v in node.items()) if v not in (None, {}, [], 0, False)}

    return strip(model.model_dump())


def test_an_amendment_is_written_as_a_fragment():
    table = tomllib.loads(start("regime"))
    text = render_annotated(Regime, table)
    assert "[[amendments.change.recording.rules]]" in text
    before, after = (model for _, model in regime_versions(read_regime_text(text)))
    assert [r.months for r in before.recording.rules if r.conduct == "late fees"] == [12]
    assert [r.months for r in after.recording.rules if r.conduct == "late fees"] == [6]

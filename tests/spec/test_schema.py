from __future__ import annotations

import json

import pytest

from underheaven.spec.schema import DOCUMENT_MODELS, SCHEMA_FOLDER, json_schema, render_schema


@pytest.mark.parametrize("kind", DOCUMENT_MODELS)
def test_the_exported_schema_is_current(kind):
    assert (SCHEMA_FOLDER / f"{kind}.json").read_text(encoding="utf-8") == render_schema(kind), (
        "run python -m underheaven.spec.schema"
    )


@pytest.mark.parametrize("kind", ["regime", "society"])
def test_every_number_but_the_version_may_stand_with_its_source(kind):
    bare = []

    def walk(node: object, path: str, sourced: bool) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item, path, sourced)
        elif isinstance(node, dict):
            options = node.get("anyOf", [])
            sourced = sourced or any(isinstance(o, dict) and "allOf" in o for o in options)
            if node.get("type") in ("number", "integer") and not sourced:
                bare.append(path)
            for key, value in node.items():
                walk(value, f"{path}/{key}", sourced and key in ("anyOf", "properties", "value"))

    schema = json_schema(kind)
    schema["$defs"].pop("Sourced")
    schema["properties"].pop("sources")
    walk(schema, "", False)
    assert bare == ["/properties/schema"]


def test_the_table_of_sources_takes_sentences_and_ranges():
    entry = json_schema("regime")["properties"]["sources"]["additionalProperties"]["anyOf"]
    assert entry[0]["type"] == "string"
    assert {"source", "range", "times"} <= set(entry[1]["properties"])


def test_the_schema_names_kinds_of_conduct_as_a_document_does():
    properties = json_schema("society")["$defs"]["Conduct"]["properties"]
    assert "class" in properties
    assert "class_" not in properties
    json.dumps(properties)

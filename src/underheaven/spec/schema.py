"""The JSON schemas of regime, society, study and reform, for editors: each number may stand with its source.

``python -m underheaven.spec.schema`` writes them beside this file.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from underheaven.spec.reform import Reform
from underheaven.spec.regime import Regime
from underheaven.spec.shape import Node, schema_of
from underheaven.spec.shipped import Kind
from underheaven.spec.society import Society
from underheaven.spec.spans import SCALES
from underheaven.spec.study import Study
from underheaven.spec.units import Part

MODELS: dict[Kind, type[Part]] = {"regime": Regime, "society": Society, "study": Study, "reform": Reform}
FOLDER = Path(__file__).parent / "schemas"

_PAIR: Node = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_ENTRY: dict[str, Node] = {
    "source": {"type": "string", "minLength": 1, "description": "a sentence; assumed: needs a reason and a range"},
    "range": {**_PAIR, "description": "lowest and highest that the number may be"},
    "times": {**_PAIR, "description": "the range as multiples of each number"},
    "odds": {**_PAIR, "description": "the range of each share as multiples of its odds, p / (1 - p)"},
    "scale": {"enum": list(SCALES), "description": "on which the number is sampled between the ends of its range"},
    "off_centre": {"type": "string", "description": "why the number does not lie near the middle of its range"},
    "as_of": {"type": "string", "description": "when the source said so"},
    "note": {"type": "string", "description": "anything a reader should know"},
    "confidence": {"type": "string", "description": "how sure, in words"},
}
_SOURCED: Node = {
    "type": "object",
    "description": "a value with its source",
    "properties": {"value": {"type": ["number", "boolean", "string"]}, **_ENTRY},
    "required": ["value", "source"],
    "additionalProperties": False,
}
_SOURCES: Node = {
    "type": "object",
    "description": "sources by TOML path, each for every number below that path",
    "additionalProperties": {
        "anyOf": [
            {"type": "string", "minLength": 1},
            {
                "type": "object",
                "properties": {**_ENTRY},
                "required": ["source"],
                "additionalProperties": False,
            },
        ]
    },
}


def json_schema(kind: Kind) -> Node:
    """Return the JSON schema of a kind of document as a person may write it."""
    schema: Node = copy.deepcopy(schema_of(MODELS[kind]))
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    if kind == "study":
        return schema
    version: Node = schema["properties"].pop("schema")
    schema = {key: _with_sources(value) for key, value in schema.items()}
    schema["properties"] = {"schema": version, **schema["properties"], "sources": _SOURCES}
    schema.setdefault("$defs", {})["Sourced"] = _SOURCED
    return schema


def rendered(kind: Kind) -> str:
    """Return the schema as the text of its file."""
    return json.dumps(json_schema(kind), indent=1, ensure_ascii=False) + "\n"


def write() -> list[Path]:
    """Write the schema files; returns their paths."""
    FOLDER.mkdir(exist_ok=True)
    paths = []
    for kind in MODELS:
        path = FOLDER / f"{kind}.json"
        path.write_text(rendered(kind), encoding="utf-8")
        paths.append(path)
    return paths


def _with_sources(node: Any) -> Any:
    """Let a sourced table stand wherever the schema asks for a number or for true or false."""
    if isinstance(node, list):
        return [_with_sources(item) for item in node]
    if not isinstance(node, dict):
        return node
    if _is_value(node):
        outer = {key: node[key] for key in ("title", "description", "default") if key in node}
        inner = {key: value for key, value in node.items() if key not in outer}
        sourced = {"allOf": [{"$ref": "#/$defs/Sourced"}], "properties": {"value": inner}}
        return {**outer, "anyOf": [*inner.get("anyOf", [inner]), sourced]}
    return {key: value if key == "default" else _with_sources(value) for key, value in node.items()}


def _is_value(node: Node) -> bool:
    options = node.get("anyOf", [node])
    return any(isinstance(o, dict) and o.get("type") in ("number", "integer", "boolean") for o in options)


if __name__ == "__main__":
    for written in write():
        print(written)

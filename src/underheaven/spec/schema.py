"""JSON schemas of regime, society, study and reform, for editors: each number may have a source.

``python -m underheaven.spec.schema`` writes them beside this file.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from underheaven.spec.assumptions.sampling_scales import SCALES
from underheaven.spec.io.document_files import DocumentKind
from underheaven.spec.models.reform import Reform
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.models.study import Study
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.schema_lookup import SchemaNode, schema_of

DOCUMENT_MODELS: dict[DocumentKind, type[DocumentPart]] = {
    "regime": Regime,
    "society": Society,
    "study": Study,
    "reform": Reform,
}
SCHEMA_FOLDER = Path(__file__).parent / "schemas"

_PAIR_SCHEMA: SchemaNode = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_SOURCE_PROPERTIES: dict[str, SchemaNode] = {
    "source": {"type": "string", "minLength": 1, "description": "a sentence; assumed: needs a reason and a range"},
    "range": {**_PAIR_SCHEMA, "description": "lowest and highest that the number may be"},
    "times": {**_PAIR_SCHEMA, "description": "the range as multiples of each number"},
    "odds": {**_PAIR_SCHEMA, "description": "the range of each share as multiples of its odds, p / (1 - p)"},
    "scale": {"enum": list(SCALES), "description": "on which the number is sampled between the ends of its range"},
    "off_centre": {"type": "string", "description": "why the number does not lie near the middle of its range"},
    "as_of": {"type": "string", "description": "when the source said so"},
    "note": {"type": "string", "description": "anything a reader should know"},
    "confidence": {"type": "string", "description": "how sure, in words"},
}
_SOURCED_SCHEMA: SchemaNode = {
    "type": "object",
    "description": "a value with its source",
    "properties": {"value": {"type": ["number", "boolean", "string"]}, **_SOURCE_PROPERTIES},
    "required": ["value", "source"],
    "additionalProperties": False,
}
_SOURCES_SCHEMA: SchemaNode = {
    "type": "object",
    "description": "sources by TOML path, each for every number below that path",
    "additionalProperties": {
        "anyOf": [
            {"type": "string", "minLength": 1},
            {
                "type": "object",
                "properties": {**_SOURCE_PROPERTIES},
                "required": ["source"],
                "additionalProperties": False,
            },
        ]
    },
}


def json_schema(kind: DocumentKind) -> SchemaNode:
    """Return the JSON schema of a kind of document as a person may write it."""
    schema: SchemaNode = copy.deepcopy(schema_of(DOCUMENT_MODELS[kind]))
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    if kind == "study":
        return schema
    version: SchemaNode = schema["properties"].pop("schema")
    schema = {key: _with_sources(value) for key, value in schema.items()}
    schema["properties"] = {"schema": version, **schema["properties"], "sources": _SOURCES_SCHEMA}
    schema.setdefault("$defs", {})["Sourced"] = _SOURCED_SCHEMA
    return schema


def render_schema(kind: DocumentKind) -> str:
    """Return the JSON schema of a kind of document as the text of its file."""
    return json.dumps(json_schema(kind), indent=1, ensure_ascii=False) + "\n"


def write_schemas() -> list[Path]:
    """Write the schema files; returns their paths."""
    SCHEMA_FOLDER.mkdir(exist_ok=True)
    paths = []
    for kind in DOCUMENT_MODELS:
        path = SCHEMA_FOLDER / f"{kind}.json"
        path.write_text(render_schema(kind), encoding="utf-8")
        paths.append(path)
    return paths


def _with_sources(node: Any) -> Any:
    """Allow a sourced table wherever the schema expects a number or a boolean."""
    if isinstance(node, list):
        return [_with_sources(item) for item in node]
    if not isinstance(node, dict):
        return node
    if _is_scalar(node):
        outer = {key: node[key] for key in ("title", "description", "default") if key in node}
        inner = {key: value for key, value in node.items() if key not in outer}
        sourced = {"allOf": [{"$ref": "#/$defs/Sourced"}], "properties": {"value": inner}}
        return {**outer, "anyOf": [*inner.get("anyOf", [inner]), sourced]}
    return {key: value if key == "default" else _with_sources(value) for key, value in node.items()}


def _is_scalar(node: SchemaNode) -> bool:
    options = node.get("anyOf", [node])
    return any(isinstance(o, dict) and o.get("type") in ("number", "integer", "boolean") for o in options)


if __name__ == "__main__":
    for written in write_schemas():
        print(written)

"""Documents and results of the version before this one, converted: names change, numbers do not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from underheaven.errors import RequestError, ResultError
from underheaven.record import result_file
from underheaven.record.provenance import PLAN_ATTR
from underheaven.record.renamed_names import NEW_ATTRS, NEW_MEASURES
from underheaven.spec.io.conversion import convert_table, convert_text, new_measure_name
from underheaven.spec.io.document_files import fetch_document
from underheaven.spec.io.renamed_keys import path_in_version_2
from underheaven.spec.io.toml_parser import decode_text, parse_toml


def convert_document(path: Path) -> str:
    """Return the text of a document of schema version 1 in version 2; comments, order and layout stay.

    Args:
        path: The TOML file, which is left as it is.

    Raises:
        RequestError: The file cannot be read, is of another version, or has a layout that cannot be converted.
        DocumentError: It is not valid TOML.
    """
    file = fetch_document(None, path)
    text = decode_text(file.data, file.where)
    version = parse_toml(text, file.where).get("schema")
    if version == 2:
        raise RequestError(f"{path}: its schema is 2 already. Use it as it is.")
    if version != 1:
        raise RequestError(f"{path}: only documents with schema = 1 are converted. Write schema = 1 if it is one.")
    try:
        return convert_text(text, NEW_MEASURES)
    except ValueError as error:
        raise RequestError(f"{path}: {error}.") from None


def convert_result(path: Path, out: Path) -> str:
    """Convert a result of the schema version before this one, with the documents in it; return its digest.

    Args:
        path: The NetCDF file, which is left as it is.
        out: The file to write.

    Raises:
        ResultError: The result is missing, damaged or of another version.
        RequestError: ``out`` cannot be written.
    """
    result_file.check_writable(out)
    if out.exists():
        raise RequestError(f"{out} already exists and will not be overwritten. Give another name.")
    dataset = result_file.read_older_result(path)
    try:
        attrs = _convert_attrs({str(name): value for name, value in dataset.attrs.items()})
    except (KeyError, TypeError, ValueError) as error:
        raise ResultError(f"{path}: its attributes are not those that a run wrote. Run the study again.") from error
    dataset.attrs = attrs
    return result_file.write_result(dataset, out)


def _convert_attrs(attrs: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes of a result under today's names, with the documents in it converted."""
    converted = {NEW_ATTRS.get(name, name): value for name, value in attrs.items()}
    for number in range(1, int(converted.get("documents", 0)) + 1):
        text = convert_text(str(converted[f"document_{number}_text"]), NEW_MEASURES)
        converted[f"document_{number}_text"] = text
        converted[f"document_{number}_digest"] = hashlib.sha256(text.encode()).hexdigest()
    for name, convert in _CONVERTED_JSON.items():
        if converted.get(name):
            converted[name] = json.dumps(
                convert(json.loads(converted[name])), ensure_ascii=False, separators=_SEPARATORS.get(name)
            )
    return converted


def _convert_plan(plan: dict[str, Any]) -> dict[str, Any]:
    return convert_table(plan, NEW_MEASURES)


def _convert_about(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the summaries of documents, whose published counts name measures."""
    for row in rows:
        for count in row.get("published", []):
            count["measure"] = new_measure_name(count["measure"], NEW_MEASURES)
    return rows


def _convert_samples(samples: dict[str, Any]) -> dict[str, Any]:
    """Return the parameter samples of a result, whose columns name measures and whose numbers have paths."""
    for number in samples["numbers"]:
        number["path"] = path_in_version_2(number["path"])
    samples["columns"] = [
        [scenario, new_measure_name(name, NEW_MEASURES), of] for scenario, name, of in samples["columns"]
    ]
    return samples


_CONVERTED_JSON: dict[str, Callable[[Any], Any]] = {
    PLAN_ATTR: _convert_plan,
    "about": _convert_about,
    "parameter_samples": _convert_samples,
}
_SEPARATORS = {PLAN_ATTR: (",", ":")}
"""The plan is written without spaces."""

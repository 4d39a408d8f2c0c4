"""Draws a Vega-Lite description into a file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from underheaven.errors import RequestError

KINDS = (".svg", ".png")
SCALE = 2.0
"""Pixels of a PNG for each of the description."""


def check_drawable(path: Path) -> None:
    """Refuses, before a long run, a picture that could not be drawn or written.

    Raises RequestError for another ending, a folder that is missing or full, or where vl-convert is not installed.
    """
    if path.suffix not in KINDS:
        raise RequestError(f"{path}: a picture is an SVG or a PNG file. Write {path.with_suffix('.svg')}.")
    if path.is_dir() or not path.parent.is_dir():
        raise RequestError(f"{path}: no file can stand there. Name a file in a folder that is there.")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise RequestError(
            f"{path}: nothing can be written in {path.parent}: {error.strerror}. Name another."
        ) from error
    if find_spec("vl_convert") is None:
        raise RequestError(
            f"{path}: a picture is drawn by vl-convert, which is not installed. Install underheaven[report], or leave "
            "the picture out."
        )


def draw(spec: dict[str, Any], path: Path) -> None:
    """Draws a description as the kind of picture that the file's name says.

    Raises RequestError as `check_drawable`, and where the disk is full.
    """
    check_drawable(path)
    import vl_convert

    png = path.suffix == ".png"
    drawn = vl_convert.vegalite_to_png(spec, scale=SCALE) if png else vl_convert.vegalite_to_svg(spec).encode()
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(drawn)
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise RequestError(f"{path}: the picture cannot be written: {error.strerror}. Name another.") from error

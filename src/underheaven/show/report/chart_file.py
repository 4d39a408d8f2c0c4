"""Draws a Vega-Lite description into a file, whole or not at all."""

from __future__ import annotations

import struct
import zlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from underheaven.errors import RequestError
from underheaven.show.report.output_file import PNG, SVG, check_output_path, write_atomically

IMAGE_FORMS = {".svg": SVG, ".png": PNG}
OPTION = "--out"
PNG_HEADER_BYTES = 33
"""Bytes of a PNG before its second part: the signature and the one part that must come first."""
PNG_SCALE = 2.0
"""Pixels of a PNG for each of the description."""


def check_drawable(path: Path) -> None:
    """Refuses, before a long run, a picture that could not be drawn or written.

    Raises RequestError for another ending, as `place.check_place`, or where vl-convert is not installed.
    """
    if path.suffix not in IMAGE_FORMS:
        raise RequestError(f"{path}: a picture is an SVG or a PNG file. Write {path.with_suffix('.svg')}.")
    check_output_path(path, OPTION, IMAGE_FORMS[path.suffix])
    if find_spec("vl_convert") is None:
        raise RequestError(
            f"{path}: a picture is drawn by vl-convert, which is not installed. Install underheaven[report], or leave "
            "the picture out."
        )


def draw_chart(spec: dict[str, Any], path: Path) -> None:
    """Draws a description as the kind of picture that the file's name says.

    Raises RequestError as `check_drawable`, and where the disk is full.
    """
    check_drawable(path)
    import vl_convert

    if path.suffix == ".png":
        drawn = _tag_png(vl_convert.vegalite_to_png(spec, scale=PNG_SCALE))
    else:
        drawn = _tag_svg(vl_convert.vegalite_to_svg(spec))
    write_atomically(drawn, path, OPTION, IMAGE_FORMS[path.suffix])


def _tag_svg(text: str) -> bytes:
    """Gives the picture with the mark by which this program knows it again."""
    return SVG.signature + SVG.marker + text.encode().removeprefix(SVG.signature)


def _tag_png(data: bytes) -> bytes:
    """Gives the picture with the mark, as the text that a PNG may hold. Source: PNG specification, 11.3.4.3."""
    part = struct.pack(">I", len(PNG.marker) - 4) + PNG.marker + struct.pack(">I", zlib.crc32(PNG.marker))
    return data[:PNG_HEADER_BYTES] + part + data[PNG_HEADER_BYTES:]

"""A Vega-Lite chart as an SVG or PNG file, written atomically."""

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
"""Bytes of a PNG before its second chunk: the signature and the header chunk."""
PNG_SCALE = 2.0
"""Pixels of a PNG per pixel of the specification."""


def check_drawable(path: Path) -> None:
    """Check, before a long run, that a chart can be drawn and written.

    Args:
        path: The output file, .svg or .png.

    Raises:
        RequestError: The path cannot be written (see ``check_output_path``), or vl-convert is not installed.
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
    """Draw a chart into an SVG or PNG file.

    Args:
        spec: A Vega-Lite specification.
        path: The output file, .svg or .png.

    Raises:
        RequestError: As ``check_drawable``, or the disk is full.
    """
    check_drawable(path)
    import vl_convert

    if path.suffix == ".png":
        drawn = _tag_png(vl_convert.vegalite_to_png(spec, scale=PNG_SCALE))
    else:
        drawn = _tag_svg(vl_convert.vegalite_to_svg(spec))
    write_atomically(drawn, path, OPTION, IMAGE_FORMS[path.suffix])


def _tag_svg(text: str) -> bytes:
    """Return the SVG with the marker by which Underheaven recognises its own files."""
    return SVG.signature + SVG.marker + text.encode().removeprefix(SVG.signature)


def _tag_png(data: bytes) -> bytes:
    """Return the PNG with the marker in a text chunk. Source: PNG specification, 11.3.4.3."""
    part = struct.pack(">I", len(PNG.marker) - 4) + PNG.marker + struct.pack(">I", zlib.crc32(PNG.marker))
    return data[:PNG_HEADER_BYTES] + part + data[PNG_HEADER_BYTES:]

"""Write plain values as TOML text, and texts as new files."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from underheaven.errors import RequestError
from underheaven.spec.io.toml_paths import escape_unprintable

LINE_WIDTH = 110
"""Line width of comments and long texts."""
_BARE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def toml_value(written: object) -> str:
    """Return a value as TOML on one line."""
    if isinstance(written, bool):
        return "true" if written else "false"
    if isinstance(written, str):
        return _quote_text(written)
    if isinstance(written, Mapping):
        pairs = [f"{toml_key(str(name))} = {toml_value(item)}" for name, item in written.items()]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    if isinstance(written, list):
        return f"[{', '.join(toml_value(item) for item in written)}]"
    return str(written)


def toml_text(written: str) -> str:
    """Return a text as TOML, on several lines where it is long; its own line breaks are then lost."""
    if len(written) <= LINE_WIDTH - len('describes = ""'):
        return _quote_text(written)
    line = _quote_text(" ".join(written.split()))[1:-1]
    lines = textwrap.wrap(line, LINE_WIDTH, break_long_words=False, break_on_hyphens=False)
    return '"""\n' + "\n".join(lines) + '"""'


def toml_key(name: str) -> str:
    """Return a key as TOML, in quotes where needed."""
    return name if _BARE_KEY.fullmatch(name) else _quote_text(name)


def toml_header(keys: tuple[str, ...]) -> str:
    """Return the path of a table as written in its header."""
    return ".".join(map(toml_key, keys))


def comment_lines(text: str) -> list[str]:
    """Return sentences as the lines of a comment."""
    return [f"# {line}" for line in textwrap.wrap(text, LINE_WIDTH - 2, break_long_words=False, break_on_hyphens=False)]


def write_new_file(written: str, file: Path) -> None:
    """Write a text as a new document, and never overwrite a file.

    Args:
        written: the text.
        file: path that ends in ``.toml``.

    Raises:
        RequestError: the file exists, does not end in ``.toml``, or cannot be written.
    """
    name = escape_unprintable(str(file))
    if file.suffix != ".toml":
        raise RequestError(f"{name}: a document is a .toml file. Write {name}.toml.")
    try:
        with file.open("x", encoding="utf-8", newline="\n") as new:
            try:
                new.write(written)
                new.flush()
            except OSError:
                with suppress(OSError):
                    file.unlink()
                raise
    except FileExistsError:
        raise RequestError(f"{name} already exists and will not be overwritten. Give another name.") from None
    except OSError as error:
        raise RequestError(f"{name} cannot be written: {error.strerror}. Give another place.") from error


def _quote_text(plain: str) -> str:
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")

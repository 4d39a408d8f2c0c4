"""The output path of a page or chart: checked before a long run, and written atomically.

An existing file is overwritten only if its first bytes show that Underheaven wrote it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from underheaven.errors import RequestError
from underheaven.record.atomic_file import atomic_write, probe_folder

HEAD_BYTES = 1_000
"""Bytes of a file that are read to find the marker."""


@dataclass(frozen=True)
class FileForm:
    """A kind of file: its noun, endings, and the bytes by which Underheaven recognises its own files.

    endings: the usual one first. signature: first bytes. marker: bytes further on in the first ``HEAD_BYTES``.
    """

    noun: str
    endings: tuple[str, ...]
    signature: bytes
    marker: bytes


PAGE = FileForm("page", (".html", ".htm"), b"<!DOCTYPE html>", b'<meta name="generator" content="Underheaven ')
SVG = FileForm("picture", (".svg",), b"<svg", b' data-generator="Underheaven"')
PNG = FileForm("picture", (".png",), b"\x89PNG", b"tEXtSoftware\0Underheaven")


def check_output_path(path: Path, option: str = "--page", file_form: FileForm = PAGE) -> None:
    """Check, before a long run, that a file of this form can be written to a path.

    Args:
        path: The output file.
        option: The command-line option that names it, for messages.
        file_form: The expected kind of file.

    Raises:
        RequestError: The path is a folder or a symbolic link, has another ending, holds a file that Underheaven did not
            write, or its folder is missing or cannot be written.
    """
    if path.is_dir():
        raise RequestError(f"{path}: it is a folder, and a {file_form.noun} is one file. Name a file in it.")
    if path.suffix.lower() not in file_form.endings:
        raise RequestError(
            f"{path}: the name of a {file_form.noun} ends in {' or '.join(file_form.endings)}. "
            f"Write {path.with_suffix(file_form.endings[0])}."
        )
    if path.is_symlink():
        raise RequestError(
            f"{path}: this is a symbolic link, and its target will not be overwritten. "
            f"Choose another name with {option}."
        )
    folder = path.parent
    if not folder.is_dir():
        raise RequestError(f"{path}: folder {folder} does not exist. Create it, or choose another with {option}.")
    _refuse_foreign_file(path, option, file_form)
    try:
        probe_folder(folder)
    except OSError as error:
        raise RequestError(
            f"{path}: nothing can be written in {folder}: {error.strerror}. Name another with {option}."
        ) from error


def write_atomically(data: bytes, path: Path, option: str = "--page", file_form: FileForm = PAGE) -> None:
    """Write a file atomically: after a kill, either the new file is complete or the old one is unchanged.

    option: the option that names the path. Raises RequestError if the path cannot be written.
    """
    check_output_path(path, option, file_form)
    try:
        with atomic_write(path) as file:
            file.write(data)
    except OSError as error:
        raise RequestError(
            f"{path}: the {file_form.noun} cannot be written: {error.strerror}. Name another with {option}."
        ) from error


def write_page(text: str, path: Path, option: str = "--page") -> None:
    """Write a page atomically.

    Args:
        text: The HTML.
        path: The output file.
        option: The command-line option that names it, for messages.

    Raises:
        RequestError: The path cannot be written (see ``check_output_path``).
    """
    write_atomically(text.encode("utf-8"), path, option)


def _refuse_foreign_file(path: Path, option: str, file_form: FileForm) -> None:
    """Raise RequestError if another kind of file exists at the path."""
    try:
        if not os.path.lexists(path):
            return
        head = b""
        if path.is_file():  # a pipe would wait for somebody to write
            with path.open("rb") as file:
                head = file.read(HEAD_BYTES)
    except OSError as error:
        raise RequestError(
            f"{path}: the existing file cannot be read: {error.strerror}. Choose another name with {option}."
        ) from error
    if not head.lstrip().startswith(file_form.signature) or file_form.marker not in head:
        raise RequestError(
            f"{path}: an existing file there was not written as a {file_form.noun} by this program and will not be "
            f"overwritten. Move it, or choose another name with {option}."
        )

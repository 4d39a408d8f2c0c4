"""The exceptions of this package; each message says where, what, why and what to write instead.

UnderheavenError
├── DocumentError      a document cannot be used; carries every fault found in it
├── RequestError       a number, name or folder in a request cannot be used
│   ├── SettingsError  several of them, one sentence per line
│   └── NotYetError    the request is well formed, but this version does not support it
├── ResultError        a recorded result is damaged, unfinished or of another version
├── StoppedError       a run was asked to stop; finished work is kept
└── EngineError        an engine stopped with a status code
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from underheaven.text_escaping import escape_lines, escape_one_line


class UnderheavenError(Exception):
    """Base class of the errors that this package raises on purpose.

    Control and invisible characters in a message are escaped, so that no terminal acts on them.
    """

    exit_code = 1

    def __init__(self, *messages: object) -> None:
        super().__init__(*(self._shown(message) if isinstance(message, str) else message for message in messages))

    @staticmethod
    def _shown(text: str) -> str:
        return escape_one_line(text)


class RequestError(UnderheavenError):
    """A request on the command line or in a call cannot be met."""

    exit_code = 2


class SettingsError(RequestError):
    """Settings of one study that cannot be used, one sentence per line."""

    @staticmethod
    def _shown(text: str) -> str:
        return escape_lines(text)


class NotYetError(RequestError):
    """A well-formed request that this version does not support, such as a second exempt person."""


class ResultError(UnderheavenError):
    """A result file is missing, damaged, unfinished or of another version."""

    exit_code = 4


class StoppedError(UnderheavenError):
    """A run was asked to stop and did; the message says what is kept and how to resume."""

    exit_code = 130


class EngineError(UnderheavenError):
    """An engine stopped; the message describes its status code."""

    exit_code = 5


@dataclass(frozen=True)
class Fault:
    """One fault in a document.

    Attributes:
        where: the file.
        path: the TOML path, such as ``recording.rules[2].months``.
        what: the text found there.
        why: the reason that it cannot be used.
        instead: what to write.
    """

    where: str
    path: str
    what: str
    why: str
    instead: str

    def __str__(self) -> str:
        location = f"{self.where}, {self.path}" if self.path else self.where
        return f"{location}{self.what}: {self.why}. {self.instead}."


class DocumentError(UnderheavenError):
    """A document with faults.

    Attributes:
        faults: all of them, in reading order.
    """

    exit_code = 3

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(f) for f in faults))

    @staticmethod
    def _shown(text: str) -> str:
        return escape_lines(text)  # one fault per line

    def __reduce__(self) -> tuple[Any, ...]:
        """Support pickling: the error is rebuilt from its faults and not from its text."""
        return type(self), (list(self.faults),), {k: v for k, v in vars(self).items() if k != "faults"}

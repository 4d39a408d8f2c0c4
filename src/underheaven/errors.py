"""One tree of exceptions; each is a sentence that says where, what, why and what to write instead.

UnderheavenError
├── DocumentError      a document cannot be used; carries every fault found in it
├── RequestError       a number, name or folder asked for cannot be had
│   ├── SettingsError  several of them, a sentence a line
│   └── NotYetError    the form of what is asked for is known, this version does not run it
├── ResultError        a recorded result is damaged, unfinished or of another version
├── StoppedError       a run was asked to stop; what was done is kept
└── EngineError        an engine stopped with a status code
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from underheaven.text_escaping import escape_lines, escape_one_line


class UnderheavenError(Exception):
    """Root of every error that this package raises on purpose; what it quotes is escaped where it would be obeyed."""

    exit_code = 1

    def __init__(self, *messages: object) -> None:
        super().__init__(*(self._shown(message) if isinstance(message, str) else message for message in messages))

    @staticmethod
    def _shown(text: str) -> str:
        return escape_one_line(text)


class RequestError(UnderheavenError):
    """Something asked for on the command line or in a call cannot be had."""

    exit_code = 2


class SettingsError(RequestError):
    """Settings of one study that cannot be had; a sentence a line."""

    @staticmethod
    def _shown(text: str) -> str:
        return escape_lines(text)


class NotYetError(RequestError):
    """Something whose form this version knows and that it does not run: a case of verify, a second exempt place."""


class ResultError(UnderheavenError):
    """A result file is missing, damaged, unfinished or of another version."""

    exit_code = 4


class StoppedError(UnderheavenError):
    """A run was asked to stop in good order; says what is kept and how to go on."""

    exit_code = 130


class EngineError(UnderheavenError):
    """An engine stopped: the code it returned, in words."""

    exit_code = 5


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one place of one document.

    where: the file. path: the TOML path, such as ``recording.rules[2].months``.
    what: what stands there. why: the reason it cannot. instead: what to write.
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
    """A document with faults; ``faults`` holds all of them, in reading order."""

    exit_code = 3

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(f) for f in faults))

    @staticmethod
    def _shown(text: str) -> str:
        return escape_lines(text)  # a fault a line

    def __reduce__(self) -> tuple[Any, ...]:
        """Let the error cross a process: it is made of faults, and not of its text."""
        return type(self), (list(self.faults),), {k: v for k, v in vars(self).items() if k != "faults"}

"""What must hold of any document: it is sound or refused in sentences, at once, and a sound one lives alike."""

from __future__ import annotations

import contextlib
import io
import time
from collections import Counter
from pathlib import Path
from typing import Any

from underheaven.cli import main
from underheaven.engine.factory import make_engine
from underheaven.errors import DocumentError, RequestError
from underheaven.spec.document import Document
from underheaven.spec.io.document_files import DocumentFile, shipped_names
from underheaven.spec.io.document_reader import DOCUMENT_READERS, read_document, read_regime, read_society

from ..contract.worlds import Refused, alter, build, cpu, live, same
from .mutants import Mutant

SOUND, REFUSED = 0, (2, 3)
"""Exit codes; 2 where a study names a document that there is none of."""
SLOW = 30.0
"""Seconds of processor time of the longest check."""
PERSONS, MONTHS = 40, 5
SMALL = {"burn_in_months": 2, "people.town_size": 16}


def check(mutant: Mutant, folder: Path) -> tuple[str, str]:
    """Run ``check`` over a mutant; return the outcome, and what is wrong with it or nothing."""
    file = folder / "mutant.toml"
    file.write_bytes(mutant.text)
    out, err = io.StringIO(), io.StringIO()
    began = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code: Any = main(["check", str(file)])
        except BaseException as error:  # whatever leaves the command is the finding
            return "crashed", f"{type(error).__name__}: {error}"
    said, refusal = out.getvalue(), err.getvalue()
    if time.process_time() - began > SLOW:
        return "slow", f"{time.process_time() - began:.0f} s"
    if [path.name for path in folder.iterdir()] != [file.name] or file.read_bytes() != mutant.text:
        return "wrote", "the folder of the document is not as it was"
    if "\x1b" in said + refusal or "Traceback" in said + refusal:
        return "escapes", (said + refusal)[:300]
    if code == SOUND and said.startswith("Sound."):
        return "sound", ""
    if code in REFUSED and refusal.strip() and all(line.strip() for line in refusal.strip().splitlines()):
        return "refused", ""
    return f"exit {code}", (said + refusal)[:600]


def read(mutant: Mutant) -> Document[Any]:
    """Read a mutant that is sound."""
    how = next(one for one in DOCUMENT_READERS if one.kind == mutant.kind)
    return read_document(how, DocumentFile("mutant.toml", mutant.text, shipped=False))


def lived(mutant: Mutant) -> tuple[str, str]:
    """Live a sound regime or society on both engines; return the outcome, and what is wrong with it or nothing."""
    document, found = read(mutant), Counter[str]()
    if mutant.kind == "regime":
        pairs = [(document, read_society(name)) for name in shipped_names("society")]
    else:
        pairs = [(read_regime(name), document) for name in shipped_names("regime")]
    start = mutant.seed % len(pairs)
    for regime, society in (*pairs[start:], *pairs[:start]):
        try:
            built = build(regime, alter(society, SMALL), PERSONS)
        except (Refused, RequestError, DocumentError):
            found["refused"] += 1
            continue
        differ = same(live(built, MONTHS, make_engine("plain")), live(built, MONTHS, cpu(2)))
        return ("differs", ", ".join(differ)) if differ else ("alike", "")
    return "nowhere", ""

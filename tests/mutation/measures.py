"""Two mistakes in measures, for tests of how mutants are held: the identities that see one of them take no time."""

from __future__ import annotations

from dataclasses import replace

from .catalogue import Ask, Mutant

ASKS = {case: Ask(case) for case in ("proportion", "proportion-order")}
SLIPS = Mutant(
    name="ties-ignored",
    stage="engine",
    kind="term dropped",
    file="measure/families/proportionality.py",
    old="untied = float(np.sqrt(np.sum(x != 0) * np.sum(y != 0)))",
    new="untied = float(len(x))",
    broken="Tau-a is given for tau-b: ties are not taken off.",
    cases=(),
    slips="`proportion-order` with ties.",
)
CAUGHT = Mutant(
    name="related-counted",
    stage="engine",
    kind="wrong bound",
    file="measure/families/proportionality.py",
    old="float(np.sum(np.where(related, 0.0, matrix)) / whole)",
    new="float(np.sum(np.where(related, matrix, 0.0)) / whole)",
    broken="The unrelated share is the related one.",
    cases=(),
)
HARMLESS = replace(CAUGHT, name="harmless", new=CAUGHT.old)
BOTH = [SLIPS, CAUGHT]

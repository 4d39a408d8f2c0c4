"""Parameters of a society that have no effect in a study."""

from __future__ import annotations

from collections.abc import Sequence

from underheaven.errors import Fault
from underheaven.run.checks.diagnostics import Diagnostic
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society


def find_unused_alike_share(regimes: Sequence[Document[Regime]], society: Document[Society]) -> list[Diagnostic]:
    """Return a warning if ``ties.alike_share`` has no effect: neither the society nor any regime uses ties.

    Args:
        regimes: Regimes of one study.
        society: Their society.
    """
    share = society.model.ties.alike_share
    if share == 0 or _society_uses_ties(society.model):
        return []
    if any(_regime_uses_ties(version) for regime in regimes for _, version in regime_versions(regime)):
        return []
    why = "it has no effect: neither the society nor the regimes named use acquaintances"
    instead = (
        'Set imitation above 0 with reference_group = "ties" for a kind of conduct, or standing.association or '
        "association.contagion above 0 in a regime, or remove it"
    )
    return [Diagnostic("warning", Fault(society.where, "ties.alike_share", f" = {share:g}", why, instead))]


def _society_uses_ties(society: Society) -> bool:
    return any(kind.reference_group == "ties" and kind.imitation > 0 for kind in society.conduct)


def _regime_uses_ties(regime: Regime) -> bool:
    passed = regime.association
    return regime.standing.association > 0 or (passed.contagion > 0 and passed.contagion_reference_group == "ties")

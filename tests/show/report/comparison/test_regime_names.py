"""Names of regimes: in full with stylised once, and short."""

from __future__ import annotations

from underheaven.show.report.comparison.regime_names import regime_title, short_name


def test_names_say_stylised_once(context):
    assert regime_title(context, "imagined-unified") == "Imagined unified system (never enacted; stylised)"
    assert regime_title(context, "credit-bureau") == "Credit bureau (stylised)"
    assert regime_title(context, "none") == "None"
    assert short_name(context, "imagined-unified") == "Imagined unified system"

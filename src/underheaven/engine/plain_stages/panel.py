"""The panel: the month of the panelists is recorded before anybody leaves."""

from __future__ import annotations

from underheaven.engine.plain_stages.month_run import MonthRun


def panel(run: MonthRun) -> None:
    """Record the month of the panelists before anybody leaves."""
    p = run.population
    for person_month in run.concerned:
        run.kernels["panel"].record_panel_month(
            run.society,
            person_month.rules,
            p.panel,
            p.state,
            p.sums.detriment,
            person_month.i,
            person_month.cell,
            person_month.personal,
        )

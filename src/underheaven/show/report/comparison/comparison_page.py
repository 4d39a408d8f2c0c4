"""The comparison page as one self-contained HTML file, without scripts or network access."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.argument_checks import check_arguments
from underheaven.argument_checks import result_dataset as given_dataset
from underheaven.errors import RequestError
from underheaven.measure.calendar import scenario_months
from underheaven.numpy_errstate import with_default_errstate
from underheaven.show import result_metadata
from underheaven.show.formatting import format_month, join_words, unwrap_lines
from underheaven.show.report import limitations, reproduction
from underheaven.show.report.audit_page import PERCENT_SPACE, html_id, lead_sentences, render_figure
from underheaven.show.report.charts.chart_pool import ChartPool
from underheaven.show.report.charts.svg import check_report_installed
from underheaven.show.report.comparison.figures import comparison_figures
from underheaven.show.report.comparison.findings import comparison_findings
from underheaven.show.report.comparison.measure_marks import keeps_blacklist
from underheaven.show.report.comparison.measure_table import measure_table
from underheaven.show.report.comparison.regime_names import regime_title
from underheaven.show.report.report_context import ReportContext, build_report_context
from underheaven.show.report.template_loader import load_template, stylesheet
from underheaven.show.text import unshipped_documents
from underheaven.show.text.calendar import calendar_banners
from underheaven.show.text.footer import CLAIM
from underheaven.spec.amendments.merging import regime_versions

if TYPE_CHECKING:
    import xarray as xr

MIN_REGIMES, MAX_REGIMES = 2, 6


@dataclass(frozen=True)
class RegimeIntroduction:
    """The introduction of one regime; name: marked where it is stylised."""

    name: str
    describes: str
    lists_and_grades: str
    assumed_phrase: str


def check_regime_count(number: int) -> None:
    """Check that a page can set this number of regimes side by side.

    Args:
        number: Of regimes, the baseline not counted.

    Raises:
        RequestError: It is below MIN_REGIMES or above MAX_REGIMES.
    """
    if not MIN_REGIMES <= number <= MAX_REGIMES:
        raise RequestError(
            f"--html sets {MIN_REGIMES} to {MAX_REGIMES} regimes side by side, not {number}. "
            f"{'For one regime make an audit page: underheaven audit' if number < MIN_REGIMES else 'Name fewer'}."
        )


@check_arguments(dataset=given_dataset)
@with_default_errstate
def build_comparison_page(dataset: xr.Dataset) -> str:
    """Return the comparison page of a result as one HTML document.

    Args:
        dataset: A result with two to six regimes.

    Returns:
        The HTML; the same result gives the same text.

    Raises:
        RequestError: There are fewer or more regimes, or a package of ``underheaven[report]`` is missing.
    """
    check_report_installed()
    with ChartPool() as chart_pool:
        return _fill_page(build_report_context(dataset), chart_pool)


def _fill_page(context: ReportContext, chart_pool: ChartPool) -> str:
    check_regime_count(len(context.reported_scenarios))
    names = {scenario: regime_title(context, scenario) for scenario in context.reported_scenarios}
    figures = [render_figure(html_id(figure.name), figure, chart_pool) for figure in comparison_figures(context, names)]
    sections = measure_table(context)
    title = f"{join_words([context.regime_name(scenario) for scenario in context.reported_scenarios])}, side by side"
    text: str = load_template("comparison.html.j2").render(
        title=title,
        claim=CLAIM,
        style=stylesheet(),
        lead=lead_sentences(context),
        regimes=[introduce_regime(context, scenario) for scenario in context.reported_scenarios],
        findings=comparison_findings(context),
        sections=sections,
        figures=figures,
        run_record=reproduction.run_record(context, reproduction.COMPARE_COMMAND),
        limitations=tuple(limitations.limitation_sentences(context)),
        contradiction=context.contradiction,
        has_ranges=any(cell.span for _, lines in sections for line in lines for cell in line.cells),
        banners=calendar_banners(context.dataset),
        unshipped_notice=unshipped_documents.unshipped_sentence(context.dataset),
    )
    return PERCENT_SPACE.sub("\N{NO-BREAK SPACE}%", text)


def introduce_regime(context: ReportContext, scenario: str) -> RegimeIntroduction:
    """Return the introduction of a regime: its description, lists and grades, and how much is assumed."""
    note = next(
        (n for n in result_metadata.document_notes(context.dataset) if (n.kind, n.label) == ("regime", scenario)), None
    )
    if note is None:
        return RegimeIntroduction(scenario, "", lists_and_grades_text(context, scenario), "")
    assumed = f"{note.assumed} of its {note.numbers} numbers are assumed." if note.numbers else "It states no numbers."
    return RegimeIntroduction(
        regime_title(context, scenario), unwrap_lines(note.describes), lists_and_grades_text(context, scenario), assumed
    )


def lists_and_grades_text(context: ReportContext, scenario: str) -> str:
    """State which lists and grades a regime has, and where it begins after the months observed."""
    document = context.regimes.get(scenario)
    wording = [] if keeps_blacklist(context, scenario) else ["It keeps no blacklist."]
    grades = context.dataset["grades"].sel(scenario=scenario).sum(["month", "group", "replicate"])
    used = int((grades > 0).sum())
    grades_named = 0 if document is None else len(document.model.standing.grades)
    of_grades = f"{used} of the {grades_named}" if used < grades_named else str(used)
    wording += [f"People are in {of_grades} grades of a score." if used > 1 else "It uses no grades."]
    start = document.model.start if document is not None else None
    months = scenario_months(context.dataset, scenario)
    if start is not None and start > months[-1]:
        wording.append(f"It begins in {format_month(start)}, after the months observed: it has no effect on this page.")
    elif start is not None and start > months[0]:
        wording.append(f"It begins in {format_month(start)}; it has no effect in the months before.")
    changes = [month for month, _ in regime_versions(document) if month] if document is not None else []
    if changes and changes[0] <= months[0]:
        wording.append(f"It is shown as in force in {format_month(months[0])}, with its amendments up to then.")
    return " ".join(wording)

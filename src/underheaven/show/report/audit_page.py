"""The audit page as one self-contained HTML file, without scripts or network access."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.argument_checks import check_arguments, datasets_by_name, instance_of, optional
from underheaven.argument_checks import result_dataset as given_dataset
from underheaven.numpy_errstate import with_default_errstate
from underheaven.record.trajectory import TrajectorySet
from underheaven.show import result_metadata
from underheaven.show.formatting import join_words, unwrap_lines
from underheaven.show.report import assumptions, limitations, reproduction
from underheaven.show.report.charts.chart_pool import ChartPool
from underheaven.show.report.charts.svg import HALF_PIXELS, NARROW_PIXELS, WIDE_PIXELS, check_report_installed
from underheaven.show.report.figures import (
    after_listing,
    detriment,
    fairness,
    flows,
    gravity,
    groups,
    lists,
    published_counts,
    reforms,
    trajectory,
    wrongful,
)
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.finding import Finding
from underheaven.show.report.findings.questions import Question
from underheaven.show.report.findings.scenario_findings import scenario_findings, unanswered_questions
from underheaven.show.report.report_context import ReportContext, build_report_context
from underheaven.show.report.template_loader import load_template, stylesheet
from underheaven.show.text import unshipped_documents
from underheaven.show.text.calendar import calendar_banners
from underheaven.show.text.footer import CLAIM

if TYPE_CHECKING:
    import xarray as xr

FIGURE_BUILDERS: tuple[Callable[[ReportContext, str], Figure | OmittedFigure], ...] = (
    lists.build_figure,
    groups.build_figure,
    wrongful.build_figure,
    detriment.build_figure,
    gravity.build_figure,
    flows.build_figure,
    after_listing.build_figure,
    fairness.build_figure,
    reforms.build_figure,
    published_counts.build_figure,
)

PERCENT_SPACE = re.compile(r"(?<=\d) %")


@dataclass(frozen=True)
class RenderedPanel:
    """A panel for the template: its heading, and callables that return its SVG for a wide and a narrow screen."""

    heading: str
    wide: Callable[[], str]
    narrow: Callable[[], str]


@dataclass(frozen=True)
class RenderedFigure:
    """A figure for the template; id: unique on the page."""

    id: str
    figure: Figure
    panels: tuple[RenderedPanel, ...]


@dataclass(frozen=True)
class Answer:
    """A question, the findings that answer it, and further ones that are folded."""

    question: str
    first: tuple[Finding, ...]
    folded: tuple[Finding, ...]


@dataclass(frozen=True)
class ScenarioPart:
    """The part of the page about one scenario."""

    scenario: str
    id: str
    name: str
    describes: str
    stylised: bool
    answers: tuple[Answer, ...]
    unanswered: tuple[Question, ...]
    figures: tuple[RenderedFigure, ...]
    omitted: tuple[OmittedFigure, ...]


@check_arguments(
    dataset=given_dataset, trajectories=optional(instance_of(TrajectorySet)), reformed=optional(datasets_by_name)
)
@with_default_errstate
def build_audit_page(
    dataset: xr.Dataset, trajectories: TrajectorySet | None = None, reformed: Mapping[str, xr.Dataset] | None = None
) -> str:
    """Return the audit page of a result as one HTML document.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        trajectories: One person in every scenario; None for a page without.
        reformed: Results of reforms, by the scenario of the regime that they change; None for a page without them.

    Returns:
        The HTML; the same result gives the same text.

    Raises:
        RequestError: An optional package of ``underheaven[report]`` is not installed.
    """
    return audit_page_of(build_report_context(dataset, reformed), trajectories)


@with_default_errstate
def audit_page_of(context: ReportContext, trajectories: TrajectorySet | None = None) -> str:
    """Return the audit page of a report context as one HTML document.

    Args:
        context: From ``build_report_context``.
        trajectories: One person in every scenario; None for a page without.

    Returns:
        The HTML; the same context gives the same text.

    Raises:
        RequestError: An optional package of ``underheaven[report]`` is not installed.
    """
    check_report_installed()
    with ChartPool() as chart_pool:
        return _fill_page(context, trajectories, chart_pool)


def _fill_page(context: ReportContext, trajectories: TrajectorySet | None, chart_pool: ChartPool) -> str:
    """Fill the template; figures come first, so that they are drawn while the sentences are written."""
    figures = [_render_figures(context, scenario, chart_pool) for scenario in context.reported_scenarios]
    headings = {scenario: context.heading(scenario) for scenario in context.scenarios}
    one_person = trajectory.build_figure(trajectories, headings)
    parts = tuple(
        _scenario_part(context, scenario, *rendered_and_omitted)
        for scenario, rendered_and_omitted in zip(context.reported_scenarios, figures, strict=True)
    )
    run_record = reproduction.run_record(context)
    text: str = load_template("audit.html.j2").render(
        title=_page_title(context),
        parts=parts,
        has_several_parts=len(parts) > 1,
        claim=CLAIM,
        trajectory_figure=render_figure(one_person.name, one_person, chart_pool)
        if isinstance(one_person, Figure)
        else None,
        omitted_trajectory=one_person if isinstance(one_person, OmittedFigure) else None,
        sections=assumptions.document_sections(context.documents),
        limitations=tuple(limitations.limitation_sentences(context)),
        checks=tuple(limitations.check_sentences(context)),
        run_record=run_record,
        bibtex=reproduction.software_citation(run_record.version),
        style=stylesheet(),
        lead=lead_sentences(context),
        contradiction=context.contradiction,
        banners=calendar_banners(context.dataset),
        unshipped_notice=unshipped_documents.unshipped_sentence(context.dataset),
    )
    return PERCENT_SPACE.sub("\N{NO-BREAK SPACE}%", text)


def lead_sentences(context: ReportContext) -> str:
    """State in two sentences what was run."""
    replicates = context.dataset.sizes["replicate"]
    compared = [w for w in context.scenarios if w != context.baseline]
    society = context.society.model.name if context.society else "a society"
    wording = [
        f"{context.dataset.sizes['person']:,} synthetic persons of {society} are simulated for {len(context.months)} "
        f"months under {join_words([context.regime_name(w) for w in compared])}."
    ]
    if context.baseline is not None:
        wording.append(
            f"The same persons are also simulated {context.baseline_phrase(compared[0])}, over the same months and "
            "with the same random draws."
        )
    replicate_phrase = (
        f"{replicates} replicates, each with its own random draws" if replicates > 1 else "a single replicate"
    )
    return " ".join([*wording, f"There {'are' if replicates > 1 else 'is'} {replicate_phrase}."])


def _render_figures(
    context: ReportContext, scenario: str, chart_pool: ChartPool
) -> tuple[tuple[RenderedFigure, ...], tuple[OmittedFigure, ...]]:
    """Build the figures of a scenario; each begins to be drawn while the next one is built."""
    rendered, omitted = list[RenderedFigure](), list[OmittedFigure]()
    for build_figure in FIGURE_BUILDERS:
        figure = build_figure(context, scenario)
        if isinstance(figure, Figure):
            rendered.append(render_figure(f"{html_id(scenario)}-{figure.name}", figure, chart_pool))
        else:
            omitted.append(figure)
    return tuple(rendered), tuple(omitted)


def _scenario_part(
    context: ReportContext, scenario: str, rendered: tuple[RenderedFigure, ...], omitted: tuple[OmittedFigure, ...]
) -> ScenarioPart:
    note = next(
        (n for n in result_metadata.document_notes(context.dataset) if n.label == scenario and n.kind == "regime"), None
    )
    return ScenarioPart(
        scenario,
        html_id(scenario),
        note.name if note else scenario,
        unwrap_lines(note.describes) if note else "",
        bool(note and note.stylised),
        _group_answers(scenario_findings(context, scenario)),
        tuple(unanswered_questions(context, scenario)),
        rendered,
        omitted,
    )


def _group_answers(findings: Sequence[Finding]) -> tuple[Answer, ...]:
    """Return the findings by question, in order."""
    by_question: dict[str, list[Finding]] = {}
    for finding in findings:
        by_question.setdefault(finding.question, []).append(finding)
    return tuple(
        Answer(
            question,
            tuple(finding for finding in answers if not finding.is_folded),
            tuple(finding for finding in answers if finding.is_folded),
        )
        for question, answers in by_question.items()
    )


def render_figure(key: str, figure: Figure, chart_pool: ChartPool) -> RenderedFigure:
    """Begin to draw the panels of a figure; key: unique on the page."""
    panels = enumerate(figure.panels, start=1)
    return RenderedFigure(
        key, figure, tuple(_render_panel(f"{key}-{n}", figure, panel, chart_pool) for n, panel in panels)
    )


def _render_panel(key: str, figure: Figure, panel: FigurePanel, chart_pool: ChartPool) -> RenderedPanel:
    widths = (("wide", HALF_PIXELS if figure.two_columns else WIDE_PIXELS), ("narrow", NARROW_PIXELS))
    title = panel.heading or figure.title
    charts = (chart_pool.draw_chart(panel.spec, pixels, f"{key}-{name}", title, panel.alt) for name, pixels in widths)
    return RenderedPanel(panel.heading, *charts)


def html_id(text: str) -> str:
    """Return a text as an id of lower-case letters, digits and hyphens; other characters become their code points."""
    letters = "".join(c if re.fullmatch("[a-z0-9-]", c) else "-" if c == " " else f"_{ord(c):x}" for c in text.lower())
    return f"r-{letters}"


def _page_title(context: ReportContext) -> str:
    names = [
        p.name
        for p in result_metadata.document_notes(context.dataset)
        if p.kind == "regime" and p.label != context.baseline
    ]
    return f"{join_words(names or list(context.scenarios))}: an audit on a synthetic population"

"""The cases of the inference, as lines of the table of cases."""

from __future__ import annotations

from underheaven.verify.case_types import Case
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.inference import group_findings, interval_coverage, null_parameters, parameter_ranges

NEEDS_MANY_STUDIES = "hundreds of studies that the reference engine would take an hour for"

CASES: tuple[Case, ...] = (
    Case(
        "interval-coverage",
        "Student 1908; Garwood 1936; Clopper & Pearson 1934; Zou & Donner 2008",
        interval_coverage.check_interval_coverage,
        (
            P("of", "common", words=tuple(interval_coverage.QUESTIONS)),
            P("events", 5.0, 0.1, 40.0),
            P("replicates", 8, 3, 64),
        ),
        compiled_only_reason=NEEDS_MANY_STUDIES,
        thorough_only=True,
        shows="the share of printed intervals that contain the mean of infinitely many replicates",
        points=(
            {"of": "rare"},
            {"of": "rare", "events": 1.0},
            {"of": "difference"},
            {"of": "rare-difference"},
            {"of": "ratio"},
            {"of": "rare-ratio"},
            {"of": "months", "events": 20.0},
            {"of": "median"},
        ),
    ),
    Case(
        "false-names",
        "Holm 1979",
        group_findings.check_false_names,
        (P("of", "listed", words=("detriment", "wrongly-listed", "listed")),),
        compiled_only_reason=NEEDS_MANY_STUDIES,
        thorough_only=True,
        shows="studies that name a group where all are alike: this share at most",
        points=({"of": "detriment"}, {"of": "wrongly-listed"}),
    ),
    Case(
        "sign-turns",
        "Westfall & Young 1993; Hoeffding 1963",
        null_parameters.check_noise_findings,
        (
            P("of", "turns", words=("names", "told", "turns")),
            P("scenarios", "alike", words=tuple(null_parameters.SCENARIOS)),
            P("points", 32, 16, 1024),
            P("persons", 50, 8, 10_000),
        ),
        compiled_only_reason=NEEDS_MANY_STUDIES,
        thorough_only=True,
        shows="differences of pure noise whose sign is said to turn, or pages of noise that name a parameter: this "
        "share at most",
        points=(
            {"of": "names", "scenarios": "court", "points": 64, "persons": 200},
            {"of": "told", "scenarios": "court", "points": 64, "persons": 200},
            {"persons": 2_000, "points": 128},
        ),
    ),
    Case(
        "selected-groups",
        "sample splitting, Cox 1975; Miller 1974",
        group_findings.check_selected_groups,
        (P("of", "mean", words=("mean", "coverage", "ratio")),),
        compiled_only_reason=NEEDS_MANY_STUDIES,
        thorough_only=True,
        shows="the mean gap in months listed of the two groups that part most, where labels are dealt by chance",
        points=({"of": "coverage"}, {"of": "ratio"}),
    ),
    Case(
        "ranges",
        "McKay, Beckman & Conover 1979; Cooke 1991",
        parameter_ranges.check_ranges,
        (P("of", "high", words=(*parameter_ranges.QUANTILES, "samples", "forgotten")),),
        compiled_only_reason=NEEDS_MANY_STUDIES,
        thorough_only=True,
        shows="an end of the printed range of a share over the law of its assumed hazard",
        points=({"of": "low"}, {"of": "median"}, {"of": "samples"}, {"of": "forgotten"}),
    ),
)

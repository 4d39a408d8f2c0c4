"""The whole page: well formed, complete, self-contained, the same for the same result, whatever the result."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from underheaven.run.public import compare, run
from underheaven.show.report import reproduction
from underheaven.show.report.audit_page import build_audit_page, html_id, lead_sentences
from underheaven.show.report.report_context import build_report_context

COURT = "court-defaulters-2013"
VOID = {"meta", "link", "br", "path", "line", "rect", "img"}
SMALL = {"society": "village", "persons": 300, "months": 3, "replicates": 2}


class Reader(HTMLParser):
    """Collects ids, headings, tables and whether tags are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.headings, self.tags, self.targets = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [v for k, v in attrs if k == "id"]
        self.targets += [v for k, v in attrs if k in ("href", "src") and v is not None]
        self.targets += [f"#{name}" for k, v in attrs if k == "aria-labelledby" for name in v.split()]
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def check(text):
    """Holds a page against what every page is."""
    read = Reader(text)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert read.headings[0] == 1
    assert read.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(read.headings))
    assert all(t == "data:," or t.startswith("#") for t in read.targets), read.targets
    assert {t[1:] for t in read.targets if t.startswith("#")} <= set(read.ids)
    assert "script" not in read.tags
    assert not re.search(r"\bnan\b|NaN|undefined in|Infinity", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))
    return read


@pytest.fixture(scope="module")
def text(court):
    return build_audit_page(court)


def test_the_page_is_whole(text):
    read = check(text)
    assert text.startswith("<!DOCTYPE html>")
    for name in ("findings", "figures", "assumptions", "limits", "reproduce", "cite"):
        assert name in read.ids
    assert read.tags.count("figure") == 9
    assert "default-src 'none'" in text
    assert "No single person was followed" in text


def test_every_picture_has_a_table_and_a_description_in_both_widths(text):
    for figure in re.findall(r"<figure.*?</figure>", text, re.DOTALL):
        assert figure.count("<table>") >= 1
        assert "<caption" in figure
        assert figure.count("<svg") == figure.count("<desc") == figure.count("<title") >= 2
        assert not re.search(r"<desc[^>]*></desc>", figure)


def test_the_digest_and_the_command_stand_on_it(text, court):
    (command,) = re.findall(r'aria-label="Command"><code>(.*?)</code>', text)
    assert re.sub(r"<[^>]+>", "", command) == reproduction.command_line(build_report_context(court))
    assert re.search(r"<code>[0-9a-f]{64}</code>", text)


def test_the_same_result_gives_the_same_page(text, court):
    assert build_audit_page(court) == text
    again = build_audit_page(court.assign_attrs(provenance_date="1999-01-01"))
    assert [a for a, b in zip(text.splitlines(), again.splitlines(), strict=True) if a != b] == [
        line for line in text.splitlines() if court.attrs["provenance_date"] in line
    ]


def test_a_life_is_drawn(court, trajectories):
    read = check(build_audit_page(court, trajectories))
    assert read.tags.count("figure") == 10


def test_reforms_stand_on_the_page_where_they_were_lived(court, reformed, text):
    read = check(build_audit_page(court, None, reformed))
    assert read.tags.count("figure") == 10
    assert "What one reform would change</strong> is left out" in text
    assert "What would one reform change? No reform was simulated for this result" in text


def test_what_a_document_says_is_no_markup(court):
    about = court.attrs["about"].replace("Court defaulters 2013", "<b>&bold</b>")
    text = build_audit_page(court.assign_attrs(about=about))
    assert "<b>" not in text
    assert "&lt;b&gt;&amp;bold" in text
    check(text)


def test_other_results_break_nothing(court):
    check(build_audit_page(court.isel(replicate=[0])))
    check(build_audit_page(court.sel(scenario=[COURT]).assign_attrs(baseline="")))
    check(build_audit_page(court.assign_attrs(about="[]")))
    check(build_audit_page(court.assign_attrs(documents=0)))
    check(build_audit_page(court.isel(month=[0])))


@pytest.mark.parametrize("regime", ["none", "rongcheng-2016", "credit-bureau"])
def test_other_regimes_break_nothing(regime):
    against = {} if regime == "none" else {"baseline": "none"}
    result = run(regime, **SMALL) if regime == "none" else compare(regime, **against, **SMALL)
    check(build_audit_page(result))


def test_three_regimes_stand_one_after_the_other():
    text = build_audit_page(compare(COURT, "rongcheng-2016", "credit-bureau", **SMALL))
    read = check(text)
    assert read.ids.count("r-credit-bureau") == 1
    assert text.count('<ol class="findings">') == 3


def test_two_regimes_beside_each_other():
    text = build_audit_page(compare("rongcheng-2016", baseline="credit-bureau", **SMALL))
    check(text)
    assert "under Credit bureau" in text


def test_what_was_run_is_said_first(context):
    assert lead_sentences(context) == (
        "12,000 synthetic persons of Village are simulated for 40 months under Court defaulters 2013. The same persons "
        "are also simulated without the regime, over the same months and with the same random draws. There are 2 "
        "replicates, each with its own random draws."
    )


def test_names_become_ids_that_stay_apart():
    assert html_id("Court 2013") == "r-court-2013"
    assert html_id("a_b") != html_id("a b") != html_id("ä b")


@pytest.mark.parametrize(
    ("attrs", "says"),
    [
        ({"waits": '{"court-defaulters-2013": 2}'}, "court-defaulters-2013 is not in force in the first 2 of the "),
        ({"waits": '{"court-defaulters-2013": 900}'}, "court-defaulters-2013 has not begun"),
        ({"amended": '{"court-defaulters-2013": [3]}'}, "court-defaulters-2013 is amended within the months shown"),
    ],
)
def test_what_is_not_in_force_as_it_stands_is_said_before_any_number(court, attrs, says):
    """Under the title and above the findings."""
    text = build_audit_page(court.assign_attrs(attrs))
    (banner,) = [found for found in re.finditer(r'<p class="banner">([^<]*)</p>', text) if says in found.group(1)]
    assert text.index("</h1>") < banner.start() < text.index("</header>") < text.index('id="findings"')

"""Progress: a bar on a terminal, few plain lines elsewhere, nothing when quiet."""

import io

from underheaven.show.text.progress_bar import LINE_INTERVAL, plain_lines, show_count, show_progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_plain_lines_come_every_ten_seconds_and_at_the_end():
    stream, clock = io.StringIO(), iter([0.0, 1.0, LINE_INTERVAL + 1, LINE_INTERVAL + 1, LINE_INTERVAL + 2, 99.0])
    report = plain_lines(stream, lambda: next(clock))
    report(1_000, 4_000)  # too soon
    report(2_000, 4_000)
    report(3_000, 4_000)  # too soon again
    report(4_000, 4_000)
    assert (
        stream.getvalue()
        == "2,000 of 4,000 person-months (50 %), about 20 s left\n4,000 of 4,000 person-months (100 %)\n"
    )


def test_plain_lines_say_how_long_the_rest_takes():
    clock = iter([0.0, 1.0, 20.0, 300.0])
    stream = io.StringIO()
    report = plain_lines(stream, lambda: next(clock))
    report(100, 1_000)  # what a stopped run had done says nothing about the speed of this one
    report(400, 1_000)
    report(600, 1_000)
    lines = stream.getvalue().splitlines()
    assert lines[0].endswith("(40 %), about 38 s left")
    assert lines[1].endswith("(60 %), about 3 min 59 s left")


def test_what_is_compiled_before_the_first_month_is_no_speed():
    clock, stream = iter([0.0, 0.0, 60.0, 70.0]), io.StringIO()
    report = plain_lines(stream, lambda: next(clock))
    for done in (0, 100, 200):
        report(done, 1_000)
    first, second = stream.getvalue().splitlines()
    assert first.endswith("(10 %)")
    assert second.endswith("(20 %), about 1 min 20 s left")


def test_a_stream_that_is_no_terminal_gets_plain_lines():
    stream = io.StringIO()
    with show_progress(False, stream) as report:
        report(7, 7)
    assert stream.getvalue() == "7 of 7 person-months (100 %)\n"


def test_a_terminal_gets_a_bar_with_a_share():
    stream = Terminal()
    with show_progress(False, stream) as report:
        report(0, 10)
        report(5, 10)
    assert "50%" in stream.getvalue()


def test_quiet_writes_nothing():
    stream = Terminal()
    with show_progress(True, stream) as report:
        report(10, 10)
    assert stream.getvalue() == ""


def test_lines_can_be_printed_beside_a_bar():
    stream, beside = Terminal(), io.StringIO()
    with show_count(False, "Verifying", lambda done, total: "", stream) as shown:
        shown.callback(1, 4)
        with shown.paused():
            beside.write("a verdict\n")
        shown.callback(2, 4)
    assert "Verifying" in stream.getvalue()
    assert "50%" in stream.getvalue()
    assert beside.getvalue() == "a verdict\n"
    assert "a verdict" not in stream.getvalue()


def test_plain_lines_say_what_they_count():
    stream = io.StringIO()
    with (
        show_count(False, "Verifying", lambda done, total: f"{done} of {total} figures", stream) as shown,
        shown.paused(),
    ):
        shown.callback(3, 3)
    assert stream.getvalue() == "3 of 3 figures (100 %)\n"

"""Times and sizes in words, and the lines of a forecast."""

import io

import pytest
from rich.console import Console

from underheaven.show.text.forecast import forecast_lines, format_duration, print_forecast
from underheaven.text_escaping import format_bytes

ROW = {
    "person_months": 1_234_567,
    "seconds": 252.0,
    "processor_seconds": 400.0,
    "starting_seconds": 2.0,
    "living_seconds": 240.0,
    "ranging_seconds": 0.0,
    "ending_seconds": 10.0,
    "ns_a_person_month": 45.67,
    "memory_bytes": 4_460_000_000,
    "free_memory_bytes": 8_000_000_000,
    "file_bytes": None,
    "log_bytes": None,
    "free_disk_bytes": None,
    "compiling_seconds": 0.0,
    "trial_persons": 20_480,
    "trial_seconds": 4.04,
    "threads": 2,
    "refusal": "",
    "held_up": 1.0,
}


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.421, "0.42 s"),
        (9.96, "10 s"),
        (35.2, "35 s"),
        (59.7, "1 min 0 s"),
        (250, "4 min 10 s"),
        (3599.6, "1 h 0 min"),
        (7500, "2 h 5 min"),
    ],
)
def test_durations(seconds, text):
    assert format_duration(seconds) == text


@pytest.mark.parametrize(
    ("n_bytes", "text"), [(12, "12 bytes"), (12_345, "12.3 kB"), (999_999, "1 MB"), (5.2e9, "5.2 GB"), (-4, "0 bytes")]
)
def test_sizes(n_bytes, text):
    assert format_bytes(n_bytes) == text


def test_every_line_has_its_unit_and_what_is_nought_is_left_out():
    found = dict(forecast_lines(ROW))
    assert found["Person-months"] == "1,234,567"
    assert found["Time"].startswith("4 min 12 s")
    assert found["  of which"] == "start-up 2 s, simulation 4 min 0 s, output 10 s"
    assert found["  speed"] == "45.7 ns a person-month with 2 threads"
    assert found["Memory"] == "4.46 GB at most; 8 GB available"
    assert "Result on disk" not in found
    assert "Compilation" not in found


def test_disk_compiling_and_refusal_are_said():
    screen = Console(file=io.StringIO(), width=80, highlight=False)
    row = ROW | {
        "file_bytes": 3e6,
        "log_bytes": 2e8,
        "free_disk_bytes": 9e9,
        "compiling_seconds": 25.0,
        "threads": 1,
        "refusal": "persons = 5: too many.",
    }
    print_forecast(row, screen)
    text = screen.file.getvalue()
    for said in (
        "3 MB",
        "  log during the run  200 MB; 9 GB free",
        "25 s, once; the machine code is cached",
        "1 thread\n",
        "The run will be refused: persons = 5: too many.",
    ):
        assert said in text


def test_a_busy_machine_is_said_with_the_time_on_a_quiet_one():
    assert dict(forecast_lines(ROW | {"held_up": 1.1}))["Time"] == "4 min 12 s, at the present load of the machine"
    busy = dict(forecast_lines(ROW | {"held_up": 4.2}))["Time"]
    assert "if the machine stays as busy" in busy
    assert "a factor of 4.2;" in busy
    assert busy.endswith("on an idle machine, about 1 min 0 s")

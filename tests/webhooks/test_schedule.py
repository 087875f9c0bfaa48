"""When a failed delivery is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from webhooks import schedule

TIMETABLE = [0, 5, 300, 1800, 7200, 18000]
LONG = [0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
NOW = datetime(2026, 6, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize("timetable", [TIMETABLE, LONG])
@pytest.mark.parametrize("spread", [-1, -0.5, 0, 0.5, 1])
def test_each_pause_is_its_step_within_a_fifth(timetable, spread):
    pauses = [schedule.pause(timetable, attempt=n, spread=spread) for n in range(1, len(timetable))]

    assert pauses == [pytest.approx(step * (1 + spread / 5)) for step in timetable[1:]]


def test_there_is_no_pause_after_the_last_attempt():
    assert schedule.pause(TIMETABLE, attempt=6, spread=0) is None
    assert schedule.pause([0], attempt=1, spread=0) is None


@pytest.mark.parametrize("status", [429, 502, 504])
def test_overload_adds_a_minute(status):
    assert schedule.pause(TIMETABLE, attempt=1, spread=0, status=status) == 65


@pytest.mark.parametrize(
    ("attempt", "wish", "pause"),
    [
        (1, 0, 5),
        (1, 90, 90),
        (1, 3600, 3600),
        (1, 86_400, 3600),
        (2, 60, 300),
        (5, 20_000, 20_000),
        (5, 90_000, 36_000),
    ],
)
def test_a_wish_is_met_up_to_an_hour_or_twice_the_step(attempt, wish, pause):
    assert schedule.pause(TIMETABLE, attempt=attempt, spread=0, wish=wish) == pause


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        (format_datetime(NOW + timedelta(minutes=3), usegmt=True), 180),
        (format_datetime(NOW - timedelta(minutes=3), usegmt=True), 0),
        ("Fri, 05 Jun 2026 10:01:00", 60),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("9" * 5000, 999_999_999),
    ],
)
def test_a_wish_is_read_from_seconds_or_a_date(header, seconds):
    assert schedule.wished(header, NOW) == seconds


@given(st.text(max_size=60))
@hypothesis_settings(deadline=None, database=None, derandomize=True)
def test_no_header_makes_a_fault(header):
    wish = schedule.wished(header, NOW)

    assert wish is None or wish >= 0

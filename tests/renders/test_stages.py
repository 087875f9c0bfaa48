"""Timings as bars, errors as remedies."""

from __future__ import annotations

from renders.remedies import OTHERWISE, remedy
from renders.stages import stages


def test_bars_follow_each_other_in_the_order_of_the_work():
    bars = stages({"print": 50.0, "layout": 30.0, "queue": 20.0})

    assert [(bar.label, bar.start, bar.width) for bar in bars] == [
        ("Queue", 0, 200),
        ("Layout", 200, 300),
        ("Print", 500, 500),
    ]


def test_the_shortest_stage_can_still_be_seen():
    assert stages({"print": 10_000.0, "store": 0.1})[-1].width == 4


def test_a_stage_without_a_name_of_ours_comes_last():
    assert [bar.label for bar in stages({"sealing": 5.0, "print": 5.0})] == ["Print", "Sealing"]


def test_no_timings_give_no_bars():
    assert stages({}) == []
    assert stages({"print": 0.0})[0].start == 0


def test_every_error_has_a_remedy():
    assert "fewer rows" in remedy("render_timeout")
    assert remedy("never_heard_of") == OTHERWISE

"""Whose turn it is."""

from __future__ import annotations

import uuid

from renders.fairness import REMEMBERED, STREAK, Turns

HEAVY, BUSY, LIGHT = (uuid.UUID(int=number) for number in (1, 2, 3))


def turns(*served: uuid.UUID) -> Turns:
    """A lane that served these, in this order."""
    lane = Turns()
    for project in served:
        lane.note(project)
    return lane


def test_a_new_lane_takes_the_longest_waiting():
    assert not turns().may_stay
    assert turns().order([LIGHT, HEAVY]) == [LIGHT, HEAVY]


def test_a_lane_stays_with_its_project_for_a_while():
    assert turns(*[HEAVY] * (STREAK - 1)).may_stay
    assert not turns(*[HEAVY] * STREAK).may_stay


def test_then_it_turns_to_the_neighbour():
    assert turns(*[HEAVY] * STREAK).order([HEAVY, LIGHT]) == [LIGHT, HEAVY]


def test_two_heavy_neighbours_do_not_pass_the_lane_between_them():
    lane = turns(*[HEAVY] * STREAK, *[BUSY] * STREAK)

    assert lane.order([HEAVY, BUSY, LIGHT]) == [LIGHT, HEAVY, BUSY]


def test_coming_back_to_a_project_begins_a_new_streak():
    assert turns(*[HEAVY] * STREAK, LIGHT, HEAVY).may_stay


def test_the_memory_is_bounded():
    lane = turns(*[uuid.UUID(int=number) for number in range(REMEMBERED + 1)])

    assert len(lane.served) <= REMEMBERED

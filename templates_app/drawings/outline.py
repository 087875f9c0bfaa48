"""Outlines: the dark modules of a symbol as one path around them.

A square for each module would do for a scanner, but viewers blur the seams between squares into hairlines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[int, int]


def outline(rows: Sequence[Sequence[object]]) -> str:
    """The path around all true cells of a grid, in cells from its top left corner; holes run the other way round."""
    leaving = _edges(rows)
    seen: set[tuple[Point, Point]] = set()
    loops: list[list[Point]] = []
    for start, ends in leaving.items():
        for end in ends:
            if (start, end) not in seen:
                loops.append(_loop(start, end, leaving, seen))
    return "".join(_drawn(loop) for loop in loops)


def _edges(rows: Sequence[Sequence[object]]) -> dict[Point, list[Point]]:
    """Where each border of dark and light leads, with the dark on its right."""
    dark = {(x, y) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell}
    leaving: dict[Point, list[Point]] = {}
    for x, y in sorted(dark):
        corners = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))
        neighbours = ((x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y))
        for side, neighbour in enumerate(neighbours):
            if neighbour not in dark:
                leaving.setdefault(corners[side], []).append(corners[(side + 1) % 4])
    return leaving


def _loop(here: Point, ahead: Point, leaving: dict[Point, list[Point]], seen: set[tuple[Point, Point]]) -> list[Point]:
    """The points of one closed border. Where two borders touch it turns right, and so stays with its own module."""
    points: list[Point] = []
    while (here, ahead) not in seen:
        seen.add((here, ahead))
        points.append(here)
        right = (ahead[0] + here[1] - ahead[1], ahead[1] + ahead[0] - here[0])
        choices = leaving[ahead]
        here, ahead = ahead, right if right in choices else choices[0]
    return points


def _drawn(loop: list[Point]) -> str:
    """Path commands from corner to corner; points on a straight line are left out."""
    corners = [
        point
        for at, point in enumerate(loop)
        if not (loop[at - 1][0] == point[0] == loop[(at + 1) % len(loop)][0])
        and not (loop[at - 1][1] == point[1] == loop[(at + 1) % len(loop)][1])
    ]
    commands = [f"M{corners[0][0]} {corners[0][1]}"]
    for before, point in pairwise(corners):
        commands.append(f"h{point[0] - before[0]}" if point[1] == before[1] else f"v{point[1] - before[1]}")
    return "".join(commands) + "z"

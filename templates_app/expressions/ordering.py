"""Ordering: computed variables in the order that lets each find what it needs, and the cycles that have none."""

from __future__ import annotations

from collections.abc import Mapping

from templates_app.expressions.nodes import Expression


def arranged(expressions: Mapping[str, Expression]) -> tuple[str, ...]:
    """The keys, each behind all that it is computed from; those of a cycle, or behind one, are left out."""
    waiting = {
        key: {other for other in expression.keys if other in expressions} for key, expression in expressions.items()
    }
    users: dict[str, list[str]] = {key: [] for key in expressions}
    for key, needed in waiting.items():
        for other in needed:
            users[other].append(key)
    ready = [key for key, needed in waiting.items() if not needed]
    order: list[str] = []
    while len(order) < len(ready):
        key = ready[len(order)]
        order.append(key)
        for user in users[key]:
            waiting[user].discard(key)
            if not waiting[user]:
                ready.append(user)
    return tuple(order)


def cycle_from(key: str, expressions: Mapping[str, Expression], stuck: frozenset[str]) -> list[str]:
    """The cycle that a key leads into, from its first member round to it again; `stuck` are all that have no order."""
    path: dict[str, None] = {}
    while key not in path:
        path[key] = None
        key = next(other for other in expressions[key].keys if other in stuck)
    members = list(path)
    return [*members[members.index(key) :], key]

"""Nodes: what an expression means, as a tree of values that nothing can change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, true or false; None for null."""

    value: Decimal | str | bool | None
    at: int


@dataclass(frozen=True, slots=True)
class Key:
    """A value of the data by its absolute key (`customer.name`, `items[].qty`), or a list by its own (`items`)."""

    key: str
    at: int


@dataclass(frozen=True, slots=True)
class Negation:
    """`-x`, or `not x`."""

    sign: str
    operand: Node
    at: int


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain: the operator with what stands to the right of it."""

    sign: str
    operand: Node
    at: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of equal rank, worked off from left to right: `a + b - c`. A comparison is a chain of one step.

    A chain of any length is one node, so that long sums are not deep trees.
    """

    first: Node
    steps: tuple[Step, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]
    at: int


Node = Literal | Key | Negation | Chain | Call


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node."""
    if isinstance(node, Negation):
        return (node.operand,)
    if isinstance(node, Chain):
        return (node.first, *(step.operand for step in node.steps))
    return node.arguments if isinstance(node, Call) else ()


def walk(node: Node) -> Iterator[Node]:
    """A node and all that it is made of."""
    yield node
    for part in parts(node):
        yield from walk(part)


def size(node: Node) -> int:
    """How many nodes there are: the steps that one evaluation takes."""
    return sum(1 for _ in walk(node))


def keys_of(node: Node) -> tuple[str, ...]:
    """The absolute keys that a node reads, each once, in the order of first use."""
    return tuple(dict.fromkeys(inner.key for inner in walk(node) if isinstance(inner, Key)))


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression: its text, its tree and the absolute keys that it reads."""

    text: str
    root: Node
    keys: tuple[str, ...]

    @property
    def counted(self) -> frozenset[str]:
        """The keys that are counted by themselves, as in `count(items)`; outside of lists only lists are."""
        calls = (node for node in walk(self.root) if isinstance(node, Call) and node.name == "count")
        return frozenset(part.key for call in calls for part in call.arguments if isinstance(part, Key))

"""Programs: expressions made into functions of a frame, once, so that each of many rows costs a few calls."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.expressions.aggregates import REDUCERS, Run, aggregate
from templates_app.expressions.comparing import COMPARE
from templates_app.expressions.faults import Fault
from templates_app.expressions.frame import Frame, reader
from templates_app.expressions.functions import AGGREGATES, FUNCTIONS, Function, Unfit
from templates_app.expressions.nodes import Call, Chain, Key, Literal, Negation, Node, size
from templates_app.expressions.scoping import chain_to, fixed_and_open, innermost, is_aggregate
from templates_app.expressions.values import DATE, FLAG, KINDS, NUMBER, READERS, TEXT, Known, is_empty

Scope = frozenset[str]

ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
}
CLASSES: dict[str, tuple[type, ...]] = {NUMBER: (Decimal,), TEXT: (str,), FLAG: (bool,), DATE: (date, str)}
LETTERS_PER_STEP = 8


class Compiler:
    """Makes functions of nodes; `manifest` tells how the values of keys are to be read."""

    def __init__(self, manifest: Known) -> None:
        self.manifest = manifest
        self.lists = frozenset(manifest.lists)

    def run_of(self, node: Node, scope: Scope) -> Run:
        """A function that gives a node's value in a frame whose open lists are those of `scope`. It raises Fault."""
        if isinstance(node, Literal):
            value = node.value
            return lambda frame: value
        if isinstance(node, Key):
            return self.key(node)
        if isinstance(node, Negation):
            return self.negation(node, scope)
        if isinstance(node, Chain):
            return self.chain(node, scope)
        return self.call(node, scope)

    def needed(self, node: Node, kind: str, scope: Scope) -> Run:
        """The same, but a Fault where there is no value, or one of another kind; '' is any kind."""
        run, classes, at = self.run_of(node, scope), CLASSES.get(kind, (object,)), node.at

        def lacking(frame: Frame) -> str:
            if isinstance(node, Key):
                return filled("{path} has no value", path=frame.path(node.key))
            return gettext_noop("a part has no value")

        def needed(frame: Frame) -> Any:
            value = run(frame)
            if isinstance(value, classes):
                return value
            if value is None:
                raise Fault(lacking(frame), at)
            raise Fault(filled("expected {wanted}", wanted=kind), at)

        return needed

    def key(self, node: Key) -> Run:
        if node.key in self.lists:
            return lambda frame: True
        field = self.manifest.by_key.get(node.key)
        kind = KINDS.get(field.data_type) if field else None
        if kind is None:
            return lambda frame: None
        read, convert = reader(node.key), READERS[kind]
        return lambda frame: convert(read(frame))

    def negation(self, node: Negation, scope: Scope) -> Run:
        if node.sign == "not":
            test = self.flag(node.operand, scope)
            return lambda frame: not test(frame)
        number = self.needed(node.operand, NUMBER, scope)
        return lambda frame: -number(frame)

    def flag(self, node: Node, scope: Scope) -> Callable[[Frame], bool]:
        """A test: what has no value is false."""
        run, at = self.run_of(node, scope), node.at

        def test(frame: Frame) -> bool:
            value = run(frame)
            if value is None or isinstance(value, bool):
                return value is True
            raise Fault(filled("expected {wanted}", wanted=FLAG), at)

        return test

    def chain(self, node: Chain, scope: Scope) -> Run:
        sign = node.steps[0].sign
        if sign in ("and", "or"):
            tests = [self.flag(operand, scope) for operand in (node.first, *(step.operand for step in node.steps))]
            decide = all if sign == "and" else any
            return lambda frame: decide(test(frame) for test in tests)
        if sign in ARITHMETIC:
            return self.arithmetic(node, scope)
        left, right = self.run_of(node.first, scope), self.run_of(node.steps[0].operand, scope)
        compare, at = COMPARE[sign], node.at
        return lambda frame: compare(left(frame), right(frame), at)

    def arithmetic(self, node: Chain, scope: Scope) -> Run:
        first = self.needed(node.first, NUMBER, scope)
        steps = [
            (ARITHMETIC[step.sign], self.needed(step.operand, NUMBER, scope), step.sign in "/%", step.at)
            for step in node.steps
        ]

        def run(frame: Frame) -> Decimal:
            total: Decimal = first(frame)
            for operate, operand, divides, at in steps:
                value = operand(frame)
                if divides and not value:
                    raise Fault(gettext_noop("division by zero"), at)
                try:
                    total = operate(total, value)
                except ArithmeticError:
                    raise Fault(gettext_noop("the number is too large"), at) from None
            return total

        return run

    def call(self, node: Call, scope: Scope) -> Run:
        if node.name in FUNCTIONS and FUNCTIONS[node.name].takes(len(node.arguments)):
            return self.function(node, FUNCTIONS[node.name], scope)
        if is_aggregate(node) and len(node.arguments) == 1:
            return self.aggregate(node, scope)
        if node.name == "if" and len(node.arguments) == 3:
            test, then, otherwise = self.flag(node.arguments[0], scope), *map(self.in_(scope), node.arguments[1:])
            return lambda frame: then(frame) if test(frame) else otherwise(frame)
        if node.name == "coalesce":
            return first_filled([self.run_of(argument, scope) for argument in node.arguments])
        if node.name in AGGREGATES:
            values, choose, at = [self.needed(part, "", scope) for part in node.arguments], REDUCERS[node.name], node.at
            return lambda frame: choose([value(frame) for value in values], at)
        return lambda frame: None

    def in_(self, scope: Scope) -> Callable[[Node], Run]:
        return lambda node: self.run_of(node, scope)

    def function(self, node: Call, function: Function, scope: Scope) -> Run:
        kinds = function.parameters
        arguments = [
            self.run_of(argument, scope)
            if function.takes_nothing
            else self.needed(argument, kinds[min(at, len(kinds) - 1)], scope)
            for at, argument in enumerate(node.arguments)
        ]
        call, at = function.run, node.at

        def run(frame: Frame) -> Any:
            try:
                value = call(*[argument(frame) for argument in arguments])
            except Unfit as unfit:
                raise Fault(str(unfit), at) from None
            except ArithmeticError:
                raise Fault(gettext_noop("the number is too large"), at) from None
            if isinstance(value, str):
                frame.spend(len(value) // LETTERS_PER_STEP)
            return value

        return run

    def aggregate(self, node: Call, scope: Scope) -> Run:
        argument = node.arguments[0]
        list_key = innermost(argument, self.lists) or ""
        fixed, opened = fixed_and_open(list_key, scope)
        run = self.run_of(argument, scope | set(chain_to(list_key)))
        return aggregate(node.name, run, size(argument), fixed, opened, node.at)


def first_filled(runs: list[Run]) -> Run:
    """The first value that is there; what cannot be computed is not."""

    def run(frame: Frame) -> Any:
        for attempt in runs:
            try:
                value = attempt(frame)
            except Fault:
                continue
            if not is_empty(value):
                return value
        return None

    return run

"""Checking: what can be known wrong of computed variables before there is data: keys, kinds, cycles."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.expressions.faults import Issue, position
from templates_app.expressions.functions import AGGREGATES, FUNCTIONS, LAZY, NAMES, UNITS, Function
from templates_app.expressions.nodes import Call, Chain, Expression, Key, Literal, Negation, Node
from templates_app.expressions.ordering import arranged, cycle_from
from templates_app.expressions.scoping import chain_to, innermost, is_aggregate
from templates_app.expressions.values import COMPUTABLE, DATE, FLAG, KINDS, NUMBER, TEXT, Known, as_moment
from templates_app.keys import list_of, lists_of

# A kind that fits everywhere: null, or a part whose fault has been named already.
ANY = ""
ORDERED = ("<", "<=", ">", ">=")
SHOWN_CYCLE = 6
TAKES = gettext_noop("{name} takes {wanted}, not {given}")
CONDITION = gettext_noop("the condition of {name} is {wanted}, not {given}")
COMPARED = gettext_noop("{name} cannot compare {wanted} and {given}")
CHOSEN = gettext_noop("{name} cannot choose between {wanted} and {given}")


def check(expressions: Mapping[str, Expression], manifest: Known) -> list[Issue]:
    """Everything wrong with computed variables, which are given by absolute key; [] when all can be evaluated."""
    issues = [issue for key, expression in expressions.items() for issue in _Check(key, expression, manifest).issues()]
    stuck = frozenset(expressions) - frozenset(arranged(expressions))
    return issues + [Issue(key, _cycle_reason(key, expressions, stuck), 1, 1) for key in expressions if key in stuck]


def _cycle_reason(key: str, expressions: Mapping[str, Expression], stuck: frozenset[str]) -> str:
    cycle = cycle_from(key, expressions, stuck)
    shown = " → ".join(cycle[:SHOWN_CYCLE]) + (" → …" if len(cycle) > SHOWN_CYCLE else "")
    if key in cycle:
        return filled("{key} is computed from itself: {shown}", key=key, shown=shown)
    return filled("{key} needs {cycle}, which is computed from itself: {shown}", key=key, cycle=cycle[0], shown=shown)


class _Check:
    """One walk over an expression; the issues gather as it goes."""

    def __init__(self, key: str, expression: Expression, manifest: Known) -> None:
        self.key = key
        self.expression = expression
        self.manifest = manifest
        self.lists = frozenset(manifest.lists)
        self.found: list[Issue] = []

    def issues(self) -> list[Issue]:
        wanted = self.manifest.by_key[self.key].data_type if self.key in self.manifest.by_key else None
        kind = self.kind(self.expression.root, frozenset(chain_to(list_of(self.key))))
        if wanted is not None and wanted not in COMPUTABLE:
            self.say(
                filled("{type} cannot be computed, only {known}", type=wanted, known=", ".join(COMPUTABLE)),
                self.expression.root,
            )
        elif wanted is not None and not self.fits(self.expression.root, kind, KINDS[wanted]):
            self.say(
                filled("this gives {given}, but {key} is of type {type}", given=kind, key=self.key, type=wanted),
                self.expression.root,
            )
        return self.found

    def say(self, reason: str, node: Node) -> str:
        """Notes an issue; the kind of what is wrong is any, so that it is not named again further out."""
        self.found.append(Issue(self.key, reason, *position(self.expression.text, node.at)))
        return ANY

    def kind(self, node: Node, scope: frozenset[str]) -> str:
        """The kind of a node's value; `scope` are the lists with a current row."""
        if isinstance(node, Literal):
            return _kind_of_literal(node)
        if isinstance(node, Key):
            return self.key_kind(node, scope)
        if isinstance(node, Negation):
            kind = FLAG if node.sign == "not" else NUMBER
            return self.expect(node.operand, kind, scope, node.sign)
        if isinstance(node, Chain):
            return self.chain_kind(node, scope)
        return self.call_kind(node, scope)

    def fits(self, node: Node, kind: str, wanted: str) -> bool:
        is_written_date = wanted == DATE and isinstance(node, Literal) and as_moment(node.value) is not None
        return ANY in (kind, wanted) or kind == wanted or is_written_date

    def expect(self, node: Node, wanted: str, scope: frozenset[str], name: str, template: str = TAKES) -> str:
        """The wanted kind, after an issue when the node is of another."""
        kind = self.kind(node, scope)
        if not self.fits(node, kind, wanted):
            self.say(filled(template, name=name, wanted=wanted, given=kind), node)
        return wanted

    def same(self, nodes: tuple[Node, ...], scope: frozenset[str], name: str, template: str) -> str:
        """The one kind of several nodes; a text that writes a date is one beside dates."""
        kinds = [self.kind(node, scope) for node in nodes]
        wanted = DATE if DATE in kinds else next((kind for kind in kinds if kind), ANY)
        for node, kind in zip(nodes, kinds, strict=True):
            if not self.fits(node, kind, wanted):
                self.say(filled(template, name=name, wanted=wanted, given=kind), node)
        return wanted

    def key_kind(self, node: Key, scope: frozenset[str]) -> str:
        if node.key in self.lists:
            return self.say(
                filled("{key} is a list; use count({key}), or a function over {key}[].…", key=node.key), node
            )
        field = self.manifest.by_key.get(node.key)
        if field is None:
            return self.say(filled("{key} is not in the manifest", key=node.key), node)
        closed = next((list_key for list_key in lists_of(node.key) if list_key not in scope), None)
        if closed:
            said = filled(
                "{key} is there once for each row of {closed}; it can stand inside sum, avg, min, max or count,"
                " or in a computed field of {closed}",
                key=node.key,
                closed=closed,
            )
            self.say(said, node)
        if field.data_type not in KINDS:
            return self.say(
                filled(
                    "{key} is of type {data_type}, which expressions cannot use",
                    key=node.key,
                    data_type=field.data_type,
                ),
                node,
            )
        return KINDS[field.data_type]

    def chain_kind(self, node: Chain, scope: frozenset[str]) -> str:
        operands = (node.first, *(step.operand for step in node.steps))
        sign = node.steps[0].sign
        if sign in ("=", "!=", *ORDERED):
            kind = self.same(operands, scope, sign, COMPARED)
            if kind == FLAG and sign in ORDERED:
                self.say(filled("{sign} cannot order true and false", sign=sign), node)
            return FLAG
        kind = FLAG if sign in ("and", "or") else NUMBER
        for operand in operands:
            self.expect(operand, kind, scope, sign)
        return kind

    def call_kind(self, node: Call, scope: frozenset[str]) -> str:
        if node.name in FUNCTIONS:
            return self.function_kind(node, FUNCTIONS[node.name], scope)
        if is_aggregate(node):
            return self.aggregate_kind(node, scope)
        if node.name in LAZY or node.name in AGGREGATES:
            return self.choice_kind(node, scope)
        return self.say(
            filled("there is no function {name}; known are {known}", name=node.name, known=", ".join(NAMES)), node
        )

    def function_kind(self, node: Call, function: Function, scope: frozenset[str]) -> str:
        count, most = len(node.arguments), len(function.parameters)
        if not function.takes(count):
            self.say(_number_fault(node.name, function, count), node)
        for at, argument in enumerate(node.arguments):
            self.expect(argument, function.parameters[min(at, most - 1)], scope, node.name)
        if node.name == "date_add" and count == most:
            unit = node.arguments[2]
            if isinstance(unit, Literal) and unit.value not in UNITS:
                self.say(filled("date_add counts {known}", known=", ".join(UNITS)), unit)
        return function.result

    def aggregate_kind(self, node: Call, scope: frozenset[str]) -> str:
        if len(node.arguments) != 1:
            return self.say(filled("{name} takes one list, such as {name}(items[].price)", name=node.name), node)
        argument, before = node.arguments[0], len(self.found)
        list_key = innermost(argument, self.lists)
        if list_key is None:
            return self.say(filled("{name} mixes rows of different lists", name=node.name), node)
        inner = scope | set(chain_to(list_key))
        if node.name == "count":
            if not (isinstance(argument, Key) and argument.key in self.lists):
                self.kind(argument, inner)
            kind = NUMBER
        elif node.name in ("sum", "avg"):
            kind = self.expect(argument, NUMBER, inner, node.name)
        else:
            kind = self.ordered(node, self.kind(argument, inner))
        if not list_key and len(self.found) == before:
            self.say(filled("{name} goes through a list, such as {name}(items[].price)", name=node.name), node)
        return kind

    def choice_kind(self, node: Call, scope: frozenset[str]) -> str:
        """if, coalesce, and min and max of plain values."""
        chosen = node.arguments
        if node.name == "if":
            if len(chosen) != 3:
                return self.say(gettext_noop("if takes a condition and two values: if(a > b, a, b)"), node)
            self.expect(chosen[0], FLAG, scope, "if", CONDITION)
            chosen = chosen[1:]
        if not chosen:
            return self.say(filled("{name} takes values to choose from", name=node.name), node)
        kind = self.same(chosen, scope, node.name, CHOSEN)
        return kind if node.name in LAZY else self.ordered(node, kind)

    def ordered(self, node: Call, kind: str) -> str:
        if kind not in (NUMBER, DATE, ANY):
            return self.say(filled("{name} takes numbers or dates, not {given}", name=node.name, given=kind), node)
        return kind


def _kind_of_literal(node: Literal) -> str:
    if node.value is None:
        return ANY
    if isinstance(node.value, bool):
        return FLAG
    return TEXT if isinstance(node.value, str) else NUMBER


def _number_fault(name: str, function: Function, count: int) -> str:
    given = {"name": name, "least": function.required, "most": len(function.parameters), "count": count}
    if function.more:
        return filled("{name} takes at least {least} arguments, not {count}", **given)
    if given["least"] == given["most"]:
        return filled("{name} takes {least} arguments, not {count}", **given)
    return filled("{name} takes {least} to {most} arguments, not {count}", **given)

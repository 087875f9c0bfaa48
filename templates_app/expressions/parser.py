"""The parser: tokens made into a tree by binding power (Pratt), never deeper than a bound.

From loose to tight: or · and · not · comparison (one, not a chain) · + - · * / % · unary minus.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.expressions.faults import ExpressionError
from templates_app.expressions.nodes import Call, Chain, Expression, Key, Literal, Negation, Node, Step, keys_of
from templates_app.expressions.tokens import END, NAME, NUMBER, SIGN, TEXT, WORD, Token, tokenise

DEPTH_LIMIT = 20
NOT, COMPARISON, UNARY = 3, 4, 7
POWERS = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), COMPARISON),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "/", "%"), 6),
}
SPELLINGS = {"==": "=", "<>": "!="}
CONSTANTS = {"true": True, "false": False, "null": None}


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The expression that a text writes down. Raises ExpressionError."""
    parser = _Parser(text)
    root = parser.expression(0, 1)
    parser.expect_end()
    return Expression(text, root, keys_of(root))


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenise(text)
        self.next = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    def advance(self) -> Token:
        token = self.token
        self.next += token.kind != END
        return token

    def is_at(self, sign: str) -> bool:
        return self.token.kind == SIGN and self.token.text == sign

    def fail(self, reason: str, token: Token | None = None) -> ExpressionError:
        return ExpressionError(reason, self.text, (token or self.token).at)

    def expression(self, power: int, depth: int) -> Node:
        """An expression of operators that bind tighter than `power`."""
        if depth > DEPTH_LIMIT:
            raise self.fail(filled("parts are nested at most {most} deep", most=DEPTH_LIMIT))
        left = self.operand(depth)
        while (found := self.power()) > power:
            left = self.chain(left, found, depth)
        return left

    def power(self) -> int:
        if self.token.kind not in (SIGN, WORD):
            return 0
        return POWERS.get(SPELLINGS.get(self.token.text, self.token.text), 0)

    def chain(self, first: Node, power: int, depth: int) -> Chain:
        steps: list[Step] = []
        while self.power() == power:
            if steps and power == COMPARISON:
                raise self.fail(gettext_noop("comparisons do not chain; write a < b and b < c"))
            sign = self.advance()
            operand = self.expression(power, depth)
            steps.append(Step(SPELLINGS.get(sign.text, sign.text), operand, sign.at))
        return Chain(first, tuple(steps), steps[0].at)

    def operand(self, depth: int) -> Node:
        token = self.advance()
        if token.kind == NUMBER:
            return Literal(Decimal(token.text), token.at)
        if token.kind == TEXT:
            return Literal(token.text, token.at)
        if token.kind == NAME:
            return self.call(token, depth) if self.is_at("(") else self.key(token)
        if token.kind == WORD and token.text in CONSTANTS:
            return Literal(CONSTANTS[token.text], token.at)
        if token.text in ("-", "not") and token.kind in (SIGN, WORD):
            inner = self.expression(UNARY if token.text == "-" else NOT, depth + 1)
            return Negation(token.text, inner, token.at)
        if token.text == "(" and token.kind == SIGN:
            inner = self.expression(0, depth + 1)
            self.close(token)
            return inner
        raise self.unexpected(token)

    def key(self, token: Token) -> Key:
        if token.text.endswith("[]"):
            raise self.fail(
                filled(
                    "a key ends in a name: {step}.price, or {key} for the list",
                    step=token.text,
                    key=token.text[:-2],
                ),
                token,
            )
        return Key(token.text, token.at)

    def call(self, name: Token, depth: int) -> Call:
        opening = self.advance()
        arguments: list[Node] = []
        if not self.is_at(")"):
            arguments.append(self.expression(0, depth + 1))
            while self.is_at(","):
                self.advance()
                arguments.append(self.expression(0, depth + 1))
        self.close(opening)
        return Call(name.text, tuple(arguments), name.at)

    def close(self, opening: Token) -> None:
        if self.is_at(")"):
            self.advance()
            return
        if self.token.kind == END:
            raise self.fail(gettext_noop("the bracket that opens here is not closed"), opening)
        raise self.unexpected(self.token)

    def expect_end(self) -> None:
        if self.token.kind != END:
            raise self.unexpected(self.token)

    def unexpected(self, token: Token) -> ExpressionError:
        if token.kind == END:
            return self.fail(
                gettext_noop("the expression ends too early") if self.next else gettext_noop("the expression is empty"),
                token,
            )
        if token.kind == TEXT:
            return self.fail(gettext_noop("a text cannot stand here"), token)
        return self.fail(filled("{shown} cannot stand here", shown=token.text), token)

"""Tokens: the text of an expression cut into numbers, texts, names and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.expressions.faults import ExpressionError
from templates_app.keys import absolute_key_fault, has_unstorable

TEXT_LIMIT = 2_000
DIGITS_LIMIT = 28

NUMBER, TEXT, NAME, SIGN, WORD, END = "number", "text", "name", "sign", "word", "end"
WORDS = ("and", "or", "not", "true", "false", "null")
NAME_TEXT = r"[A-Za-z_][A-Za-z0-9_]*(?:\[\])?(?:\.[A-Za-z_][A-Za-z0-9_]*(?:\[\])?)*"
LEXICON = re.compile(
    rf"""(?P<blank>[ \t\r\n]+)
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?![A-Za-z0-9_.]))
    |(?P<name>{NAME_TEXT})
    |(?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*')
    |(?P<sign>==|!=|<>|<=|>=|[-+*/%=<>(),])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its text (of a text literal, what it stands for) and its offset."""

    kind: str
    text: str
    at: int


def tokenise(text: str) -> list[Token]:
    """The tokens of a text, with an END behind the last. Raises ExpressionError."""
    if len(text) > TEXT_LIMIT:
        raise ExpressionError(filled("an expression has at most {most} characters", most=TEXT_LIMIT), text, TEXT_LIMIT)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = LEXICON.match(text, at)
        if match is None:
            raise ExpressionError(_stumble(text, at), text, at)
        if match.lastgroup != "blank":
            tokens.append(_token(str(match.lastgroup), match.group(), at, text))
        at = match.end()
    return [*tokens, Token(END, "", len(text))]


def _token(kind: str, found: str, at: int, text: str) -> Token:
    if kind == TEXT:
        if has_unstorable(found):
            raise ExpressionError(gettext_noop("a text holds a character that cannot be stored"), text, at)
        return Token(TEXT, found[1:-1].replace(found[0] * 2, found[0]), at)
    if kind == NAME and found in WORDS:
        return Token(WORD, found, at)
    if kind == NAME and (fault := absolute_key_fault(found.removesuffix("[]"))):
        raise ExpressionError(fault[0].lower() + fault[1:], text, at)
    if kind == NUMBER and len(found) > DIGITS_LIMIT:
        raise ExpressionError(filled("a number has at most {most} digits", most=DIGITS_LIMIT), text, at)
    return Token(kind, found, at)


def _stumble(text: str, at: int) -> str:
    """Why nothing could be read at an offset."""
    letter = text[at]
    if letter in "\"'":
        return filled("the text that begins here has no closing {letter}", letter=letter)
    if letter.isdigit() or text[at : at + 2].removeprefix(".").isdigit():
        return gettext_noop("a number is written like 12 or 12.5")
    if letter == "[":
        return gettext_noop("a list step is written items[].price, without a number")
    if letter == "&":
        return gettext_noop("& is not known; join texts with concat()")
    return (
        filled("{shown} cannot stand here", shown=ascii(letter))
        if letter.isprintable()
        else gettext_noop("a character that cannot stand here")
    )

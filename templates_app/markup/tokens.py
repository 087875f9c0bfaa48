"""Tokens: cleaned HTML cut into elements, text and the markers that stand for our tags."""

from __future__ import annotations

import re
from dataclasses import dataclass

from templates_app.markup.language import EACH, END, IF, Tag

VOID = frozenset(["br", "hr", "img", "col", "wbr"])
# The cleaner writes one normal form: lower-case names, double-quoted values, < and > escaped inside them.
ELEMENT = re.compile(
    r'<!--(?P<comment>.*?)-->|<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:\s[^\s=>]+="[^"]*")*)\s*>',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of cleaned HTML: `text`, `open`, `close` (with the element's name) or `marker` (with its number)."""

    kind: str
    html: str = ""
    name: str = ""
    attributes: str = ""
    number: int = -1


def tokens_of(html: str, nonce: str) -> list[Token]:
    """The tokens; comments that are not markers are dropped."""
    found: list[Token] = []
    at = 0
    for match in ELEMENT.finditer(html):
        if match.start() > at:
            found.append(Token("text", html[at : match.start()]))
        at = match.end()
        if match["name"]:
            kind = "close" if match["close"] else "open"
            found.append(Token(kind, match[0], match["name"], match["attributes"]))
        elif (match["comment"] or "").startswith(nonce):
            found.append(Token("marker", number=int(match["comment"].rpartition("-")[2])))
    return [*found, Token("text", html[at:])] if at < len(html) else found


def inside_bodies(tokens: list[Token], tags: list[Tag]) -> list[Token]:
    """The tokens with block openings moved into the <tbody> that HTML adds around a table's rows.

    In `<table>{{#each items}}<tr>` the opening comes to stand before the implied <tbody>, its end inside it.
    """
    moved: list[Token] = []
    for at, token in enumerate(tokens):
        moved.append(token)
        if token.kind != "open" or token.name != "tbody":
            continue
        inside = _ends_inside(tokens, at, tags)
        start = len(moved) - 1
        while start > 0 and (moved[start - 1].number in inside or (moved[start - 1].html.isspace() and start > 1)):
            start -= 1
        openings = [part for part in moved[start:-1] if part.number in inside]
        moved[start:] = [*(part for part in moved[start:-1] if part.number not in inside), token, *openings]
    return moved


def _ends_inside(tokens: list[Token], body: int, tags: list[Tag]) -> set[int]:
    """The numbers of blocks that end inside a <tbody> without having begun there."""
    depth, begun, ended = 0, [], set()
    openings = _openings(tags)
    for token in tokens[body:]:
        if token.name == "tbody":
            depth += 1 if token.kind == "open" else -1
        if depth == 0:
            break
        if token.kind == "marker" and tags[token.number].kind in (EACH, IF):
            begun.append(token.number)
        elif token.kind == "marker" and tags[token.number].kind == END and openings[token.number] not in begun:
            ended.add(openings[token.number])
    return ended


def _openings(tags: list[Tag]) -> dict[int, int]:
    """For every end, the number of the tag that it closes."""
    stack: list[int] = []
    pairs: dict[int, int] = {}
    for number, tag in enumerate(tags):
        if tag.kind in (EACH, IF):
            stack.append(number)
        elif tag.kind == END and stack:
            pairs[number] = stack.pop()
    return pairs

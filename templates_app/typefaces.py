"""Typefaces: the font families that a template's content asks for by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2

from templates_app.document.schema import TYPOGRAPHY

GENERIC = frozenset(
    (
        *("serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math", "emoji", "fangsong"),
        *("ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded", "inherit", "initial", "unset", "revert"),
    )
)
DECLARING = ("font", "font-family")


def font_families(content: dict[str, Any]) -> list[str]:
    """The families that a document or a hand-written template names, each once, generic ones left out."""
    if content.get("kind") == "html":
        found = [*_in_css(content.get("css") or ""), *_in_markup(content.get("html") or "")]
    else:
        found = [(content.get("typography") or {}).get("font") or TYPOGRAPHY["font"].default, *_in_nodes(content)]
    by_name = {family.casefold(): family for family in reversed(found) if family.casefold() not in GENERIC}
    return sorted(by_name.values(), key=found.index)


def _in_nodes(value: Any) -> Iterator[str]:
    """Of the textStyle marks, wherever they are."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            font = (part.get("attrs") or {}).get("font") if part.get("type") == "textStyle" else None
            if isinstance(font, str):
                yield font
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _in_markup(html: str) -> Iterator[str]:
    """Of the style attributes. What stands outside of tags and looks like one does no harm."""
    for piece in html.split("style=")[1:]:
        quote = piece[:1]
        if quote in "\"'":
            yield from _in_declarations(tinycss2.parse_blocks_contents(piece[1:].partition(quote)[0]))


def _in_css(css: str) -> Iterator[str]:
    """Of the rules, those inside @media and @page too; @font-face names what it brings along."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type in ("qualified-rule", "at-rule") and rule.content is not None:
            if rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
                continue
            yield from _in_declarations(tinycss2.parse_blocks_contents(rule.content))
            if rule.type == "at-rule":
                yield from _in_css(tinycss2.serialize(rule.content))


def _in_declarations(nodes: Iterable[Any]) -> Iterator[str]:
    for node in nodes:
        if node.type == "declaration" and node.lower_name in DECLARING:
            yield from _families(node.value, is_shorthand=node.lower_name == "font")


def _families(tokens: list[Any], *, is_shorthand: bool) -> Iterator[str]:
    """The names between the commas; in the shorthand those follow the size and the line height."""
    if is_shorthand:
        sizes = [at for at, token in enumerate(tokens) if token.type in ("dimension", "percentage", "number")]
        tokens = tokens[sizes[-1] + 1 :] if sizes else []
    names: list[list[str]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            names.append([])
        elif token.type in ("string", "ident"):
            names[-1].append(token.value)
    yield from (" ".join(words) for words in names if words)

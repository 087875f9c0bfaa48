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
    return list(dict.fromkeys(name for names in font_lists(content) for name in names))


def font_lists(content: dict[str, Any]) -> list[tuple[str, ...]]:
    """The same as they are listed, each with those that may stand in for it; generic ones left out."""
    if content.get("kind") == "html":
        brought, found = _brought(content.get("css") or ""), [*_in_css(content), *_in_markup(content.get("html") or "")]
    else:
        own = (content.get("typography") or {}).get("font") or TYPOGRAPHY["font"].default
        brought, found = set(), [(own,), *_in_nodes(content), *_in_fields(content)]
    lists = (tuple(name for name in names if name.casefold() not in GENERIC | brought) for names in found)
    return list(dict.fromkeys(names for names in lists if names))


def _in_nodes(value: Any) -> Iterator[tuple[str, ...]]:
    """Of the textStyle marks, wherever they are."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            font = (part.get("attrs") or {}).get("font") if part.get("type") == "textStyle" else None
            if isinstance(font, str):
                yield (font,)
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _in_fields(content: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Of the text fields of an overlay."""
    yield from ((field["font"],) for field in content.get("fields") or () if field.get("font"))


def _in_markup(html: str) -> Iterator[tuple[str, ...]]:
    """Of the style attributes. What stands outside of tags and looks like one does no harm."""
    for piece in html.split("style=")[1:]:
        quote = piece[:1]
        if quote in "\"'":
            yield from _in_declarations(tinycss2.parse_blocks_contents(piece[1:].partition(quote)[0]))


def _in_css(content: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Of the rules, those inside @media and @page too."""
    for rule in _rules(content.get("css") or ""):
        if rule.type == "qualified-rule" or rule.lower_at_keyword != "font-face":
            yield from _in_declarations(tinycss2.parse_blocks_contents(rule.content))


def _brought(css: str) -> set[str]:
    """What the @font-face rules of a stylesheet bring along."""
    faces = [rule for rule in _rules(css) if rule.type == "at-rule" and rule.lower_at_keyword == "font-face"]
    lists = (names for face in faces for names in _in_declarations(tinycss2.parse_blocks_contents(face.content)))
    return {name.casefold() for names in lists for name in names}


def _rules(css: str) -> Iterator[Any]:
    """The rules with a body, also those inside of others."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type in ("qualified-rule", "at-rule") and rule.content is not None:
            yield rule
            if rule.type == "at-rule":
                yield from _rules(tinycss2.serialize(rule.content))


def _in_declarations(nodes: Iterable[Any]) -> Iterator[tuple[str, ...]]:
    for node in nodes:
        if node.type == "declaration" and node.lower_name in DECLARING:
            yield tuple(_families(node.value, is_shorthand=node.lower_name == "font"))


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

"""A guide's Markdown as HTML: anchors for headings, samples with their copy button, links that stay in the product."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.token import Token

LANGUAGES = {"sh": "bash", "javascript": "js", "ts": "js", "typescript": "js", "jsonc": "json"}
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|/")
Fill = Callable[[str, str, str], str]
Address = Callable[[str], str | None]


@dataclass(frozen=True)
class Heading:
    """A heading: its level (1 to 6), the anchor that leads to it, its words."""

    level: int
    anchor: str
    title: str


@dataclass(frozen=True)
class Section:
    """What stands under a heading, as plain text to search in."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class Drawn:
    """A page as HTML, with its headings below the title."""

    html: str
    headings: tuple[Heading, ...]


def parsed(text: str) -> list[Token]:
    """The page's tokens, each heading with an anchor of its own. HTML in the text is text, never HTML."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)
    taken: dict[str, int] = {}
    for heading, words in _headings(tokens):
        name = anchor_of(plain(words))
        count = taken[name] = taken.get(name, -1) + 1
        heading.attrSet("id", f"{name}-{count}" if count else name)
    return tokens


def anchor_of(title: str) -> str:
    """`On your own machine` as `on-your-own-machine`, the way code hosts do it."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip()) or "part"


def plain(inline: Token) -> str:
    """The words of a line, without their marks."""
    parts = inline.children or []
    return "".join(" " if part.type in {"softbreak", "hardbreak"} else part.content for part in parts)


def title_of(tokens: list[Token]) -> str:
    """The words of the first heading."""
    return next((plain(words) for _, words in _headings(tokens)), "")


def lead_of(tokens: list[Token]) -> str:
    """The first paragraph, as text."""
    pairs = pairwise(tokens)
    return next((plain(words) for opening, words in pairs if opening.type == "paragraph_open"), "")


def sections(tokens: list[Token]) -> Iterator[Section]:
    """What stands under each heading."""
    anchor, title, text = "", "", [""]
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            yield Section(anchor, title, " ".join(text).strip())
            anchor, title, text = str(token.attrGet("id")), plain(tokens[at + 1]), []
        elif token.type == "inline" and tokens[at - 1].type != "heading_open":
            text.append(plain(token))
        elif token.type == "fence":
            text.append(token.content)
    yield Section(anchor, title, " ".join(text).strip())


def drawn(tokens: list[Token], *, fill: Fill, address: Address) -> Drawn:
    """The page without its title. `fill` completes samples, `address` says where a link between files leads."""
    headings = tuple(
        Heading(int(opening.tag[1]), str(opening.attrGet("id")), plain(words)) for opening, words in _headings(tokens)
    )
    parser = MarkdownIt("commonmark", {"html": False})
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("table_open", lambda *_: '<div class="table-wrap" tabindex="0"><table class="table">')
    parser.add_render_rule("table_close", lambda *_: "</table></div>")
    parser.add_render_rule("heading_close", _heading_close)
    parser.add_render_rule("link_open", _link_open)
    env = {"fill": fill, "address": address, "samples": 0}
    html = str(parser.renderer.render(_without_title(tokens), parser.options, env))
    return Drawn(html, headings[1:])


def _headings(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open":
            yield opening, words


def _without_title(tokens: list[Token]) -> list[Token]:
    return tokens[3:] if tokens and tokens[0].tag == "h1" else tokens


def _fence(renderer: Any, tokens: list[Token], at: int, options: Any, env: Any) -> str:
    env["samples"] += 1
    given, _, hint = tokens[at].info.strip().partition(" ")
    language = LANGUAGES.get(given, given)
    context = {
        "id": f"sample-{env['samples']}",
        "what": gettext("sample %(number)d") % {"number": env["samples"]},
        "language": language,
        "code": env["fill"](tokens[at].content, hint, language).rstrip("\n"),
    }
    return render_to_string("components/code.html", context)


def _heading_close(renderer: Any, tokens: list[Token], at: int, options: Any, env: Any) -> str:
    opening = tokens[at - 2]
    anchor = opening.attrGet("id")
    return f'<a class="guide-anchor" href="#{anchor}" aria-hidden="true" tabindex="-1">#</a></{opening.tag}>\n'


def _link_open(renderer: Any, tokens: list[Token], at: int, options: Any, env: Any) -> str:
    token = tokens[at]
    target = str(token.attrGet("href") or "")
    found = target if OUTSIDE.match(target) else env["address"](target)
    if found is None:
        return _unlinked(tokens[at:])
    token = Token("link_open", "a", 1, attrs={**token.attrs, "href": found})
    if found.startswith(("http://", "https://")):
        token.attrSet("rel", "noopener")
    return str(renderer.renderToken([token], 0, options, env))


def _unlinked(rest: Iterable[Token]) -> str:
    """A link to a file that the product does not show: only its words stay."""
    closing = next(token for token in rest if token.type == "link_close")
    closing.tag = "span"
    return "<span>"

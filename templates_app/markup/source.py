"""Sources: a hand-written HTML template read once into parts, cleaned, with everything wrong about it named."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.markup.elements import clean, element_faults
from templates_app.markup.language import COMMENT, EACH, ELSE, IF, VALUE, Tag, scan, without_comments
from templates_app.markup.parts import (
    IN_ADDRESS,
    IN_ATTRIBUTE,
    IN_TEXT,
    Each,
    If,
    Image,
    Link,
    Part,
    Text,
    Value,
)
from templates_app.markup.tokens import VOID, Token, inside_bodies, tokens_of

SOURCE_LIMIT = 1_000_000
# Between these tags HTML has no place for text; a browser would print it above the table.
TEXTLESS = frozenset(["table", "thead", "tbody", "tfoot", "tr", "colgroup"])
ATTRIBUTE = re.compile(r'\s([^\s=>]+)="([^"]*)"')

Element = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source ready to be filled, or the reasons why it is not."""

    parts: tuple[Part, ...]
    faults: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def prepare(html: str) -> Prepared:
    """The parts of a source. It may be used even with faults: what is not allowed has been left out."""
    if len(html) > SOURCE_LIMIT:
        return Prepared((), (filled("At most {most} characters of HTML", most=SOURCE_LIMIT),))
    source, faults = without_comments(html), list[str]()
    tags = scan(source, faults)
    faults += element_faults(source)
    if faults:
        return Prepared((), tuple(faults))
    nonce = hashlib.sha256(source.encode(errors="replace")).hexdigest()[:16]
    builder = _Builder(tags, nonce)
    builder.read(inside_bodies(tokens_of(clean(_marked(html, tags, nonce)), nonce), tags))
    faults += builder.faults()
    return Prepared((), tuple(faults)) if faults else Prepared(tuple(builder.frames[0].parts))


def _marked(html: str, tags: list[Tag], nonce: str) -> str:
    """The source with a comment for every tag: the one thing that HTML leaves in place anywhere, even between rows.

    The author's own comments go.
    """
    cuts = [(tag.start, tag.end, f"<!--{nonce}-{number}-->") for number, tag in enumerate(tags)]
    cuts += [(comment.start(), comment.end(), "") for comment in COMMENT.finditer(html)]
    pieces, at = [], 0
    for start, end, replacement in sorted(cuts):
        pieces += [html[at:start], replacement]
        at = max(at, end)
    return "".join([*pieces, html[at:]])


@dataclass
class _Frame:
    """A block that is being read: where its parts go, and the elements that were open when it began."""

    tag: Tag | None = None
    elements: tuple[Element, ...] = ()
    parts: list[Part] = field(default_factory=list)
    then: tuple[Part, ...] | None = None


class _Builder:
    """Reads tokens into nested parts, and sees that every tag is there, in order, in a place that can repeat."""

    def __init__(self, tags: list[Tag], nonce: str) -> None:
        self.tags = tags
        self.in_attribute = re.compile(rf"&lt;!--{nonce}-(\d+)--&gt;")
        self.frames = [_Frame()]
        self.elements: list[Element] = []
        self.opened = 0
        self.next = 0
        self.messages: list[str] = []

    def faults(self) -> list[str]:
        """What is wrong with the places of the tags."""
        if not self.messages and self.next < len(self.tags):
            self._misplaced(self.tags[self.next])
        return self.messages[:1]

    def _misplaced(self, tag: Tag) -> None:
        self.messages.append(tag.says(gettext_noop("HTML cannot hold a value here; put attribute values in quotes")))

    def read(self, tokens: list[Token]) -> None:
        for token in tokens:
            if self.messages:
                return
            if token.kind == "marker":
                self._marker(token.number, IN_TEXT)
            elif token.kind == "text":
                self._add(Text(token.html))
            else:
                self._element(token)

    def _add(self, part: Part) -> None:
        parts = self.frames[-1].parts
        if isinstance(part, Text) and parts and isinstance(parts[-1], Text):
            parts[-1] = Text(parts[-1].html + part.html)
        else:
            parts.append(part)

    def _element(self, token: Token) -> None:
        if token.name == "img":
            self._image(token)
            return
        if token.kind == "open" and token.attributes:
            self._add(Text(f"<{token.name}"))
            for name, value in ATTRIBUTE.findall(token.attributes):
                self._attribute(name, value)
            self._add(Text(">"))
        else:
            self._add(Text(token.html))
        if token.kind == "open" and token.name not in VOID:
            self.opened += 1
            self.elements.append((self.opened, token.name))
        elif token.kind == "close" and self.elements:
            self.elements.pop()

    def _attribute(self, name: str, value: str) -> None:
        parts = self._value_parts(value, IN_ADDRESS if name == "href" else IN_ATTRIBUTE)
        if name == "href" and len(parts) == 1 and isinstance(parts[0], Value):
            self._add(Link(parts[0].tag))
            return
        for part in (Text(f' {name}="'), *parts, Text('"')):
            self._add(part)

    def _value_parts(self, value: str, where: str) -> tuple[Part, ...]:
        """The parts of an attribute's value; blocks inside must end inside."""
        self.frames.append(_Frame())
        depth = len(self.frames)
        self.elements.append((-len(self.frames), ""))
        literal, *rest = self.in_attribute.split(value)
        self._add(Text(literal)) if literal else None
        for number, text in zip(rest[::2], rest[1::2], strict=True):
            self._marker(int(number), where)
            self._add(Text(text)) if text else None
        self.elements.pop()
        if len(self.frames) != depth:
            self.messages.append(gettext_noop("a block that begins in an attribute must end in it"))
            del self.frames[depth:]
        return tuple(self.frames.pop().parts)

    def _image(self, token: Token) -> None:
        source: str | Tag = ""
        alt: tuple[Part, ...] = ()
        others: list[Part] = []
        for name, value in ATTRIBUTE.findall(token.attributes):
            parts = self._value_parts(value, IN_ATTRIBUTE)
            if name == "src":
                source = parts[0].tag if parts and isinstance(parts[0], Value) else value
            elif name == "alt":
                alt = parts
            else:
                others += [Text(f' {name}="'), *parts, Text('"')]
        self._add(Image(source, alt, tuple(others)))

    def _marker(self, number: int, where: str) -> None:
        tag = self.tags[number]
        is_textless = bool(self.elements) and self.elements[-1][1] in TEXTLESS
        if number != self.next or (tag.kind == VALUE and is_textless):
            self._misplaced(self.tags[self.next] if number != self.next < len(self.tags) else tag)
            return
        self.next += 1
        if tag.kind == VALUE:
            self._add(Value(tag, where))
        elif tag.kind in (EACH, IF):
            self.frames.append(_Frame(tag, tuple(self.elements)))
        else:
            self._else_or_end(tag)

    def _else_or_end(self, tag: Tag) -> None:
        frame = self.frames[-1]
        if frame.tag is None or frame.elements != tuple(self.elements):
            self.messages.append(tag.says(gettext_noop("a block must begin and end inside the same element")))
            return
        if tag.kind == ELSE:
            frame.then, frame.parts = tuple(frame.parts), []
            return
        self.frames.pop()
        body = tuple(frame.parts)
        if frame.tag.kind == EACH:
            self._add(Each(frame.tag, body))
        else:
            self._add(If(frame.tag, body if frame.then is None else frame.then, () if frame.then is None else body))

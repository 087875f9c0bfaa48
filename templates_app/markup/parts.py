"""Parts: what a prepared `html` source is made of, ready to be filled with values."""

from __future__ import annotations

from dataclasses import dataclass

from templates_app.markup.language import Tag

IN_TEXT, IN_ATTRIBUTE, IN_ADDRESS = "text", "attribute", "address"


@dataclass(frozen=True, slots=True)
class Text:
    """Clean HTML, printed as it stands."""

    html: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value, escaped for where it stands: in text, in an attribute, or inside an address."""

    tag: Tag
    where: str


@dataclass(frozen=True, slots=True)
class Link:
    """An href that is one value: printed only when the value is an http, https or mailto address."""

    tag: Tag


@dataclass(frozen=True, slots=True)
class Image:
    """An img: its source (a text, or the tag that names it), its alternative text and its other attributes."""

    source: str | Tag
    alt: tuple[Part, ...]
    attributes: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """A body for every row of a list."""

    tag: Tag
    body: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class If:
    """One of two bodies."""

    tag: Tag
    then: tuple[Part, ...]
    otherwise: tuple[Part, ...]


Part = Text | Value | Link | Image | Each | If

"""Scoping: what a key inside {{#each}} means, and every place of a source that wants a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from craftkit.lib.speech import filled
from templates_app.fields.uses import IMAGE, LIST, TEST, VALUE, Use
from templates_app.keys import join, lists_of
from templates_app.markup.language import Tag
from templates_app.markup.parts import Each, If, Image, Link, Part, Value

Knows = Callable[[str], bool]
Lists = tuple[str, ...]


def resolve(key: str, lists: Lists, knows: Knows) -> str:
    """The absolute key: a row's own field first, from the innermost list outward, then a value of the whole document.

    What nobody knows is taken for a field of the innermost row.
    """
    if not lists or "[]" in key:
        return key
    candidates = [*(join(list_key, key) for list_key in reversed(lists)), key]
    return next((candidate for candidate in candidates if knows(candidate)), candidates[0])


def uses_of(parts: tuple[Part, ...], knows: Knows, place: str, lists: Lists = ()) -> Iterator[Use]:
    """Every place that wants a value, with absolute keys."""
    for part in parts:
        if isinstance(part, Value | Link):
            yield _use(part.tag, VALUE, lists, knows, place)
        elif isinstance(part, Image):
            if isinstance(part.source, Tag):
                yield _use(part.source, IMAGE, lists, knows, place)
            yield from uses_of((*part.alt, *part.attributes), knows, place, lists)
        elif isinstance(part, If):
            yield _use(part.tag, TEST, lists, knows, place)
            yield from uses_of((*part.then, *part.otherwise), knows, place, lists)
        elif isinstance(part, Each):
            use = _use(part.tag, LIST, lists, knows, place)
            yield use
            yield from uses_of(part.body, knows, place, (*lists, use.key))


def _use(tag: Tag, role: str, lists: Lists, knows: Knows, place: str) -> Use:
    key = resolve(tag.key, lists, knows)
    return Use(key, role, place, tag.format, tag.position, "image" if role == IMAGE else "text")


def closed_lists(parts: tuple[Part, ...], knows: Knows, lists: Lists = ()) -> Iterator[str]:
    """Messages on absolute keys that step into a list no {{#each}} around them is open for."""
    for part in parts:
        for tag in _tags(part):
            key = resolve(tag.key, lists, knows)
            closed = next((wanted for wanted in lists_of(key) if wanted not in lists), None)
            if closed:
                yield tag.says(filled("{key} needs {{{{#each {closed}}}}} around it", key=key, closed=closed))
        inner = (*lists, resolve(part.tag.key, lists, knows)) if isinstance(part, Each) else lists
        yield from closed_lists(_inside(part), knows, inner)


def _tags(part: Part) -> list[Tag]:
    if isinstance(part, Image):
        return [part.source] if isinstance(part.source, Tag) else []
    return [part.tag] if isinstance(part, Value | Link | Each | If) else []


def _inside(part: Part) -> tuple[Part, ...]:
    if isinstance(part, Each):
        return part.body
    if isinstance(part, If):
        return (*part.then, *part.otherwise)
    return (*part.alt, *part.attributes) if isinstance(part, Image) else ()

"""Sources: the parts of a hand-written `html` template made into pieces."""

from __future__ import annotations

from collections.abc import Callable
from html import escape, unescape
from urllib.parse import quote

from templates_app.compiler.conditions import is_filled
from templates_app.compiler.context import Context, as_html
from templates_app.compiler.scope import Piece, Scope, choose, getter, join, repeat, run
from templates_app.fields.kinds import is_link
from templates_app.markup.language import Tag
from templates_app.markup.parts import IN_ADDRESS, IN_TEXT, Each, If, Image, Link, Part, Text, Value
from templates_app.markup.scoping import Lists, resolve


def compile_parts(parts: tuple[Part, ...], context: Context, lists: Lists = ()) -> list[Piece]:
    """The pieces of prepared parts."""
    return join(_part(part, context, lists) for part in parts)


def _part(part: Part, context: Context, lists: Lists) -> Piece:
    if isinstance(part, Text):
        return part.html
    if isinstance(part, Value):
        return _value(part, context, lists)
    if isinstance(part, Link):
        return _link(part, context, lists)
    if isinstance(part, Image):
        return _image(part, context, lists)
    key = resolve(part.tag.key, lists, context.manifest.knows)
    if isinstance(part, Each):
        return repeat(key, compile_parts(part.body, context, (*lists, key)))
    return _if(part, key, context, lists)


def _if(part: If, key: str, context: Context, lists: Lists) -> Piece:
    get = getter(key)
    then, otherwise = compile_parts(part.then, context, lists), compile_parts(part.otherwise, context, lists)
    return choose(lambda scope: is_filled(get(scope)), then, otherwise)


def _text_of(tag: Tag, context: Context, lists: Lists) -> Callable[[Scope], str]:
    return context.text_of(resolve(tag.key, lists, context.manifest.knows), tag.format or None)


def _value(part: Value, context: Context, lists: Lists) -> Piece:
    text = _text_of(part.tag, context, lists)
    if part.where == IN_TEXT:
        return lambda scope: as_html(text(scope))
    if part.where == IN_ADDRESS:
        return lambda scope: escape(quote(text(scope), safe="@+,", errors="replace"))
    return lambda scope: escape(text(scope))


def _link(part: Link, context: Context, lists: Lists) -> Piece:
    text = _text_of(part.tag, context, lists)

    def write(scope: Scope) -> str:
        address = text(scope)
        return f' href="{escape(address)}"' if is_link(address) else ""

    return write


def _image(part: Image, context: Context, lists: Lists) -> Piece:
    alt, attributes = compile_parts(part.alt, context, lists), compile_parts(part.attributes, context, lists)
    tag, literal = (part.source, "") if isinstance(part.source, Tag) else (None, unescape(part.source))
    get = getter(resolve(tag.key, lists, context.manifest.knows)) if tag else None

    def write(scope: Scope) -> str:
        source = get(scope) if get else literal
        return context.image(source, unescape(run(alt, scope)), "", run(attributes, scope))

    return write

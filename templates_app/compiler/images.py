"""Images: every picture that a document wants with these values, found before the page is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from templates_app.compiler.conditions import compile_condition, is_filled
from templates_app.compiler.overlay import overlay_images
from templates_app.compiler.scope import Scope, getter, rows_of
from templates_app.document.migrations import migrated
from templates_app.document.overlay import KIND as OVERLAY
from templates_app.markup.language import Tag
from templates_app.markup.parts import Each, If, Image, Part
from templates_app.markup.scoping import Lists, resolve
from templates_app.markup.source import prepare

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ImageSource:
    """A picture: its source (URL, data: URI or asset id), and the data path or JSON pointer that asks for it."""

    source: str
    path: str


def image_sources(content: dict[str, Any], values: dict[str, Any]) -> list[ImageSource]:
    """The pictures wanted, each once, under the first place that asks for it. Conditions are respected."""
    content, scope = migrated(content), Scope(values)
    found: dict[str, str] = {}
    for source, path in (*_in_bands(content, scope), *WALKS[content.get("kind", "document")](content, scope)):
        if isinstance(source, str) and source:
            found.setdefault(source, path)
    return [ImageSource(source, path) for source, path in found.items()]


def _in_bands(content: dict[str, Any], scope: Scope) -> Iterator[tuple[Any, str]]:
    for name in ("header", "footer"):
        for which, band in (content.get(name) or {}).items():
            for slot, nodes in (band or {}).items():
                for at, node in enumerate(nodes or []):
                    if node["type"] == "image":
                        yield _source(node, f"layout/{name}/{which}/{slot}/{at}", scope, {})


def _in_body(content: dict[str, Any], scope: Scope) -> Iterator[tuple[Any, str]]:
    body = content["body"]
    holders: set[int] = set()
    return _walk(body, "layout/body", scope, {}, holders) if _mark_holders(body, holders) else iter(())


def _mark_holders(node: Node, holders: set[int]) -> bool:
    """Notes the nodes with an image somewhere inside, so that the walk over the rows leaves out all others."""
    inside = [_mark_holders(child, holders) for child in node.get("content") or []]
    if node["type"] == "image" or any(inside):
        holders.add(id(node))
        return True
    return False


def _walk(node: Node, pointer: str, scope: Scope, at: dict[str, int], holders: set[int]) -> Iterator[tuple[Any, str]]:
    if id(node) not in holders:
        return
    if node["type"] == "image":
        yield _source(node, pointer, scope, at)
        return
    attrs = node.get("attrs") or {}
    list_key = attrs.get("each") or attrs.get("repeat")
    if not list_key:
        yield from _children(node, pointer, scope, at, holders)
        return
    outer = scope.rows.get(list_key)
    for number, row in enumerate(rows_of(list_key)(scope)):
        scope.rows[list_key] = row
        yield from _children(node, pointer, scope, {**at, list_key: number}, holders)
    scope.rows[list_key] = outer


def _children(
    node: Node, pointer: str, scope: Scope, at: dict[str, int], holders: set[int]
) -> Iterator[tuple[Any, str]]:
    scope.spend(8)
    attrs, wanted = node.get("attrs") or {}, ""
    if attrs.get("showIf") and not compile_condition(attrs["showIf"])(scope):
        return
    if node["type"] == "condition":
        wanted = "conditionThen" if compile_condition(attrs["when"])(scope) else "conditionElse"
    for place, child in enumerate(node.get("content") or []):
        if not wanted or child["type"] == wanted:
            yield from _walk(child, f"{pointer}/content/{place}", scope, at, holders)


def _source(node: Node, pointer: str, scope: Scope, at: dict[str, int]) -> tuple[Any, str]:
    attrs = node.get("attrs") or {}
    if not attrs.get("bind"):
        return attrs.get("asset"), pointer
    return getter(attrs["bind"])(scope), _data_path(attrs["bind"], at)


def _data_path(key: str, at: dict[str, int]) -> str:
    """The exact path of a key in the data: `items[2].photo`."""
    path, list_key = "", ""
    for step in key.split("[]."):
        list_key = f"{list_key}[].{step}" if list_key else step
        path += step + (f"[{at[list_key]}]." if list_key in at and list_key != key else "")
    return path


def _in_markup(content: dict[str, Any], scope: Scope) -> Iterator[tuple[Any, str]]:
    return _parts(prepare(content["html"]).parts, scope, (), {})


def _parts(parts: tuple[Part, ...], scope: Scope, lists: Lists, at: dict[str, int]) -> Iterator[tuple[Any, str]]:
    scope.spend(8)
    for part in parts:
        if isinstance(part, Image):
            yield _markup_source(part.source, scope, lists, at)
        elif isinstance(part, If):
            filled = is_filled(getter(_key(part.tag, lists, scope))(scope))
            yield from _parts(part.then if filled else part.otherwise, scope, lists, at)
        elif isinstance(part, Each):
            list_key = _key(part.tag, lists, scope)
            outer = scope.rows.get(list_key)
            for number, row in enumerate(rows_of(list_key)(scope)):
                scope.rows[list_key] = row
                yield from _parts(part.body, scope, (*lists, list_key), {**at, list_key: number})
            scope.rows[list_key] = outer


def _markup_source(source: str | Tag, scope: Scope, lists: Lists, at: dict[str, int]) -> tuple[Any, str]:
    if isinstance(source, str):
        return source, "layout/html"
    key = _key(source, lists, scope)
    return getter(key)(scope), _data_path(key, at)


def _key(tag: Tag, lists: Lists, scope: Scope) -> str:
    """The absolute key, judged by the values in reach: a key that holds nothing there wants no picture either."""
    return resolve(tag.key, lists, lambda key: getter(key)(scope) is not None)


WALKS: dict[str, Callable[[dict[str, Any], Scope], Iterator[tuple[Any, str]]]] = {
    "document": _in_body,
    "html": _in_markup,
    OVERLAY: overlay_images,
}

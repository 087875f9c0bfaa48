"""Unused loops: lists that the manifest declares and the document never prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from craftkit.lib.speech import filled
from templates_app.document.overlay import KIND as OVERLAY
from templates_app.fields.manifest import Manifest
from templates_app.fields.uses import LIST
from templates_app.keys import list_of, lists_of
from templates_app.markup.scoping import uses_of
from templates_app.markup.source import prepare
from templates_app.warnings import RenderWarning


def unused_loops(content: dict[str, Any], manifest: Manifest) -> list[RenderWarning]:
    """One warning for each top-level loop that no loop, repeated row, aggregate or {{#each}} goes over."""
    if not manifest.lists:
        return []
    bound = set(BOUND[content.get("kind", "document")](content, manifest))
    return [
        RenderWarning(
            "unused_loop",
            filled("The loop {key} is in the manifest, but the document does not print it.", key=key),
            key,
        )
        for key in manifest.lists
        if key not in bound and not list_of(key)
    ]


def _bound_in_document(content: dict[str, Any], manifest: Manifest) -> Iterator[str]:
    yield from _bound(content["body"])
    for name in ("header", "footer"):
        for band in (content.get(name) or {}).values():
            for nodes in (band or {}).values():
                for node in nodes:
                    yield from _bound(node)


def _bound(node: dict[str, Any]) -> Iterator[str]:
    attrs = node.get("attrs") or {}
    list_key = attrs.get("each") or attrs.get("repeat")
    if list_key:
        yield list_key
    if attrs.get("agg"):
        yield from (attrs["key"], *lists_of(attrs["key"]))
    for child in node.get("content") or []:
        yield from _bound(child)


def _bound_in_markup(content: dict[str, Any], manifest: Manifest) -> Iterator[str]:
    uses = uses_of(prepare(content["html"]).parts, manifest.knows, "")
    return (use.key for use in uses if use.role == LIST)


def _bound_in_overlay(content: dict[str, Any], manifest: Manifest) -> Iterator[str]:
    """An overlay has no rows; it shows what is computed from lists."""
    for expression in manifest.expressions.values():
        for key in expression.keys:
            yield from (key, *lists_of(key))


BOUND: dict[str, Callable[[dict[str, Any], Manifest], Iterator[str]]] = {
    "document": _bound_in_document,
    "html": _bound_in_markup,
    OVERLAY: _bound_in_overlay,
}

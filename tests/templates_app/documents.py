"""Documents in few words, for the tests of the rooms that check and print them."""

from __future__ import annotations

from typing import Any

from templates_app.compiler import Compiled, compile_document
from templates_app.document import check_document, derive_manifest
from templates_app.fields import Manifest

Node = dict[str, Any]


def text(words: str, *marks: str | Node) -> Node:
    """A text node with marks."""
    node: Node = {"type": "text", "text": words}
    return node | ({"marks": [{"type": mark} if isinstance(mark, str) else mark for mark in marks]} if marks else {})


def chip(key: str, /, **attrs: Any) -> Node:
    """A variable."""
    return {"type": "variable", "attrs": {"key": key, **attrs}}


def line(*content: Node, **attrs: Any) -> Node:
    """A paragraph."""
    return {"type": "paragraph", "content": list(content), **({"attrs": attrs} if attrs else {})}


def block(kind: str, /, *content: Node, **attrs: Any) -> Node:
    """Any other node."""
    return {"type": kind, **({"attrs": attrs} if attrs else {}), **({"content": list(content)} if content else {})}


def row(*cells: Node, **attrs: Any) -> Node:
    """A table row of cells with one paragraph each."""
    return block("tableRow", *(block("tableCell", line(cell)) for cell in cells), **attrs)


def document(*blocks: Node, **envelope: Any) -> Node:
    """An envelope around blocks."""
    return {"schema": 1, "body": {"type": "doc", "content": list(blocks)}, **envelope}


def source(html: str, css: str = "", **envelope: Any) -> Node:
    """An envelope of kind html."""
    return {"schema": 1, "kind": "html", "html": html, "css": css, **envelope}


def compiled(content: Node, values: Node | None = None, manifest: Manifest | None = None, **options: Any) -> Compiled:
    """The page of checked content; the manifest is derived unless given."""
    check_document(content)
    return compile_document(content, manifest or derive_manifest(content), values or {}, **{"locale": "en", **options})


def passes(content: object) -> bool:
    """True for content that the check passes; it raises else."""
    check_document(content)
    return True


def body_of(page: str) -> str:
    """What stands inside the body of a page."""
    return page.split("<body", 1)[1].split(">", 1)[1].removesuffix("</body></html>")


def printed(content: Node, values: Node | None = None, manifest: Manifest | None = None, **options: Any) -> str:
    """The body of the page of checked content."""
    return body_of(compiled(content, values, manifest, **options).html)

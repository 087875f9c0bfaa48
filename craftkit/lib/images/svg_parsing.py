"""XML to a tree, without a document type's tricks and within bounds of size and depth."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext_noop

from craftkit.lib.images.picture import BadImage
from craftkit.lib.speech import filled

MAX_BYTES = 2 * 1024 * 1024
MAX_ELEMENTS = 10_000
MAX_DEPTH = 64


class _Tree:
    """Collects what the parser reports; comments and processing instructions are not asked for."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._count = self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._depth += 1
        if self._count > MAX_ELEMENTS or self._depth > MAX_DEPTH:
            raise BadImage(
                filled(
                    "The SVG is too complex: at most {most} elements, nested {depth} deep.",
                    most=MAX_ELEMENTS,
                    depth=MAX_DEPTH,
                )
            )
        self._builder.start(_tag(name), {_tag(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self._depth -= 1
        self._builder.end(_tag(name))

    def text(self, data: str) -> None:
        if self._depth:
            self._builder.data(data)

    def close(self) -> Element:
        return self._builder.close()


def parse(data: bytes) -> Element:
    """The root of a UTF-8 XML document; raises BadImage with the reason."""
    if len(data) > MAX_BYTES:
        raise BadImage(filled("An SVG may have at most {most} bytes.", most=f"{MAX_BYTES:,}"))
    tree = _Tree()
    # The encoding is ours to say: a declared one could hide markup from whoever looks at the bytes.
    parser = expat.ParserCreate("utf-8", namespace_separator="}")
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.text
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BadImage(filled("The SVG is not well-formed XML in UTF-8 (line {line}).", line=error.lineno)) from error
    return tree.close()


def _tag(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def _refuse_declarations(name: str, system_id: str | None, public_id: str | None, has_internal_subset: bool) -> None:
    if has_internal_subset:
        raise BadImage(gettext_noop("The SVG declares entities in its DOCTYPE; save it as plain SVG."))


def _refuse_entity(*_: object) -> None:
    raise BadImage(gettext_noop("The SVG declares entities in its DOCTYPE; save it as plain SVG."))

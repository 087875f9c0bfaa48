"""The tree: one walk over the nodes of a document that names every fault and every place where a value is wanted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.document import wants
from templates_app.document.choices import options_fault
from templates_app.document.grammar import Attr
from templates_app.document.page import check_room, section_page
from templates_app.document.schema import (
    BAND_INLINES,
    DEPTH_LIMIT,
    MARKED,
    MARKS,
    NODES,
    NODES_LIMIT,
    TEXT_LIMIT,
    fits,
)
from templates_app.drawings import InvalidDrawing, barcode
from templates_app.fields.faults import Faults, about, printable
from templates_app.fields.uses import Use
from templates_app.keys import has_unstorable, list_of

MEMBERS = {"type", "attrs", "content", "marks", "text"}
SLOT_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: its JSON pointer, the lists open around it, its depth, and whether pages may begin there."""

    path: str
    lists: wants.Lists = ()
    depth: int = 1
    is_paged: bool = False


class TreeCheck:
    """The walk. `faults` and `uses` grow as it goes; paths are JSON pointers that start at `layout`.

    `page` is the document's own page, None when it is faulty; `roles` are the keys of those who fill fields in.
    """

    def __init__(self, faults: Faults, page: dict[str, Any] | None = None, roles: Collection[str] = ()) -> None:
        self.faults = faults
        self.page = page
        self.roles = roles
        self.fields: set[str] = set()
        self.uses: list[Use] = []
        self.nodes = 0

    def node(self, node: Any, place: Place) -> str:
        """Checks a node and what it holds; answers its type, '' when it has none."""
        kind = self._kind(node, place)
        if not kind:
            return ""
        for name in node.keys() - MEMBERS:
            self.faults.add(f"{place.path}/{_step(name)}", gettext_noop("Unknown member of a node"))
        attrs = self._attributes(NODES[kind].attrs, kind, node.get("attrs"), place.path)
        self._combination(kind, attrs, place)
        inner = self._uses(kind, attrs, place)
        if kind == "text":
            self._text(node, place.path)
        self._marks(node, kind, place.path)
        self._content(node, kind, place, inner)
        return kind

    def _kind(self, node: Any, place: Place) -> str:
        self.nodes += 1
        kind = node.get("type") if isinstance(node, dict) else None
        if self.nodes == NODES_LIMIT + 1:
            self.faults.add(place.path, filled("A document has at most {most} nodes", most=NODES_LIMIT))
        if self.nodes > NODES_LIMIT:
            return ""
        if place.depth > DEPTH_LIMIT:
            self.faults.add(place.path, filled("Nodes are nested at most {most} deep", most=DEPTH_LIMIT))
        elif not isinstance(kind, str):
            self.faults.add(place.path, gettext_noop("Expected a node: an object with a type"))
        elif kind not in NODES:
            self.faults.add(f"{place.path}/type", filled("{kind} is not a known node", kind=printable(kind, 60)))
        else:
            return kind
        return ""

    def _attributes(self, known: Mapping[str, Attr], kind: str, given: Any, path: str) -> dict[str, Any]:
        """The attributes that passed; null counts as absent."""
        attrs = {} if given is None else given
        if not isinstance(attrs, dict):
            self.faults.add(f"{path}/attrs", gettext_noop("Expected an object"))
            return {}
        passed: dict[str, Any] = {}
        for name, value in attrs.items():
            fault = (
                gettext_noop("Unknown attribute")
                if name not in known
                else value is not None and known[name].rule(value)
            )
            if fault:
                self.faults.add(f"{path}/attrs/{_step(name)}", about(kind, fault))
            elif value is not None:
                passed[name] = value
        for name, attr in known.items():
            if attr.required and attrs.get(name) is None:
                self.faults.add(f"{path}/attrs/{name}", about(kind, gettext_noop("Required")))
        return passed

    def _combination(self, kind: str, attrs: dict[str, Any], place: Place) -> None:
        """Rules that no single attribute and no content expression can tell."""
        spec = NODES[kind]
        if spec.either and len(attrs.keys() & set(spec.either)) != 1:
            self.faults.add(
                f"{place.path}/attrs",
                about(kind, filled("Expected either {one} or {other}", one=spec.either[0], other=spec.either[1])),
            )
        if attrs.get("agg", "count") != "count" and "key" in attrs and not list_of(attrs["key"]):
            self.faults.add(
                f"{place.path}/attrs/agg",
                about(kind, gettext_noop("Expected a key with a list, such as items[].price")),
            )
        if kind == "section" and self.page is not None:
            check_room(section_page(self.page, attrs), f"{place.path}/attrs/margin", self.faults)
        if kind == "toc" and attrs.get("from", 1) > attrs.get("to", 3):
            self.faults.add(f"{place.path}/attrs/to", about(kind, gettext_noop("Expected a level not above from")))
        if kind == "barcode" and "value" in attrs:
            self._code(attrs, f"{place.path}/attrs/value")
        if kind == "chart":
            self._rows(attrs, f"{place.path}/attrs")
        if kind == "signatureField":
            self._field(attrs, f"{place.path}/attrs")
        if spec.paged and not place.is_paged:
            self.faults.add(
                place.path, filled("A {kind} stands in the body, a loop or a condition, and in nothing else", kind=kind)
            )
        if spec.single and place.lists:
            self.faults.add(
                place.path,
                filled("A {kind} cannot be repeated, so it stands in no loop and no repeated row", kind=kind),
            )

    def _code(self, attrs: dict[str, Any], path: str) -> None:
        """A code of a fixed content: whether it can be drawn is known now."""
        try:
            barcode(attrs.get("kind", "qr"), attrs["value"].strip(), size=attrs.get("size"), height=attrs.get("height"))
        except InvalidDrawing as refusal:
            self.faults.add(path, about("barcode", refusal.message))

    def _rows(self, attrs: dict[str, Any], path: str) -> None:
        """A chart shows fields of the rows that it goes over."""
        asked = [
            ("label", attrs.get("label")),
            *((f"values/{at}", key) for at, key in enumerate(attrs.get("values", ()))),
        ]
        for name, key in asked:
            if key is not None and "each" in attrs and list_of(key) != attrs["each"]:
                self.faults.add(
                    f"{path}/{name}", about("chart", filled("Expected a field of {each}", each=attrs["each"]))
                )

    def _field(self, attrs: dict[str, Any], path: str) -> None:
        """A field for signers: known by an id of its own, filled in by a role that the document has."""
        fault = options_fault(attrs.get("kind", "signature"), attrs.get("options", ()))
        if fault and f"{path}/options" not in self.faults.found:
            self.faults.add(f"{path}/options", about("signatureField", fault))
        field_id, role = attrs.get("fieldId"), attrs.get("role")
        if field_id in self.fields:
            self.faults.add(f"{path}/fieldId", filled("{field_id} is the id of another field", field_id=field_id))
        if field_id:
            self.fields.add(field_id)
        if role and role not in self.roles:
            self.faults.add(f"{path}/role", filled("{role} is not a role of this document", role=role))

    def _uses(self, kind: str, attrs: dict[str, Any], place: Place) -> wants.Lists:
        """Notes the values that a node wants, and answers the lists that are open inside it."""
        uses, inner = wants.of(kind, attrs, f"{place.path}/attrs", place.lists)
        for use, lists in uses:
            self.uses.append(use)
            closed = wants.closed(use, lists)
            if closed:
                self.faults.add(
                    use.place,
                    filled("{key} needs a loop or a repeated row over {closed} around it", key=use.key, closed=closed),
                )
        return inner

    def _text(self, node: dict, path: str) -> None:
        text = node.get("text")
        if not isinstance(text, str) or len(text) > TEXT_LIMIT or has_unstorable(text):
            self.faults.add(f"{path}/text", filled("Expected a text of at most {most} characters", most=TEXT_LIMIT))

    def _marks(self, node: dict, kind: str, path: str) -> None:
        marks = node.get("marks")
        if marks is None:
            return
        if not isinstance(marks, list) or (marks and kind not in MARKED) or len(marks) > len(MARKS):
            self.faults.add(f"{path}/marks", gettext_noop("Expected a list of marks, on inline nodes only"))
            return
        for at, mark in enumerate(marks):
            name = mark.get("type") if isinstance(mark, dict) else None
            if not isinstance(name, str) or name not in MARKS:
                self.faults.add(f"{path}/marks/{at}", filled("Expected one of {known}", known=", ".join(MARKS)))
                continue
            self._attributes(MARKS[name].attrs, name, mark.get("attrs"), f"{path}/marks/{at}")

    def _content(self, node: dict, kind: str, place: Place, lists: wants.Lists) -> None:
        content = [] if node.get("content") is None else node["content"]
        if not isinstance(content, list):
            self.faults.add(f"{place.path}/content", gettext_noop("Expected a list of nodes"))
            return
        spec, above = NODES[kind], place.is_paged or kind == "doc"
        path, depth, is_paged = f"{place.path}/content/", place.depth + 1, above and spec.transparent
        names = [self.node(child, Place(f"{path}{at}", lists, depth, is_paged)) for at, child in enumerate(content)]
        if "" not in names and not fits(kind, names):
            self.faults.add(f"{place.path}/content", _holding_fault(kind, spec.content, names))

    def slot(self, nodes: Any, path: str) -> None:
        """One slot of a header or footer band: a short line of inline nodes."""
        if not isinstance(nodes, list) or len(nodes) > SLOT_LIMIT:
            self.faults.add(path, filled("Expected a list of at most {most} inline nodes", most=SLOT_LIMIT))
            return
        kinds = [self.node(node, Place(f"{path}/{at}", depth=DEPTH_LIMIT)) for at, node in enumerate(nodes)]
        for at, kind in enumerate(kinds):
            if kind and kind not in BAND_INLINES:
                self.faults.add(
                    f"{path}/{at}", filled("A band holds {known}, not {kind}", known=", ".join(BAND_INLINES), kind=kind)
                )
        if kinds.count("image") > 1:
            self.faults.add(path, gettext_noop("A slot of a band holds one image at most"))


def _holding_fault(kind: str, content: str, names: list[str]) -> str:
    found = printable(", ".join(names[:8]), 100)
    if not content:
        return filled("A {kind} holds nothing, not {found}", kind=kind, found=found)
    if not names:
        return filled("A {kind} holds {content}, not nothing", kind=kind, content=content)
    return filled("A {kind} holds {content}, not {found}", kind=kind, content=content, found=found)


def _step(name: object) -> str:
    return printable(str(name), 80).replace("~", "~0").replace("/", "~1")

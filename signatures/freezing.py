"""Freezing: from a finished PDF and what was asked for to the bytes that all sign, and the places to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from django.utils.translation import gettext_noop
from pikepdf import Dictionary, Name

from craftkit.lib.errors import Conflict, InvalidRequest, field_issues
from craftkit.lib.pdf_files import BadPdf, load_pdf
from craftkit.lib.speech import filled
from renders.papers import Paper, paper_of
from renders.places import find_fields
from signatures import anchors
from templates_app.document.overlay import KIND as OVERLAY

# Points; what a field takes where its asker says nothing.
SIZES = {
    "signature": (150.0, 40.0),
    "initials": (60.0, 30.0),
    "date": (90.0, 18.0),
    "text": (150.0, 18.0),
    "checkbox": (14.0, 14.0),
    "radio": (150.0, 18.0),
    "select": (150.0, 18.0),
}
MOST_FIELDS = 200


class NotSignable(Conflict):
    """The PDF cannot be signed as it is."""

    message = gettext_noop("The PDF is encrypted or carries a signature already, so it cannot be signed.")


@dataclass(frozen=True, slots=True)
class Place:
    """A field to be: whose it is, what goes there, and its box in percent of the page as shown.

    Where the options are printed already, a choice is only marked.
    """

    recipient: int
    kind: str
    page: int
    x: float
    y: float
    width: float
    height: float
    is_required: bool = True
    label: str = ""
    options: tuple[str, ...] = ()
    is_printed: bool = False


@dataclass(frozen=True)
class Frozen:
    """The bytes that are signed, and what is filled in there."""

    pdf: bytes
    pages: int
    places: list[Place]


def freeze(
    pdf: bytes,
    content: Mapping[str, Any],
    *,
    recipients: Sequence[Mapping[str, Any]],
    fields: Sequence[Mapping[str, Any]],
    tags: Sequence[Mapping[str, Any]],
) -> Frozen:
    """The frozen PDF with the fields of the template, those placed by number, and those at anchors.

    Raises NotSignable, and InvalidRequest that names the field at fault.
    """
    papers = _papers(pdf)
    places = [*_of_template(pdf, content, recipients, papers), *_by_number(fields, papers)]
    if tags:
        places += _at_anchors(pdf, tags, papers)
        pdf = _cleared(pdf, {tag["anchorString"] for tag in tags})
    if len(places) > MOST_FIELDS:
        raise _wrong(
            "fields",
            filled("There are {count} fields; a request has at most {most}.", count=len(places), most=MOST_FIELDS),
        )
    if not places and any(one["designation"] == "Signer" for one in recipients):
        raise _wrong(
            "fields", gettext_noop("Give at least one field or anchor tag, or recipients with the template's roles.")
        )
    return Frozen(pdf, len(papers), places)


def laid_out(pdf: bytes, content: Mapping[str, Any]) -> tuple[list[Paper], list[str], list[Place]]:
    """The papers, the roles whose fields the PDF has, and these fields, each with the place of its role.

    Raises NotSignable, and InvalidRequest for fields that no role has.
    """
    papers = _papers(pdf)
    used = {str(node.get("role", "")) for node in signature_fields(content)}
    roles = [role for role in roles_of(content) if role in used]
    people = [{"role": role, "designation": "Signer"} for role in roles] or [{"designation": "Signer"}]
    return papers, roles, _of_template(pdf, content, people, papers)


def _wrong(path: str, message: str) -> InvalidRequest:
    return InvalidRequest(issues=field_issues({path: [message]}))


def _papers(data: bytes) -> list[Paper]:
    try:
        load_pdf(data)
    except BadPdf:
        raise NotSignable from None
    with pikepdf.open(BytesIO(data)) as pdf:
        if any(_is_signed(field) for field in pdf.Root.get(Name.AcroForm, Dictionary()).get(Name.Fields, ())):
            raise NotSignable
        return [paper_of(page) for page in pdf.pages]


def _is_signed(field: pikepdf.Object) -> bool:
    return field.get(Name.FT) == Name.Sig and Name.V in field


def _boxed(paper: Paper, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    """A box in the page's own coordinates, in percent of the page as shown; cut at the page's edges."""
    back = paper.matrix.inverse()
    across, down = zip(back.transform((left, bottom)), back.transform((right, top)), strict=True)
    return _percent(paper, min(across), paper.height - max(down), max(across), paper.height - min(down))


def _percent(paper: Paper, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    left, right = max(0.0, left), min(paper.width, right)
    top, bottom = max(0.0, top), min(paper.height, bottom)
    return (
        round(left / paper.width * 100, 4),
        round(top / paper.height * 100, 4),
        round(max(right - left, 1) / paper.width * 100, 4),
        round(max(bottom - top, 1) / paper.height * 100, 4),
    )


def _by_number(fields: Sequence[Mapping[str, Any]], papers: Sequence[Paper]) -> Iterator[Place]:
    for number, field in enumerate(fields):
        if field["pageNumber"] > len(papers):
            raise _wrong(f"fields[{number}].pageNumber", filled("The document has {count} pages.", count=len(papers)))
        box = (field["x"], field["y"], field["width"], field["height"])
        yield Place(field["recipientIndex"], field["type"], field["pageNumber"], *box, *_more(field))


def _more(asked: Mapping[str, Any]) -> tuple[bool, str, tuple[str, ...]]:
    return asked["required"], asked.get("label") or "", tuple(asked.get("options") or ())


def _at_anchors(pdf: bytes, tags: Sequence[Mapping[str, Any]], papers: Sequence[Paper]) -> Iterator[Place]:
    """A field at every place of each anchor: its lower left corner on that of the text, moved right and down."""
    found = anchors.find(pdf, {tag["anchorString"] for tag in tags})
    for number, tag in enumerate(tags):
        hits = found[tag["anchorString"]]
        if not hits:
            path = f"anchorTags[{number}].anchorString"
            raise _wrong(path, filled("The document does not contain {anchor}.", anchor=repr(tag["anchorString"])))
        width, height = _size_of(tag)
        for hit in hits:
            paper = papers[hit.page - 1]
            back = paper.matrix.inverse()
            corners = (back.transform((hit.left, hit.bottom)), back.transform((hit.right, hit.top)))
            left = min(corner[0] for corner in corners) + (tag.get("xOffset") or 0)
            bottom = paper.height - min(corner[1] for corner in corners) + (tag.get("yOffset") or 0)
            box = _percent(paper, left, bottom - height, left + width, bottom)
            yield Place(tag["recipientIndex"], tag["type"], hit.page, *box, *_more(tag))


def _size_of(tag: Mapping[str, Any]) -> tuple[float, float]:
    """How large a field at an anchor is; one to choose in has a row for each option."""
    width, height = SIZES[tag["type"]]
    rows = len(tag["options"]) if tag["type"] == "radio" else 1
    return tag.get("width") or width, tag.get("height") or height * rows


def _cleared(pdf: bytes, texts: set[str]) -> bytes:
    """The PDF without the anchors; refused when one of them stays visible."""
    cleared = anchors.remove(pdf, texts)
    left = [text for text, hits in anchors.find(cleared, texts).items() if hits]
    if left:
        raise _wrong(
            "anchorTags",
            filled(
                "{shown} cannot be taken out of this PDF. Place the field by page and percent.", shown=repr(left[0])
            ),
        )
    return cleared


def _of_template(
    pdf: bytes, content: Mapping[str, Any], recipients: Sequence[Mapping[str, Any]], papers: Sequence[Paper]
) -> list[Place]:
    """The template's own fields, each for the recipient that has its role."""
    known = {str(node["fieldId"]): node for node in signature_fields(content)}
    owners = _owners(content, known, recipients)
    if not owners:
        return []
    places, is_drawn = [], content.get("kind") != OVERLAY
    for found in find_fields(pdf):
        node = known.get(found.field_id)
        if node is None or node.get("role", "") not in owners:
            continue
        box = _boxed(papers[found.page - 1], found.left, found.bottom, found.right, found.top)
        label = str(node.get("label") or "")
        owner = owners[node.get("role", "")]
        kind, required = str(node.get("kind", "signature")), bool(node.get("required", True))
        options = tuple(node.get("options") or ())
        places.append(Place(owner, kind, found.page, *box, required, label, options, is_drawn and kind == "radio"))
    return places


def _owners(
    content: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], recipients: Sequence[Mapping[str, Any]]
) -> dict[str, int]:
    """Which recipient has which role; the only signer has the only one without being told."""
    roles = roles_of(content)
    asked = {one["role"]: number for number, one in enumerate(recipients) if one.get("role")}
    for number, one in enumerate(recipients):
        if one.get("role") and one["role"] not in roles:
            listed = ", ".join(roles) or "none"
            raise _wrong(
                f"recipients[{number}].role", filled("The template has no such role. It has: {roles}.", roles=listed)
            )
    used = {str(node.get("role", "")) for node in known.values()}
    signers = [number for number, one in enumerate(recipients) if one["designation"] == "Signer"]
    if not asked:
        return dict.fromkeys(used, signers[0]) if len(signers) == 1 and len(used) == 1 else {}
    for node in known.values():
        if node.get("required", True) and node.get("role", "") not in asked:
            raise _wrong(
                "recipients",
                filled(
                    "Nobody has the role {role} of field {field}.",
                    role=node.get("role") or "(none)",
                    field=node["fieldId"],
                ),
            )
    return asked


def roles_of(content: Mapping[str, Any]) -> dict[str, str]:
    """The template's roles, and what they are called."""
    return {str(role["key"]): str(role.get("label") or role["key"]) for role in content.get("roles") or ()}


def signature_fields(content: Any) -> Iterator[dict[str, Any]]:
    """The attributes of all fields for signers, of a document or of an overlay."""
    if isinstance(content, Mapping):
        if content.get("type") == "signatureField":
            yield dict(content.get("attrs") or {})
        elif content.get("type") == "signature" and "id" in content:
            yield {**content, "fieldId": content["id"]}
        else:
            for inner in content.values():
                yield from signature_fields(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from signature_fields(inner)

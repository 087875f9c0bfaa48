"""The template's own fields: recipients take them by role, without a coordinate, up to the sealed PDF."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String

from craftkit.lib.storage import from_settings
from signatures.models import Field, SignatureRequest
from templates_app.compiler.inline import FIELD_SCHEME
from tests.api.calls import Caller
from tests.factories import make_template, make_version
from tests.signatures.conftest import make_document, pdf_bytes, person, recipient, sealed, sign

# Where the print has each field, in points from the page's lower left corner.
PRINTED = {"f1": (0, (60, 600, 260, 650)), "f2": (0, (320, 600, 520, 650)), "f3": (1, (60, 100, 260, 130))}
ROLES = [{"key": "tenant", "label": "Tenant"}, {"key": "landlord", "label": "Landlord"}]


def node(field_id: str, role: str, kind: str) -> dict:
    """A field of the template."""
    return {"type": "signatureField", "attrs": {"fieldId": field_id, "role": role, "kind": kind, "required": True}}


def content() -> dict:
    """A lease with a signature for each of two roles, and a date for one."""
    fields = [node("f1", "landlord", "signature"), node("f2", "tenant", "signature"), node("f3", "tenant", "date")]
    body = {"type": "doc", "content": [{"type": "paragraph", "content": fields}]}
    return {"schema": 1, "roles": ROLES, "variables": {}, "body": body}


def printed() -> bytes:
    """The PDF as the worker leaves it: fields are annotations that bear their ids."""
    with pikepdf.open(BytesIO(pdf_bytes())) as pdf:
        for field_id, (page, box) in PRINTED.items():
            note = Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array(list(box)), NM=String(FIELD_SCHEME + field_id)
            )
            notes = pdf.pages[page].obj.get(Name.Annots, Array())
            notes.append(pdf.make_indirect(note))
            pdf.pages[page].obj.Annots = notes
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def words_in(data: bytes, page: int, box: tuple[int, int, int, int]) -> str:
    """What stands in a rectangle of a page."""
    left, bottom, right, top = box
    found: str = pypdfium2.PdfDocument(data)[page].get_textpage().get_text_bounded(left, bottom, right, top)
    return found


def test_each_role_fills_in_its_own_fields_where_the_template_has_them(acme):
    template = make_template(acme.project, slug="two-roles", published=False)
    make_version(template, content=content())
    document = make_document(acme.project, printed(), template=template)
    people = [person("Ruth", role="tenant"), person("Omar", role="landlord")]

    answer = Caller(acme.live_key).post("/v1/signatures", {"renderId": str(document.pk), "recipients": people})

    assert answer.status_code == 201, answer.json()
    request = SignatureRequest.objects.get()
    owners = {(row.recipient.first_name, row.kind, row.page) for row in Field.objects.all()}
    assert owners == {("Omar", "signature", 1), ("Ruth", "signature", 1), ("Ruth", "date", 2)}
    day = Field.objects.get(kind="date")
    ruths = Field.objects.get(kind="signature", recipient__first_name="Ruth")
    sign(recipient(request), **{str(ruths.pk): "Ruth Northwind", str(day.pk): "2026-06-05"})
    omars = Field.objects.get(recipient__first_name="Omar")
    sign(recipient(request, 1), **{str(omars.pk): "Omar Quay"})
    data = from_settings().get(sealed(request).signed_key)
    read = {field_id: words_in(data, page, box).strip() for field_id, (page, box) in PRINTED.items()}
    assert read == {"f1": "Omar Quay", "f2": "Ruth Northwind", "f3": "2026-06-05"}


def test_a_choice_of_the_template_is_marked_where_its_options_are_printed(acme):
    options = ["By card", "By transfer"]
    choices = [node("f1", "tenant", "radio"), node("f3", "tenant", "select"), node("f2", "tenant", "signature")]
    for one in choices[:2]:
        one["attrs"] |= {"options": options, "label": "Payment"}
    body = {"type": "doc", "content": [{"type": "paragraph", "content": choices}]}
    template = make_template(acme.project, slug="two-roles", published=False)
    make_version(template, content={"schema": 1, "roles": ROLES, "variables": {}, "body": body})
    document = make_document(acme.project, printed(), template=template)

    answer = Caller(acme.live_key).post("/v1/signatures", {"renderId": str(document.pk), "recipients": [person()]})

    assert answer.status_code == 201, answer.json()
    assert [one["options"] for one in answer.json()["fields"] if one["type"] in {"radio", "select"}] == [options] * 2
    request = SignatureRequest.objects.get()
    rows = {row.kind: row for row in Field.objects.all()}
    assert (rows["radio"].label, rows["radio"].is_printed, rows["select"].is_printed) == ("Payment", True, False)
    sign(recipient(request), **{str(rows["radio"].pk): "By transfer", str(rows["select"].pk): "By card"})
    data = from_settings().get(sealed(request).signed_key)
    # The document has the words already, so there is nothing but a mark in the lower of two rows.
    assert words_in(data, *PRINTED["f1"]).strip() == ""
    assert words_in(data, *PRINTED["f3"]).strip() == "By card"
    assert is_dark(data, 60 + 6.5, 600 + 12.5)
    assert not is_dark(data, 60 + 6.5, 600 + 37.5)


def is_dark(data: bytes, across: float, up: float) -> bool:
    """Whether there is ink at a point of the first page, from its lower left corner."""
    page = pypdfium2.PdfDocument(data)[0]
    picture = page.render(scale=2).to_pil().convert("L")
    shade = picture.getpixel((round(across * 2), round((page.get_height() - up) * 2)))
    return bool(shade < 128)


def test_a_role_that_nobody_has_is_named(acme):
    template = make_template(acme.project, slug="two-roles", published=False)
    make_version(template, content=content())
    document = make_document(acme.project, printed(), template=template)
    people = [person("Ruth", role="tenant")]

    answer = Caller(acme.live_key).post("/v1/signatures", {"renderId": str(document.pk), "recipients": people})

    assert answer.status_code == 400
    assert "landlord" in str(answer.json()["error"]["issues"])

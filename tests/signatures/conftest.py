"""A document of acme's to be signed, requests about it, and a printer that needs no browser."""

from __future__ import annotations

import copy
import hashlib
import json
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from craftkit.lib import sealed as lib_sealed
from craftkit.lib.storage import from_settings
from renders.models import Render
from signatures import actions, consent, sealing, seals
from signatures.audit import Actor
from signatures.filling import Filled, fill
from signatures.models import Recipient, SealKey, SignatureRequest
from signatures.wishes import Wishes
from tests.factories import make_endpoint, make_render, make_template
from tests.fakes import blank_pdf
from webhooks.catalog import SIGNATURE
from webhooks.models import Event

ANCHOR = "{{sign_here}}"
SOMEBODY = Actor("recipient", "Ruth", "203.0.113.7", "Browser")


@cache
def seal_key() -> SealKey:
    """A key of the install's own, smaller than real ones: making one takes a while."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    row = seals.row_of(seals.self_signed(key, seals.SELF_SIGNED), SealKey.Source.GENERATED)
    row.key_sealed = lib_sealed.seal(pem, purpose=seals.PURPOSE)
    return row


@pytest.fixture(autouse=True)
def known_key(db: None) -> None:
    """Tests need not wait for a key."""
    copied = copy.copy(seal_key())
    copied.save(force_insert=True)


@cache
def pdf_bytes() -> bytes:
    """Two pages with words on them, and an anchor on the second."""
    with pikepdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page(page_size=(595, 842))
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    words = [Filled(1, 10, 10, 60, 3, text="A lease"), Filled(2, 10, 50, 60, 3, text=f"Signed: {ANCHOR} today")]
    return fill(out.getvalue(), words)


@pytest.fixture
def document(acme) -> Render:
    """A finished render whose PDF is stored."""
    return make_document(acme.project)


def make_document(project, data: bytes | None = None, **fields: Any) -> Render:
    """A finished render with this PDF."""
    data = data or pdf_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    from_settings().put(f"signatures/{sha256}.pdf", data, content_type="application/pdf")
    template = fields.pop("template", None) or make_template(project, slug=f"lease-{Render.objects.count()}")
    kept = {"pdf_key": f"signatures/{sha256}.pdf", "pdf_bytes": len(data), "pdf_sha256": sha256}
    return make_render(template, pages=2, **kept, **fields)  # type: ignore[arg-type]


@pytest.fixture
def listener(acme):
    """A webhook that hears everything about signatures."""
    return make_endpoint(acme.project, events=list(SIGNATURE.events))


def told() -> list[dict[str, Any]]:
    """The bodies of all events so far, oldest first."""
    return [json.loads(event.payload() or b"") for event in Event.objects.order_by("pk")]


def person(name: str = "Ruth", **more: Any) -> dict[str, Any]:
    """A recipient as the API takes one."""
    given = {"firstName": name, "lastName": "Northwind", "email": f"{name.lower()}@example.com"}
    return {**given, "designation": "Signer", **more}


def field(recipient: int = 0, **more: Any) -> dict[str, Any]:
    """A field as the API takes one."""
    box = {"x": 10, "y": 80, "width": 30, "height": 6}
    return {"type": "signature", "recipientIndex": recipient, "pageNumber": 1, "required": True, **box, **more}


def asked(render: Render, *people: dict[str, Any], **more: Any) -> SignatureRequest:
    """A request that was sent."""
    recipients = list(people) or [person()]
    signers = [number for number, one in enumerate(recipients) if one["designation"] == "Signer"]
    fields = more.pop("fields", [field(number) for number in signers])
    wishes = Wishes(recipients=recipients, fields=fields, **more)
    return actions.create_request(render=render, wishes=wishes)[0]


def recipient(request: SignatureRequest, position: int = 0) -> Recipient:
    """One of its recipients, as it is now."""
    return Recipient.objects.select_related("request__project").get(request=request, position=position)


def sign(one: Recipient, **sent: str) -> None:
    """Sign by typing the name into every field that wants one."""
    values = {str(field.pk): "Ruth Northwind" for field in one.fields.all() if field.is_drawn} | sent
    document = one.request.pdf_sha256
    actions.sign(recipient=one, sent=values, consent_version=consent.VERSION, document=document, by=SOMEBODY)


def printer(draft) -> bytes:
    """A certificate of one page."""
    assert draft.data["entries"], "a certificate without a trail proves nothing"
    return blank_pdf()


def sealed(request: SignatureRequest) -> SignatureRequest:
    """Everybody signs, and the document is sealed."""
    for one in Recipient.objects.filter(request=request).undone():
        sign(recipient(request, one.position))
    assert sealing.serve_next(worker="test", store=from_settings(), printer=printer)
    request.refresh_from_db()
    return request

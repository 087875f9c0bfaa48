"""The completion certificate: who signed, when, from where, and the audit trail; a document of our own template."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from craftkit.lib.storage import Store
from renders.previewing import Draft
from signatures import consent, pades
from signatures.faces import FACES, place_of
from signatures.models import Field, Recipient, SignatureRequest
from signatures.seals import SELF_SIGNED
from signatures.typeset import cut, saved
from signatures.values import TYPED
from templates_app.fields import parse_manifest

PAPER = Path(__file__).parent / "stationery"
FACTS = ("id", "name", "sender", "template", "version", "pages", "sent", "ended", "documentHash", "signedHash")
PERSON = ("name", "email", "designation", "deed", "viewed", "signed", "ip", "program", "consent", "proof", "typed")
ENTRY = ("seq", "at", "event", "actor", "ip", "hash")
FOOT: dict[str, Any] = {
    "left": [{"type": "text", "text": "Certificate of completion"}],
    "center": [],
    "right": [
        {"type": "text", "text": "Page "},
        {"type": "pageNumber", "attrs": {"kind": "page"}},
        {"type": "text", "text": " of "},
        {"type": "pageNumber", "attrs": {"kind": "pages"}},
    ],
}


def draft_of(
    request: SignatureRequest, trail: Sequence[Mapping[str, Any]], seal: pades.Seal, *, store: Store, signed: str = ""
) -> Draft:
    """The certificate, ready to be printed; with `signed`, the hash of the sealed PDF stands in it."""
    people = [person_of(one, trail, store) for one in request.recipients.order_by("position")]
    data = {
        "request": facts_of(request, trail, seal) | {"signedHash": signed},
        "people": people,
        "entries": [entry_of(entry) for entry in trail],
    }
    return Draft(
        project=request.project,
        channel=f"signature:{request.pk}:{'own' if signed else 'pages'}",
        name=f"Certificate: {request.name}"[:200],
        locale="en",
        content=content(people),
        manifest=parse_manifest(manifest()),
        data=data,
    )


def content(people: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """The template, with the written faces of these people's names."""
    return {
        "schema": 1,
        "kind": "html",
        "page": {"size": "A4", "orientation": "portrait", "margin": {"top": 20, "right": 20, "bottom": 22, "left": 20}},
        "header": None,
        "footer": {"default": FOOT, "first": None},
        "typography": {"font": "Inter", "size": 9, "lineHeight": 1.45, "color": "#1c1f27"},
        "html": (PAPER / "certificate.html").read_text(),
        "css": (PAPER / "certificate.css").read_text() + written_faces(people),
    }


def written_faces(people: Sequence[Mapping[str, str]]) -> str:
    """CSS with the faces that names were typed in, cut to their letters: the certificate shows them as the pages do."""
    letters: dict[str, str] = {}
    for one in people:
        if one["face"]:
            letters[one["face"]] = letters.get(one["face"], "") + one["typed"]
    return "".join(map(written_face, letters, letters.values()))


def written_face(face: str, text: str) -> str:
    """The rules for one of them."""
    data = base64.b64encode(saved(cut(place_of(face), text))).decode()
    return (
        f'@font-face{{font-family:"written {face}";src:url(data:font/ttf;base64,{data})}}'
        f'.typed.{face}{{font-family:"written {face}";font-size:24pt;font-style:normal;line-height:1.3}}'
    )


def manifest() -> dict[str, Any]:
    """What the template asks for; everything is text, as it is to be read."""
    image = {"key": "image", "label": "image", "dataType": "image", "required": False}
    return {
        "variables": [text(f"request.{name}") for name in (*FACTS, "head", "count", "seal")],
        "loops": [
            loop("people", [*map(text, (*PERSON, "delegated", "face")), image]),
            loop("entries", [text(name) for name in ENTRY]),
        ],
    }


def text(key: str) -> dict[str, Any]:
    """A variable."""
    return {"key": key, "label": key, "dataType": "longtext", "required": False}


def loop(key: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    """A list."""
    return {"key": key, "label": key, "itemFields": fields}


def told_time(moment: datetime | None) -> str:
    """A moment as people read it, with its zone."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else ""


def facts_of(request: SignatureRequest, trail: Sequence[Mapping[str, Any]], seal: pades.Seal) -> dict[str, str]:
    """What was signed, and how the trail ends."""
    ended = max((one.signed_at for one in request.recipients.all() if one.signed_at), default=None)
    own = SELF_SIGNED.encode() in seal.certificate
    worth = "made by this install for itself: it proves that nothing was changed, not whose install it is"
    return {
        "id": str(request.pk),
        "name": request.name,
        "sender": request.project.name,
        "template": request.render.template.name,
        "version": str(request.render.version.number),
        "pages": "1 page" if request.pages == 1 else f"{request.pages} pages",
        "sent": told_time(request.created_at),
        "ended": told_time(ended),
        "documentHash": request.pdf_sha256,
        "head": trail[-1]["entryHash"] if trail else "",
        "count": str(len(trail)),
        "seal": f"PAdES {seal.level}, with a certificate {worth if own else 'from outside of this install'}",
    }


def person_of(recipient: Recipient, trail: Sequence[Mapping[str, Any]], store: Store) -> dict[str, str]:
    """A recipient and the mark that was left."""
    own = [entry for entry in trail if entry["details"].get("recipient") == str(recipient.pk)]
    last: Mapping[str, Any] = next((entry for entry in reversed(own) if entry["event"] in {"signed", "approved"}), {})
    proofs = ["a code by e-mail"] if any(entry["event"] == "code_confirmed" for entry in own) else []
    proofs += ["a password"] if recipient.password_hash else []
    drawn = recipient.fields.filter(kind=Field.Kind.SIGNATURE).order_by("position").first()
    image = store.get(drawn.image_key) if drawn and drawn.image_key else b""
    typed = drawn.value.removeprefix(TYPED) if drawn and drawn.value.startswith(TYPED) else ""
    return {
        "name": recipient.name,
        "email": recipient.email,
        "designation": recipient.designation,
        "delegated": recipient.delegated_from,
        "deed": "Approved" if last.get("event") == "approved" else "Signed",
        "viewed": told_time(recipient.viewed_at),
        "signed": told_time(recipient.signed_at),
        "ip": str(last.get("ip", "")),
        "program": str(last.get("userAgent", ""))[:120],
        "consent": consent.named(recipient.consent_version),
        "proof": " and ".join(proofs) or ("the link in the mail to this address" if recipient.mailed_at else ""),
        "typed": typed,
        "face": drawn.face if drawn and typed and drawn.face in FACES else "",
    } | ({"image": f"data:image/png;base64,{base64.b64encode(image).decode()}"} if image else {})


def entry_of(entry: Mapping[str, Any]) -> dict[str, str]:
    """A line of the trail."""
    return {
        "seq": str(entry["seq"]),
        "at": entry["at"].replace("T", " ").removesuffix("Z"),
        "event": entry["event"].replace("_", " ").capitalize(),
        "actor": entry["actor"] or "Craftkit",
        "ip": entry["ip"],
        "hash": entry["entryHash"],
    }

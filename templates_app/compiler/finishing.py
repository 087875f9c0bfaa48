"""Finishing: what a template asks of its PDF, with the values of one render put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled
from templates_app.compiler.context import Context
from templates_app.compiler.invoicing import Invoice, invoice_of
from templates_app.compiler.scope import Scope, getter
from templates_app.document.finishing import ARCHIVAL, PERMISSIONS, WATERMARK
from templates_app.document.phrases import pieces
from templates_app.fields.manifest import Manifest

TEXT_LIMIT = 2_000
DEFAULT_NAME = "data.json"
# Phrases are no part of the body, so that it does not matter of which kind the template is.
NOTHING: dict[str, Any] = {"body": {"type": "doc"}}


class PasswordMissing(AppError):
    """The value that is to be the password is not there."""

    status = 400
    code = "password_missing"


@dataclass(frozen=True, slots=True)
class Protection:
    """Passwords, in clear or (as an object) sealed, and what readers without the owner's may do."""

    user: str | Mapping[str, str]
    owner: str | Mapping[str, str]
    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A watermark: a text or an asset."""

    text: str
    asset: str | None
    opacity: float
    angle: float | None
    pages: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to put into the PDF: an asset, or (without one) the data of the render."""

    asset: str | None
    name: str
    description: str
    relationship: str


@dataclass(frozen=True, slots=True)
class Part:
    """Pages to join: those of an asset, or of another template in its current or given version."""

    asset: str | None
    template: str | None
    version: int | None
    is_before: bool
    title: str


@dataclass(frozen=True, slots=True)
class Finishing:
    """Everything that is asked of the finished PDF."""

    metadata: Mapping[str, str] = field(default_factory=dict)
    is_bulk: bool = False
    protection: Protection | None = None
    watermark: Mark | None = None
    stationery: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    parts: tuple[Part, ...] = ()
    is_archival: bool = False
    is_accessible: bool = False
    invoice: Invoice | None = None


def finishing_of(
    content: dict[str, Any], manifest: Manifest, values: dict[str, Any], *, locale: str, timezone: str = "UTC"
) -> Finishing:
    """What checked content asks for. Raises PasswordMissing, and InvoiceIncomplete."""
    asked = content.get("finishing")
    if not asked:
        return Finishing()
    words = Words(manifest, values, locale, timezone)
    invoice = asked.get("facturX")
    return Finishing(
        metadata={name: words.of(text) for name, text in (asked.get("metadata") or {}).items() if text},
        is_bulk=bool(asked.get("bulk")),
        protection=_protection(asked.get("protection"), words),
        watermark=_mark(asked.get("watermark"), words),
        stationery={which: asset for which, asset in (asked.get("stationery") or {}).items() if asset},
        attachments=tuple(map(_attachment, asked.get("attachments") or ())),
        parts=tuple(_part(part, words) for part in asked.get("merge") or ()),
        is_archival=asked.get("conformance") == ARCHIVAL or invoice is not None,
        is_accessible=bool(asked.get("accessibility")),
        invoice=invoice_of(invoice, values) if invoice else None,
    )


class Words:
    """Phrases with their values put in, formatted as in the document."""

    def __init__(self, manifest: Manifest, values: dict[str, Any], locale: str, timezone: str) -> None:
        self.context, self.scope = Context(NOTHING, manifest, locale, timezone, {}), Scope(values)

    def of(self, phrase: str | None) -> str:
        """The text; one line, since it goes into places that have one."""
        found = (
            piece if isinstance(piece, str) else self.context.text_of(piece.key, piece.format or None)(self.scope)
            for piece in pieces(phrase or "")
        )
        return " ".join("".join(found).split())[:TEXT_LIMIT]

    def password(self, given: Any, name: str) -> str | Mapping[str, str]:
        """A bound password as text, a kept one as it is; nothing for none."""
        if given is None:
            return ""
        if "key" not in given:
            return given
        value = getter(given["key"])(self.scope)
        if value is None or value == "":
            raise PasswordMissing(
                filled(
                    "{key} is the {name} of this PDF, and the data has no value for it.", key=given["key"], name=name
                )
            )
        return str(value)


def _protection(asked: Any, words: Words) -> Protection | None:
    if not asked:
        return None
    permissions = asked.get("permissions") or {}
    return Protection(
        user=words.password(asked.get("userPassword"), "userPassword"),
        owner=words.password(asked["ownerPassword"], "ownerPassword"),
        allowed=frozenset(name for name in PERMISSIONS if permissions.get(name) is not False),
    )


def _mark(asked: Any, words: Words) -> Mark | None:
    if not asked:
        return None
    given = {name: attr.default for name, attr in WATERMARK.attrs.items()}
    given |= {name: value for name, value in asked.items() if value is not None}
    return Mark(words.of(given["text"]), given["asset"], given["opacity"], given["angle"], given["pages"])


def _attachment(asked: dict[str, Any]) -> Attachment:
    asset = asked.get("asset")
    name = asked.get("name") or ("" if asset else DEFAULT_NAME)
    return Attachment(asset, name, asked.get("description") or "", asked.get("relationship") or "Unspecified")


def _part(asked: dict[str, Any], words: Words) -> Part:
    is_before = asked.get("place") == "before"
    return Part(
        asked.get("asset"), asked.get("template"), asked.get("version"), is_before, words.of(asked.get("title"))
    )

"""Extras: what a template asks of its PDF, and the bytes that this takes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from templates_app.compiler.finishing import Finishing, Part


@dataclass(frozen=True, slots=True)
class Supply:
    """An asset as it is needed here."""

    data: bytes
    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A part to join, with its pages as a PDF."""

    part: Part
    pdf: bytes
    title: str


@dataclass(frozen=True, slots=True)
class Extras:
    """What is asked for, the assets by id, the parts to join, and the render's data as JSON."""

    finishing: Finishing = field(default_factory=Finishing)
    supplies: Mapping[str, Supply] = field(default_factory=dict)
    joined: tuple[Joined, ...] = ()
    data: bytes = b""

    @property
    def digest(self) -> bytes:
        """Over all of it but the passwords; nothing for nothing, so that plain documents keep their content hash."""
        asked = self.finishing
        if asked == Finishing():
            return b""
        total = hashlib.sha256()
        shown = (asked.metadata, asked.is_bulk, asked.watermark, asked.stationery, asked.attachments, asked.parts)
        total.update(repr((*shown, asked.is_archival, asked.is_accessible, asked.invoice)).encode())
        total.update(repr(asked.protection and sorted(asked.protection.allowed)).encode())
        for name, supply in sorted(self.supplies.items()):
            total.update(f"{name} {supply.sha256} {supply.name}".encode())
        for joined in self.joined:
            total.update(hashlib.sha256(joined.pdf).digest())
        if any(attachment.asset is None for attachment in asked.attachments):
            total.update(self.data)
        return total.digest()

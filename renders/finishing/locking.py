"""Locking: a finished PDF under passwords, AES-256. The keys are random, so that its bytes differ every time."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pikepdf
from pikepdf import Encryption, ObjectStreamMode, Permissions

from templates_app.compiler.finishing import Protection
from templates_app.passwords import opened


def locked(data: bytes, protection: Protection) -> bytes:
    """The PDF encrypted; screen readers may always read it. Raises PasswordLost."""
    encryption = Encryption(
        owner=_clear(protection.owner), user=_clear(protection.user), R=6, allow=_allowed(protection.allowed)
    )
    with pikepdf.open(BytesIO(data)) as pdf:
        target = BytesIO()
        pdf.save(target, encryption=encryption, object_stream_mode=ObjectStreamMode.generate)
    return target.getvalue()


def _allowed(names: frozenset[str]) -> Permissions:
    return Permissions(
        accessibility=True,
        extract="copy" in names,
        modify_annotation="annotate" in names,
        modify_assembly="assemble" in names,
        modify_form="fillForms" in names,
        modify_other="modify" in names,
        print_lowres="print" in names,
        print_highres="print" in names,
    )


def _clear(password: str | Mapping[str, str]) -> str:
    return password if isinstance(password, str) else opened(dict(password))

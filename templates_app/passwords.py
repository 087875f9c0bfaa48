"""Passwords of PDFs: sealed before a template is kept, so that nobody reads them out of it again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib import sealed
from craftkit.lib.errors import AppError
from templates_app.document import InvalidDocument

PURPOSE = "craftkit.pdf_passwords"
NAMES = ("userPassword", "ownerPassword")
LOST = "This password was sealed by another installation; give it anew."


class PasswordLost(AppError):
    """A password that was sealed under another secret key."""

    status = 400
    code = "password_lost"
    message = gettext_noop(
        "The password of this template cannot be read any more: the install's secret key changed. Publish it anew."
    )


def with_sealed_passwords(content: dict[str, Any]) -> dict[str, Any]:
    """Checked content in which no password is in clear. Raises InvalidDocument for one sealed elsewhere."""
    protection = (content.get("finishing") or {}).get("protection")
    if not protection:
        return content
    for name in NAMES:
        if _is_sealed(protection.get(name)) and _opened(protection[name]) is None:
            raise InvalidDocument(
                issues={"formErrors": [], "fieldErrors": {f"layout/finishing/protection/{name}": [LOST]}}
            )
    kept = {name: _sealed(value) if name in NAMES else value for name, value in protection.items()}
    return {**content, "finishing": {**content["finishing"], "protection": kept}}


def opened(password: dict[str, str]) -> str:
    """A sealed password in clear. Raises PasswordLost."""
    clear = _opened(password)
    if clear is None:
        raise PasswordLost
    return clear


def _sealed(value: Any) -> Any:
    return {"sealed": sealed.seal(value, purpose=PURPOSE)} if isinstance(value, str) else value


def _is_sealed(value: Any) -> bool:
    return isinstance(value, dict) and "sealed" in value


def _opened(password: dict[str, str]) -> str | None:
    return sealed.unseal(password["sealed"], purpose=PURPOSE)

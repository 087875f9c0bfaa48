"""`python -m tests.webhooks.vectors` writes deliveries that the tests of the front end verify with npm's library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from webhooks import signing

FILE = Path(__file__).parent.parent / "fixtures" / "webhooks" / "deliveries.json"
AT = 1_780_653_600
SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDYl0AZ8Xm1vI="
NEXT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwqLDyMh4mTCA="
TEXTS = ["", "plain", "Größe ≥ 1", "漢字 𝄞", "quotes \" ' ` \\ / <&>", "line\nbreak"]


def deliveries() -> list[dict[str, Any]]:
    """Signed deliveries, half of them in rotation: the secrets that verify them, the body, the headers."""
    return [delivery(text, secrets) for text in TEXTS for secrets in ([SECRET], [SECRET, NEXT])]


def delivery(text: str, secrets: list[str]) -> dict[str, Any]:
    """One signed delivery."""
    body = json.dumps({"event": "render.succeeded", "text": text}, ensure_ascii=False, separators=(",", ":"))
    headers = signing.headers(
        body.encode(), event="render.succeeded", delivery_id=f"id-{len(text)}", at=AT, signing_secrets=secrets
    )
    return {"secrets": secrets, "body": body, "headers": headers}


def text() -> str:
    """The file as it should be."""
    return json.dumps({"at": AT, "deliveries": deliveries()}, indent=4, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text())

"""What the request log shows of a body: JSON without secrets, and not without end."""

from __future__ import annotations

import json
import re
from typing import Any

MASK = "•••"
SECRET = re.compile(r"secret|token|password|passphrase|authorization|cookie|otp|^pin$|^code$|key$|jwt", re.IGNORECASE)
# Names that the pattern takes for secrets, and that are none.
PLAIN = {"idempotencykey", "publishablekey", "key", "code"}
LONGEST_TEXT, LONGEST_BODY = 500, 20_000
# Addresses that let in whoever has them carry a token in their last part.
LINK = re.compile(r"(https?://[^\s\"]*?/(?:s|f|sign|forms|shared?|mail|d)/)[\w.~-]{12,}")


def masked(body: bytes) -> str:
    """The body as indented JSON with secrets masked and long texts cut; empty for what is no JSON."""
    try:
        value = json.loads(body)
    except ValueError:
        return ""
    text = json.dumps(_masked(value), indent=2, ensure_ascii=False)
    return text if len(text) <= LONGEST_BODY else f"{text[:LONGEST_BODY]}\n… {len(text) - LONGEST_BODY} more characters"


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: MASK if _is_secret(name, part) else _masked(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_masked(part) for part in value]
    if isinstance(value, str):
        return _shortened(LINK.sub(rf"\g<1>{MASK}", value))
    return value


def _is_secret(name: str, value: object) -> bool:
    plain = name.lower() in PLAIN
    return isinstance(value, str) and bool(value) and not plain and bool(SECRET.search(name))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}… {len(text) - LONGEST_TEXT} more characters"

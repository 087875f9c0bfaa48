"""How receivers verify: by the documentation's own code, with OpenSSL, Node.js and plain Python."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright._impl._driver import compute_driver_executable

from webhooks import signing

PAGE = Path(settings.BASE_DIR, "docs", "webhooks.md")
SECONDS = 600
OPENSSL = """\
while IFS= read -r SECRET && IFS= read -r BODY; do
  SIG=$(printf '%s' "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -hex | awk '{print $2}')
  echo "$SIG"
done
"""
NODE_BODY = """\
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

for (const { secret, body, headers } of JSON.parse(readFileSync(0, 'utf8'))) {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  console.log(signature === headers['x-craftkit-signature']);
}
"""
NODE_STANDARD = """\
import { readFileSync } from 'node:fs';
import { isGenuine } from './verify.mjs';

for (const { secret, body, headers } of JSON.parse(readFileSync(0, 'utf8'))) {
  console.log(isGenuine(headers, Buffer.from(body), [secret]));
}
"""


@dataclass(frozen=True)
class Sent:
    """A delivery as its receiver has it, with the secret that the receiver knows."""

    secret: str
    body: bytes
    headers: Mapping[str, str]

    def but(self, *, headers: Mapping[str, str] | None = None, **changes: Any) -> Sent:
        """The same with some headers or parts changed."""
        return replace(self, headers={**self.headers, **(headers or {})}, **changes)


def sent(body: bytes, delivery_id: str, *, secret: str = "", at: int | None = None, **more: Any) -> Sent:
    """A delivery, signed now with a new secret unless the test says otherwise."""
    secret = secret or signing.new_secret()
    moment = int(time.time()) if at is None else at
    headers = signing.headers(
        body, event="render.succeeded", delivery_id=delivery_id, at=moment, signing_secrets=[secret], **more
    )
    return Sent(secret, body, headers)


def code(language: str) -> str:
    """The verification code of the documentation."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert found, f"the page has no {language} code"
    return found.group(1)


def documented_python() -> Callable[..., bool]:
    """`is_genuine` as the documentation has it."""
    room: dict[str, Any] = {}
    exec(compile(code("python"), str(PAGE), "exec"), room)
    return room["is_genuine"]


def by_plain_python(delivery: Sent) -> bool:
    """The comparison that every language's sample makes."""
    expected = hmac.new(delivery.secret.encode(), delivery.body, hashlib.sha256).hexdigest()
    return expected == delivery.headers["x-craftkit-signature"]


def by_openssl(deliveries: Sequence[Sent]) -> list[bool]:
    """One call of openssl for each; bodies must be single lines."""
    lines = "".join(f"{delivery.secret}\n{delivery.body.decode()}\n" for delivery in deliveries)
    done = subprocess.run(
        ["bash", "-c", OPENSSL], input=lines.encode(), capture_output=True, timeout=SECONDS, check=True
    )
    signatures = done.stdout.decode().split()
    return [
        signature == delivery.headers["x-craftkit-signature"]
        for signature, delivery in zip(signatures, deliveries, strict=True)
    ]


def by_node(script: str, deliveries: Sequence[Sent], folder: Path) -> list[bool]:
    """One run of Node.js over all; `verify.mjs` beside the script is the documentation's code."""
    (folder / "verify.mjs").write_text(code("js"))
    (folder / "main.mjs").write_text(script)
    rows = [{"secret": row.secret, "body": row.body.decode(), "headers": dict(row.headers)} for row in deliveries]
    node = compute_driver_executable()[0]
    done = subprocess.run(
        [node, "main.mjs"],
        cwd=folder,
        input=json.dumps(rows).encode(),
        capture_output=True,
        timeout=SECONDS,
        check=True,
    )
    return [line == "true" for line in done.stdout.decode().split()]


def flipped(text: str) -> str:
    """The base64 text with another first bit."""
    raw = bytearray(base64.b64decode(text))
    raw[0] ^= 1
    return base64.b64encode(bytes(raw)).decode()

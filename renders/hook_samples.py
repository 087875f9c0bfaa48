"""Code that calls a template's inbound hook, ready to paste: filled with its address, its secret and sample data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from templates_app.snippets import Snippet

CURL = """\
SECRET='{secret}'
BODY='{shell}'

SIG=$(printf '%s' "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -hex | awk '{{print $2}}')
curl -X POST {address} \\
  -H "x-craftkit-signature: $SIG" \\
  -H "Content-Type: application/json" \\
  -d "$BODY"
"""
NODE = """\
import crypto from "node:crypto";

const body = JSON.stringify({data});
const signature = crypto.createHmac("sha256", "{secret}").update(body).digest("hex");

const answer = await fetch("{address}", {{
  method: "POST",
  headers: {{ "x-craftkit-signature": signature, "Content-Type": "application/json" }},
  body,
}});
console.log(answer.status, await answer.json());
"""
PYTHON = """\
import hashlib, hmac, json, requests

body = json.dumps(json.loads('''{quoted}'''))
signature = hmac.new(b"{secret}", body.encode(), hashlib.sha256).hexdigest()

answer = requests.post(
    "{address}",
    headers={{"x-craftkit-signature": signature, "Content-Type": "application/json"}},
    data=body,
)
print(answer.status_code, answer.json())
"""


def hook_samples(*, address: str, secret: str, data: Mapping[str, Any]) -> list[Snippet]:
    """The samples for one hook."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    known = {"address": address, "secret": secret}
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    return [
        Snippet("curl", "bash", CURL.format(**known, shell=text.replace("'", "'\\''"))),
        Snippet("Node.js", "js", NODE.format(**known, data=text)),
        Snippet("Python", "python", PYTHON.format(**known, quoted=quoted)),
    ]

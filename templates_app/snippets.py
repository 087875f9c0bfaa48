"""Code that renders a template over the API, ready to paste: filled with the address, the slug and the sample data."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

KEY = "ck_live_YOUR_KEY"
ROWS = 2

CURL = """\
curl -X POST {base}/v1/templates/{slug}/render \\
  -H "Authorization: Bearer {key}" \\
  -H "Content-Type: application/json" \\
  -d '{body}'

# The answer has an id. Fetch the PDF as soon as it is ready:
curl -o {slug}.pdf {base}/v1/renders/ID/download \\
  -H "Authorization: Bearer {key}"
"""
NODE = """\
import {{ writeFile }} from "node:fs/promises";

const headers = {{ Authorization: "Bearer {key}", "Content-Type": "application/json" }};
const answer = await fetch("{base}/v1/templates/{slug}/render", {{
  method: "POST",
  headers: {{ ...headers, Prefer: "wait=30" }},
  body: JSON.stringify({data}),
}});
const render = await answer.json();
if (render.status !== "succeeded") throw new Error(render.error?.message ?? render.errorMessage ?? render.status);

const pdf = await fetch(render.downloadUrl);
await writeFile("{slug}.pdf", Buffer.from(await pdf.arrayBuffer()));
"""
PYTHON = """\
import requests

headers = {{"Authorization": "Bearer {key}", "Prefer": "wait=30"}}
answer = requests.post(
    "{base}/v1/templates/{slug}/render",
    headers=headers,
    json={data},
)
answer.raise_for_status()
render = answer.json()
if render["status"] != "succeeded":
    raise SystemExit(render["errorMessage"] or render["status"])

with open("{slug}.pdf", "wb") as file:
    file.write(requests.get(render["downloadUrl"]).content)
"""


@dataclass(frozen=True)
class Snippet:
    """A sample: what its tab says, the language for colouring it, the code."""

    title: str
    language: str
    code: str


def snippets(*, base: str, slug: str, data: Mapping[str, Any], required: Container[str] = ()) -> list[Snippet]:
    """The samples for a template. Lists in the data are cut to two rows; embedded pictures go, unless `required`."""
    body = {"data": shortened(data, required)}
    shell = json.dumps(body, indent=2, ensure_ascii=False).replace("'", "'\\''")
    known = {"base": base, "slug": slug, "key": KEY}
    return [
        Snippet("curl", "bash", CURL.format(**known, body=textwrap.indent(shell, "  ").lstrip())),
        Snippet("Node.js", "js", NODE.format(**known, data=_javascript(body))),
        Snippet("Python", "python", PYTHON.format(**known, data=_python(body, 1))),
    ]


def shortened(data: Mapping[str, Any], required: Container[str] = ()) -> dict[str, Any]:
    """Data for a sample: lists cut to two rows, without embedded pictures but required ones."""
    short: dict[str, Any] = _short(data, "", required)
    return short


def _short(value: Any, path: str, required: Container[str]) -> Any:
    if isinstance(value, list):
        return [_short(part, f"{path}[]", required) for part in value[:ROWS]]
    if not isinstance(value, Mapping):
        return value
    paths = {name: f"{path}.{name}" if path else name for name in value}
    kept = [name for name in value if paths[name] in required or not _is_embedded(value[name])]
    return {name: _short(value[name], paths[name], required) for name in kept}


def _is_embedded(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("data:")


def _javascript(value: Any) -> str:
    return textwrap.indent(json.dumps(value, indent=2, ensure_ascii=False), "  ").lstrip()


def _python(value: Any, depth: int) -> str:
    """JSON as a Python literal: the same but for True, False and None."""
    inner, outer = "    " * (depth + 1), "    " * depth
    if isinstance(value, Mapping) and value:
        rows = [
            f"{inner}{json.dumps(name, ensure_ascii=False)}: {_python(part, depth + 1)},\n"
            for name, part in value.items()
        ]
        return "{\n" + "".join(rows) + outer + "}"
    if isinstance(value, list) and value:
        return "[\n" + "".join(f"{inner}{_python(part, depth + 1)},\n" for part in value) + outer + "]"
    if value is None or isinstance(value, bool):
        return repr(value)
    return json.dumps(value, ensure_ascii=False)

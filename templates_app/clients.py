"""Clients: a template's data as types of TypeScript and Python, with a function that renders it."""

from __future__ import annotations

import json
import re
from typing import Any

from templates_app.fields import Manifest, json_schema

Schema = dict[str, Any]
IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
TYPESCRIPT = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean"}
PYTHON = {"string": "str", "number": "float", "integer": "int", "boolean": "bool"}
TYPESCRIPT_CALL = """
export interface Connection {
  /** A key of the project: ck_live_... or ck_test_... */
  key: string;
  baseUrl?: string;
}

/** Renders the template and answers the PDF. Throws when the data is refused or the document cannot be made. */
export async function render(data: Data, { key, baseUrl = BASE_URL }: Connection): Promise<Uint8Array> {
  const answer = await fetch(`${baseUrl}/v1/templates/${SLUG}/render`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json", Prefer: "wait=30" },
    body: JSON.stringify({ data }),
  });
  const made = await answer.json();
  if (made.status !== "succeeded") throw new Error(made.error?.message ?? made.errorMessage ?? made.status);
  const file = await fetch(made.downloadUrl);
  if (!file.ok) throw new Error(`The download answered ${file.status}.`);
  return new Uint8Array(await file.arrayBuffer());
}
"""
PYTHON_CALL = '''

class RenderFailed(Exception):
    """The data was refused, or the document could not be made (in time)."""


def render(data: Data, *, key: str, base_url: str = BASE_URL) -> bytes:
    """Render the template and return the PDF. Raises RenderFailed, and URLError when nobody answers."""
    request = urllib.request.Request(
        f"{base_url}/v1/templates/{SLUG}/render",
        data=json.dumps({"data": data}).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Prefer": "wait=30"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            made = json.load(answer)
    except urllib.error.HTTPError as refusal:
        raise RenderFailed(refusal.read().decode()) from refusal
    if made["status"] != "succeeded":
        raise RenderFailed(made.get("errorMessage") or made["status"])
    with urllib.request.urlopen(made["downloadUrl"]) as file:
        pdf: bytes = file.read()
    return pdf
'''


def typescript_client(manifest: Manifest, *, slug: str, base: str) -> str:
    """A module of TypeScript without dependencies; what is computed is not asked for."""
    return (
        f"const BASE_URL = {json.dumps(base)};\nconst SLUG = {json.dumps(slug)};\n\n"
        f"export interface Data {_typescript(json_schema(manifest), '')}\n{TYPESCRIPT_CALL}"
    )


def python_client(manifest: Manifest, *, slug: str, base: str) -> str:
    """A module of Python 3.11 without dependencies; what is computed is not asked for."""
    types: list[str] = []
    _python(json_schema(manifest), "Data", types)
    imports = "import json\nimport urllib.error\nimport urllib.request\nfrom typing import NotRequired, TypedDict\n"
    head = f"{imports}\nBASE_URL = {json.dumps(base)}\nSLUG = {json.dumps(slug)}\n\n"
    return head + "\n".join(types) + "\n" + PYTHON_CALL


def members(schema: Schema) -> list[tuple[str, Schema, bool]]:
    """What a caller sends of an object: name, schema, and whether it must be there."""
    required = schema.get("required", ())
    asked = ((name, part) for name, part in schema["properties"].items() if not part.get("readOnly"))
    return [(name, part, name in required) for name, part in asked if not _is_bare(part)]


def _is_bare(schema: Schema) -> bool:
    """Whether an object holds nothing that is sent."""
    return schema.get("type") == "object" and not members(schema)


def _typescript(schema: Schema, indent: str) -> str:
    if schema["type"] == "array":
        return f"Array<{_typescript(schema['items'], indent)}>"
    if schema["type"] != "object":
        return TYPESCRIPT[schema["type"]]
    inner, lines = indent + "  ", []
    for name, part, is_required in members(schema):
        shown = name if IDENTIFIER.fullmatch(name) else json.dumps(name)
        lines += [f"{inner}/** {_comment(part)} */"] if part.get("title") else []
        lines.append(f"{inner}{shown}{'' if is_required else '?'}: {_typescript(part, inner)};")
    return "\n".join(["{", *lines, f"{indent}}}"])


def _comment(part: Schema) -> str:
    words = f"{part['title']}, {part['format']}" if part.get("format") else part["title"]
    return " ".join(words.replace("*/", "* /").split())


def _python(schema: Schema, name: str, types: list[str]) -> str:
    """The name of a schema's type; types of objects are added, inner ones first."""
    if schema["type"] == "array":
        return f"list[{_python(schema['items'], name, types)}]"
    if schema["type"] != "object":
        return PYTHON[schema["type"]]
    shapes = []
    for key, part, is_required in members(schema):
        kind = _python(part, f"{name}_{re.sub(r'[^A-Za-z0-9]', '_', key)}", types)
        shapes.append(f"    {json.dumps(key)}: {kind if is_required else f'NotRequired[{kind}]'},")
    types.append("\n".join([f'{name} = TypedDict("{name}", {{', *shapes, "})"]))
    return name

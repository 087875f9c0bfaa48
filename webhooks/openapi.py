"""The `webhooks` section of the OpenAPI document: what a receiver gets, family by family."""

from __future__ import annotations

from typing import Any

from webhooks.catalog import FAMILIES, Family

ANSWERS = {"2XX": {"description": "Any 2xx acknowledges. Anything else, or 15 s without an answer, is tried again."}}
SIGNATURE = "Hex HMAC-SHA256 of the raw body, keyed with the whole text of the secret; no prefix."
PREFIXED = "`sha256=` and the hex HMAC-SHA256 of the raw body, keyed with the whole text of the secret."
HEADERS = {
    "x-craftkit-event": ("The event's name, as in the body.", {"type": "string"}),
    "x-craftkit-signature": (SIGNATURE, {"type": "string"}),
    "x-craftkit-timestamp": ("Unix seconds of this attempt.", {"type": "string"}),
    "x-craftkit-delivery-id": ("The same in every attempt and replay: be idempotent by it.", {"type": "string"}),
    "webhook-id": ("The same id, as Standard Webhooks names it.", {"type": "string"}),
    "webhook-timestamp": ("The same time, as Standard Webhooks names it.", {"type": "string"}),
    "webhook-signature": (
        "`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, keyed with the decoded secret; several, separated "
        "by blanks, while a secret is rotated.",
        {"type": "string"},
    ),
}


def add_webhooks(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of the schema generator: put the section in."""
    schemas = result["components"].setdefault("schemas", {})
    schemas.update({_component(family): family.schema for family in FAMILIES})
    result["webhooks"] = {_key(family): {"post": _operation(family)} for family in FAMILIES}
    return result


def _key(family: Family) -> str:
    return next(iter(family.events)) if family.is_callback else f"{family.name}.event"


def _component(family: Family) -> str:
    return f"{family.name.title()}Event"


def _operation(family: Family) -> dict[str, Any]:
    names = [f"- `{name}`: {text}" for name, text in family.events.items()]
    return {
        "operationId": f"{family.name}Event",
        "tags": ["Webhooks"],
        "summary": family.summary,
        "description": "\n".join(names),
        "security": [],
        "parameters": [_header(family, name, text, schema) for name, (text, schema) in HEADERS.items()],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": f"#/components/schemas/{_component(family)}"},
                    "examples": {name: {"value": family.example_of(name)} for name in family.events},
                }
            },
        },
        "responses": ANSWERS,
    }


def _header(family: Family, name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
    if family.is_callback and text is SIGNATURE:
        text = PREFIXED
    return {"name": name, "in": "header", "required": True, "description": text, "schema": schema}

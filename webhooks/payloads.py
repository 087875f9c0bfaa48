"""What each family of events carries: the JSON schema of its body, and an example for every event."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

SUBJECT = "0193c2c3-1111-7aaa-8bbb-000000000001"
TEMPLATE = "0193c2c3-2222-7aaa-8bbb-000000000002"
SHARE = "0193c2c3-3333-7aaa-8bbb-000000000003"
REQUEST = "0193c2c3-4444-7aaa-8bbb-000000000004"
SESSION = "0193c2c3-5555-7aaa-8bbb-000000000005"
ENGAGEMENT = "0193c2c3-6666-7aaa-8bbb-000000000006"
BEGAN, ENDED = "2026-06-05T10:00:00.000Z", "2026-06-05T10:00:01.000Z"


def _text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


def _id(description: str) -> Schema:
    return _text(description, format="uuid")


def _moment(description: str) -> Schema:
    return _text(description, format="date-time")


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _body(name_key: str, names: list[str], optional: dict[str, Schema], **required: Schema) -> Schema:
    properties = {name_key: _text("The event's name.", enum=names), **required, **optional}
    return {"type": "object", "required": [name_key, *required], "properties": properties}


def render_schema(names: list[str]) -> Schema:
    """The body of `render.*`."""
    return _body(
        "event",
        names,
        {
            "downloadUrl": _or_null(_text("The PDF; expires. Null for a failed render.", format="uri")),
            "errorMessage": _or_null(_text("Why it failed, for people.")),
            "completedAt": _or_null(_moment("When it ended.")),
        },
        renderId=_id("The render."),
        templateId=_id("The template that it was made of."),
        status=_text("Its final state.", enum=["succeeded", "failed"]),
        createdAt=_moment("When it was accepted."),
    )


def batch_schema(names: list[str]) -> Schema:
    """The body of `batch.*`."""
    number = {"type": "integer", "minimum": 0}
    return _body(
        "event",
        names,
        {"errorMessage": _or_null(_text("Why the whole batch failed, for people."))},
        batchId=_id("The batch."),
        templateId=_id("The template that its documents were made of."),
        status=_text("Its final state.", enum=["completed", "failed"]),
        total={**number, "description": "Its rows."},
        counts={"type": "object", "description": "Rows by state.", "additionalProperties": number},
        batchUrl=_text("Where to ask for it, with a project key.", format="uri"),
        createdAt=_moment("When it was accepted."),
        completedAt=_moment("When it ended."),
    )


def document_schema(names: list[str]) -> Schema:
    """The body of `document.*`."""
    return _body(
        "event",
        names,
        {
            "shareId": _or_null(_id("The share link that it came through.")),
            "sourceIp": _or_null(_text("The address it came from.")),
            "userAgent": _or_null(_text("The program it came from.")),
            "metadata": _or_null({"type": "object", "description": "More about it.", "additionalProperties": True}),
        },
        renderId=_id("The render."),
        templateId=_id("The template that it was made of."),
        eventId=_id("The entry in the document's history."),
        eventType=_text("The event's name without its family.", enum=[name.partition(".")[2] for name in names]),
        actorKind=_text("Who did it.", enum=["recipient", "partner", "system"]),
        createdAt=_moment("When it happened."),
    )


def signature_schema(names: list[str]) -> Schema:
    """The body of `signature.*`."""
    recipient = {
        "type": "object",
        "description": "A recipient as the request was sent.",
        "properties": {
            "id": _text("The recipient's id."),
            "firstName": _text("First name."),
            "lastName": _or_null(_text("Last name.")),
            "email": _text("The address."),
            "designation": _text("What they are there for.", enum=["Signer", "Approver", "CC"]),
            "order": _or_null({"type": "integer", "description": "Whose turn it is when; null: all at once."}),
        },
    }
    return _body(
        "event",
        names,
        {
            "status": _text("The request's state."),
            "name": _text("The request's name; with `signature.sent`."),
            "recipients": {"type": "array", "description": "The signers; with `signature.sent`.", "items": recipient},
            "reason": _or_null(_text("Why it was declined or cancelled.")),
        },
        signatureRequestId=_id("The signature request."),
        renderId=_id("The render that is signed."),
    )


def form_schema(names: list[str]) -> Schema:
    """The body of `form.submitted`."""
    return _body(
        "event",
        names,
        {},
        sessionId=_id("The embed session that the form was filled in."),
        templateSlug=_text("The template of the form."),
        templateVersion={"type": "integer", "description": "The version that the data was checked against."},
        renderId=_or_null(_id("The render that was made; null where the session only collects.")),
        data={
            "type": "object",
            "description": "All values, as the render API takes them.",
            "additionalProperties": True,
        },
        submittedAt=_moment("When it was sent in."),
    )


def template_schema(names: list[str]) -> Schema:
    """The body of the embed callback `template.published`, whose name stands in `type`."""
    field = {
        "type": "object",
        "description": "A variable of the template.",
        "required": ["key", "type", "required"],
        "properties": {
            "key": _text("Its key."),
            "type": _text("Its data type."),
            "required": {"type": "boolean", "description": "Whether a render needs it."},
        },
    }
    manifest = {
        "type": "object",
        "description": "The template's variables.",
        "required": ["fields"],
        "properties": {"fields": {"type": "array", "description": "The variables.", "items": field}},
    }
    return _body(
        "type",
        names,
        {},
        templateId=_text("The template."),
        version={"type": "integer", "description": "The version that was published."},
        manifest=manifest,
        tenantExternalId=_text("The tenant of the session."),
        actorExternalId=_text("The person of the session."),
        timestamp=_moment("When it was published."),
    )


def render_example(name: str) -> dict[str, Any]:
    """A `render.*` body."""
    failed = name == "render.failed"
    return {
        "event": name,
        "renderId": SUBJECT,
        "templateId": TEMPLATE,
        "status": "failed" if failed else "succeeded",
        "downloadUrl": None if failed else "https://docs.example.com/files/WyIwMTkzYzJjMyJd",
        "errorMessage": "Image could not be loaded" if failed else None,
        "createdAt": BEGAN,
        "completedAt": ENDED,
    }


def batch_example(name: str) -> dict[str, Any]:
    """A `batch.*` body."""
    return {
        "event": name,
        "batchId": SUBJECT,
        "templateId": TEMPLATE,
        "status": "completed",
        "total": 200,
        "counts": {"succeeded": 198, "failed": 1, "invalid": 1},
        "batchUrl": f"https://docs.example.com/v1/batches/{SUBJECT}",
        "errorMessage": None,
        "createdAt": BEGAN,
        "completedAt": ENDED,
    }


def document_example(name: str) -> dict[str, Any]:
    """A `document.*` body."""
    kind = name.partition(".")[2]
    by_recipient = kind in {"viewed", "downloaded", "printed", "email_opened"}
    return {
        "event": name,
        "renderId": SUBJECT,
        "templateId": TEMPLATE,
        "eventId": ENGAGEMENT,
        "eventType": kind,
        "actorKind": "recipient" if by_recipient else "partner",
        "createdAt": BEGAN,
        "shareId": SHARE,
        "sourceIp": "203.0.113.7" if by_recipient else None,
        "userAgent": "Mozilla/5.0" if by_recipient else None,
        "metadata": None,
    }


def signature_example(name: str) -> dict[str, Any]:
    """A `signature.*` body."""
    kind = name.partition(".")[2]
    body: dict[str, Any] = {"event": name, "signatureRequestId": REQUEST, "renderId": SUBJECT, "status": kind}
    if kind == "signed":
        return {**body, "status": "viewed"}
    if kind == "sent":
        signer = {
            "id": "0193c2c3-7777-7aaa-8bbb-000000000007",
            "firstName": "Ruth",
            "lastName": "Northwind",
            "email": "signer@example.com",
            "designation": "Signer",
            "order": 1,
        }
        return {**body, "name": "Lease agreement", "recipients": [signer]}
    if kind in {"declined", "cancelled"}:
        return {**body, "reason": "Wrong amount"}
    return body


def form_example(name: str) -> dict[str, Any]:
    """A `form.submitted` body."""
    return {
        "event": name,
        "sessionId": SESSION,
        "templateSlug": "e-charterparty",
        "templateVersion": 6,
        "renderId": None,
        "data": {"customer": {"name": "Acme Corp"}, "amount": 42},
        "submittedAt": "2026-06-05T11:00:00.000Z",
    }


def template_example(name: str) -> dict[str, Any]:
    """A `template.published` body."""
    return {
        "type": name,
        "templateId": TEMPLATE,
        "version": 3,
        "manifest": {"fields": [{"key": "customer.name", "type": "text", "required": True}]},
        "tenantExternalId": "org_42",
        "actorExternalId": "user_99",
        "timestamp": "2026-06-05T10:28:00.000Z",
    }

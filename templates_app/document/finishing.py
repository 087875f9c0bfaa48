"""Finishing: what a template asks of the finished PDF, as tables, checked member by member."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.document import rules as is_a
from templates_app.document.grammar import Attr, Kind
from templates_app.document.invoicing import check_invoice, invoice_schema, uses_of_invoice
from templates_app.document.phrases import phrase, uses_in
from templates_app.document.rules import Rule
from templates_app.fields.faults import Faults, printable
from templates_app.fields.uses import Use
from templates_app.keys import KEY_LIMIT, absolute_key_fault, list_of

PASSWORD_LIMIT, SEALED_LIMIT = 127, 1_000
ATTACHMENTS_LIMIT, PARTS_LIMIT = 20, 20
ARCHIVAL, ACCESSIBLE = "pdf/a-3b", "pdf/ua-1"
RELATIONS = ("Source", "Data", "Alternative", "Supplement", "Unspecified")
PERMISSIONS = ("print", "copy", "modify", "annotate", "fillForms", "assemble")
SLUG = is_a.matching(re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"), gettext_noop("the slug of a template"), maxLength=120)


def _password_fault(value: Any) -> str | None:
    """A text, `{key}` for a value of the data, or `{sealed}` as templates are kept and answered."""
    if isinstance(value, str) and 0 < len(value.encode(errors="replace")) <= PASSWORD_LIMIT:
        return is_a.text(PASSWORD_LIMIT)(value)
    if isinstance(value, dict) and value.keys() == {"key"}:
        fault = absolute_key_fault(value["key"])
        return fault or (gettext_noop("Expected a key outside of lists") if list_of(value["key"]) else None)
    if isinstance(value, dict) and value.keys() == {"sealed"}:
        return is_a.text(SEALED_LIMIT)(value["sealed"])
    return filled("Expected a text of 1 to {most} bytes, or an object with the key of a value", most=PASSWORD_LIMIT)


def _sealed_or_bound(member: str, limit: int) -> dict[str, Any]:
    schema = {"type": "string", "maxLength": limit}
    return {"type": "object", "required": [member], "additionalProperties": False, "properties": {member: schema}}


PASSWORD = Rule(
    _password_fault,
    {
        "format": "password",
        "anyOf": [
            {"type": "string", "minLength": 1, "maxLength": PASSWORD_LIMIT},
            _sealed_or_bound("key", KEY_LIMIT),
            _sealed_or_bound("sealed", SEALED_LIMIT),
        ],
    },
)
PHRASES = Kind("", {name: Attr(phrase(1_000)) for name in ("title", "author", "subject", "keywords")})
PERMITS = Kind("", {name: Attr(is_a.flag, True) for name in PERMISSIONS})
PROTECTION = Kind("", {"userPassword": Attr(PASSWORD), "ownerPassword": Attr(PASSWORD, required=True)})
WATERMARK = Kind(
    "",
    {
        "text": Attr(phrase(100)),
        "asset": Attr(is_a.asset),
        "opacity": Attr(is_a.number(0.02, 1), 0.14),
        "angle": Attr(is_a.number(-90, 90)),
        "pages": Attr(is_a.one_of("all", "first", "other"), "all"),
    },
    either=("text", "asset"),
)
STATIONERY = Kind("", {"first": Attr(is_a.asset), "other": Attr(is_a.asset)})
ATTACHMENT = Kind(
    "",
    {
        "asset": Attr(is_a.asset),
        "data": Attr(is_a.one_of(True)),
        "name": Attr(is_a.text(200)),
        "description": Attr(is_a.text(400)),
        "relationship": Attr(is_a.one_of(*RELATIONS), "Unspecified"),
    },
    either=("asset", "data"),
)
PART = Kind(
    "",
    {
        "asset": Attr(is_a.asset),
        "template": Attr(SLUG),
        "version": Attr(is_a.whole(1, 2**31 - 1)),
        "place": Attr(is_a.one_of("before", "after"), "after"),
        "title": Attr(phrase(200)),
    },
    either=("asset", "template"),
)
PLAIN = Kind(
    "",
    {
        "bulk": Attr(is_a.flag, False),
        "conformance": Attr(is_a.one_of(ARCHIVAL)),
        "accessibility": Attr(is_a.one_of(ACCESSIBLE)),
    },
)
OBJECTS = {"metadata": PHRASES, "protection": PROTECTION, "watermark": WATERMARK, "stationery": STATIONERY}
LISTS = {"attachments": (ATTACHMENT, ATTACHMENTS_LIMIT), "merge": (PART, PARTS_LIMIT)}
MEMBERS = (*OBJECTS, *LISTS, *PLAIN.attrs, "facturX")


def check_finishing(given: Any, path: str, faults: Faults) -> list[Use]:
    """Adds the faults of a template's `finishing` by JSON pointer; answers what it asks of the data."""
    if given is None:
        return []
    if not isinstance(given, dict):
        faults.add(path, gettext_noop("Expected an object"))
        return []
    own = Faults()
    for name in given.keys() - set(MEMBERS):
        own.add(f"{path}/{printable(str(name), 80)}", filled("Unknown; known are {known}", known=", ".join(MEMBERS)))
    _check_kind({name: given[name] for name in PLAIN.attrs if name in given}, PLAIN, path, own)
    for name, kind in OBJECTS.items():
        _check_object(name, given.get(name), kind, f"{path}/{name}", own)
    for name, (kind, limit) in LISTS.items():
        _check_list(given.get(name), kind, limit, f"{path}/{name}", own)
    check_invoice(given.get("facturX"), f"{path}/facturX", own)
    if not own:
        _check_together(given, path, own)
    for place, messages in own.found.items():
        faults.add(place, messages[0])
    return [] if own else list(_uses(given, path))


def _check_object(name: str, given: Any, kind: Kind, path: str, faults: Faults) -> None:
    if given is None:
        return
    if name == "protection" and isinstance(given, dict):
        given = dict(given)
        _check_object("permissions", given.pop("permissions", None), PERMITS, f"{path}/permissions", faults)
    _check_kind(given, kind, path, faults)


def _check_list(given: Any, kind: Kind, limit: int, path: str, faults: Faults) -> None:
    if given is None:
        return
    if not isinstance(given, list) or len(given) > limit:
        faults.add(path, filled("Expected a list of at most {most} objects", most=limit))
        return
    for at, item in enumerate(given):
        _check_kind(item, kind, f"{path}/{at}", faults)


def _check_kind(given: Any, kind: Kind, path: str, faults: Faults) -> None:
    if not isinstance(given, dict):
        faults.add(path, gettext_noop("Expected an object"))
        return
    for name, value in given.items():
        attr = kind.attrs.get(name)
        fault = (
            filled("Unknown; known are {known}", known=", ".join(kind.attrs))
            if attr is None
            else value is not None and attr.rule(value)
        )
        if fault:
            faults.add(f"{path}/{printable(str(name), 80)}", fault)
    for name in kind.required:
        if given.get(name) is None:
            faults.add(f"{path}/{name}", gettext_noop("Required"))
    if kind.either and len([name for name in kind.either if given.get(name) is not None]) != 1:
        one, other = kind.either
        faults.add(path, filled("Expected exactly one of {one} and {other}", one=one, other=other))


def _check_together(given: Mapping[str, Any], path: str, faults: Faults) -> None:
    """What excludes each other."""
    is_archival = bool(given.get("conformance") or given.get("facturX"))
    if is_archival and given.get("protection"):
        faults.add(
            f"{path}/protection",
            gettext_noop("PDF/A and Factur-X files may not be encrypted; leave one of the two away"),
        )
    if given.get("accessibility") and given.get("bulk"):
        faults.add(
            f"{path}/bulk", gettext_noop("PDF/UA wants tags, and bulk prints without them; leave one of the two away")
        )
    for at, part in enumerate(given.get("merge") or ()):
        if part.get("version") and not part.get("template"):
            faults.add(f"{path}/merge/{at}/version", gettext_noop("Only a template has versions"))
    for at, file in enumerate(given.get("attachments") or ()):
        name = file.get("name") or ""
        if "/" in name or "\\" in name or name.startswith("."):
            faults.add(f"{path}/attachments/{at}/name", gettext_noop("Expected the name of a file, without a folder"))


def _uses(given: Mapping[str, Any], path: str) -> list[Use]:
    found: list[Use] = []
    for name, text in (given.get("metadata") or {}).items():
        found += uses_in(text or "", f"{path}/metadata/{name}")
    found += uses_in((given.get("watermark") or {}).get("text") or "", f"{path}/watermark/text")
    for at, part in enumerate(given.get("merge") or ()):
        found += uses_in(part.get("title") or "", f"{path}/merge/{at}/title")
    for name, word in (given.get("protection") or {}).items():
        if name in PROTECTION.attrs and isinstance(word, dict) and "key" in word:
            found.append(Use(word["key"], place=f"{path}/protection/{name}"))
    return [*found, *uses_of_invoice(given.get("facturX"), f"{path}/facturX")]


def finishing_schema() -> dict[str, Any]:
    """The same as JSON Schema, in which a `format` names a grammar of ours."""
    parts = {name: _schema(kind) for name, kind in OBJECTS.items()}
    parts["protection"]["properties"]["permissions"] = _schema(PERMITS)
    lists = {
        name: {"type": "array", "maxItems": limit, "items": _schema(kind)} for name, (kind, limit) in LISTS.items()
    }
    plain = _schema(PLAIN)["properties"]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {**parts, **lists, **plain, "facturX": invoice_schema()},
    }


def _schema(kind: Kind) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name, attr in kind.attrs.items():
        default = {} if attr.default is None else {"default": attr.default}
        properties[name] = {**attr.rule.schema, **default}
    shape: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    shape |= {"required": list(kind.required)} if kind.required else {}
    return shape | ({"oneOf": [{"required": [name]} for name in kind.either]} if kind.either else {})

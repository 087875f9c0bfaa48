"""The body of a new batch, JSON or a form with a CSV, read into what the actions want."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request

from craftkit.api.errors import serializer_issues
from craftkit.api.idempotency import MAX_LENGTH, Once
from craftkit.api.parsing import parse_json
from craftkit.api.principals import Principal
from craftkit.lib.errors import InvalidRequest, PayloadTooLarge, UnsupportedMediaType, field_issues
from renders.batches import shapes
from renders.batches.actions import Upload, Wishes

# What a form adds around its file.
FORM_BYTES = 64 * 1024
JSON_FIELDS = ("options", "mapping")


def read(request: Request) -> tuple[Upload, Wishes]:
    """The upload and the wishes. Raises InvalidRequest, InvalidJson, PayloadTooLarge or UnsupportedMediaType."""
    kind = (request.content_type or "").partition(";")[0].strip().lower()
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.BATCH_BYTES + FORM_BYTES:
        raise PayloadTooLarge(f"The body is larger than {settings.BATCH_BYTES // 2**20} MB. Split the rows up.")
    if kind == "application/json":
        return _from_json(request)
    if kind == "multipart/form-data":
        return _from_form(request)
    raise UnsupportedMediaType("Send rows as application/json, or a CSV as multipart/form-data.")


def _from_json(request: Request) -> tuple[Upload, Wishes]:
    body = parse_json(request._request.read(settings.BATCH_BYTES + 1), limit=settings.BATCH_BYTES)
    about = dict(body) if isinstance(body, dict) else {"rows": body}
    rows = about.pop("rows", None)
    if not isinstance(rows, list):
        raise InvalidRequest(issues=field_issues({"rows": ["Expected a list of objects"]}))
    return Upload(json.dumps(rows).encode()), _wishes(_checked(shapes.BatchSettings, about))


def _from_form(request: Request) -> tuple[Upload, Wishes]:
    form_data: Any = request.data
    given = form_data.dict()
    for name in JSON_FIELDS:
        if given.get(name):
            given[name] = _parsed(name, given[name])
    form = _checked(shapes.BatchForm, {name: value for name, value in given.items() if value not in ("", None)})
    upload = Upload(
        raw=form["file"].read(),
        kind="csv",
        mapping=form["mapping"],
        group_by=form["groupBy"],
        delimiter=shapes.DELIMITERS.get(form.get("delimiter", ""), ""),
        encoding=form["encoding"],
    )
    return upload, _wishes(form)


def _parsed(name: str, text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        raise InvalidRequest(issues=field_issues({name: ["Expected a JSON object"]})) from None


def _checked(shape: type[serializers.Serializer], data: Any) -> dict[str, Any]:
    serializer = shape(data=data)
    if not serializer.is_valid():
        raise InvalidRequest(issues=serializer_issues(serializer.errors))
    checked: dict[str, Any] = serializer.validated_data
    return checked


def _wishes(checked: dict[str, Any]) -> Wishes:
    return Wishes(options=checked["options"], mode=checked["mode"], on_error=checked["onError"], name=checked["name"])


def kept(wishes: Wishes) -> Wishes:
    """Without the number of the version, which the batch itself knows."""
    return replace(wishes, options={name: value for name, value in wishes.options.items() if name != "versionNumber"})


def once(request: Request, principal: Principal, endpoint: str, fingerprint: str) -> Once | None:
    """The idempotency key of the header, with what makes the request the same."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        return None
    if len(key) > MAX_LENGTH or not key.isprintable():
        raise InvalidRequest(issues=field_issues({"Idempotency-Key": [f"At most {MAX_LENGTH} printable characters."]}))
    return Once(principal.project_id, principal.env, endpoint, key, fingerprint[:64])

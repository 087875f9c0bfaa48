"""The language of a frame: what a door of its session says to the reader, once the frame asks for it by header.

Nothing else of an answer changes, and without the header nothing does.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils import translation
from rest_framework.request import Request

from craftkit.lib.speech import spoken

HEADER, WARNINGS = "X-Craftkit-Language", "X-Craftkit-Warnings"
HEADER_BYTES = 6000
LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES) - {settings.LANGUAGE_CODE}


def speak(request: Request, answer: Any) -> None:
    """Faults, warnings and changes of the answer in the frame's language, if it is one of ours."""
    language = request.headers.get(HEADER, "").partition("-")[0].lower()
    if language not in LANGUAGES:
        return
    with translation.override(language):
        if isinstance(getattr(answer, "data", None), dict):
            answer.data = _told(answer.data)
        if WARNINGS in answer:
            answer[WARNINGS] = as_header(_each(json.loads(answer[WARNINGS])))


def as_header(warnings: list[dict[str, Any]]) -> str:
    """As many warnings as a header can carry, as JSON in plain ASCII."""
    kept: list[dict[str, Any]] = []
    for warning in warnings:
        if len(json.dumps([*kept, warning])) > HEADER_BYTES:
            break
        kept.append(warning)
    return json.dumps(kept)


def _told(data: dict[str, Any]) -> dict[str, Any]:
    told = dict(data)
    if isinstance(told.get("error"), dict):
        told["error"] = _issues({**told["error"], "message": spoken(told["error"]["message"])})
    for name in ("warnings", "changes"):
        if isinstance(told.get(name), list):
            told[name] = _each(told[name])
    return _issues(told)


def _each(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "message": spoken(one["message"])} for one in found]


def _issues(holder: dict[str, Any]) -> dict[str, Any]:
    issues = holder.get("issues")
    if not isinstance(issues, dict):
        return holder
    fields = {place: [*map(spoken, texts)] for place, texts in issues.get("fieldErrors", {}).items()}
    return {**holder, "issues": {"formErrors": [*map(spoken, issues.get("formErrors", []))], "fieldErrors": fields}}

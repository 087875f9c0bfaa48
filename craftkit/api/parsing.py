"""Request bodies: strict JSON of bounded size and depth."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, MultiPartParser

from craftkit.lib.errors import InvalidJson, InvalidRequest, PayloadTooLarge

MAX_DEPTH = 64
NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class StrictJSONParser(BaseParser):
    """JSON as RFC 8259 has it: UTF-8, no NaN, no name twice in an object, at most 64 levels deep."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The body as Python values; an empty body is an empty object."""
        raw = stream.read(settings.API_BODY_BYTES + 1)
        return parse_json(raw)


class UploadParser(MultiPartParser):
    """`multipart/form-data` of a size that is known beforehand and bounded, so that nobody fills the disk."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The fields and the files; `invalid_request` or `payload_too_large`."""
        request = (parser_context or {})["request"]
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.UPLOAD_BYTES:
            raise PayloadTooLarge(f"The upload is larger than {settings.UPLOAD_BYTES // 1024**2} MB.")
        try:
            return super().parse(stream, media_type=media_type, parser_context=parser_context)
        except ParseError as error:
            raise InvalidRequest("The body is no valid multipart/form-data.") from error


def parse_json(raw: bytes, *, limit: int | None = None) -> Any:
    """The value that the bytes spell, `invalid_json` or `payload_too_large`; nothing at all is an empty object."""
    limit = limit or settings.API_BODY_BYTES
    if len(raw) > limit:
        raise PayloadTooLarge(f"The body is larger than {limit // 1024} kB.")
    if not raw.strip():
        return {}
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except RecursionError:
        raise InvalidJson(f"The body is nested deeper than {MAX_DEPTH} levels.") from None
    except ValueError as error:
        raise InvalidJson(f"The request body is not valid JSON: {error}.") from None
    _check_text_and_depth(value)
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object names the same key twice")
    return found


def _check_text_and_depth(value: Any) -> None:
    """Refuse what no database can store (NUL, lone surrogates) and what nests too deep."""
    level = [value]
    for _ in range(MAX_DEPTH):
        if not level:
            return
        _check_texts(level)
        level = [inner for outer in level for inner in _inside(outer)]
    if level:
        raise InvalidJson(f"The body is nested deeper than {MAX_DEPTH} levels.")


def _check_texts(values: list[Any]) -> None:
    for value in values:
        texts = value.keys() if isinstance(value, dict) else [value] if isinstance(value, str) else []
        for text in texts:
            if NO_TEXT.search(text):
                raise InvalidJson("The body contains a character that is no text (NUL or half of a surrogate pair).")
        if isinstance(value, float) and not math.isfinite(value):
            raise InvalidJson("The body contains a number that is too large.")
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**63 - 1:
            raise InvalidJson("The body contains a whole number of more than 64 bits.")


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []

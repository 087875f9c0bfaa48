"""Calls of the API as a client makes them."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

JSON = "application/json"


class Form(dict[str, Any]):
    """A body that goes out as multipart/form-data; bytes become a file."""

    def encoded(self) -> bytes:
        """The body."""
        parts = {
            name: SimpleUploadedFile(self.filename, value) if isinstance(value, bytes) else value
            for name, value in self.items()
        }
        return encode_multipart(BOUNDARY, parts)

    filename = "upload.bin"


class Caller:
    """A client with one key; paths begin at the root."""

    def __init__(self, key: str | None = None) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request; header names with underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        extra: dict[str, Any] = {"headers": {**self.headers, **named}}
        if isinstance(body, Form):
            extra |= {"data": body.encoded(), "content_type": MULTIPART_CONTENT}
        elif body is not None:
            extra |= {"data": body, "content_type": JSON}
        return self.client.generic(method, path, **_encoded(extra))

    def get(self, path: str, **headers: str) -> Any:
        """GET."""
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """POST with a JSON body."""
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        """PUT with a JSON body."""
        return self.send("PUT", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        """PATCH with a JSON body."""
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        """DELETE."""
        return self.send("DELETE", path, **headers)


def _encoded(extra: dict[str, Any]) -> dict[str, Any]:
    if "data" in extra and not isinstance(extra["data"], bytes | str):
        extra["data"] = json_text(extra["data"])
    return extra


def json_text(body: Any) -> str:
    """The body as JSON text."""
    return json.dumps(body)


def error(response: Any) -> dict[str, Any]:
    """The inside of the error envelope."""
    inside: dict[str, Any] = response.json()["error"]
    return inside

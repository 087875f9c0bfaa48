"""Names of documents and files: patterns with variables, made safe for every file system, and never twice in a zip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from craftkit.lib import speech
from craftkit.lib.errors import InvalidRequest, field_issues
from renders.file_names import safe_file_name
from templates_app.fields import Manifest

PLACE = re.compile(r"\{\{\s*([^{}]{1,200}?)\s*\}\}")
OWN = {"row", "externalId"}
# What Windows takes for devices, whatever follows the dot.
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)
LONGEST_BYTES = 200


def check_pattern(pattern: str, manifest: Manifest) -> None:
    """Refuse a pattern that names what no row has."""
    unknown = [name for name in PLACE.findall(pattern) if name not in OWN and name not in _single(manifest)]
    if unknown:
        message = speech.filled(
            "There is no {unknown} to name files by; use row, externalId or a variable outside lists.",
            unknown=unknown[0],
        )
        raise InvalidRequest(message, issues=field_issues({"options.filename": [message]}))


def _single(manifest: Manifest) -> set[str]:
    return {key for key in manifest.by_key if "[]" not in key}


def filled(pattern: str, *, number: int, external_id: str, values: Mapping[str, Any]) -> str:
    """The pattern with a row's values, as the name of a PDF; empty when nothing of it is left."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        own = {"row": f"{number:05}", "externalId": external_id}
        return own[name] if name in own else _text(_at(values, name))

    return safe(PLACE.sub(value, pattern))


def _at(values: Any, key: str) -> Any:
    for name in key.split("."):
        values = values.get(name) if isinstance(values, Mapping) else None
    return values


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def safe(name: str) -> str:
    """The name without path parts, invisible characters and device names, ending in `.pdf`; empty stays empty."""
    visible = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co"))
    stem = safe_file_name(unicodedata.normalize("NFC", visible)).removesuffix(".pdf").removesuffix(".PDF")
    stem = _cut(stem).strip(" .-")
    if not stem:
        return ""
    return f"_{stem}.pdf" if DEVICES.match(stem) else f"{stem}.pdf"


def _cut(stem: str) -> str:
    """No longer than file systems allow, which count bytes."""
    return stem.encode()[:LONGEST_BYTES].decode(errors="ignore")


class Names:
    """The names given out in one zip: each once, also for file systems that take upper and lower case for the same."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def unique(self, wanted: str, *, number: int) -> str:
        """The wanted name, made safe, with the row's number where another has it already."""
        name = safe(wanted) or f"{number:05}.pdf"
        if name.casefold() in self.taken:
            name = f"{name.removesuffix('.pdf')} ({number}).pdf"
        while name.casefold() in self.taken:
            name = f"{name.removesuffix('.pdf')}-{number}.pdf"
        self.taken.add(name.casefold())
        return name

"""What a recipient sent for each field: checked, and turned into what is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from craftkit.lib.errors import InvalidRequest, field_issues
from craftkit.lib.images import BadImage, from_data_uri, load_image
from craftkit.lib.letters import PLAIN, missing
from craftkit.lib.speech import filled
from signatures.faces import FACES, place_of, suited
from signatures.models import Field

LONGEST_TEXT = 500
PICTURE_BYTES, PICTURE_PIXELS = 2 * 1024 * 1024, 8_000_000
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TYPED = "typed:"
TICKED = "true"


@dataclass(frozen=True)
class Value:
    """A field's value: text, or a picture with how it came about."""

    field: Field
    text: str = ""
    image: bytes = b""
    face: str = ""

    @property
    def digest(self) -> str:
        """The hash that the trail keeps."""
        return hashlib.sha256(self.image or self.text.encode()).hexdigest()


def read(fields: Sequence[Field], sent: Mapping[str, str]) -> list[Value]:
    """The values of all fields of a recipient; InvalidRequest names every field that is wrong or missing."""
    values, faults = [], {}
    for field in fields:
        try:
            value = _one(field, sent.get(str(field.pk), "").strip(), sent.get(face_name(field), ""))
        except ValueError as fault:
            # As it was raised: it may know what it was filled in with.
            faults[str(field.pk)] = [fault.args[0]]
            continue
        if value is not None:
            values.append(value)
        elif field.is_required:
            faults[str(field.pk)] = [gettext_noop("This field has to be filled in.")]
    if faults:
        message = gettext_noop("Some fields are not filled in as they should be.")
        raise InvalidRequest(message, issues=field_issues(faults))
    return values


def face_name(field: Field) -> str:
    """What the form calls the face of a typed signature."""
    return f"{field.pk}.face"


def _one(field: Field, text: str, face: str) -> Value | None:
    if not text:
        return None
    if field.kind == Field.Kind.CHECKBOX:
        return Value(field, TICKED) if text in {"on", TICKED} else None
    if field.is_drawn:
        return _signature(field, text, face)
    if field.is_chosen and text not in field.options:
        raise ValueError(gettext_noop("Choose one of the options."))
    if field.kind == Field.Kind.DATE:
        text = _day(text)
    return Value(field, _printable(text, PLAIN))


def _day(text: str) -> str:
    wrong = ValueError(gettext_noop("Give a date such as 2026-06-05."))
    if not DAY.fullmatch(text):
        raise wrong
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise wrong from None


def _printable(text: str, font: str) -> str:
    """The text on one line, if it can be printed at all."""
    line = " ".join(text.split())
    if len(line) > LONGEST_TEXT:
        raise ValueError(filled("At most {most} characters.", most=LONGEST_TEXT))
    lacking = missing(line, font)
    if lacking:
        raise ValueError(filled("These characters cannot be printed: {letters}", letters=lacking[:20]))
    return line


def _signature(field: Field, text: str, face: str) -> Value:
    if not text.startswith("data:"):
        return _typed(field, text.removeprefix(TYPED).strip(), face)
    try:
        picture = load_image(from_data_uri(text, max_bytes=PICTURE_BYTES), max_pixels=PICTURE_PIXELS)
    except BadImage as error:
        raise ValueError(error.message) from None
    if picture.mime != "image/png":
        raise ValueError(gettext_noop("Use a PNG picture."))
    return Value(field, "drawn", picture.data)


def _typed(field: Field, name: str, wanted: str) -> Value:
    """A name in the face that was picked, or in one that has its letters."""
    if wanted and wanted not in FACES:
        raise ValueError(gettext_noop("Pick one of the ways to write it."))
    face = suited(name, wanted)
    return Value(field, TYPED + _printable(name, place_of(face)), face=face)

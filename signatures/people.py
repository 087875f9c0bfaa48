"""Recipients as they are typed, one a line: first name, last name, address, what for, role."""

from __future__ import annotations

import csv
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from signatures.models import Recipient

MOST = 20
PARTS = (("firstName", 100), ("lastName", 100), ("email", 255), ("designation", 8), ("role", 200))
WORDS = {"": "Signer", "signs": "Signer", "approves": "Approver", "copy": "CC", "gets a copy": "CC"}
WORDS |= {name.lower(): name for name in Recipient.Designation.values}


class BadLine(ValueError):
    """A line that cannot be read; the text says which, and why."""


def read_lines(text: str, *, patterned: bool = False) -> list[dict[str, Any]]:
    """The recipients; `patterned` allows `{{…}}` for what each row of a batch has. Raises BadLine."""
    lines = [line for line in text.replace("\0", "").splitlines() if line.strip(" ,;\t")]
    if len(lines) > MOST:
        raise BadLine(f"At most {MOST} recipients.")
    return [_person(number, line, patterned) for number, line in enumerate(lines, start=1)]


def _person(number: int, line: str, patterned: bool) -> dict[str, Any]:
    cells = [" ".join(cell.split()) for cell in next(csv.reader([line], skipinitialspace=True))]
    if len(cells) > len(PARTS):
        raise BadLine(f"Line {number} has more than {len(PARTS)} parts: first name, last name, e-mail, what for, role.")
    person = {name: cell for (name, _), cell in zip(PARTS, [*cells, *[""] * len(PARTS)], strict=False)}
    designation = WORDS.get(person["designation"].lower())
    if designation is None:
        raise BadLine(f"Line {number}: “{person['designation']}” is none of Signer, Approver, CC.")
    person["designation"] = designation
    if any(len(person[name]) > most for name, most in PARTS):
        raise BadLine(f"Line {number} is too long.")
    if person["email"] and not (patterned and "{{" in person["email"]):
        _check_address(number, person["email"])
    if not (person["firstName"] or person["email"] or person["role"]):
        raise BadLine(f"Line {number} says neither who it is nor which role.")
    return person


def _check_address(number: int, text: str) -> None:
    try:
        validate_email(text)
    except ValidationError:
        raise BadLine(f"Line {number}: “{text}” is no e-mail address.") from None

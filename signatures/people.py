"""Recipients as they are typed, one a line: first name, last name, address, what for, role."""

from __future__ import annotations

import csv
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

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
        raise BadLine(_("At most %(most)d recipients.") % {"most": MOST})
    return [_person(number, line, patterned) for number, line in enumerate(lines, start=1)]


def _person(number: int, line: str, patterned: bool) -> dict[str, Any]:
    cells = [" ".join(cell.split()) for cell in next(csv.reader([line], skipinitialspace=True))]
    if len(cells) > len(PARTS):
        said = _("Line %(line)d has more than %(most)d parts: first name, last name, e-mail, what for, role.")
        raise BadLine(said % {"line": number, "most": len(PARTS)})
    person = {name: cell for (name, _), cell in zip(PARTS, [*cells, *[""] * len(PARTS)], strict=False)}
    designation = WORDS.get(person["designation"].lower())
    if designation is None:
        said = _("Line %(line)d: “%(word)s” is none of Signer, Approver, CC.")
        raise BadLine(said % {"line": number, "word": person["designation"]})
    person["designation"] = designation
    if any(len(person[name]) > most for name, most in PARTS):
        raise BadLine(_("Line %(line)d is too long.") % {"line": number})
    if person["email"] and not (patterned and "{{" in person["email"]):
        _check_address(number, person["email"])
    if not (person["firstName"] or person["email"] or person["role"]):
        raise BadLine(_("Line %(line)d says neither who it is nor which role.") % {"line": number})
    return person


def _check_address(number: int, text: str) -> None:
    try:
        validate_email(text)
    except ValidationError:
        raise BadLine(_("Line %(line)d: “%(text)s” is no e-mail address.") % {"line": number, "text": text}) from None

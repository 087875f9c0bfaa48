"""What people fill in to send a document for signature: one page, with a row for each recipient."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from re import fullmatch
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from craftkit.lib.errors import AppError
from craftkit.lib.ids import new_id
from craftkit.lib.speech import spoken
from signatures.models import RecipientSet

TERMS = (
    ("1", gettext_lazy("1 day")),
    ("3", gettext_lazy("3 days")),
    ("7", gettext_lazy("7 days")),
    ("14", gettext_lazy("14 days")),
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
)
# What the page calls the kinds of fields.
KINDS = {
    "signature": gettext_lazy("Signature"),
    "initials": gettext_lazy("Initials"),
    "date": gettext_lazy("Date"),
    "text": gettext_lazy("Text"),
    "checkbox": gettext_lazy("Checkbox"),
    "radio": gettext_lazy("Radio"),
    "select": gettext_lazy("Select"),
}
REMINDERS = (
    ("", gettext_lazy("Only by hand")),
    ("1", gettext_lazy("Every day")),
    ("2", gettext_lazy("Every 2 days")),
    ("3", gettext_lazy("Every 3 days")),
    ("7", gettext_lazy("Every week")),
)
# What the API calls a recipient's fields, by what the page calls them.
NAMES = {
    "first_name": "firstName",
    "last_name": "lastName",
    "email": "email",
    "designation": "designation",
    "role": "role",
}
PATH = r"recipients\[(\d+)\]\.(\w+)"
MOST = 20


@dataclass
class Row:
    """A recipient as typed, and what is wrong with it by name of the field."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    designation: str = "Signer"
    role: str = ""
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass
class SendForm:
    """The page as it was filled in."""

    rows: list[Row]
    once: str
    name: str = ""
    message: str = ""
    days: str = "7"
    reminder: str = ""
    in_order: bool = False
    code: bool = False
    delegation: bool = False
    fields: str = "[]"
    faults: list[str] = field(default_factory=list)

    @classmethod
    def fresh(cls, name: str, roles: Mapping[str, str]) -> SendForm:
        """An empty page: a row for each role that has fields, or one."""
        return cls([Row(role=role) for role in roles] or [Row()], once=str(new_id()), name=name[:255])

    @classmethod
    def of_set(cls, name: str, kept: RecipientSet, roles: Mapping[str, str]) -> SendForm:
        """A page with the recipients of a set; roles that the template has not are left away."""
        form = cls.fresh(name, {})
        form.rows = [Row(*(one.get(theirs, "") for theirs in NAMES.values())) for one in kept.people]
        for row in form.rows:
            row.role = row.role if row.role in roles else ""
        form.in_order = kept.in_order
        return form

    @classmethod
    def read(cls, post: QueryDict) -> SendForm:
        """The page as it was sent."""
        columns = {name: post.getlist(name)[: MOST + 1] for name in NAMES}
        count = max(1, len(columns["email"]))
        padded = [(*columns[name], *[""] * count)[:count] for name in NAMES]
        return cls(
            rows=[Row(*words) for words in zip(*padded, strict=True)],
            once=post.get("once", ""),
            name=post.get("name", ""),
            message=post.get("message", ""),
            days=post.get("days", ""),
            reminder=post.get("reminder", ""),
            in_order="in_order" in post,
            code="code" in post,
            delegation="delegation" in post,
            fields=read_list(post.get("fields", "")),
        )

    def body(self, render_id: str) -> dict[str, Any]:
        """The same as the API takes it."""
        return {
            "renderId": render_id,
            "name": self.name or None,
            "message": self.message,
            "recipients": [self._recipient(number, row) for number, row in enumerate(self.rows, start=1)],
            "fields": json.loads(self.fields),
            "expirationHours": int(self.days) * 24 if fullmatch(r"[0-9]{1,3}", self.days) else None,
            "requireCode": self.code,
            "allowDelegation": self.delegation,
            "reminderDays": int(self.reminder) if fullmatch(r"[0-9]{1,2}", self.reminder) else None,
        }

    def _recipient(self, number: int, row: Row) -> dict[str, Any]:
        asked = {theirs: getattr(row, ours).strip() for ours, theirs in NAMES.items()}
        return {**asked, "role": asked["role"] or None, "order": number if self.in_order else None}

    def idle(self, roles: Mapping[str, str]) -> list[str]:
        """What is wrong with signers of a checked page who have nothing to fill in: a signature nobody sees is none."""
        busy = {one["recipientIndex"] for one in json.loads(self.fields)}
        signers = [(at, row) for at, row in enumerate(self.rows) if row.designation == "Signer"]
        return [
            _("%(name)s has nothing to fill in. Place a field for them, or make them an approver.") % {"name": row.name}
            for at, row in signers
            if at not in busy and row.role not in roles
        ]

    def take(self, error: AppError) -> None:
        """Put what is wrong beside what it is about."""
        found = error.issues or {"formErrors": [error.message], "fieldErrors": {}}
        self.faults += map(spoken, found["formErrors"])
        theirs = {name: ours for ours, name in NAMES.items()}
        for path, texts in found["fieldErrors"].items():
            hit = fullmatch(PATH, path)
            if hit and hit[2] in theirs and int(hit[1]) < len(self.rows):
                self.rows[int(hit[1])].faults[theirs[hit[2]]] = " ".join(map(spoken, texts))
            else:
                self.faults += map(spoken, texts)
        if not self.faults:
            self.faults = [_("Some recipients are not filled in as they should be.")]


def read_list(text: str) -> str:
    """JSON of a list as it came; an empty one for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "[]"
    return json.dumps(found) if isinstance(found, list) else "[]"

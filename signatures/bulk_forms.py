"""What people fill in to send a whole batch for signature: one pattern for all rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from craftkit.lib.ids import new_id
from renders.models import BatchRow
from signatures.people import BadLine, read_lines

LONGEST = 20_000
MOST_SHOWN = 40


@dataclass
class BulkForm:
    """The page as it was filled in; `people` is typed, a line for each recipient."""

    name: str = ""
    message: str = ""
    people: str = ""
    in_order: bool = False
    once: str = ""
    fault: str = ""

    @classmethod
    def fresh(cls, name: str, roles: Iterable[str], keys: Iterable[str]) -> BulkForm:
        """An empty page: a line for each role of the template, with the column that looks like its address."""
        known = list(keys)
        first = next((key for key in known if "first" in key.lower() or key.lower().endswith("name")), "")
        address = next((key for key in known if "mail" in key.lower()), "")
        filled = [f"{{{{{key}}}}}" if key else "" for key in (first, address)]
        lines = [f"{filled[0]}, , {filled[1]}, Signer, {role}".rstrip(", ") for role in roles]
        return cls(name=name[:255], people="\n".join(lines), once=str(new_id()))

    @classmethod
    def read(cls, post: QueryDict) -> BulkForm:
        """The page as it was sent."""
        name, message, people, once = (
            post.get(part, "").replace("\0", "") for part in ("name", "message", "people", "once")
        )
        return cls(name, message, people, in_order="in_order" in post, once=once)

    def pattern(self, roles: Iterable[str]) -> dict[str, Any]:
        """The same as the API takes it, without a document; `roles` have something to fill in. Raises BadLine."""
        people = read_lines(self.people[:LONGEST], patterned=True)
        if not people:
            raise BadLine(_("Name at least one recipient."))
        refuse_idle(people, set(roles))
        asked = [
            {**one, "role": one["role"] or None, "order": number if self.in_order else None}
            for number, one in enumerate(people, start=1)
        ]
        return {"name": self.name or None, "message": self.message, "recipients": asked}


def refuse_idle(people: Sequence[Mapping[str, Any]], roles: set[str]) -> None:
    """BadLine for signers who would have nothing to fill in: a signature that nobody sees is none."""
    idle = [one for one in people if one["designation"] == "Signer" and one["role"] not in roles]
    if idle and not roles:
        raise BadLine(_("The template has no fields for signatures: add them in the editor, and make the batch again."))
    if idle:
        names = ", ".join(sorted(roles))
        who = idle[0]["firstName"] or idle[0]["email"] or _("A signer")
        raise BadLine(remedy_of(names) % {"who": who, "names": names})


def remedy_of(names: str) -> str:
    """What to do about a signer who has nothing to fill in."""
    if names:
        return _(
            "%(who)s has nothing to fill in: name a role of the template (%(names)s) at the end of the line,"
            " or make them an Approver."
        )
    return _("%(who)s has nothing to fill in: leave the role open, or make them an Approver.")


def keys_of(row: BatchRow) -> list[str]:
    """What `{{…}}` may name, as far as a row has it: columns of its file, and variables of its document."""
    extra = [f"metadata.{name}" for name, value in row.metadata.items() if isinstance(value, str | int | float)]
    return [*extra, *_flat(row.render.data if row.render else {})][:MOST_SHOWN]


def _flat(data: Mapping[str, Any], before: str = "") -> list[str]:
    keys = []
    for name, value in data.items():
        if isinstance(value, Mapping):
            keys += _flat(value, f"{before}{name}.")
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            keys.append(f"{before}{name}")
    return keys

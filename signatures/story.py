"""A request's audit trail as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WORDS = {
    "created": _("Sent for signature"),
    "invited": _("Asked"),
    "viewed": _("Opened the document"),
    "consented": _("Agreed to sign electronically"),
    "signed": _("Signed"),
    "approved": _("Approved"),
    "declined": _("Declined"),
    "delegated": _("Handed over"),
    "reminded": _("Reminded"),
    "cancelled": _("Cancelled"),
    "expired": _("Time ran out"),
    "all_signed": _("Everybody is done"),
    "sealed": _("Sealed"),
    "failed": _("Sealing failed"),
}
TONES = {"signed": "good", "approved": "good", "sealed": "good", "declined": "bad", "failed": "bad", "expired": "bad"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry: what happened, to or by whom, and how it went."""

    seq: int
    at: datetime
    title: str
    who: str
    note: str
    ip: str
    tone: str


def story_of(entries: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[Moment]:
    """The trail, newest first; `names` tells who the recipients are."""
    return [_moment(entry, names) for entry in reversed(entries)]


def _moment(entry: Mapping[str, Any], names: Mapping[str, str]) -> Moment:
    details, event = entry["details"], str(entry["event"])
    who = entry["actor"] or details.get("email") or names.get(str(details.get("recipient")), "")
    said = (
        details.get("reason")
        or details.get("message")
        or (gettext("to %(address)s") % {"address": details["to"]} if details.get("to") else "")
    )
    title = str(WORDS.get(event, event.replace("_", " ").capitalize()))
    at = datetime.fromisoformat(str(entry["at"]).replace("Z", "+00:00"))
    return Moment(entry["seq"], at, title, str(who), str(said), str(entry["ip"]), TONES.get(event, ""))

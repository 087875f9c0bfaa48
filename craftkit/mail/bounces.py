"""What mail providers report of mails that came back: several forms in, one fact out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

HARD, SOFT, COMPLAINT = "hard", "soft", "complaint"
LONGEST = 500


@dataclass(frozen=True)
class Report:
    """One address that a mail did not reach, or whose owner called it spam."""

    address: str
    kind: str
    message_id: str = ""
    diagnostic: str = ""


def reports(body: object) -> list[Report]:
    """The reports in a provider's call, in whichever known form it comes; none when it tells of something else."""
    if not isinstance(body, Mapping):
        return [report for one in body for report in reports(one)] if isinstance(body, list) else []
    if "Message" in body and body.get("Type") == "Notification":
        return reports(_json(body["Message"]))
    if "RecordType" in body:
        return _postmark(body)
    if "event-data" in body:
        return _mailgun(_dict(body["event-data"]))
    if "notificationType" in body or "eventType" in body:
        return _ses(body)
    return _plain(body)


def _plain(body: Mapping[str, Any]) -> list[Report]:
    return _made(body.get("recipient"), body.get("type"), body.get("messageId"), body.get("diagnostic"))


def _postmark(body: Mapping[str, Any]) -> list[Report]:
    kinds = {"HardBounce": HARD, "BadEmailAddress": HARD, "SpamComplaint": COMPLAINT, "SpamNotification": SOFT}
    kind = COMPLAINT if body["RecordType"] == "SpamComplaint" else kinds.get(str(body.get("Type")), SOFT)
    told = body["RecordType"] in {"Bounce", "SpamComplaint"}
    return _made(body.get("Email"), kind, "", body.get("Details") or body.get("Description")) if told else []


def _mailgun(event: Mapping[str, Any]) -> list[Report]:
    kind = {"complained": COMPLAINT, "failed": HARD if event.get("severity") == "permanent" else SOFT}
    headers, status = _dict(_dict(event.get("message")).get("headers")), _dict(event.get("delivery-status"))
    told = status.get("message") or status.get("description")
    return _made(event.get("recipient"), kind.get(str(event.get("event"))), headers.get("message-id"), told)


def _ses(body: Mapping[str, Any]) -> list[Report]:
    mail = _dict(body.get("mail"))
    message_id = _dict(mail.get("commonHeaders")).get("messageId", "")
    complaint, bounce = _dict(body.get("complaint")), _dict(body.get("bounce"))
    kind = COMPLAINT if complaint else HARD if bounce.get("bounceType") == "Permanent" else SOFT
    people = complaint.get("complainedRecipients") or bounce.get("bouncedRecipients") or []
    return [
        report
        for person in people
        if isinstance(person, Mapping)
        for report in _made(person.get("emailAddress"), kind, message_id, person.get("diagnosticCode"))
    ]


def _made(recipient: object, kind: object, message_id: object, diagnostic: object) -> list[Report]:
    address = parseaddr(str(recipient or ""))[1].lower()
    if "@" not in address or kind not in {HARD, SOFT, COMPLAINT}:
        return []
    named = str(message_id or "").strip("<> ")
    return [
        Report(address, str(kind), f"<{named}>" if named else "", " ".join(str(diagnostic or "").split())[:LONGEST])
    ]


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _json(text: object) -> object:
    try:
        return json.loads(str(text))
    except ValueError:
        return {}

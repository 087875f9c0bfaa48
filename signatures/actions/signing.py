"""What recipients do: open, sign, decline, hand over. Each is one conditional update, so that it happens once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.lib.errors import Conflict, InvalidRequest, field_issues
from craftkit.lib.storage import content_key, from_settings
from signatures import audit, consent, events, notices, states, turns, values
from signatures.audit import Actor
from signatures.models import Field, Recipient, SignatureRequest
from signatures.values import Value


class Closed(Conflict):
    """Not this recipient's turn, done already, or the request is over; the page says which."""

    code = "closed"
    message = gettext_noop("This can no longer be done here. Open the link again to see how the document stands.")


class ConsentMissing(InvalidRequest):
    """Nothing is signed without the words that were agreed to."""

    message = gettext_noop("Agree to sign electronically first.")


def note_view(*, recipient: Recipient, by: Actor) -> bool:
    """Somebody looks at the page; the first time is told. False when it was no longer to be looked at."""
    with transaction.atomic():
        request = recipient.request
        first = recipient.status == Recipient.Status.SENT
        if not first or not SignatureRequest.objects.take(request.pk, "view"):
            return False
        unseen = Recipient.objects.filter(viewed_at=None)
        if not unseen.take(recipient.pk, "view", viewed_at=timezone.now()):
            return False
        request.refresh_from_db(fields=["status"])
        audit.note(request, "viewed", by=by, recipient=str(recipient.pk))
        events.happened(request, "viewed")
    return True


def sign(*, recipient: Recipient, sent: Mapping[str, str], consent_version: str, document: str, by: Actor) -> None:
    """Fill in a recipient's fields and sign; of many at once, one wins and the others get Closed.

    `document` is the hash of what the signer saw. Raises InvalidRequest for fields, ConsentMissing, Closed.
    """
    if consent_version not in consent.TEXTS:
        raise ConsentMissing
    if document != recipient.request.pdf_sha256:
        raise Closed(gettext_noop("The page shows another document than the one to be signed. Open the link again."))
    refuse_closed(recipient)
    filled = values.read(list(recipient.fields.order_by("position")), sent)
    keep_pictures(recipient.request, filled)
    with transaction.atomic():
        request = taken(recipient, "sign", "sign", signed_at=timezone.now(), consent_version=consent_version)
        write(filled)
        audit.note(request, "consented", by=by, recipient=str(recipient.pk), **agreed(consent_version))
        audit.note(request, deed_of(recipient), by=by, recipient=str(recipient.pk), fields=digests(filled))
        events.happened(request, "signed")
        turns.advance(request)


def agreed(version: str) -> dict[str, str]:
    """What the trail keeps of the consent: which wording, and its language where that is not English."""
    language = consent.language_of(version)
    return {"consentVersion": version} | ({} if language == consent.ENGLISH else {"consentLanguage": language})


def refuse_closed(recipient: Recipient) -> None:
    """Closed, before any work is done, for what the update would refuse anyway."""
    if recipient.status not in states.allowing(states.RECIPIENT, "sign") or not recipient.request.is_open:
        raise Closed


def taken(recipient: Recipient, deed: str, action: str, **changes: object) -> SignatureRequest:
    """The request, locked for the rest of the transaction, once both tables allow the deed; Closed otherwise."""
    request = recipient.request
    on_request = {"error_message": changes["decline_reason"]} if deed == "decline" else {}
    if not SignatureRequest.objects.take(request.pk, deed, **on_request):
        raise Closed
    # The link may have been handed over to somebody else since the page was opened.
    holder = Recipient.objects.filter(token_digest=recipient.token_digest)
    if not holder.take(recipient.pk, action, **changes):
        raise Closed
    request.refresh_from_db()
    return request


def deed_of(recipient: Recipient) -> str:
    """How the trail calls it."""
    return "approved" if recipient.designation == Recipient.Designation.APPROVER else "signed"


def keep_pictures(request: SignatureRequest, filled: list[Value]) -> None:
    """Store what was drawn, before the transaction: one that loses leaves an object that nobody names."""
    for value in filled:
        if value.image:
            sha256 = hashlib.sha256(value.image).hexdigest()
            value.field.image_key = content_key(request.project_id, "signatures", sha256, ".png")
            from_settings().put(value.field.image_key, value.image, content_type="image/png")


def write(filled: list[Value]) -> None:
    """The values into their fields."""
    for value in filled:
        value.field.value, value.field.face = value.text, value.face
    Field.objects.bulk_update([value.field for value in filled], ["value", "face", "image_key"])


def digests(filled: list[Value]) -> list[dict[str, str]]:
    """What the trail keeps of the values: which field, and the hash of what stands in it."""
    return [{"field": str(value.field.pk), "kind": value.field.kind, "sha256": value.digest} for value in filled]


def decline(*, recipient: Recipient, reason: str, by: Actor) -> None:
    """Refuse to sign, which ends the request for everybody. Raises Closed."""
    with transaction.atomic():
        changes = {"declined_at": timezone.now(), "decline_reason": reason}
        request = taken(recipient, "decline", "decline", **changes)
        audit.note(request, "declined", by=by, recipient=str(recipient.pk), reason=reason)
        events.happened(request, "declined")
        notices.ended(request, notices.DECLINED)


def delegate(*, recipient: Recipient, first_name: str, last_name: str, email: str, by: Actor) -> None:
    """Hand the part over to somebody else, who gets a link of their own; the old one opens nothing any more."""
    refuse_bad_address(email)
    before = f"{recipient.name} <{recipient.email}>"
    old = Recipient.objects.get(pk=recipient.pk)
    recipient.give_token()
    with transaction.atomic():
        request = taken(
            old,
            "delegate",
            "delegate",
            first_name=first_name,
            last_name=last_name,
            email=email,
            delegated_from=before,
            token_digest=recipient.token_digest,
            token_sealed=recipient.token_sealed,
            password_hash="",
            viewed_at=None,
            mailed_at=None,
        )
        recipient.refresh_from_db()
        audit.note(request, "delegated", by=by, recipient=str(recipient.pk), to=f"{recipient.name} <{email}>")
        notices.invite(request, recipient)


def refuse_bad_address(email: str) -> None:
    """InvalidRequest for what is no address."""
    try:
        validate_email(email)
    except ValidationError:
        raise InvalidRequest(issues=field_issues({"email": [gettext_noop("Enter a valid e-mail address.")]})) from None

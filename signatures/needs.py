"""What signature requests need of documents: one that people are to sign is not deleted meanwhile."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from craftkit.lib.errors import Conflict
from renders.models import Render
from signatures import states
from signatures.models import SignatureRequest


class OutForSignature(Conflict):
    """People are to sign the document, or it is being sealed."""

    code = "signature_pending"
    message = gettext_noop("The document is out for signature. Cancel the request first, or wait for its end.")


def refuse_pending(render: Render) -> None:
    """Raises OutForSignature while a request for the document is not over; what is signed is kept by itself."""
    if SignatureRequest.objects.filter(render=render).exclude(status__in=states.FINAL).exists():
        raise OutForSignature

"""Freeze a document and send it to those who sign it."""

from __future__ import annotations

from craftkit.accounts.models import ApiKey, User
from craftkit.api import idempotency
from craftkit.api.idempotency import Once
from craftkit.lib.storage import from_settings
from craftkit.mail import actions as mail
from renders.models import Render
from signatures.models import SignatureRequest
from signatures.posting import drafted, frozen_of, put_down, refuse_unfinished
from signatures.wishes import Wishes


def create_request(
    *, render: Render, wishes: Wishes, api_key: ApiKey | None = None, by: User | None = None, once: Once | None = None
) -> tuple[SignatureRequest, bool]:
    """The request, sent, and whether it is a replay.

    Raises NotReady, DocumentDeleted, NotSignable (409), PdfTooLarge (413), PdfLost (502), InvalidRequest,
    CreditsExhausted (402), and EmailNotConfigured (503) where recipients are to be mailed.
    """
    refuse_unfinished(render)
    if not wishes.facts.get("is_embedded"):
        mail.require_configured(render.project)
    frozen = frozen_of(render, wishes)
    row = drafted(render, wishes, frozen)
    row.api_key, row.created_by = api_key, by
    from_settings().put(row.pdf_key, frozen.pdf, content_type="application/pdf")
    made, replayed = idempotency.run(once, lambda: put_down(row, wishes, frozen))
    rows = SignatureRequest.objects.select_related("project", "render")
    return (rows.get(pk=made), True) if replayed else (row, False)

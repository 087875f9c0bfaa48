"""Every event that we tell the outside, in one list: its name, what it means, and the shape of its body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from webhooks import payloads


@dataclass(frozen=True)
class Family:
    """Events with one shape. The bodies of an ephemeral family are kept only until a receiver has them."""

    name: str
    summary: str
    events: dict[str, str]
    schema_of: Callable[[list[str]], dict[str, Any]]
    example_of: Callable[[str], dict[str, Any]]
    is_ephemeral: bool = False
    is_callback: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of the body."""
        return self.schema_of(list(self.events))


RENDER = Family(
    "render",
    gettext_noop("A render ended"),
    {
        "render.succeeded": gettext_noop("The PDF is there."),
        "render.failed": gettext_noop("There will be no PDF; its error message says why."),
    },
    payloads.render_schema,
    payloads.render_example,
)
BATCH = Family(
    "batch",
    gettext_noop("A batch ended"),
    {"batch.completed": gettext_noop("All its documents are over, or the whole batch failed; its status says which.")},
    payloads.batch_schema,
    payloads.batch_example,
)
DOCUMENT = Family(
    "document",
    gettext_noop("Somebody did something with a document"),
    {
        "document.share_created": gettext_noop("A share link was made."),
        "document.share_revoked": gettext_noop("A share link was taken back."),
        "document.email_sent": gettext_noop("The document was sent by mail."),
        "document.email_opened": gettext_noop("The mail was opened."),
        "document.viewed": gettext_noop("The document was looked at."),
        "document.downloaded": gettext_noop("The document was downloaded."),
        "document.printed": gettext_noop("The document was printed."),
    },
    payloads.document_schema,
    payloads.document_example,
)
SIGNATURE = Family(
    "signature",
    gettext_noop("A signature request went on"),
    {
        "signature.sent": gettext_noop("The request went out."),
        "signature.viewed": gettext_noop("A signer opened it."),
        "signature.signed": gettext_noop("A signer signed."),
        "signature.completed": gettext_noop("Everybody has signed."),
        "signature.declined": gettext_noop("A signer declined."),
        "signature.expired": gettext_noop("The time to sign is over."),
        "signature.cancelled": gettext_noop("The request was withdrawn."),
    },
    payloads.signature_schema,
    payloads.signature_example,
)
FORM = Family(
    "form",
    gettext_noop("A form was sent in"),
    {"form.submitted": gettext_noop("Somebody filled in an embedded form; kept only until a receiver has it.")},
    payloads.form_schema,
    payloads.form_example,
    is_ephemeral=True,
)
TEMPLATE = Family(
    "template",
    gettext_noop("A template was published in an embedded builder"),
    {"template.published": gettext_noop("A new version is current. Sent to the session's callback address.")},
    payloads.template_schema,
    payloads.template_example,
    is_callback=True,
)
FAMILIES = (RENDER, BATCH, DOCUMENT, SIGNATURE, FORM, TEMPLATE)
DEFAULT_EVENTS = list(RENDER.events)
# A callback is asked for by an embed session, not by a subscription.
SUBSCRIBABLE = {name: text for family in FAMILIES if not family.is_callback for name, text in family.events.items()}


def family_of(name: str) -> Family:
    """The family of an event; KeyError for a name that is in no list."""
    for family in FAMILIES:
        if name in family.events:
            return family
    raise KeyError(name)


def example(name: str) -> dict[str, Any]:
    """A body of this event, for documentation and for test deliveries."""
    return family_of(name).example_of(name)

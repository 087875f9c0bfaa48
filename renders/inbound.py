"""Look after inbound hooks: tokens, secrets, switches, the mapping of received fields, and the log of calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.accounts import audit
from craftkit.lib.errors import AppError, InvalidRequest, field_issues
from renders import mapping
from renders.models import HookCall, Render
from templates_app.fields import parse_manifest
from templates_app.models import Template
from templates_app.outline import outline

OVERLAP = timedelta(hours=24)
KEPT_CHARACTERS = 64 * 1024
KEPT_HEADERS = ("content-type", "user-agent", "x-craftkit-signature", "x-craftkit-delivery-id", "idempotency-key")


def rotate_token(*, template: Template) -> None:
    """A new address; the old one answers 404 from now on."""
    template.give_inbound_token()
    with transaction.atomic():
        template.save(update_fields=["inbound_token_digest", "inbound_token_sealed"])
        audit.record_in(template.project, "hook.rotated", template.slug, what="address")


def rotate_secret(*, template: Template, at_once: bool = False) -> None:
    """A new secret. The old one is accepted for another 24 hours, unless it must go at once."""
    template.give_inbound_secret(old_until=None if at_once else timezone.now() + OVERLAP)
    with transaction.atomic():
        template.save(update_fields=["inbound_secret_sealed", "old_inbound_secret_sealed", "old_inbound_secret_until"])
        audit.record_in(template.project, "hook.rotated", template.slug, what="secret")


def switch(*, template: Template, is_signature_required: bool, is_hook_logged: bool) -> None:
    """Whether calls must be signed, and whether they are kept to be looked at."""
    template.is_signature_required, template.is_hook_logged = is_signature_required, is_hook_logged
    said = {"signed": is_signature_required, "logged": is_hook_logged}
    with transaction.atomic():
        template.save(update_fields=["is_signature_required", "is_hook_logged"])
        if not is_hook_logged:
            HookCall.objects.filter(template=template).delete()
        audit.record_in(template.project, "hook.changed", template.slug, **said)


def map_fields(*, template: Template, paths: Mapping[str, str]) -> None:
    """Feed the template's variables from these paths of what is received; none: take the body as it is."""
    known = _keys(template)
    errors = {key: [gettext_noop("The template has no such variable.")] for key in paths if key not in known}
    errors |= {
        key: [gettext_noop("Write it like data.object.amount.")]
        for key, path in paths.items()
        if not mapping.is_path(path)
    }
    if errors:
        raise InvalidRequest("Some fields cannot be mapped like this.", issues=field_issues(errors))
    template.hook_mapping = dict(paths)
    template.save(update_fields=["hook_mapping"])


def _keys(template: Template) -> set[str]:
    version = template.current_version
    return {line.key for line in outline(parse_manifest(version.manifest))} if version else set()


@dataclass
class Call:
    """A call while it is answered; the door fills it in."""

    body: bytes = b""
    status: int = 500
    render: Render | None = None


@contextmanager
def logged(template: Template, headers: Mapping[str, str]) -> Iterator[Call]:
    """Keep the call and what came of it, also when it is refused, where the template's owner wants that."""
    call, code = Call(), ""
    try:
        yield call
    except AppError as error:
        call.status, code = error.status, error.code
        raise
    finally:
        if template.is_hook_logged:
            keep(template, headers, call, code)


def keep(template: Template, headers: Mapping[str, str], call: Call, code: str) -> None:
    """Write the call down, as text that a database can store."""
    text = call.body.decode("utf-8", "replace").replace("\x00", "\ufffd")
    HookCall.objects.create(
        template=template,
        status=call.status,
        code=code,
        render=call.render,
        headers={name: headers[name][:300] for name in KEPT_HEADERS if name in headers},
        body=text[:KEPT_CHARACTERS],
        size=len(call.body),
    )

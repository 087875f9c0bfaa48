"""Public form links: set one up, let a visitor in, and bound what strangers may do."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from limits import RateLimitItemPerHour, RateLimitItemPerMinute

from craftkit.accounts import audit
from craftkit.api import tries
from craftkit.api.tries import Limits, bounded
from craftkit.lib.errors import Conflict, Forbidden, RateLimited, Unavailable, field_issues
from craftkit.lib.ids import new_id
from embed.actions.sessions import UI, digest, end_of, new_renew_token, note
from embed.gates import is_heard
from embed.models import Actor, EmbedSession, FormLink, Tenant
from embed.permissions import flags_of
from templates_app.models import Template

FORMS = {
    FormLink.Capture.RENDER: {"showPreview": True, "showDocumentAfterSubmit": True},
    FormLink.Capture.COLLECT: {"captureMode": "collect", "showPreview": False, "showDocumentAfterSubmit": False},
}
UPLOADS = 20 * 1024 * 1024
OPEN_LIMITS: Limits = [(RateLimitItemPerMinute(20), True), (RateLimitItemPerHour(2000), False)]
SEND_LIMITS: Limits = [
    (RateLimitItemPerMinute(10), True),
    (RateLimitItemPerHour(60), True),
    (RateLimitItemPerHour(1000), False),
]


class LooksAutomatic(Forbidden):
    """A field that people do not see was filled in."""

    code = "looks_automatic"
    message = gettext_noop(
        "A field that people do not see was filled in, as programs do. Reload the page and try again."
    )


class NobodyListens(Unavailable):
    """The form only collects, and no webhook takes what it collects."""

    code = "nobody_listens"
    message = gettext_noop("This form takes no answers at the moment. Try again later; what you filled in stays.")


class NeedsWebhook(Conflict):
    """A form that only collects has nowhere to bring the answers."""

    message = gettext_noop("No webhook of this project takes the answers. Add one for form.submitted first.")


class TooMuch(RateLimited):
    """More than people do."""

    message = gettext_noop("Too much at once from here. Wait a little, then try again; what you filled in stays.")


def set_up(
    *,
    template: Template,
    is_on: bool,
    closes_at: datetime | None,
    password: str,
    drops_password: bool,
    capture_mode: str = FormLink.Capture.RENDER,
) -> FormLink:
    """Switch the template's link on or off and change what it asks for; without a new password the old one stays.

    Another password shuts out who is filling the form in under the old one; what becomes of the answers holds for them
    too. Raises NeedsWebhook.
    """
    if is_on and capture_mode == FormLink.Capture.COLLECT and not is_heard(template.project):
        raise NeedsWebhook(issues=field_issues({"capture_mode": [NeedsWebhook.message]}))
    with transaction.atomic():
        link = FormLink.objects.select_for_update().filter(template=template).first()
        link = link or FormLink(project=template.project, template=template)
        if not link.token:
            link.give_token()
        link.is_on, link.closes_at, link.capture_mode = is_on, closes_at, capture_mode
        if password or drops_password:
            link.password_hash = make_password(password) if password else ""
        link.save()
        open_ones = EmbedSession.objects.filter(form_link=link, revoked_at=None)
        open_ones.update(form=FORMS[FormLink.Capture(capture_mode)])
        if password:
            open_ones.update(revoked_at=timezone.now())
        audit.record_in(template.project, "form.opened" if is_on else "form.closed", template.slug)
    return link


def check_password(*, link: FormLink, password: str, address: str) -> None:
    """WrongPassword unless it fits; every try counts before it is looked at."""
    bounded(link.pk, "form-password", address, tries.PASSWORD_LIMITS)
    tries.check_password(password, link.password_hash)


def refuse_programs(trap: str) -> None:
    """LooksAutomatic when there is something in the field that people do not see."""
    if trap:
        raise LooksAutomatic


def open_form(*, link: FormLink, address: str, trap: str, visitor: str = "") -> EmbedSession:
    """A session for one visitor, who may fill in, keep answers and send. Raises LooksAutomatic, TooMuch.

    The visitors of a link are a tenant of their own. No partner's id begins with a space, so none is ever this one.
    """
    refuse_programs(trap)
    bounded(link.pk, "form-open", address, OPEN_LIMITS, refusal=TooMuch)
    template, project = link.template, link.project
    with transaction.atomic():
        named = {"display_name": "Public form"}
        tenant, _ = Tenant.objects.get_or_create(project=project, external_id=f" {link.pk}", defaults=named)
        actor = actor_of(tenant, visitor)
        session = EmbedSession.objects.create(
            project=project,
            env="live",
            tenant=tenant,
            actor=actor,
            form_link=link,
            mode=EmbedSession.Mode.FILL,
            template=template,
            permissions=flags_of(("submitForm", "saveFormDraft")),
            max_publishes=0,
            max_save_drafts=0,
            max_uploads_bytes=UPLOADS,
            locale=template.locale,
            ui={**UI, "showCloseButton": False},
            appearance={"baseTheme": "auto"},
            form=FORMS[FormLink.Capture(link.capture_mode)],
            renew_digest=digest(new_renew_token()),
            expires_at=end_of(timezone.now()),
        )
        note(session, "session.opened")
    return session


def actor_of(tenant: Tenant, visitor: str) -> Actor:
    """Who came back, by the name that their browser kept; else somebody new."""
    found = Actor.objects.filter(tenant=tenant, external_id=visitor).first() if visitor else None
    if found is None:
        found = Actor(project=tenant.project, tenant=tenant, external_id=str(new_id()), display_name="Visitor")
        found.save(force_insert=True)
    return found


def count_sending(*, session: EmbedSession, address: str) -> None:
    """Count a form that is sent in; those of hosts and members have no limit of their own.

    Raises TooMuch, and NobodyListens where the answers would reach nobody.
    """
    if session.form_link:
        if session.form_link.collects and not is_heard(session.project):
            raise NobodyListens
        bounded(session.form_link.pk, "form-send", address, SEND_LIMITS, refusal=TooMuch)

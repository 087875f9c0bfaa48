"""Pages about mails: the list, one mail with its attempts, its HTML in a sandbox, and sending it again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, cast

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from craftkit.accounts.access import Page, members_only, page_or_part, person, project_for, role_in
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from craftkit.mail import actions
from craftkit.mail.models import OutgoingMail, Suppression
from craftkit.mail.reading import Opened, opened
from craftkit.mail.selection import STATES, Selection

Wrapper = Callable[[Page], Page]
# A mail's HTML runs nothing, loads nothing and posts nothing; its links open in a window of their own.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
with_frame = cast("Wrapper", csp_update({"frame-src": [SELF]}))
in_frame = cast("Wrapper", csp(MAIL_POLICY))


def common(project: Project | None, **more: Any) -> dict[str, Any]:
    """What every page about mail shows."""
    return {"project": project, "section": "mail", "via": settings.MAIL_VIA, **more}


def mail_of(request: HttpRequest, project_id: uuid.UUID, mail_id: uuid.UUID, needs: Role | None = None) -> OutgoingMail:
    """A mail of the project, or 404."""
    project = project_for(request, project_id, needs=needs)
    return get_object_or_404(OutgoingMail.objects.select_related("project"), project=project, pk=mail_id)


def readable(mail: OutgoingMail) -> Opened | None:
    """The message for people; codes for somebody else are nobody's business, but where there is no mail server."""
    content = mail.content()
    hidden = mail.is_secret and settings.MAIL_VIA != "mailbox"
    return None if content is None or hidden else opened(content)


@members_only
@require_safe
def mail_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The project's mails, which keep up by themselves."""
    project = project_for(request, project_id)
    selection = Selection.read(request.GET)
    page = common(project, selection=selection, states=STATES, page=selection.page(project), tab="mails")
    return page_or_part(request, "outbox/list.html", "outbox/_list.html", page)


@members_only
@with_frame
@require_safe
def mail_page(request: HttpRequest, project_id: uuid.UUID, mail_id: uuid.UUID) -> HttpResponse:
    """One mail: how it looks, and every attempt at it, the latest first."""
    mail = mail_of(request, project_id, mail_id)
    attempts = list(enumerate(mail.attempts.all(), 1))[::-1]
    against = Suppression.objects.filter(project=mail.project, address=mail.to.lower()).first()
    # Links in mails let people sign and answer: they are not for those who only read.
    shown = readable(mail) if role_in(request).can_edit else None
    page = common(mail.project, mail=mail, opened=shown, attempts=attempts, suppression=against)
    return page_or_part(request, "outbox/page.html", "outbox/_state.html", page)


@members_only
@in_frame
@xframe_options_sameorigin
@require_safe
def mail_body(request: HttpRequest, project_id: uuid.UUID, mail_id: uuid.UUID) -> HttpResponse:
    """The HTML part, as the recipient's mail program shows it."""
    shown = readable(mail_of(request, project_id, mail_id, needs=Role.EDITOR))
    if shown is None:
        raise Http404
    return HttpResponse(shown.html)


@members_only
@require_POST
def mail_again(request: HttpRequest, project_id: uuid.UUID, mail_id: uuid.UUID) -> HttpResponse:
    """Send the same bytes again."""
    try:
        actions.resend(mail=mail_of(request, project_id, mail_id))
    except AppError as error:
        messages.error(request, spoken(error))
    return redirect("mail", project_id, mail_id)


@members_only
@require_POST
def mail_test(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Send the reader a mail, and lead to it."""
    project = project_for(request, project_id)
    try:
        mail = actions.send_test(project=project, to=person(request).email)
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("mail-list", project_id)
    return redirect("mail", project_id, mail.pk)

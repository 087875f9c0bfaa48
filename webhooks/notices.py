"""Mail to the people behind an endpoint that does not work."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.mail import send_mail

from craftkit.accounts.models import Membership, User
from webhooks.models import Endpoint

WARNING = """\
Since {since} every delivery to the webhook endpoint

  {url}

of the project {project} has failed. Deliveries are tried again for some hours each, then given up; what was given up
can be replayed. If it goes on like this, the endpoint is switched off after {days} days.

What each attempt met, and replaying: {page}
"""
DISABLED = """\
The webhook endpoint

  {url}

of the project {project} was switched off because {reason}. It hears of no further events. Deliveries that still wait
are kept: they go on when you switch it on again, and those that were given up can be replayed.

What each attempt met, replaying, and the switch: {page}
"""
REASONS = {
    Endpoint.Disabled.FAILING: "every delivery has failed since {since}",
    Endpoint.Disabled.GONE: "it answered 410 Gone",
    Endpoint.Disabled.OWNER: "somebody of your team did so",
}


def warn(endpoint_id: uuid.UUID) -> None:
    """The endpoint has failed for a day."""
    _tell(endpoint_id, "A webhook endpoint of {project} is failing", WARNING)


def tell_disabled(endpoint_id: uuid.UUID) -> None:
    """The endpoint was switched off."""
    _tell(endpoint_id, "A webhook endpoint of {project} was switched off", DISABLED)


def _tell(endpoint_id: uuid.UUID, subject: str, text: str) -> None:
    endpoint = Endpoint.objects.select_related("project").get(pk=endpoint_id)
    since = f"{endpoint.failing_since:%d %B %Y, %H:%M} UTC" if endpoint.failing_since else "a while ago"
    facts = {
        "url": endpoint.url,
        "project": endpoint.project.name,
        "since": since,
        "days": settings.WEBHOOK_DISABLE_AFTER_DAYS,
        "reason": REASONS[Endpoint.Disabled(endpoint.disabled_reason or Endpoint.Disabled.OWNER)].format(since=since),
        "page": f"{settings.BASE_URL}/projects/{endpoint.project_id}/webhooks/{endpoint.pk}",
    }
    # A subject is one line, whatever the project is called.
    line = " ".join(subject.format(**facts).split())
    for person in _responsible(endpoint):
        send_mail(line, text.format(**facts), None, [person.email])


def _responsible(endpoint: Endpoint) -> list[User]:
    roles = (Membership.Role.OWNER, Membership.Role.ADMIN)
    account = endpoint.project.account_id
    members = User.objects.filter(is_active=True, memberships__account=account, memberships__role__in=roles)
    return list(members.distinct())

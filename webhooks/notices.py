"""Mail to the people behind an endpoint that does not work."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db.models import Q

from craftkit.accounts.models import Membership, User
from craftkit.mail import actions as mail_actions
from webhooks.models import Endpoint

WARNING = (
    "Since {since} every delivery to this webhook endpoint of the project {project} has failed.",
    "Deliveries are tried again for some hours each, then given up; what was given up can be replayed. If it goes on "
    "like this, the endpoint is switched off after {days} days.",
)
DISABLED = (
    "This webhook endpoint of the project {project} was switched off because {reason}. It hears of no further events.",
    "Deliveries that still wait are kept: they go on when you switch it on again, and those that were given up can be "
    "replayed.",
)
REASONS = {
    Endpoint.Disabled.FAILING: "every delivery has failed since {since}",
    Endpoint.Disabled.GONE: "it answered 410 Gone",
    Endpoint.Disabled.OWNER: "somebody of your team did so",
}


def warn(endpoint_id: uuid.UUID) -> None:
    """The endpoint has failed for a day."""
    _tell(endpoint_id, "webhook.failing", "A webhook endpoint of {project} is failing", WARNING)


def tell_disabled(endpoint_id: uuid.UUID) -> None:
    """The endpoint was switched off."""
    _tell(endpoint_id, "webhook.disabled", "A webhook endpoint of {project} was switched off", DISABLED)


def _tell(endpoint_id: uuid.UUID, kind: str, subject: str, paragraphs: tuple[str, ...]) -> None:
    endpoint = Endpoint.objects.select_related("project").get(pk=endpoint_id)
    since = f"{endpoint.failing_since:%d %B %Y, %H:%M} UTC" if endpoint.failing_since else "a while ago"
    reason = REASONS[Endpoint.Disabled(endpoint.disabled_reason or Endpoint.Disabled.OWNER)].format(since=since)
    facts = {"project": endpoint.project.name, "since": since, "reason": reason}
    facts["days"] = str(settings.WEBHOOK_DISABLE_AFTER_DAYS)
    context = {
        "paragraphs": [text.format(**facts) for text in paragraphs],
        "detail": endpoint.url,
        "label": "See every attempt",
        "url": f"{settings.BASE_URL}/projects/{endpoint.project_id}/webhooks/{endpoint.pk}",
    }
    for person in _responsible(endpoint):
        mail_actions.notify(
            project=endpoint.project,
            kind=kind,
            to=person.email,
            subject=subject.format(**facts),
            template="notice",
            context=context,
        )


def _responsible(endpoint: Endpoint) -> list[User]:
    roles = (Membership.Role.OWNER, Membership.Role.ADMIN)
    account = endpoint.project.account_id
    of_account = Q(memberships__account=account, memberships__role__in=roles)
    of_project = Q(project_memberships__project=endpoint.project, project_memberships__role=Membership.Role.ADMIN)
    return list(User.objects.filter(of_account | of_project, is_active=True).distinct())

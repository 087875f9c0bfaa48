"""Look after endpoints: make, change, switch, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.accounts import audit
from craftkit.accounts.models import Project
from craftkit.lib import outbound, sealed
from craftkit.lib.doorbell import ring_after_commit
from craftkit.lib.errors import Conflict, InvalidRequest, field_issues
from webhooks import catalog
from webhooks.actions.publishing import TASK
from webhooks.models import Endpoint

MOST_ENDPOINTS = 100


class TooManyEndpoints(Conflict):
    """The project has as many endpoints as one may have."""

    code = "too_many_webhooks"
    message = gettext_noop("A project may have 100 webhooks; delete one that is not used.")


def create_endpoint(
    *, project: Project, env: str, url: str, events: Sequence[str] = (), description: str = ""
) -> tuple[Endpoint, str]:
    """An endpoint and its secret in clear, which is shown only now; InvalidRequest for an address we do not call."""
    refuse_bad_url(url)
    names = list(dict.fromkeys(events)) or catalog.DEFAULT_EVENTS
    endpoint = Endpoint(project=project, env=env, url=url, events=names, description=description)
    secret = endpoint.give_secret()
    with transaction.atomic():
        Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        if Endpoint.objects.subscriptions(project).count() >= MOST_ENDPOINTS:
            raise TooManyEndpoints
        endpoint.save(force_insert=True)
        audit.record_in(project, "webhook.created", endpoint.place)
    endpoint.refresh_from_db()
    return endpoint, secret


def refuse_bad_url(url: str, client: outbound.Outbound | None = None) -> None:
    """InvalidRequest that names the field, when we would not call this address now."""
    try:
        (client or outbound.from_settings()).check(url)
    except outbound.Refused as error:
        raise InvalidRequest(issues=field_issues({"url": [error.message]})) from error


def open_callback(*, project: Project, env: str, url: str, secret: str = "") -> Endpoint:
    """The project's callback endpoint for this address, made if need be; all its callbacks share one secret.

    With `secret` that is the first one's, and the address is judged by each attempt alone: what happened has happened,
    and a host whose name cannot be looked up now must not stop it from being told.
    """
    mine = Endpoint.objects.kept().filter(project=project, env=env, kind=Endpoint.Kind.CALLBACK)
    found = mine.filter(url=url).first()
    if found:
        return found
    if not secret:
        refuse_bad_url(url)
    sibling = mine.order_by("-pk").first()
    endpoint = Endpoint(project=project, env=env, url=url, kind=Endpoint.Kind.CALLBACK)
    if sibling:
        endpoint.secret_sealed = sibling.secret_sealed
    elif secret:
        endpoint.secret_sealed = sealed.seal(secret)
    else:
        endpoint.give_secret()
    endpoint.save(force_insert=True)
    return endpoint


def change_endpoint(
    *,
    endpoint: Endpoint,
    url: str | None = None,
    events: Sequence[str] | None = None,
    description: str | None = None,
    active: bool | None = None,
) -> Endpoint:
    """Change what is given and leave the rest."""
    if url is not None and url != endpoint.url:
        refuse_bad_url(url)
        endpoint.url = url
    if events is not None:
        endpoint.events = list(dict.fromkeys(events))
    if description is not None:
        endpoint.description = description
    endpoint.updated_at = timezone.now()
    with transaction.atomic():
        endpoint.save(update_fields=["url", "events", "description", "updated_at"])
        audit.record_in(endpoint.project, "webhook.changed", endpoint.place)
        if active is not None:
            (enable if active else disable)(endpoint=endpoint)
    endpoint.refresh_from_db()
    return endpoint


def enable(*, endpoint: Endpoint) -> None:
    """Switch on: past failures are forgotten, and what waited goes out now."""
    row = Endpoint.objects.kept().filter(pk=endpoint.pk, is_active=False)
    fresh: dict[str, Any] = dict.fromkeys(["failing_since", "last_failure_at", "warned_at", "disabled_at"])
    with transaction.atomic():
        if row.update(is_active=True, disabled_reason="", updated_at=timezone.now(), **fresh):
            audit.record_in(endpoint.project, "webhook.enabled", endpoint.place)
            ring_after_commit(TASK, str(endpoint.pk))


def disable(*, endpoint: Endpoint) -> None:
    """Switch off: new events pass it by, what waits is kept."""
    with transaction.atomic():
        Endpoint.objects.switch_off(endpoint.pk, reason=Endpoint.Disabled.OWNER, at=timezone.now())
        audit.record_in(endpoint.project, "webhook.disabled", endpoint.place)


def delete_endpoint(*, endpoint: Endpoint) -> None:
    """Nothing is sent to it any more; its log goes with the events."""
    now = timezone.now()
    with transaction.atomic():
        Endpoint.objects.filter(pk=endpoint.pk).update(is_active=False, deleted_at=now, updated_at=now)
        audit.record_in(endpoint.project, "webhook.deleted", endpoint.place)

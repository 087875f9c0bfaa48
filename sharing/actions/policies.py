"""Change how a project shares: what is recorded, for how long, and under which host."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from craftkit.accounts import audit
from craftkit.accounts.models import Project
from craftkit.lib.errors import Conflict, InvalidRequest, field_issues
from sharing import domains
from sharing.domains import Lookup
from sharing.models import SharingPolicy

HOST_CACHE = "sharing.host."


class DomainTaken(Conflict):
    """Another project proved this domain first."""

    code = "domain_taken"
    message = gettext_noop("Another project of this install uses this domain. Take it off there first.")


def change_policy(
    *, project: Project, is_tracking_on: bool, respects_privacy_signals: bool, retention_days: int
) -> SharingPolicy:
    """Choose what is recorded of visitors from now on, and how long it is kept."""
    changes: dict[str, Any] = {
        "is_tracking_on": is_tracking_on,
        "respects_privacy_signals": respects_privacy_signals,
        "retention_days": retention_days,
    }
    with transaction.atomic():
        audit.record_in(project, "sharing.changed", **changes)
        return SharingPolicy.objects.update_or_create(project=project, defaults=changes)[0]


def name_domain(*, project: Project, domain: str) -> SharingPolicy:
    """Ask for a host of the project's own, which a DNS record must prove; empty goes back to the install's."""
    plain = domains.normalised(domain) if domain else ""
    if plain is None:
        raise InvalidRequest(
            issues=field_issues({"domain": [gettext_noop("Name a host of yours, such as docs.example.com.")]})
        )
    with transaction.atomic():
        policy, _ = SharingPolicy.objects.select_for_update().get_or_create(project=project)
        cache.delete(HOST_CACHE + policy.domain)
        policy.name_domain(plain)
        policy.save()
        audit.record_in(project, "sharing.changed", plain)
    return policy


def verify_domain(*, project: Project, lookup: Lookup = domains.txt_records) -> SharingPolicy:
    """Look for the record now, and keep what was found; DomainTaken when another project was first."""
    policy = SharingPolicy.objects.of(project)
    if not policy.domain:
        return policy
    problem = domains.problem_with(policy.domain, policy.domain_token, lookup)
    policy.settle_domain(problem)
    try:
        with transaction.atomic():
            policy.save(update_fields=["domain_problem", "domain_verified_at"])
    except IntegrityError:
        raise DomainTaken from None
    cache.delete(HOST_CACHE + policy.domain)
    return policy

"""Give outside organisations projects that can embed from the first moment."""

from __future__ import annotations

from django.db import transaction

from craftkit.accounts import actions as accounts
from craftkit.accounts.models import Project
from embed.actions.partners import enable


def provision(
    *, external_org_id: str, name: str, email_from: str, origins: list[str]
) -> tuple[Project, str | None, bool]:
    """The organisation's project, its live key in clear, and whether it was made now; new ones are embed partners."""
    with transaction.atomic():
        project, key, created = accounts.provision(external_org_id=external_org_id, name=name, email_from=email_from)
        if created:
            enable(project=project, origins=origins)
    return project, key, created

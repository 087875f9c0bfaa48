"""The test bench: a session as a host would mint it, opened on our own page by a member of the project."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from craftkit.accounts.models import User
from embed.actions.members import OnlyReads
from embed.actions.sessions import open_session
from embed.entrance import Role, role_of
from embed.models import EmbedPartner, EmbedSession

TENANT = {"externalId": " test-bench", "displayName": "Test bench"}


def open_bench(*, partner: EmbedPartner, member: User, wish: dict[str, Any]) -> EmbedSession:
    """A test session that is the member's own, so that it needs no allowed origin.

    No partner's id begins with a space, so none of its tenants is ever this one.
    Raises OnlyReads, and what minting does.
    """
    if role_of(member, partner.project) == Role.VIEWER:
        raise OnlyReads
    actor = {"externalId": str(member.pk), "displayName": member.email}
    with transaction.atomic():
        made = open_session(partner=partner, env="test", key=None, wish={**wish, "tenant": TENANT, "actor": actor})
        made.session.member = member
        made.session.save(update_fields=["member"])
    return made.session

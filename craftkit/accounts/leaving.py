"""Delete a person's user: what they own alone goes with them, what others share stays, logs forget their name."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from craftkit.accounts import actions, audit
from craftkit.accounts.models import Account, ApiKey, AuditEntry, Membership, User
from craftkit.accounts.roles import Role
from craftkit.lib.errors import Conflict

GONE = "Deleted account"


class OthersDependOnYou(Conflict):
    """An account has other members, and no other owner."""

    code = "others_depend_on_you"
    message = gettext_noop("Make another member an owner first, or remove the others: {names}.")

    def __init__(self, accounts: list[Account]) -> None:
        names = ", ".join(account.name for account in accounts)
        super().__init__(gettext(self.message).format(names=names))


def held_up_by(user: User) -> list[Account]:
    """The accounts with other members that would be left without an owner."""
    return [account for account in _owned_by_nobody_else(user) if _others(account, user)]


def going_with(user: User) -> list[Account]:
    """The accounts that nobody else is in."""
    return [account for account in user.accounts.order_by("name") if not _others(account, user)]


def delete_user(*, user: User) -> None:
    """Delete the user, with the accounts that are theirs alone. Raises OthersDependOnYou."""
    with transaction.atomic():
        accounts = list(Account.objects.select_for_update().filter(memberships__user=user).order_by("pk"))
        if blocking := held_up_by(user):
            raise OthersDependOnYou(blocking)
        audit.record_for(user, "user.deleted")
        for account in accounts:
            if not _others(account, user):
                _close(account)
        AuditEntry.objects.filter(actor_id=user.pk).update(actor="")
        for session in UserSession.objects.filter(user=user):
            session.end()
        user.delete()


def _owned_by_nobody_else(user: User) -> list[Account]:
    owned = Account.objects.filter(memberships__user=user, memberships__role=Role.OWNER)
    shared = Membership.objects.filter(role=Role.OWNER, user__is_active=True).exclude(user=user)
    return list(owned.exclude(pk__in=shared.values("account")).order_by("pk"))


def _others(account: Account, user: User) -> bool:
    return account.memberships.exclude(user=user).exists()


def _close(account: Account) -> None:
    """The account's projects and keys stop answering; its name goes, since it is often a person's."""
    for project in account.projects.filter(deleted_at=None):
        actions.delete_project(project=project)
    for key in ApiKey.objects.active().filter(account=account, project=None):
        actions.revoke_key(key=key)
    account.name = GONE
    account.save(update_fields=["name"])

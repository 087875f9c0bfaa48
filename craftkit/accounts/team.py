"""Change who belongs to an account and as what: roles, leaving, removing; an owner always stays."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from craftkit.accounts import audit
from craftkit.accounts.models import Account, Invitation, Membership, Project, ProjectMembership, User
from craftkit.accounts.roles import IN_PROJECT, Role
from craftkit.lib.errors import Conflict, Forbidden, InvalidRequest, field_issues

NONE = "none of its own"


class LastOwner(Conflict):
    """Without this one the account would have no owner."""

    code = "last_owner"
    message = gettext_noop("An account needs an owner. Make somebody else an owner first.")


class OwnersAlone(Forbidden):
    """Only owners make, change and remove owners."""

    code = "owners_alone"
    message = gettext_noop("Only an owner makes, changes or removes owners.")


def change_role(*, account: Account, user_id: uuid.UUID, role: Role, by: Role) -> None:
    """Another role for a member. Raises LastOwner, OwnersAlone, Membership.DoesNotExist."""
    with transaction.atomic():
        _lock(account)
        member = _member(account, user_id)
        old = member.role
        if Role.OWNER in (old, role) and by != Role.OWNER:
            raise OwnersAlone
        if role != Role.OWNER:
            _require_another_owner(member)
        Membership.objects.filter(pk=member.pk).update(role=role)
        if role != old:
            audit.record("member.role_changed", account=account, target=member.user.email, was=old, now=str(role))


def change_project_role(*, account: Account, user: User, project: Project, role: str) -> None:
    """A role in one project in place of that in the account; empty for none of its own. Raises InvalidRequest."""
    if role and role not in IN_PROJECT:
        raise InvalidRequest(issues=field_issues({"role": [gettext("Choose admin, editor or viewer.")]}))
    rows = ProjectMembership.objects.filter(user=user, project=project)
    with transaction.atomic():
        _lock(account)
        old = rows.values_list("role", flat=True).first() or ""
        if role:
            ProjectMembership.objects.update_or_create(
                user=user, project=project, defaults={"role": role}, create_defaults={"role": role, "account": account}
            )
        else:
            rows.delete()
        if role != old:
            action, was, now = "member.project_role_changed", old or NONE, str(role) or NONE
            audit.record(action, account=account, project=project, target=user.email, was=was, now=now)


def remove(*, account: Account, user: User, by: Role) -> None:
    """End a person's part in the account and all its projects. Raises LastOwner, OwnersAlone."""
    with transaction.atomic():
        _lock(account)
        member = Membership.objects.filter(account=account, user=user).select_related("user").first()
        if member:
            if member.role == Role.OWNER and by != Role.OWNER:
                raise OwnersAlone
            _require_another_owner(member)
        _end(account, user)
        audit.record("member.removed", account=account, target=user.email, was=member.role if member else "guest")


def leave(*, account: Account, user: User) -> None:
    """End one's own part. Raises LastOwner, Membership.DoesNotExist."""
    with transaction.atomic():
        _lock(account)
        member = _member(account, user.pk)
        _require_another_owner(member)
        audit.record("member.left", account=account, target=user.email, was=member.role)
        _end(account, user)


def _lock(account: Account) -> None:
    """Whoever changes the account's people waits here for the other: two owners never leave at once."""
    Account.objects.select_for_update().get(pk=account.pk)


def _member(account: Account, user_id: uuid.UUID) -> Membership:
    return Membership.objects.select_related("user").get(account=account, user=user_id)


def _require_another_owner(member: Membership) -> None:
    owners = Membership.objects.filter(account=member.account_id, role=Role.OWNER, user__is_active=True)
    if member.role == Role.OWNER and not owners.exclude(pk=member.pk).exists():
        raise LastOwner


def _end(account: Account, user: User) -> None:
    Membership.objects.filter(account=account, user=user).delete()
    ProjectMembership.objects.filter(account=account, user=user).delete()
    Invitation.objects.pending().filter(account=account, invited_by=user).delete()

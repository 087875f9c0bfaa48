"""The rows about who belongs where beyond an account's members: roles in one project, and invitations."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from craftkit.accounts.roles import Role
from craftkit.lib import keys
from craftkit.lib.ids import new_id

WEEK = timedelta(days=7)


def in_a_week() -> datetime:
    """When an invitation of now ends."""
    return timezone.now() + WEEK


class ProjectMembership(models.Model):
    """A user's role in one project, in place of the one in its account; who has only this sees no other project."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="project_memberships")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="project_memberships")
    project = models.ForeignKey("accounts.Project", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "project"], name="one_role_in_a_project")]

    def __str__(self) -> str:
        return f"{self.user} in {self.project}: {self.role}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Selections of invitations."""

    def pending(self) -> InvitationQuerySet:
        """Neither accepted nor withdrawn; some may have ended."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self) -> InvitationQuerySet:
        """Those that can be accepted."""
        return self.pending().filter(expires_at__gt=timezone.now())

    def holding(self, token: str) -> Invitation | None:
        """The invitation that a link's token opens, whether or not it still can be accepted."""
        rows = self.select_related("account", "project", "invited_by")
        return rows.filter(digest=keys.digest(token, settings.SECRET_KEY)).first()


class Invitation(models.Model):
    """Somebody asked by mail to join an account, or one project of it; only a hash of the link's token is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="invitations")
    project = models.ForeignKey("accounts.Project", on_delete=models.CASCADE, related_name="invitations", null=True)
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=in_a_week)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "email"],
                condition=models.Q(project=None, accepted_at=None, revoked_at=None),
                name="one_invitation_to_an_account",
            ),
            models.UniqueConstraint(
                fields=["project", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_invitation_to_a_project",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.account}"

    @property
    def is_open(self) -> bool:
        """Whether it can be accepted."""
        return self.accepted_at is None and self.revoked_at is None and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether its week is past."""
        return self.expires_at <= timezone.now()

    @property
    def place(self) -> str:
        """Where it leads, by name."""
        return self.project.name if self.project else self.account.name

    def renew(self) -> str:
        """A new token for another week; that of an earlier mail opens nothing any more."""
        token = secrets.token_urlsafe(32)
        self.digest = keys.digest(token, settings.SECRET_KEY)
        self.sent_at, self.expires_at = timezone.now(), in_a_week()
        return token

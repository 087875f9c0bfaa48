"""What members may do: the roles, from most to least, and which of two holds."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What a member may do; each role includes those after it."""

    OWNER = "owner"
    ADMIN = "admin"
    EDITOR = "editor"
    VIEWER = "viewer"

    def covers(self, needed: Role) -> bool:
        """Whether this role suffices where another one is needed."""
        order = list(Role)
        return order.index(self) <= order.index(needed)

    @property
    def can_edit(self) -> bool:
        """Make and change documents and templates."""
        return self.covers(Role.EDITOR)

    @property
    def can_admin(self) -> bool:
        """Look after keys, webhooks, settings and members."""
        return self.covers(Role.ADMIN)

    @property
    def is_owner(self) -> bool:
        """Everything."""
        return self is Role.OWNER


# What somebody may be in one project alone: owning is for whole accounts.
IN_PROJECT = (Role.ADMIN, Role.EDITOR, Role.VIEWER)


def effective(in_account: str | None, in_project: str | None) -> Role | None:
    """The role in a project: its own goes before that of the account, but owners stay owners; None for strangers."""
    if in_account == Role.OWNER or not in_project:
        return Role(in_account) if in_account else None
    return Role(in_project)

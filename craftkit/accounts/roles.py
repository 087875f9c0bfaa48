"""What members may do: the roles, from most to least, and which of two holds."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a member may do; each role includes those after it."""

    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Admin")
    EDITOR = "editor", _("Editor")
    VIEWER = "viewer", _("Viewer")

    def covers(self, needed: Role) -> bool:
        """Whether this role suffices where another one is needed."""
        order = list(Role)
        return order.index(self) <= order.index(needed)

    @property
    def word(self) -> str:
        """The role as it stands within a sentence."""
        return str(WORDS[self.value])

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


WORDS: dict[str, str | Promise] = {
    "owner": pgettext_lazy("within a sentence", "owner"),
    "admin": pgettext_lazy("within a sentence", "admin"),
    "editor": pgettext_lazy("within a sentence", "editor"),
    "viewer": pgettext_lazy("within a sentence", "viewer"),
}
# What somebody may be in one project alone: owning is for whole accounts.
IN_PROJECT = (Role.ADMIN, Role.EDITOR, Role.VIEWER)


def effective(in_account: str | None, in_project: str | None) -> Role | None:
    """The role in a project: its own goes before that of the account, but owners stay owners; None for strangers."""
    if in_account == Role.OWNER or not in_project:
        return Role(in_account) if in_account else None
    return Role(in_project)

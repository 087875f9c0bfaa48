"""What people fill in about members, and to join."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from craftkit.accounts.models import Account, Invitation, User
from craftkit.accounts.roles import Role

MEANINGS: dict[Role, str | Promise] = {
    Role.OWNER: _("Everything: account keys, other owners, deleting."),
    Role.ADMIN: _("Also keys, webhooks, embedding, senders and members."),
    Role.EDITOR: _("Makes and changes templates and documents, sends them."),
    Role.VIEWER: _("Looks at everything that holds no secret."),
}


def roles_for(part: Role) -> list[tuple[Role, str | Promise, str | Promise]]:
    """The roles that somebody of this one may give, with what each may do."""
    return [(role, role.label, MEANINGS[role]) for role in Role if part == Role.OWNER or role != Role.OWNER]


class RoleForm(forms.Form):
    """A member's role."""

    role = forms.ChoiceField(choices=Role.choices, initial=Role.EDITOR)


class InvitationForm(RoleForm):
    """Whom to invite, where, and as what."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    project: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label=_("The whole account"),
        label=_("Where"),
        help_text=_("Somebody who is invited to one project sees no other."),
    )
    field_order = ("email", "project", "role")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = account.projects.filter(deleted_at=None).order_by("name")  # type: ignore[attr-defined]


class ProjectRoleForm(forms.Form):
    """A role in one project."""

    project: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None)
    role = forms.ChoiceField(choices=[("", ""), *Role.choices], required=False)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = account.projects.filter(deleted_at=None)  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    """The password of somebody who joins by invitation."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), label=_("Choose a password"), strip=False
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean_password(self) -> str:
        """A password that is hard to guess."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.invitation.email))
        return password

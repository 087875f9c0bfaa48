"""What people fill in about projects and keys."""

from __future__ import annotations

from django import forms

from craftkit.accounts.models import ApiKey


class ProjectForm(forms.Form):
    """A new project."""

    name = forms.CharField(max_length=120, help_text="You can change it later; the short name in addresses stays.")


class AccountKeyForm(forms.Form):
    """A new account key."""

    name = forms.CharField(max_length=200, initial="API key", help_text="What will use it, so that you know it again.")


class KeyForm(AccountKeyForm):
    """A new secret key of a project."""

    KINDS = (
        (ApiKey.Kind.LIVE, "Live", "Makes real documents."),
        (ApiKey.Kind.TEST, "Test", "Documents carry a TEST watermark and are kept apart."),
    )

    kind = forms.ChoiceField(choices=[kind[:2] for kind in KINDS], initial=ApiKey.Kind.LIVE)

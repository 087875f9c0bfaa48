"""What people fill in about projects and keys."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from craftkit.accounts.models import ApiKey


class ProjectForm(forms.Form):
    """A new project."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("You can change it later; the short name in addresses stays.")
    )


class AccountKeyForm(forms.Form):
    """A new account key."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        initial=_("API key"),
        help_text=_("What will use it, so that you know it again."),
    )


class KeyForm(AccountKeyForm):
    """A new secret key of a project."""

    KINDS = (
        (ApiKey.Kind.LIVE, _("Live"), _("Makes real documents.")),
        (ApiKey.Kind.TEST, _("Test"), _("Documents carry a TEST watermark and are kept apart.")),
    )

    kind = forms.ChoiceField(choices=[kind[:2] for kind in KINDS], initial=ApiKey.Kind.LIVE)

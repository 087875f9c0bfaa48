"""What people fill in about sharing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TERMS = (
    ("", _("Never")),
    ("1", _("In a day")),
    ("7", _("In a week")),
    ("30", _("In 30 days")),
    ("90", _("In 90 days")),
)


class ShareForm(forms.Form):
    """A link to a document."""

    message = forms.CharField(
        label=_("Message"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown above the document."),
    )
    term = forms.ChoiceField(label=_("Link ends"), choices=TERMS, required=False)
    password = forms.CharField(
        label=_("Password"),
        min_length=4,
        max_length=128,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Give it to the reader by another way than the link."),
    )
    max_views = forms.IntegerField(
        label=_("Openings"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("Without a number: no limit."),
    )
    allow_download = forms.BooleanField(label=_("Readers may download the file"), required=False, initial=True)
    allow_print = forms.BooleanField(label=_("Offer to print"), required=False, initial=True)
    require_email = forms.BooleanField(label=_("Readers confirm their e-mail address first"), required=False)
    watermark = forms.BooleanField(label=_("Write the reader's address and the time across the pages"), required=False)

    def wishes(self) -> dict[str, Any]:
        """The fields of the share."""
        filled = self.cleaned_data
        names = ("message", "max_views", "allow_download", "allow_print", "require_email", "watermark")
        days = int(filled["term"] or 0)
        end = timezone.now() + timedelta(days=days) if days else None
        return {**{name: filled[name] for name in names}, "expires_at": end}


class MailForm(ShareForm):
    """A link that goes out by mail."""

    recipient_email = forms.EmailField(label=_("To"), max_length=254)
    recipient_name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("How the mail greets them.")
    )
    field_order = ("recipient_email", "recipient_name", "message", "term")

    def wishes(self) -> dict[str, Any]:
        """The fields of the share."""
        return {**super().wishes(), **{name: self.cleaned_data[name] for name in ("recipient_email", "recipient_name")}}


class PolicyForm(forms.Form):
    """What a project records of visitors."""

    is_tracking_on = forms.BooleanField(
        label=_("Record what readers do with shared documents"),
        required=False,
        help_text=_("Views, time on pages, downloads and prints. Off: nothing of a visit is written down."),
    )
    respects_privacy_signals = forms.BooleanField(
        label=_("Leave out readers whose browser asks not to be tracked"),
        required=False,
        help_text=_("Do Not Track and Global Privacy Control."),
    )
    retention_days = forms.IntegerField(
        label=_("Days until visitors are forgotten"),
        min_value=0,
        max_value=3650,
        help_text=_("Then networks, browsers and visits go; the counts stay. 0: never."),
    )


class DomainForm(forms.Form):
    """A host of the project's own."""

    domain = forms.CharField(
        label=_("Host name"),
        max_length=240,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "docs.example.com", "spellcheck": "false"}),
        help_text=_("Leave it empty to use the address of this install."),
    )

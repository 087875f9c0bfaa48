"""What people fill in about webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from craftkit.lib.errors import InvalidRequest
from craftkit.lib.speech import reasons
from webhooks import catalog
from webhooks.actions.endpoints import refuse_bad_url

CHOICES = [
    (family.summary, [(name, text) for name, text in family.events.items()])
    for family in catalog.FAMILIES
    if not family.is_callback
]


class WebhookForm(forms.Form):
    """Where to send what."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2048,
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
        help_text=_("It must be reachable from the internet. For your own machine there is manage.py listen."),
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=280,
        required=False,
        help_text=_("What it is for, so that you know it again."),
    )
    events = forms.MultipleChoiceField(choices=CHOICES, error_messages={"required": _("Choose at least one event.")})

    def clean_url(self) -> str:
        """An address that we would call."""
        url = str(self.cleaned_data["url"])
        try:
            refuse_bad_url(url)
        except InvalidRequest as error:
            raise forms.ValidationError(reasons(error)) from error
        return url

    def groups(self) -> list[dict[str, Any]]:
        """The events by family, for the page: each with its words and whether it is chosen."""
        chosen = set(self["events"].value() or [])
        return [
            {
                "title": gettext(title),
                "events": [{"name": name, "text": gettext(text), "is_chosen": name in chosen} for name, text in events],
                "is_open": bool(chosen & {name for name, _ in events}),
            }
            for title, events in CHOICES
        ]


class NewWebhookForm(WebhookForm):
    """A new webhook."""

    ENVS = (
        ("live", _("Live"), _("Hears of documents made with live keys.")),
        ("test", _("Test"), _("Hears of documents made with test keys.")),
    )

    env = forms.ChoiceField(choices=[env[:2] for env in ENVS], initial="live")

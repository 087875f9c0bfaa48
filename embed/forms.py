"""What owners fill in about embedding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from craftkit.lib.errors import AppError
from craftkit.lib.speech import reasons, spoken
from embed import library
from embed.permissions import MEANINGS
from embed.serializers.catalogs import NAME
from webhooks.actions.endpoints import refuse_bad_url


class ActionForm(forms.Form):
    """A form whose answer is one action; what the action refuses is said at the field."""

    def carries_out(self, action: Callable[..., object], **given: Any) -> bool:
        """Do it with what was filled in; False, with the reasons in the form, when it is refused."""
        if not self.is_valid():
            return False
        try:
            action(**given, **self.cleaned_data)
        except AppError as error:
            self._tell(error)
            return False
        return True

    def _tell(self, error: AppError) -> None:
        named = (error.issues or {"fieldErrors": {}})["fieldErrors"]
        for name, texts in named.items():
            self.add_error(name if name in self.fields else None, [spoken(text) for text in texts])
        if not named:
            self.add_error(None, spoken(error))


class OriginForm(ActionForm):
    """An origin to allow."""

    origin = forms.CharField(
        label=_("Origin"),
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "https://app.example.com", "inputmode": "url"}),
    )


class HostForm(ActionForm):
    """A host that forms may lead to."""

    host = forms.CharField(
        label=_("Host"), max_length=255, widget=forms.TextInput(attrs={"placeholder": "app.example.com"})
    )

    def clean_host(self) -> str:
        """The host as addresses are compared with it."""
        return str(self.cleaned_data["host"]).strip().lower()


class CallbackForm(ActionForm):
    """Where publishing is told."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2048,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
        help_text=_("Hears of template.published, unless a session names an address of its own. Empty: nobody hears."),
    )

    def clean_url(self) -> str:
        """An address that we would call."""
        url = str(self.cleaned_data["url"]).strip()
        if url:
            try:
                refuse_bad_url(url)
            except AppError as error:
                raise forms.ValidationError(reasons(error)) from error
        return url


class CatalogForm(ActionForm):
    """A version of a catalog; `base` is the newest one that its writer saw."""

    body = forms.CharField(
        label=_("Catalog"),
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 24, "class": "mono", "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("JSON: allowCustom, namespaces with fields, loops with itemFields."),
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    def clean_body(self) -> dict[str, Any]:
        """The catalog; every fault is named by its place."""
        body, faults = library.parsed(str(self.cleaned_data["body"]))
        if faults:
            raise forms.ValidationError(faults)
        return body


class NewCatalogForm(CatalogForm):
    """A catalog and its first version."""

    base = None  # type: ignore[assignment]
    name = forms.RegexField(
        NAME,
        label=_("Name"),
        max_length=120,
        error_messages={"invalid": _("Small letters, digits and hyphens, like acme-default.")},
        help_text=_("Sessions name it: small letters, digits and hyphens."),
    )
    field_order = ("name", "body")


class PresetForm(ActionForm):
    """What a preset lets people do."""

    permissions = forms.MultipleChoiceField(choices=list(MEANINGS.items()), required=False)

    def switches(self) -> list[dict[str, Any]]:
        """The permissions for the page: each with its words and whether it is on."""
        chosen = set(self["permissions"].value() or [])
        return [{"name": name, "text": gettext(text), "is_on": name in chosen} for name, text in MEANINGS.items()]


class NewPresetForm(PresetForm):
    """A new preset."""

    name = forms.RegexField(
        r"^[a-z0-9][a-z0-9_-]*\Z",
        label=_("Name"),
        max_length=60,
        error_messages={"invalid": _("Small letters, digits, hyphens and underscores, like content-editor.")},
        help_text=_("Sessions name it as permissionsPreset."),
    )


class FormLinkForm(ActionForm):
    """The public link of a template's form."""

    is_on = forms.BooleanField(
        label=_("Anybody with the link may fill in the form"),
        required=False,
        help_text=_("Off: the link says so, and takes no answers. On again, it is the same link."),
    )
    capture_mode = forms.ChoiceField(
        label=_("What becomes of the answers"),
        choices=[("render", _("Make the PDF")), ("collect", _("Only collect the data"))],
        initial="render",
        required=False,
        help_text=_(
            "Collected data goes to your webhooks for form.submitted, encrypted until one has taken it; no document is"
            " made and nothing else is kept."
        ),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes at (UTC)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("From then on it takes no answers. Empty: it stays open."),
    )
    password = forms.CharField(
        label=_("Password"),
        min_length=4,
        max_length=128,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Asked for before the form. Empty: it stays as it is."),
    )
    drops_password = forms.BooleanField(label=_("Ask for no password"), required=False)

    def clean_capture_mode(self) -> str:
        """What was chosen; who says nothing about it changes nothing."""
        return str(self.cleaned_data["capture_mode"] or self.initial.get("capture_mode", "render"))

    def clean(self) -> dict[str, Any]:
        """A new password and none at all contradict each other."""
        filled: dict[str, Any] = super().clean() or {}
        if filled.get("password") and filled.get("drops_password"):
            self.add_error("drops_password", gettext("Either give a password or ask for none."))
        return filled

"""What owners set on the test bench: a session's wish, by form."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from craftkit.accounts.models import Project
from craftkit.lib.colour_inputs import ColourInput
from embed.actions.sessions import UI
from embed.appearance import Look
from embed.models import Catalog, EmbedSession
from embed.permissions import EDITOR, FLAGS, MEANINGS
from templates_app.models import Template

LOCALES = (("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"))
SWITCHES = {
    "showTopBar": _("Top bar"),
    "showSaveDraftButton": _("Save button"),
    "showPublishButton": _("Publish button"),
    "showCloseButton": _("Close button"),
    "showTemplateList": _("List of templates"),
    "showRenderHistory": _("List of documents"),
    "showApiKeysLink": _("Link to the API keys"),
}
MODES = {
    "create": _("Create: a blank document"),
    "edit": _("Edit a template"),
    "view": _("View a template"),
    "fill": _("Fill in a template's form"),
}


class BenchForm(forms.Form):
    """One session to try."""

    mode = forms.ChoiceField(label=_("Mode"), choices=[(name, MODES[name]) for name in MODES], initial="create")
    template = forms.ModelChoiceField(
        label=_("Template"),
        queryset=Template.objects.none(),
        required=False,
        empty_label=_("None"),
        to_field_name="slug",
    )
    catalog = forms.ModelChoiceField(
        label=_("Catalog"), queryset=Catalog.objects.none(), required=False, empty_label=_("None"), to_field_name="name"
    )
    permissions = forms.MultipleChoiceField(
        label=_("Permissions"),
        choices=[(name, _(MEANINGS[name])) for name in FLAGS],
        required=False,
        initial=list(EDITOR),
        widget=forms.CheckboxSelectMultiple,
    )
    ui = forms.MultipleChoiceField(
        label=_("Shown"),
        choices=list(SWITCHES.items()),
        required=False,
        initial=[name for name, is_on in UI.items() if is_on],
        widget=forms.CheckboxSelectMultiple,
    )
    primaryColor = forms.CharField(
        label=_("Colour"), required=False, max_length=40, widget=ColourInput, help_text=_("Such as #0a7d5a.")
    )
    locale = forms.ChoiceField(label=_("Language"), choices=LOCALES, required=False, initial="en")
    prefill = forms.CharField(
        label=_("Answers and sample values"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "mono", "spellcheck": "false"}),
        help_text=_('JSON by key, such as {"customer.name": "Ada"}: prefill of a form, preview data of the editor.'),
    )

    def __init__(self, project: Project, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        shared = Template.objects.for_project(project).filter(placement=None).order_by("name")
        self.fields["template"].queryset = shared  # type: ignore[attr-defined]
        self.fields["catalog"].queryset = Catalog.objects.filter(project=project).order_by("name")  # type: ignore[attr-defined]

    def clean_primaryColor(self) -> str:
        """A colour that the embeds take."""
        colour = str(self.cleaned_data["primaryColor"])
        if colour and Look({"variables": {"colorPrimary": colour}}).rejected:
            raise forms.ValidationError(gettext("A colour such as #2563eb."))
        return colour

    def clean_prefill(self) -> dict[str, Any]:
        """The values."""
        try:
            values = json.loads(self.cleaned_data["prefill"] or "{}")
        except (ValueError, RecursionError):
            raise forms.ValidationError(gettext("This is no JSON.")) from None
        if not isinstance(values, dict):
            raise forms.ValidationError(gettext("Expected an object."))
        return values

    def clean(self) -> dict[str, Any]:
        """A mode that opens a template needs one."""
        cleaned = super().clean() or {}
        if (
            cleaned.get("mode") in {"edit", "view", "fill"}
            and not cleaned.get("template")
            and "template" not in self.errors
        ):
            self.add_error("template", gettext("This mode opens a template; choose one."))
        return cleaned

    def wish(self) -> dict[str, Any]:
        """What a host would ask for, but for the tenant and the person."""
        said = self.cleaned_data
        scope: dict[str, Any] = {"mode": said["mode"]}
        if said["mode"] != EmbedSession.Mode.CREATE:
            scope["templateId"] = str(said["template"].pk)
        branding = {"primaryColor": said["primaryColor"]} if said["primaryColor"] else {}
        wish: dict[str, Any] = {
            "scope": scope,
            "permissions": {name: name in said["permissions"] for name in FLAGS},
            "branding": {**branding, "locale": said["locale"] or "en", "ui": {name: name in said["ui"] for name in UI}},
        }
        if said["catalog"]:
            wish["catalogRef"] = {"name": said["catalog"].name}
        if said["mode"] == EmbedSession.Mode.FILL:
            wish["form"] = {"prefill": said["prefill"], "showPreview": True}
        return wish

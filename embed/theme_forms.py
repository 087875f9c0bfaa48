"""What owners fill in about the look of their embeds."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from craftkit.lib.colour_inputs import ColourInput
from embed.appearance import RULES, Look
from embed.forms import ActionForm
from embed.theming import HINTS, TITLES, VARIABLES

BASES = {"light": _("Light"), "dark": _("Dark"), "auto": _("Auto"), "shadcn": "Shadcn"}
DENSITIES = {"compact": _("Compact"), "comfortable": _("Comfortable")}


class ThemeForm(ActionForm):
    """The look of every session that brings none of its own."""

    baseTheme = forms.ChoiceField(
        label=_("Base"), choices=[(name, BASES.get(name, name)) for name in RULES["baseThemes"]]
    )
    density = forms.ChoiceField(
        label=_("Density"),
        choices=[(name, DENSITIES.get(name, name)) for name in RULES["layout"]["density"]],
        required=False,
    )
    logoUrl = forms.CharField(label=_("Logo"), max_length=2048, required=False, help_text=_("An https address."))
    rules = forms.CharField(
        label=_("Rules"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "mono", "spellcheck": "false"}),
        help_text=_('JSON: declarations by class, such as {".ck-publish-button": {"boxShadow": "none"}}.'),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for name, known in VARIABLES.items():
            hint = gettext(HINTS[known["pattern"]])
            widget = ColourInput if known["pattern"] == "color" else forms.TextInput
            self.fields[name] = forms.CharField(
                label=gettext(TITLES.get(name, name)), max_length=200, required=False, help_text=hint, widget=widget
            )
        self.order_fields(["baseTheme", *VARIABLES, "density", "logoUrl", "rules"])

    @classmethod
    def known(cls, theme: dict[str, Any]) -> dict[str, Any]:
        """A theme as the form shows it."""
        rules = theme.get("rules")
        return {
            **(theme.get("variables") or {}),
            "baseTheme": theme.get("baseTheme", "light"),
            "density": (theme.get("layout") or {}).get("density", "comfortable"),
            "logoUrl": theme.get("logoUrl", ""),
            "rules": json.dumps(rules, indent=2) if rules else "",
        }

    def clean_rules(self) -> dict[str, Any]:
        """The declarations by class."""
        try:
            rules = json.loads(self.cleaned_data["rules"] or "{}")
        except (ValueError, RecursionError):
            raise forms.ValidationError(gettext("This is no JSON.")) from None
        if not isinstance(rules, dict):
            raise forms.ValidationError(gettext("Expected an object."))
        return rules

    def clean(self) -> dict[str, Any]:
        """The look, with every refused part named at its field."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        theme: dict[str, Any] = {name: given[name] for name in ("baseTheme", "logoUrl", "rules") if name in given}
        theme["variables"] = {name: given[name] for name in VARIABLES if name in given}
        theme["layout"] = {"density": given["density"]} if "density" in given else {}
        look = Look(theme)
        for refused in look.rejected:
            first, _, rest = refused["path"].partition(".")
            name = rest if first == "variables" else first
            self.add_error(name if name in self.fields else None, self._reason(name, refused))
        return {"theme": look.accepted}

    def _reason(self, name: str, refused: dict[str, str]) -> str:
        if name in VARIABLES:
            return gettext(HINTS[VARIABLES[name]["pattern"]])
        return f"{refused['path']}: {refused['reason']}"

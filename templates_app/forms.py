"""What people fill in about templates."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from django import forms
from django.utils.translation import gettext_lazy as _

from templates_app.keeping import NAME_LENGTH


class SettingsForm(forms.Form):
    """What a template is called and in whose manner it writes numbers and dates."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    description = forms.CharField(
        label=_("Description"), max_length=280, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    locale = forms.CharField(
        label=_("Locale"),
        max_length=20,
        help_text=_(
            "How dates, numbers and amounts are written, as en, de-AT or pt-BR. It counts from the next document on."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )

    def clean_locale(self) -> str:
        """A locale that formats exist for, as `de-AT`."""
        try:
            return str(Locale.parse(str(self.cleaned_data["locale"]).replace("-", "_"))).replace("_", "-")
        except (ValueError, UnknownLocaleError):
            raise forms.ValidationError(_("Use a locale such as en, de-AT or pt-BR.")) from None


class ImportForm(forms.Form):
    """A template to take in."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A ZIP file that was exported from a template, of this project or another one."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )

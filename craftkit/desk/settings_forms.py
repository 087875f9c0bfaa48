"""What people fill in about a project's settings."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from craftkit.accounts.keeping import FOREVER, KINDS, LEAST_DAYS, MOST_DAYS
from craftkit.accounts.models import Project, ProjectSettings
from craftkit.lib.colour_inputs import ColourInput
from craftkit.mail.forms import COLOR
from templates_app.models import Asset

LOCALES = (
    *("en", "en-GB", "en-US", "de", "de-AT", "de-CH", "fr", "fr-CA", "fr-CH", "es", "es-MX", "it", "pt", "pt-BR"),
    *("nl", "nl-BE", "da", "sv", "nb", "fi", "is", "pl", "cs", "sk", "hu", "ro", "bg", "el", "tr", "uk", "hr", "sl"),
    *("sr", "et", "lv", "lt", "he", "ar", "fa", "hi", "bn", "id", "vi", "th", "ja", "ko", "zh-Hans", "zh-Hant"),
)
ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
NAMES: dict[str, tuple[str | Promise, str | Promise]] = {
    "pdfs": (
        gettext_lazy("PDFs of documents"),
        gettext_lazy("The files, and the copies that readers of links get. Signed documents stay."),
    ),
    "data": (
        gettext_lazy("Data of documents"),
        gettext_lazy("What they were made from. Without it a document cannot be made or checked again."),
    ),
    "requests": (gettext_lazy("Request log"), gettext_lazy("Lines of the page Requests, with their bodies.")),
    "calls": (
        gettext_lazy("Calls of inbound hooks"),
        gettext_lazy("What was sent to the addresses that templates have."),
    ),
    "deliveries": (
        gettext_lazy("Webhook deliveries"),
        gettext_lazy("Events with every delivery and attempt, also those that could be replayed."),
    ),
    "mails": (gettext_lazy("Mails"), gettext_lazy("Sent, failed and suppressed ones with their text and attempts.")),
    "submissions": (
        gettext_lazy("Form submissions"),
        gettext_lazy("That a form was sent in, by which session. The document that came of it has terms of its own."),
    ),
}
MODES = (
    ("default", gettext_lazy("As this server does")),
    ("forever", gettext_lazy("For ever")),
    ("days", gettext_lazy("A number of days")),
)


class NameForm(forms.Form):
    """Another name of the project."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)


class HoldForm(forms.Form):
    """Why something is held."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For whoever asks later: a case, an audit, a request."),
    )


class DeleteForm(forms.Form):
    """The typed confirmation."""

    name = forms.CharField(
        label=gettext_lazy("Name of the project"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Type it, so that this does not happen by chance."),
    )

    def __init__(self, data: QueryDict | None, *, project: Project) -> None:
        super().__init__(data)
        self.project = project

    def clean_name(self) -> str:
        """It must be this project's."""
        name = str(self.cleaned_data["name"])
        if name != self.project.name.strip():
            raise forms.ValidationError(_("This is not the name of the project."))
        return name


class BrandForm(forms.Form):
    """How the project shows itself to outsiders."""

    color = forms.CharField(
        label=gettext_lazy("Colour"),
        max_length=7,
        required=False,
        widget=ColourInput,
        help_text=gettext_lazy("Of buttons and bars, like #2f48d8. Text on it is white or dark, whichever reads well."),
    )
    logo = forms.ModelChoiceField(
        label=gettext_lazy("Logo"),
        queryset=Asset.objects.none(),
        required=False,
        empty_label=gettext_lazy("Leave it as it is"),
        help_text=gettext_lazy("An image among the assets of the project: PNG, JPEG, GIF or WebP, up to 200 kB."),
    )
    no_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)

    def __init__(self, data: QueryDict | None, *, project: Project, color: str, has_logo: bool) -> None:
        super().__init__(data, initial={"color": color})
        rows = Asset.objects.for_project(project).filter(kind=Asset.Kind.IMAGE).exclude(media_type="image/svg+xml")
        self.fields["logo"].queryset = rows.order_by("name")  # type: ignore[attr-defined]
        if not has_logo:
            del self.fields["no_logo"]

    def clean_color(self) -> str:
        """Six hexadecimal digits."""
        color = str(self.cleaned_data["color"])
        if color and not COLOR.fullmatch(color):
            raise forms.ValidationError(_("Write the colour as # and six hexadecimal digits, like #2f48d8."))
        return color.lower()


class LanguageForm(forms.Form):
    """Where the project speaks from."""

    locale = forms.ChoiceField(
        label=gettext_lazy("Locale of new templates"),
        required=False,
        help_text=gettext_lazy(
            "How dates, numbers and amounts are written. Templates that there are keep theirs. Mails to recipients are "
            "German, French or Spanish if it is, and English otherwise."
        ),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of documents"),
        required=False,
        help_text=gettext_lazy(
            "For every document from now on whose call names no time zone, also those of templates that are published "
            "already."
        ),
    )

    def __init__(self, data: QueryDict | None, *, kept: ProjectSettings) -> None:
        super().__init__(data, initial={"locale": kept.locale, "time_zone": kept.time_zone})
        locales, zones = dict.fromkeys((*LOCALES, kept.locale)), dict.fromkeys((*ZONES, kept.time_zone))
        named = [(tag, f"{Locale.parse(tag, sep='-').display_name} ({tag})") for tag in locales if tag]
        # The field's type does not know that its choices can be given later.
        self.fields["locale"].choices = [("", _("English (en), as this server does")), *named]  # type: ignore[attr-defined]
        zones_named = [("", _("UTC, as this server does")), *((zone, zone) for zone in zones if zone)]
        self.fields["time_zone"].choices = zones_named  # type: ignore[attr-defined]


class RetentionForm(forms.Form):
    """How long things of each kind are kept."""

    def __init__(self, data: QueryDict | None, *, kept: ProjectSettings) -> None:
        super().__init__(data)
        for kind, days in kept.terms.items():
            name, _help = NAMES[kind]
            mode = "default" if days is None else "forever" if days == FOREVER else "days"
            self.fields[f"{kind}_mode"] = forms.ChoiceField(
                label=str(name),
                choices=MODES,
                initial=mode,
                widget=forms.Select(attrs={"class": "input input--select"}),
            )
            self.fields[f"{kind}_days"] = forms.IntegerField(
                label=_("Days"),
                min_value=LEAST_DAYS,
                max_value=MOST_DAYS,
                required=False,
                initial=days or None,
                widget=forms.NumberInput(attrs={"class": "input"}),
            )

    def clean(self) -> dict[str, Any]:
        """A number of days needs the number."""
        filled: dict[str, Any] = super().clean() or {}
        for kind in KINDS:
            if filled.get(f"{kind}_mode") == "days" and f"{kind}_days" in filled and not filled[f"{kind}_days"]:
                self.add_error(f"{kind}_days", _("Say how many days."))
        return filled

    def terms(self) -> dict[str, int | None]:
        """The terms as they are kept."""
        fixed = {"default": None, "forever": FOREVER}
        filled = self.cleaned_data
        return {kind: fixed.get(filled[f"{kind}_mode"], filled[f"{kind}_days"]) for kind in KINDS}

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each kind, with its name."""
        return [
            {"kind": kind, "name": NAMES[kind][0], "help": NAMES[kind][1], "usual": KINDS[kind].usual()}
            | {"mode": self[f"{kind}_mode"], "days": self[f"{kind}_days"]}
            for kind in KINDS
        ]

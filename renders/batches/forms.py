"""What people fill in about a batch: the file, what its columns mean, and how it is to be made."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework.serializers import ValidationError

from renders.batches.actions import Wishes
from renders.batches.columns import Reading
from renders.models import Batch
from renders.serializers.renders import locale_name

ENVS = (("live", _("Live documents")), ("test", _("Test documents, with a watermark")))
MODES = (
    (Batch.Mode.PARTIAL, _("Leave them out")),
    (Batch.Mode.ALL_OR_NOTHING, _("Make no document at all")),
)
ON_ERROR = (
    (Batch.OnError.CONTINUE, _("Go on with the rest")),
    (Batch.OnError.STOP, _("Stop the rest")),
)


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        help_text=_("The first line names the columns. Up to 10,000 documents."),
    )
    env = forms.ChoiceField(label=_("Make"), choices=ENVS, initial="live")


class StartForm(forms.Form):
    """How the batch is to be made."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False, help_text=_("What you will know it by."))
    filename = forms.CharField(
        label=_("File names"),
        max_length=200,
        required=False,
        help_text=_("With {{row}}, {{externalId}} or any variable, such as invoice-{{row}}."),
    )
    locale = forms.CharField(
        label=_("Locale"),
        max_length=35,
        required=False,
        help_text=_("Such as de-AT; the template's when this is empty."),
    )
    group_by = forms.CharField(max_length=200, required=False)
    mode = forms.ChoiceField(label=_("Invalid rows"), choices=MODES, initial=Batch.Mode.PARTIAL)
    on_error = forms.ChoiceField(label=_("Failures"), choices=ON_ERROR, initial=Batch.OnError.CONTINUE)
    strict = forms.BooleanField(required=False, label=_("Make every warning an error"))

    def clean_locale(self) -> str:
        """A locale that formats exist for."""
        given = str(self.cleaned_data["locale"])
        try:
            return locale_name(given) if given else ""
        except ValidationError:
            raise forms.ValidationError(_("Use a locale such as en, de-AT or pt-BR.")) from None

    def wishes(self) -> Wishes:
        """What was filled in, once it is valid."""
        given = self.cleaned_data
        options = {name: given[name] for name in ("filename", "locale", "strict") if given[name]}
        return Wishes(options=options, mode=given["mode"], on_error=given["on_error"], name=given["name"])


def mapping_of(posted: Mapping[str, str], reading: Reading) -> dict[str, str | None]:
    """What each column is to feed: the fields `column-0` and so on; those left away stay as they are."""
    return {
        column.header: str(posted[name]) or None
        for at, column in enumerate(reading.columns)
        if (name := f"column-{at}") in posted
    }

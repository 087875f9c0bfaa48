"""What people fill in about mail."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from craftkit.accounts.models import Project
from craftkit.lib.colour_inputs import ColourInput
from craftkit.lib.images import BadImage, load_image
from craftkit.lib.speech import spoken
from craftkit.mail.models import SenderSettings

COLOR = re.compile(r"#[0-9a-fA-F]{6}")
LOGO_BYTES = 200 * 1024
LOGO_PIXELS = 4_000_000


class SuppressionForm(forms.Form):
    """An address that gets no more mail."""

    address = forms.EmailField(label=gettext_lazy("Address"), max_length=254)


class SenderForm(forms.Form):
    """How the project's mails are signed and look."""

    from_name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    from_address = forms.EmailField(label=gettext_lazy("Sender address"), max_length=254, required=False)
    reply_to = forms.EmailField(
        label=gettext_lazy("Answers go to"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Where recipients reach you when they answer."),
    )
    brand_color = forms.CharField(
        label=gettext_lazy("Colour"),
        max_length=7,
        required=False,
        widget=ColourInput,
        help_text=gettext_lazy("Of the bar and the button, like #2f48d8."),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG, GIF or WebP, up to 200 kB. It travels inside the mail, so it always shows."),
    )
    no_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)
    footer = forms.CharField(
        label=gettext_lazy("Footer"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Under every mail: your company's address, for instance."),
    )
    daily_cap = forms.IntegerField(label=gettext_lazy("Mails in 24 hours"), min_value=0, required=False)

    def __init__(self, data: QueryDict | None, files: MultiValueDict | None, *, project: Project) -> None:
        self.project = project
        self.kept = SenderSettings.of(project)
        names = ("from_name", "reply_to", "brand_color", "footer", "daily_cap")
        known = {name: getattr(self.kept, name) for name in names} | {"from_address": project.email_from}
        super().__init__(data, files, initial=known)
        usual = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        allowed = ", ".join(sorted(settings.MAIL_SENDER_DOMAINS)) or _("none yet, see MAIL_SENDER_DOMAINS")
        self.fields["from_name"].help_text = format_html(_("Who the mail is from; {} by default."), project.name)
        self.fields["from_address"].help_text = _(
            "%(address)s by default. Domains that this install sends for: %(domains)s."
        ) % {"address": usual, "domains": allowed}
        self.fields["daily_cap"].help_text = _("At most %(most)d, which is also the default.") % {
            "most": settings.MAIL_DAILY_CAP
        }
        if not self.kept.logo:
            del self.fields["no_logo"]

    def clean_from_address(self) -> str:
        """An address that this install may send from: one's domain would otherwise be used by others."""
        address = str(self.cleaned_data["from_address"])
        domain = address.rpartition("@")[2].lower()
        if address and address != self.project.email_from and domain not in settings.MAIL_SENDER_DOMAINS:
            said = _(
                "This install does not send for %(domain)s. Whoever runs it adds the domain to MAIL_SENDER_DOMAINS."
            )
            raise forms.ValidationError(said % {"domain": domain})
        return address

    def clean_brand_color(self) -> str:
        """Six hexadecimal digits."""
        color = str(self.cleaned_data["brand_color"])
        if color and not COLOR.fullmatch(color):
            raise forms.ValidationError(_("Write the colour as # and six hexadecimal digits, like #2f48d8."))
        return color.lower()

    def clean_logo(self) -> UploadedFile | None:
        """A picture that mail programs show, encoded anew."""
        given: UploadedFile | None = self.cleaned_data["logo"]
        if given is None:
            return None
        if (given.size or 0) > LOGO_BYTES:
            raise forms.ValidationError(_("The logo is larger than 200 kB; mails should stay small."))
        try:
            image = load_image(given.read(), max_pixels=LOGO_PIXELS)
        except BadImage as error:
            raise forms.ValidationError(spoken(error)) from error
        if image.mime == "image/svg+xml":
            raise forms.ValidationError(_("Mail programs do not show SVG; choose a PNG instead."))
        self.kept.logo, self.kept.logo_mime = image.data, image.mime
        return given

    def changes(self) -> dict[str, Any]:
        """What to keep."""
        given = {
            name: self.cleaned_data[name] for name in ("from_name", "reply_to", "brand_color", "footer", "daily_cap")
        }
        logo = {"logo": b"", "logo_mime": ""} if self.cleaned_data.get("no_logo") else {}
        if self.cleaned_data["logo"]:
            logo = {"logo": self.kept.logo, "logo_mime": self.kept.logo_mime}
        return {**given, **logo, "from_address": self.cleaned_data["from_address"]}

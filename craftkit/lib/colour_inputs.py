"""The field for a colour in a form: its text, beside which the page's script puts a sample that opens a picker."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext


class ColourInput(forms.TextInput):
    """A text field for a colour; without script it is no more than that."""

    def render(self, *given: Any, **options: Any) -> SafeString:
        """The field within the element that the script knows."""
        field = super().render(*given, **options)
        return format_html('<ck-colour label="{}">{}</ck-colour>', gettext("Open the picker"), field)

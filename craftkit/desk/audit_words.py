"""The details of an entry of the audit log in words: settings by the names that their forms give them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from craftkit.accounts.roles import Role
from craftkit.desk.settings_forms import MODES, NAMES
from craftkit.lib.speech import spoken
from sharing.forms import PolicyForm

KEPT = dict(MODES)


def in_words(details: dict[str, Any]) -> list[tuple[str, str]]:
    """Names and values as people read them; what nobody translates stays as it was written down."""
    return [(_name(name), _value(name, value)) for name, value in details.items()]


def _name(name: str) -> str:
    if name in NAMES:
        return str(NAMES[name][0])
    setting = PolicyForm.base_fields.get(name)
    return str(setting.label) if setting else spoken(name)


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in NAMES:
        return str(KEPT[value]) if value in KEPT else ngettext("%(n)d day", "%(n)d days", value) % {"n": value}
    if name == "what":
        return _("address") if value == "address" else _("secret")
    return Role(value).word if value in Role else str(value)

"""What a session may do: the flags by their API names and by their names in tokens, defaults, and the three presets."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

# Tokens spell the flags in snake case, and `rollback` as `rollback_version`.
CLAIMS = {
    "publish": "publish",
    "saveDraft": "save_draft",
    "delete": "delete",
    "rename": "rename",
    "rollback": "rollback_version",
    "createCustomVariables": "create_custom_variables",
    "changePageSettings": "change_page_settings",
    "viewVersionHistory": "view_version_history",
    "submitForm": "submit_form",
    "saveFormDraft": "save_form_draft",
    "shareDocument": "share_document",
    "emailDocument": "email_document",
    "viewEngagement": "view_engagement",
}
FLAGS = tuple(CLAIMS)
MEANINGS = {
    "publish": gettext_noop("Publish versions, which documents are made from."),
    "saveDraft": gettext_noop("Save drafts, also by themselves while people work."),
    "delete": gettext_noop("Delete templates."),
    "rename": gettext_noop("Rename templates."),
    "rollback": gettext_noop("Publish an earlier version again."),
    "createCustomVariables": gettext_noop("Add variables that the catalog does not have."),
    "changePageSettings": gettext_noop("Change page size and margins."),
    "viewVersionHistory": gettext_noop("See earlier versions."),
    "submitForm": gettext_noop("Send forms in. On in mode fill unless the session says no."),
    "saveFormDraft": gettext_noop("Keep answers of a form for later."),
    "shareDocument": gettext_noop("Share the document that a form made."),
    "emailDocument": gettext_noop("Mail the document that a form made."),
    "viewEngagement": gettext_noop("See who opened a document."),
}
VIEWER = ("viewVersionHistory", "viewEngagement")
EDITOR = (
    *("publish", "saveDraft", "createCustomVariables", "changePageSettings", "submitForm", "saveFormDraft"),
    *("shareDocument", *VIEWER),
)
PRESETS: dict[str, tuple[str, ...]] = {"admin": FLAGS, "editor": EDITOR, "viewer": VIEWER}
Flags = dict[str, bool]


def resolved(mode: str, preset: Mapping[str, bool], given: Mapping[str, bool]) -> Flags:
    """Every flag: as given, else as the preset has it, else off; a form may be sent in unless somebody says no."""
    defaults = dict.fromkeys(FLAGS, False) | {"submitForm": mode == "fill"}
    return {name: bool(given.get(name, preset.get(name, defaults[name]))) for name in FLAGS}


def flags_of(names: tuple[str, ...]) -> Flags:
    """All flags, those named on."""
    return {name: name in names for name in FLAGS}


def as_claims(flags: Mapping[str, bool]) -> Flags:
    """The flags as tokens spell them."""
    return {claim: bool(flags.get(name)) for name, claim in CLAIMS.items()}

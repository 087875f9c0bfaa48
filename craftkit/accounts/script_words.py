"""What the script of our pages says; a page brings along the words of its language."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_noop, pgettext_lazy

WORDS: Final = (
    gettext_noop("Check your connection, then reload. The download works without the viewer."),
    gettext_noop("Close"),
    gettext_noop("Connection lost. Trying again…"),
    gettext_noop("Copied"),
    gettext_noop("Field deleted."),
    gettext_noop("Headings, sentences, names of fields: type what you look for."),
    gettext_noop("Loading the viewer…"),
    gettext_noop("Names, ids, people, errors: type what you look for."),
    gettext_noop("New fields for"),
    gettext_noop("No"),
    gettext_noop("Nothing found for “{words}”. Try fewer or other words."),
    gettext_noop("Nothing was chosen, or it took too long. Try again."),
    gettext_noop("Now on page {page}."),
    gettext_noop("One place found."),
    gettext_noop("Open it there"),
    gettext_noop("Opening…"),
    gettext_noop("Recipient {number}"),
    gettext_noop("Reload the page"),
    gettext_noop("Sign in"),
    gettext_noop("Template"),
    gettext_noop("The index did not load. Check the connection and type again."),
    gettext_noop("The search did not answer. Check the connection and type again."),
    gettext_noop("The server answered {status}."),
    gettext_noop("The server cannot be reached. Try again in a moment."),
    gettext_noop("The server did not answer as expected. Trying again…"),
    gettext_noop("The viewer could not be loaded."),
    gettext_noop("There is no connection to the server."),
    gettext_noop("This browser offers no passkeys here. They need a current browser and an address with https."),
    gettext_noop("This could not be opened. {reason}"),
    gettext_noop("This device or key holds a passkey for your account already."),
    gettext_noop("This field is for"),
    gettext_noop("This page only works at {origin}."),
    gettext_noop("Try again"),
    gettext_noop("Yes"),
    gettext_noop("You are signed out."),
    gettext_noop("{count} places found."),
    gettext_noop("{field} added."),
    gettext_noop("{field} for {person}, page {page}"),
    gettext_noop("{x} percent from the left, {y} from the top."),
)


VIEWER: Final = (
    "Check your connection, then reload. The download works without the viewer.",
    "Loading the viewer…",
    "Reload the page",
    "The viewer could not be loaded.",
)
SHARE: Final = (
    *VIEWER,
    gettext_noop("Cancel"),
    gettext_noop("Page {page}"),
    gettext_noop("Preparing page {page} of {pages}…"),
    gettext_noop("The document could not be made ready for printing. Try again."),
    gettext_noop("The document for the printer"),
)
# What is said to a hand, where the word alone could be something else.
DEEDS: Final = {
    "Clear": pgettext_lazy("what was drawn", "Clear"),
    "Draw": pgettext_lazy("a signature", "Draw"),
    "Type": pgettext_lazy("a signature", "Type"),
    "Upload": pgettext_lazy("a signature", "Upload"),
}
SIGN: Final = (
    *VIEWER,
    *DEEDS,
    gettext_noop("All filled in"),
    gettext_noop("Draw here"),
    gettext_noop("an italic"),
    gettext_noop("{count} left to fill in"),
    gettext_noop("{face} has no “{letter}”, so {other} takes its place."),
)
ROOMS: Final = {"dashboard": WORDS, "share": SHARE, "sign": SIGN}


def translated(room: str = "dashboard") -> dict[str, str]:
    """The words of a room that read otherwise in the language of the page, by the English ones."""
    if get_language() == settings.LANGUAGE_CODE:
        return {}
    return {word: there for word in ROOMS[room] if (there := str(DEEDS.get(word) or gettext(word))) != word}


def viewer_file() -> str:
    """The file with the words of the viewer of PDFs; empty for English, which is in the script itself."""
    language = get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else f"locales/{language}.json"

"""What the reader can do about a render that failed, by the code of its error."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

REMEDIES = {
    "render_timeout": gettext_noop(
        "The page took too long to print. Send fewer rows or make the template simpler, then try again."
    ),
    "render_crashed": gettext_noop(
        "Render it again. If it fails the same way twice, the template asks too much of the browser."
    ),
    "render_too_large": gettext_noop(
        "The document has more pages or pictures than this install allows. Split the data up."
    ),
    "page_setup_invalid": gettext_noop(
        "Change the page size or the margins of the template, so that there is room to print on."
    ),
    "browser_unavailable": gettext_noop(
        "Whoever runs this install should look at /v1/health; renders go on once it starts."
    ),
    "document_too_large": gettext_noop("The data makes a document larger than this install allows. Send fewer rows."),
    "too_many_pictures": gettext_noop("Use fewer pictures in one document."),
    "unknown_asset": gettext_noop(
        "A picture that the data names does not exist in this project. Upload it, or use its address."
    ),
    "strict_warnings": gettext_noop("Correct what the warnings name, or render without “strict”."),
    "storage_unavailable": gettext_noop(
        "The file storage did not answer. Render again; if it keeps failing, whoever runs this "
        "install should look at /v1/health."
    ),
}
OTHERWISE = gettext_noop(
    "Render it again. If it fails the same way twice, whoever runs this install finds the reason in the logs."
)


def remedy(code: str) -> str:
    """A sentence that helps with an error code."""
    return gettext(REMEDIES.get(code, OTHERWISE))

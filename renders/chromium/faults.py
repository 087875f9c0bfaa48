"""The ways in which a browser fails to give a PDF."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError, Unavailable


class RenderTimeout(AppError):
    """The document took longer than it may; its browser was killed."""

    status = 504
    code = "render_timeout"
    message = gettext_noop("The document took too long to print.")
    permanent = False


class RenderCrashed(AppError):
    """The browser ended, or lost the page, while it printed."""

    status = 500
    code = "render_crashed"
    message = gettext_noop("The browser ended while it printed the document.")
    permanent = False


class RenderTooLarge(AppError):
    """The document, its files, its pages or its PDF are beyond the limits."""

    status = 413
    code = "render_too_large"
    message = gettext_noop("The document is too large.")


class BrowserUnavailable(Unavailable):
    """The browser does not start."""

    code = "browser_unavailable"
    message = gettext_noop("The browser that prints documents does not start.")

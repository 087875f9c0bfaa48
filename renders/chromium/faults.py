"""The ways in which a browser fails to give a PDF."""

from __future__ import annotations

from craftkit.lib.errors import AppError, Unavailable


class RenderTimeout(AppError):
    """The document took longer than it may; its browser was killed."""

    status = 504
    code = "render_timeout"
    message = "The document took too long to print."
    permanent = False


class RenderCrashed(AppError):
    """The browser ended, or lost the page, while it printed."""

    status = 500
    code = "render_crashed"
    message = "The browser ended while it printed the document."
    permanent = False


class RenderTooLarge(AppError):
    """The document, its files, its pages or its PDF are beyond the limits."""

    status = 413
    code = "render_too_large"
    message = "The document is too large."


class BrowserUnavailable(Unavailable):
    """The browser does not start."""

    code = "browser_unavailable"
    message = "The browser that prints documents does not start."

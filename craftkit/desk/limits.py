"""The limits that hold for a project on this server, each with the setting that moves it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from craftkit.accounts.models import Project
from craftkit.mail.actions.sending import cap_of
from renders.batches.rows import ROWS_LIMIT
from renders.options import Limits


@dataclass(frozen=True)
class Limit:
    """What is limited, to how much, and by which setting; without one it is fixed."""

    name: str | Promise
    value: str
    setting: str = ""


def limits_of(project: Project) -> list[tuple[str, list[Limit]]]:
    """All limits, in groups."""
    return [(_("Requests"), requests()), (_("Documents"), documents()), (_("Sending"), sending(project))]


def requests() -> list[Limit]:
    """Of the API and of inbound hooks."""
    return [
        Limit(_("Requests of one key"), a_minute(settings.RATE_LIMIT_PER_MINUTE), "CRAFTKIT_RATE_LIMIT_PER_MINUTE"),
        Limit(
            _("Calls of one inbound hook"),
            a_minute(settings.HOOK_RATE_LIMIT_PER_MINUTE),
            "CRAFTKIT_HOOK_RATE_LIMIT_PER_MINUTE",
        ),
        Limit(_("Body of a request"), filesizeformat(settings.API_BODY_BYTES)),
        Limit(_("Upload of an asset"), filesizeformat(settings.UPLOAD_BYTES)),
        Limit(_("Rows of a batch"), f"{ROWS_LIMIT:,}"),
        Limit(_("Size of a batch"), filesizeformat(settings.BATCH_BYTES), "CRAFTKIT_BATCH_MAX_MB"),
    ]


def documents() -> list[Limit]:
    """Of what is printed."""
    own = Limits()
    return [
        Limit(_("Time to make a document"), seconds(settings.RENDER_SECONDS), "CRAFTKIT_RENDER_SECONDS"),
        Limit(_("Pages of a document"), f"{settings.RENDER_MAX_PAGES:,}", "CRAFTKIT_RENDER_MAX_PAGES"),
        Limit(_("Size of a PDF"), filesizeformat(own.pdf_bytes)),
        Limit(_("Pictures of a document together"), filesizeformat(own.asset_bytes)),
        Limit(_("Documents that may wait, of all projects"), f"{settings.QUEUE_LIMIT:,}", "CRAFTKIT_QUEUE_LIMIT"),
        Limit(_("A download link works for"), term(settings.DOWNLOAD_URL_TTL_SECONDS), "DOWNLOAD_URL_TTL_SECONDS"),
    ]


def sending(project: Project) -> list[Limit]:
    """Of mails, webhooks and embeds."""
    return [
        Limit(_("Mails of this project in 24 hours"), f"{cap_of(project):,}", "MAIL_DAILY_CAP"),
        Limit(
            _("A receiver of webhooks answers within"),
            seconds(settings.WEBHOOK_TIMEOUT_SECONDS),
            "WEBHOOK_TIMEOUT_SECONDS",
        ),
        Limit(_("Attempts at a delivery"), f"{len(settings.WEBHOOK_RETRY_SCHEDULE)}", "WEBHOOK_RETRY_SCHEDULE"),
        Limit(
            _("The token of an embed works for"),
            seconds(settings.EMBED_SESSION_TTL_SECONDS),
            "EMBED_SESSION_TTL_SECONDS",
        ),
    ]


def a_minute(count: int) -> str:
    """So many a minute."""
    return _("%(count)s a minute") % {"count": f"{count:,}"}


def seconds(count: int) -> str:
    """So many seconds."""
    return ngettext("%(count)d second", "%(count)d seconds", count) % {"count": count}


def term(count: int) -> str:
    """Hours, or for ever."""
    hours = round(count / 3600)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours} if count else _("ever")

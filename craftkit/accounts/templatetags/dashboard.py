"""What the pages' templates need beyond Django: icons, times, durations, JSON, the projects to switch between."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma, naturaltime
from django.contrib.messages.storage.base import Message
from django.templatetags.static import static
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from craftkit.accounts import script_words
from craftkit.accounts.models import Membership, Project
from craftkit.accounts.roles import Role
from craftkit.lib.speech import spoken

register = template.Library()
SHOWN_PROJECTS = 20
# Where a day is not written as in English.
DAYS = {"de": "j. F Y", "es": r"j \d\e F \d\e Y"}
register.filter(intcomma)
register.filter(spoken)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite, hidden from screen readers: the words stand beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("icons.svg"), name)


@register.simple_tag
def is_without_mail_server() -> bool:
    """Whether mails about accounts stay on the server, as files."""
    return bool(settings.MAIL_VIA == "mailbox")


@register.simple_tag
def words_of_scripts(room: str = "dashboard") -> SafeString:
    """For the head of a page: what its script says in its language; `room` is one of script_words.ROOMS."""
    words, file = script_words.translated(room), script_words.viewer_file()
    said = format_html('<meta name="words" content="{}">', json.dumps(words, ensure_ascii=False)) if words else ""
    viewer = format_html('<meta name="viewer-words" content="{}">', static(file)) if file else ""
    return format_html("{}{}", said, viewer)


@register.filter
def ago(moment: datetime | None) -> str | SafeString:
    """How long ago, with the exact moment on hover; a script keeps it true and in the reader's time zone."""
    if moment is None:
        return ""
    return format_html(
        '<ck-time><time datetime="{}" title="{}">{}</time></ck-time>',
        moment.isoformat(),
        moment.strftime("%Y-%m-%d %H:%M:%S UTC"),
        naturaltime(moment),
    )


@register.filter(expects_localtime=True)
def moment(when: datetime | None, clock: str = "H:i") -> str:
    """The day and the time as the language of the page writes them: `5 March 2026, 09:30`."""
    return date_format(when, f"{DAYS.get(get_language() or '', 'j F Y')}, {clock}") if when else ""


@register.filter
def duration(milliseconds: float | None) -> str:
    """`840 ms`, `2.4 s`, `3 min 5 s`; empty for None."""
    if milliseconds is None:
        return ""
    if milliseconds < 1000:
        shown = f"{milliseconds:.0f}" if milliseconds >= 10 else number_format(round(milliseconds, 1), 1)
        return f"{shown}\u202fms"
    seconds = milliseconds / 1000
    if seconds < 60:
        return f"{number_format(round(seconds, 1), 1)}\u202fs"
    return f"{seconds // 60:.0f}\u202fmin {seconds % 60:.0f}\u202fs"


@register.filter
def role_word(role: str) -> str:
    """A role as it stands within a sentence; what is none stays as it is."""
    return Role(role).word if role in Role else role


@register.filter
def pairs(value: dict[str, Any]) -> list[tuple[str, Any]]:
    """Names and values of a dictionary whose names come from outside: `.items` would be one of them."""
    return list(value.items())


@register.filter
def pretty_json(value: Any) -> str:
    """A value as indented JSON."""
    return json.dumps(value, indent=2, ensure_ascii=False)


@register.filter
def way_back(message: Message) -> dict[str, Any] | None:
    """The `url` and `fields` of the form that undoes what the message tells of; None where there is none."""
    found: dict[str, Any] | None = json.loads(tags) if (tags := message.extra_tags or "").startswith("{") else None
    return found


@register.simple_tag(takes_context=True)
def account_at_hand(context: template.Context) -> Membership | None:
    """The reader's membership in the account of the page, else in the first one that he joined; None for guests."""
    request = context["request"]
    if hasattr(request, "membership"):
        return request.membership
    return Membership.objects.filter(user=request.user).select_related("account").order_by("pk").first()


@register.simple_tag(takes_context=True)
def switcher_projects(context: template.Context) -> list[Project]:
    """The reader's newest projects."""
    return list(Project.objects.for_user(context["request"].user).order_by("-pk")[:SHOWN_PROJECTS])

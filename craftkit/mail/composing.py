"""From a template and its values to the bytes of a message: both parts, the project's brand, safe headers."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.generator import BytesGenerator
from email.mime.image import MIMEImage
from email.utils import formataddr, make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string

from craftkit.accounts.languages import speaking
from craftkit.accounts.models import Project
from craftkit.mail.models import LONGEST_SUBJECT, SenderSettings
from craftkit.mail.tokens import Subscription, unsubscribe_url

INK = "#1f2430"
ACCENT = "#2f48d8"
LOGO = "logo@craftkit"
LONGEST_LINE = 990
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class Brand:
    """Who a mail is from, as people see it."""

    name: str
    color: str = ACCENT
    on_color: str = "#ffffff"
    footer: str = ""
    logo: bytes = b""
    logo_mime: str = ""

    @property
    def logo_src(self) -> str:
        """The address of the logo inside the message."""
        return f"cid:{LOGO}" if self.logo else ""


@dataclass(frozen=True)
class Letter:
    """What is to be said to whom, before it is a message."""

    to: str
    subject: str
    template: str
    context: Mapping[str, Any]
    to_name: str = ""
    reply_to: str = ""
    is_optional: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """A letter as it goes out."""

    content: bytes
    message_id: str
    sender: str
    subject: str


def one_line(text: str) -> str:
    """The text without line breaks, control characters and marks that turn the reading direction."""
    return " ".join(CONTROL.sub(" ", text).split())


def compose(letter: Letter, *, project: Project | None) -> Message:
    """The message in the project's name and language, or in the install's own; never in that of whoever has it sent."""
    with speaking(project):
        return composed(letter, project)


def composed(letter: Letter, project: Project | None) -> Message:
    """The message in the language that is spoken here."""
    sender = SenderSettings.of(project) if project else None
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if project and sender:
        name, address = one_line(sender.from_name or project.name), project.email_from or address
    headers = {"Message-ID": make_msgid(domain=address.rpartition("@")[2] or "localhost"), **letter.headers}
    brand = brand_of(project, sender)
    values = {**letter.context, "brand": brand, "subject": letter.subject}
    if letter.is_optional and project:
        url = unsubscribe_url(Subscription(project.pk, letter.to.lower()))
        values["unsubscribe_url"] = url
        headers |= {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    reply_to = letter.reply_to or (sender.reply_to if sender else "")
    mail = EmailMultiAlternatives(
        subject=one_line(letter.subject)[:LONGEST_SUBJECT],
        body=render_to_string(f"mail/{letter.template}.txt", values).strip() + "\n",
        from_email=formataddr((name, address)) if name else address,
        to=[formataddr((one_line(letter.to_name), letter.to)) if letter.to_name else letter.to],
        reply_to=[one_line(reply_to)] if reply_to else None,
        headers={**headers, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(f"mail/{letter.template}.html", values), "text/html")
    if brand.logo:
        mail.mixed_subtype = "related"  # type: ignore[attr-defined]
        mail.attach(_inline(brand))
    return Message(wire_bytes(mail), headers["Message-ID"], address, str(mail.subject))


def wire_bytes(mail: EmailMessage) -> bytes:
    """The message as it is sent; Django refuses line breaks in headers here.

    Headers are folded only where SMTP needs it: an address that begins on the second line is missed by some programs.
    """
    file = io.BytesIO()
    BytesGenerator(file, mangle_from_=False, maxheaderlen=LONGEST_LINE).flatten(mail.message(), linesep="\r\n")
    return file.getvalue()


def sample(project: Project) -> bytes:
    """An example of a mail of the project, for people who set how it looks."""
    context = {
        "document_title": "Invoice 2026-0417",
        "recipient_name": "Dana",
        "message": "Here is the invoice for June, as agreed.\nThank you!",
        "url": f"{settings.SHARE_URL}/share/example",
    }
    letter = Letter("dana@northwind.example", "Invoice 2026-0417", "share", context, is_optional=True)
    return compose(letter, project=project).content


def brand_of(project: Project | None, sender: SenderSettings | None = None) -> Brand:
    """The brand of the project's mails; the install's own without a project."""
    if project is None:
        return Brand(name=parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or "Craftkit")
    kept = sender or SenderSettings.of(project)
    color = kept.brand_color or ACCENT
    return Brand(
        name=one_line(kept.from_name or project.name),
        color=color,
        on_color=readable_on(color),
        footer=kept.footer,
        logo=bytes(kept.logo),
        logo_mime=kept.logo_mime,
    )


def readable_on(color: str) -> str:
    """White or ink, whichever is easier to read on the colour (WCAG contrast)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (luminance + 0.05) >= 4.5 else INK


def _inline(brand: Brand) -> MIMEImage:
    image = MIMEImage(brand.logo, _subtype=brand.logo_mime.partition("/")[2])
    image.add_header("Content-ID", f"<{LOGO}>")
    image.add_header("Content-Disposition", "inline", filename=f"logo.{brand.logo_mime.partition('/')[2]}")
    return image

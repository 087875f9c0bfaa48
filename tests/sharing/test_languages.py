"""Shared documents in the language of their reader, and their mails in that of the project."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import override_settings
from django.utils import timezone, translation

from craftkit.accounts import governing
from craftkit.mail.models import OutgoingMail
from sharing import actions
from tests.factories import make_share
from tests.sharing.conftest import BROWSER, Reader

GERMAN = {"User-Agent": BROWSER, "Accept-Language": "de"}


@pytest.fixture
def reader(db) -> Reader:
    """A German browser without cookies."""
    return Reader(headers=GERMAN)


def depends_on(answer) -> set[str]:
    """The headers that another answer may come of."""
    return {name.strip() for name in answer.get("Vary", "").split(",")}


@pytest.mark.parametrize(
    ("kept", "status"),
    [({}, 200), ({"password_hash": "x"}, 200), ({"revoked_at": timezone.now()}, 410)],
    ids=["document", "gate", "ended"],
)
def test_every_page_of_a_link_speaks_as_its_reader(document, reader, kept, status):
    path = f"/share/{make_share(document, **kept).token}"

    answer = reader.get(path)
    english = Reader().get(path)

    assert (answer.status_code, answer["Content-Language"]) == (status, "de")
    assert '<html lang="de"' in answer.content.decode()
    assert {"Accept-Language", "Cookie"} <= depends_on(answer)
    assert answer["Cache-Control"] == "private, no-store"
    assert '<html lang="en"' in english.content.decode()
    assert {"Accept-Language", "Cookie"} <= depends_on(english)


def test_the_reader_brings_the_words_of_its_viewer(document, reader):
    path = f"/share/{make_share(document).token}"

    page = reader.get(path).content.decode()

    assert "locales/de.json" in page
    assert "locales/" not in Reader().get(path).content.decode()


def test_a_choice_stays_and_files_are_in_no_language(document, reader):
    path = f"/share/{make_share(document).token}"

    reader.get(path, {"language": "es"})
    page, file = reader.get(path), reader.get(f"{path}/file", {"language": "fr"})

    assert '<html lang="es"' in page.content.decode()
    assert "Content-Language" not in file
    assert "language" not in file.cookies


def test_a_wrong_password_is_told_in_the_language(document, reader):
    share = make_share(document, password_hash=make_password("sesame"))

    page = reader.post(f"/share/{share.token}/password", {"password": "wrong"}).content.decode()

    assert '<html lang="de"' in page
    assert "?language=" not in page


def test_a_link_that_never_was_is_told_in_the_language(reader):
    answer = reader.get("/share/shr_unknown")

    assert (answer.status_code, answer["Content-Language"]) == (404, "de")


def test_the_mail_of_a_share_has_the_days_of_the_projects_locale(document, acme, settings):
    settings.MAIL_VIA = "mailbox"
    governing.change_language(project=acme.project, locale="es-MX", time_zone="")
    end = timezone.now().replace(month=3, day=5, hour=9, minute=30) + timedelta(days=731)
    wishes = {"recipient_email": "dana@example.com", "expires_at": end}

    with translation.override("fr"):
        actions.email_share(render=document, wishes=wishes)

    html = body(OutgoingMail.objects.get(kind="document.share"))
    assert '<html lang="es">' in html
    assert "de marzo de" in html


def body(mail: OutgoingMail) -> str:
    """The text of a mail as a page."""
    part = email.message_from_bytes(mail.content() or b"", policy=email.policy.default).get_body(("html",))
    return str(part.get_content()) if part else ""


@override_settings(SHARE_URL="https://docs.example.com", BASE_URL="https://app.example.com")
def test_a_host_for_shares_alone_says_so_in_the_language(reader):
    answer = reader.get("/accounts/login/", headers={"host": "docs.example.com"})

    assert (answer.status_code, answer["Content-Language"]) == (404, "de")

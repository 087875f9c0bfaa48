"""The language of pages: chosen by the person, else in the browser, else by it; programs are answered in English."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template.defaultfilters import filesizeformat as size
from django.test import Client
from django.utils import timezone, translation

from craftkit.accounts.script_words import ROOMS, WORDS
from craftkit.accounts.templatetags.dashboard import ago, duration, moment
from tests.api.calls import Caller

SOURCES = Path(settings.BASE_DIR, "static", "src")
SAID = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')
SIGN_IN = "/accounts/login/"


def spoken(client: Client, path: str, **headers: str) -> str:
    """The language that a page says it is in."""
    answer = client.get(path, headers=headers)
    page = answer.content.decode()
    assert f'<html lang="{answer["Content-Language"]}"' in page
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}
    return answer["Content-Language"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "language"), [("", "en"), ("de-AT,de;q=0.9", "de"), ("fr", "fr"), ("es-MX", "es"), ("ja", "en")]
)
def test_the_browser_says_what_its_reader_reads(asked, language):
    assert spoken(Client(), SIGN_IN, accept_language=asked) == language


@pytest.mark.django_db
def test_a_choice_before_signing_in_is_kept_by_the_browser():
    client = Client()

    answer = client.post("/language", {"language": "fr", "next": SIGN_IN})

    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert spoken(client, SIGN_IN, accept_language="de") == "fr"


def test_a_person_keeps_the_choice_in_every_browser(acme):
    acme.client.post("/language", {"language": "de", "next": "/account/security"})

    acme.user.refresh_from_db()
    del acme.client.cookies["language"]
    assert acme.user.language == "de"
    assert spoken(acme.client, "/account/security", accept_language="es") == "de"


def test_a_choice_can_be_given_back_to_the_browser(acme):
    acme.client.post("/language", {"language": "de"})

    acme.client.post("/language", {"language": ""})

    assert spoken(acme.client, "/account/security", accept_language="es") == "es"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_choosing_leads_back_to_pages_of_ours_alone(acme, wanted):
    assert acme.client.post("/language", {"language": "xx", "next": wanted})["Location"] == "/"


def test_programs_are_answered_in_english(acme):
    acme.user.choose_language("de")

    answer = Caller(acme.live_key).post("/v1/webhooks", {}, accept_language="de")

    assert answer.status_code == 400
    assert answer.json()["error"]["issues"]["fieldErrors"]["url"] == ["Required"]


def test_errors_of_forms_and_pages_of_the_library_are_in_the_language(acme):
    wrong = acme.client.post("/projects/new", headers={"accept-language": "de"})
    sent = acme.client.get("/accounts/password/change/", headers={"accept-language": "de"})

    assert "Dieses Feld ist zwingend erforderlich." in wrong.content.decode()
    assert "Neues Passwort" in sent.content.decode()


def test_the_script_has_all_the_words_that_it_says():
    rooms = ("dashboard", "docs", "prepare", "workshop")
    sources = [file for room in rooms for file in SOURCES.glob(f"{room}/*.ts")]
    said = {
        word
        for file in [*sources, SOURCES / "lib" / "finder.ts"]
        if not file.name.endswith(".test.ts")
        for word in SAID.findall(file.read_text())
    }

    assert said == set(WORDS)


@pytest.mark.parametrize("room", ["share", "sign"])
def test_so_has_each_script_of_readers_pages(room):
    files = [*SOURCES.glob(f"{room}/*.ts"), SOURCES / "dashboard" / "viewer.ts"]

    said = {word for file in files if not file.name.endswith(".test.ts") for word in SAID.findall(file.read_text())}

    assert said == set(ROOMS[room])


def test_numbers_and_times_are_written_as_the_language_does():
    day = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
    said = {}
    for code in ("en", "de", "fr", "es"):
        with translation.override(code):
            said[code] = moment(day)
    assert said == {
        "en": "5 March 2026, 09:30",
        "de": "5. März 2026, 09:30",
        "fr": "5 mars 2026, 09:30",
        "es": "5 de marzo de 2026, 09:30",
    }
    with translation.override("de"):
        assert duration(2_400) == "2,4\u202fs"
        assert "vor 3 Stunden" in ago(timezone.now() - timedelta(hours=3, minutes=1)).replace("\xa0", " ")
        assert size(1_500_000) == "1,4\xa0MB"
    assert duration(2_400) == "2.4\u202fs"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/account/security", "Sicherheit"),
        ("/account/{account}/members", "Mitglieder"),
        ("/account/{account}/log", "Audit-Log"),
        ("/projects/{project}", "Dokumente"),
        ("/projects/{project}/requests", "Anfragen"),
        ("/projects/{project}/failed", "Fehlgeschlagenes"),
        ("/projects/{project}/search", "Suche"),
    ],
)
def test_a_page_of_each_area_speaks_german(acme, path, words):
    answer = acme.client.get(
        path.format(account=acme.account.pk, project=acme.project.pk), headers={"accept-language": "de"}
    )

    page = answer.content.decode()
    assert words in page
    assert "&quot;Copied&quot;: &quot;Kopiert&quot;" in page

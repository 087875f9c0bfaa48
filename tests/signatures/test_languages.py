"""Signing in the language of whoever signs: the pages say which it is, mails go by the project, and consent is kept."""

from __future__ import annotations

import email
import email.policy
import json
import zipfile
from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from craftkit.accounts import governing
from craftkit.lib.storage import from_settings
from craftkit.mail.models import OutgoingMail
from signatures import actions, certificate, consent, evidence, pades
from signatures.models import AuditEntry, SignatureRequest
from tests.signatures.conftest import SOMEBODY, asked, person, recipient, sealed


@pytest.fixture
def reader(db) -> Client:
    """A German browser without cookies."""
    return Client(headers={"accept-language": "de-AT,de;q=0.9,en;q=0.5"})


def door(request: SignatureRequest, part: str = "") -> str:
    """The path of the first recipient's link, or of one of its doors."""
    return f"/sign/{recipient(request).token}" + (f"/{part}" if part else "")


def agreed(request: SignatureRequest, version: str) -> dict[str, str]:
    """What the page's form sends."""
    values = {str(row.pk): "Ruth Northwind" for row in recipient(request).fields.all()}
    return {**values, "consent": version, "document": request.pdf_sha256}


def test_the_page_speaks_as_the_browser_asks_and_says_so(document, reader):
    answer = reader.get(door(asked(document)))

    page = answer.content.decode()
    assert '<html lang="de"' in page
    assert "Ich stimme zu" in page
    assert "Passwort" not in page
    assert answer["Content-Language"] == "de"
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}
    assert answer["Cache-Control"] == "private, no-store"


def test_english_stays_what_it_was(document):
    page = Client().get(door(asked(document))).content.decode()

    assert '<html lang="en"' in page
    assert f'value="{consent.VERSION}" required><span>{consent.TEXT}' in page
    assert '<meta name="words"' not in page
    assert (consent.VERSION, consent.TEXTS[consent.VERSION]) == ("2026-1", consent.TEXT)


def test_a_choice_is_kept_and_in_frames_goes_along(document, reader):
    request = asked(document, facts={"allows_delegation": True})

    chosen = reader.get(door(request) + "?language=fr")

    page = chosen.content.decode()
    assert '<html lang="fr"' in page
    assert f'action="{door(request, "sign")}?language=fr"' in page
    assert chosen.cookies["language"].value == "fr"
    assert '<html lang="fr"' in reader.get(door(request)).content.decode()
    sent = Client().post(door(request, "decline") + "?language=es", {"reason": "No"})
    assert sent["Location"] == door(request) + "?language=es"


@pytest.mark.parametrize("rubbish", ["xx", "de/../en", "<b>", ""])
def test_what_is_no_language_of_ours_changes_nothing(document, reader, rubbish):
    answer = reader.get(door(asked(document)), {"language": rubbish})

    assert '<html lang="de"' in answer.content.decode()
    assert "language" not in answer.cookies


def test_a_translated_consent_is_a_wording_of_its_own(document, reader):
    request = asked(document)
    shown = f'value="{consent.VERSION}.de"'
    assert shown in reader.get(door(request)).content.decode()

    reader.post(door(request, "sign"), agreed(request, f"{consent.VERSION}.de"))

    details = AuditEntry.objects.get(event="consented").details
    assert (details["consentVersion"], details["consentLanguage"]) == ("2026-1.de", "de")
    done = sealed(request)
    bundle = zipfile.ZipFile(BytesIO(evidence.bundle(done, store=from_settings())))
    trail = json.loads(bundle.read("audit.json"))
    assert trail["consentTexts"]["2026-1.de"].startswith("Ich stimme zu")
    assert trail["consentTexts"]["2026-1"] == consent.TEXT


def test_an_english_consent_is_noted_as_ever(document):
    request = asked(document)

    Client().post(door(request, "sign"), agreed(request, consent.VERSION))

    details = AuditEntry.objects.get(event="consented").details
    assert details == {"recipient": str(recipient(request).pk), "consentVersion": "2026-1"}


@pytest.mark.parametrize(
    ("version", "words"), [("2026-1.es", "2026-1.es, in Spanish"), ("2026-1", "2026-1")], ids=["spanish", "english"]
)
def test_the_certificate_names_the_language_in_english(document, version, words):
    request = asked(document)
    with translation.override("de"):
        actions.sign(
            recipient=recipient(request),
            sent=agreed(request, version),
            consent_version=version,
            document=request.pdf_sha256,
            by=SOMEBODY,
        )
        said = certificate.person_of(recipient(request), [], from_settings())

    assert (said["consent"], said["deed"]) == (words, "Signed")


def test_an_unknown_wording_is_no_consent(document):
    request = asked(document)

    answer = Client().post(door(request, "sign"), agreed(request, "2026-1.xx"))

    assert answer.status_code == 400
    assert recipient(request).status == "sent"


def test_what_is_wrong_is_said_in_the_language(document, reader, in_german):
    request = asked(document)
    in_german("This field has to be filled in.", "Das fehlt noch.")

    answer = reader.post(door(request, "sign"), {**agreed(request, "2026-1.de"), **blank(request)})

    assert answer.status_code == 400
    assert "Das fehlt noch." in answer.content.decode()


def blank(request: SignatureRequest) -> dict[str, str]:
    """The fields left empty."""
    return {str(row.pk): "" for row in recipient(request).fields.all()}


def parts(mail: OutgoingMail) -> list[str]:
    """The text of a mail, and the same as a page."""
    message = email.message_from_bytes(mail.content() or b"", policy=email.policy.default)
    return [str(part.get_content()) for kind in ("plain", "html") if (part := message.get_body((kind,)))]


@pytest.fixture
def in_german(monkeypatch):
    """Translates a text into German, whatever the catalogue has for it."""
    known = trans_real.translation("de")._catalog._catalogs[0]  # type: ignore[attr-defined]
    return lambda text, there: monkeypatch.setitem(known, text, there)


def test_mails_speak_as_the_project_does(document, acme, in_german, settings):
    settings.MAIL_VIA = "mailbox"
    in_german("Please sign: {name}", "Bitte unterschreiben: {name}")
    in_german("Hello %(name)s,", "Guten Tag %(name)s,")
    governing.change_language(project=acme.project, locale="de-CH", time_zone="")

    with translation.override("fr"):
        request = asked(document, person("Ruth"), name="Mietvertrag")

    mail = OutgoingMail.objects.get(kind="signature.invite")
    assert mail.subject == "Bitte unterschreiben: Mietvertrag"
    plain, html = parts(mail)
    assert "Guten Tag Ruth Northwind," in plain
    assert '<html lang="de">' in html
    assert f"{request.expires_at:%-d}. " in plain


def test_mails_of_a_project_elsewhere_are_english(document, acme, settings):
    settings.MAIL_VIA = "mailbox"
    governing.change_language(project=acme.project, locale="ja-JP", time_zone="")

    with translation.override("de"):
        asked(document, name="Lease")

    mail = OutgoingMail.objects.get(kind="signature.invite")
    assert mail.subject == "Please sign: Lease"
    assert "Hello Ruth Northwind," in parts(mail)[0]


def test_the_page_that_checks_speaks_too(reader, in_german):
    in_german("Choose a PDF first.", "Erst ein PDF wählen.")

    answer = reader.get("/verify")
    empty = reader.post("/verify")

    assert '<html lang="de"' in answer.content.decode()
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}
    assert answer["Cache-Control"] == "private, no-store"
    assert (empty.status_code, "Erst ein PDF wählen." in empty.content.decode()) == (422, True)
    assert "Choose a PDF first." in Client().post("/verify").content.decode()


def test_machine_facts_stay_english(db):
    with translation.override("de"):
        assert pades.inspect(b"no pdf").problem == "The file is damaged, or is no PDF."

"""What is kept in English is German on the pages of a reader of German, and English in every answer of the API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from craftkit.accounts import audit, governing
from craftkit.lib.speech import filled
from embed.tongue import HEADER
from renders.models import BatchRow
from tests.api.calls import Caller
from tests.embed.hosts import NAMED, enabled, iframe, started
from tests.factories import make_batch, make_render, make_template
from tests.tongues import speak

pytestmark = pytest.mark.django_db
GERMAN = {
    "{path} is not in the manifest and was left out.": "{path} steht nicht im Manifest und fehlt.",
    "Expected {wanted}": "Erwartet: {wanted}",
    "Expected a number": "Erwartet: eine Zahl",
    "The document has {pages} pages; at most {most} are printed.": "{pages} Seiten; gedruckt werden höchstens {most}.",
    "{key} is not in the manifest": "{key} steht nicht im Manifest",
    "Unknown attribute": "Unbekanntes Attribut",
    "{place}: {reason}": "{place}: {reason}",
    "The layout is not a valid document.": "Das Layout ist kein gültiges Dokument.",
}


@pytest.fixture
def german(monkeypatch):
    """Words that no catalogue has to have."""
    speak(monkeypatch, GERMAN)


def page(party: Any, path: str) -> str:
    """A page of the project, as a reader of German gets it."""
    answer = party.client.get(f"/projects/{party.project.pk}{path}", headers={"accept-language": "de"})
    assert answer.status_code == 200
    found: str = answer.content.decode()
    return found


def test_a_document_says_its_warnings_and_failure_in_german(german, acme):
    said = "vat is not in the manifest and was left out."
    failed = "The document has 812 pages; at most 500 are printed."
    kept: dict[str, Any] = {"code": "unknown_key", "message": said, "path": "vat"}
    row = make_render(make_template(acme.project), warnings=[kept], status="failed", error_message=failed)

    shown = page(acme, f"/documents/{row.pk}")
    answer = Caller(acme.live_key).get(f"/v1/renders/{row.pk}", accept_language="de").json()

    assert "vat steht nicht im Manifest und fehlt." in shown
    assert "812 Seiten; gedruckt werden höchstens 500." in shown
    assert answer["warnings"] == [kept]
    assert failed in json.dumps(answer)


def test_a_row_says_its_faults_in_german(german, acme):
    batch = make_batch(make_render(make_template(acme.project)))
    issues = {"formErrors": [], "fieldErrors": {"total": ["Expected a number"]}}
    BatchRow.objects.create(batch=batch, number=2, outcome=BatchRow.Outcome.INVALID, issues=issues)

    answer = Caller(acme.live_key).get(f"/v1/batches/{batch.pk}/rows", accept_language="de").json()

    assert "total: Erwartet: eine Zahl" in page(acme, f"/batches/{batch.pk}")
    assert "total: Erwartet: eine Zahl" in page(acme, "/failed")
    assert issues in [row["issues"] for row in answer["rows"]]


def test_the_audit_log_names_settings_as_their_forms_do(german, acme):
    governing.change_terms(project=acme.project, terms={"pdfs": 30, "data": 0})
    audit.record_in(acme.project, "sharing.changed", is_tracking_on=True)

    answer = acme.client.get(f"/account/{acme.account.pk}/log", headers={"accept-language": "de"})
    shown = answer.content.decode()

    assert "PDFs von Dokumenten: 30 " in shown
    assert "pdfs:" not in shown
    assert "is_tracking_on" not in shown


def test_a_frame_hears_faults_in_the_language_that_it_asks_for(german, acme):
    enabled(acme.project)
    caller = iframe(acme.live_key)
    template = started(caller, NAMED)
    paragraph = {"type": "paragraph", "attrs": {"loud": True}}
    wrong = {
        "content": {"schema": 1, "body": {"type": "doc", "content": [paragraph]}},
        "sampleData": {},
        "baseRevision": 1,
    }
    path = f"/v1/embed/templates/{template['id']}/publish"

    english = caller.post(path, wrong, accept_language="de").json()["error"]
    told = caller.post(path, wrong, **{HEADER.lower().replace("-", "_"): "de-AT"}).json()["error"]

    assert english["message"] == "The layout is not a valid document."
    assert told["message"] == "Das Layout ist kein gültiges Dokument."
    assert [*english["issues"]["fieldErrors"].values()] == [["paragraph: Unknown attribute"]]
    assert [*told["issues"]["fieldErrors"].values()] == [["paragraph: Unbekanntes Attribut"]]
    assert english["code"] == told["code"]


def test_a_text_with_its_values_is_stored_as_plain_english():
    assert json.dumps(filled("{path} has no value", path="a")) == '"a has no value"'

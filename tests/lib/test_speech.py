"""Errors speak English to programs, and to people on pages the language that these read."""

from __future__ import annotations

import json
import pickle

from django.utils import timezone, translation

from craftkit.lib.errors import AppError, Conflict, InvalidRequest, field_issues
from craftkit.lib.speech import filled, reasons, spoken
from sharing.actions import verify_domain
from sharing.models import SharingPolicy
from templates_app.differences import compare
from templates_app.fields import parse_manifest
from tests.api.calls import Caller
from tests.factories import make_render, make_signature, make_template

OVER = "The signature request is completed already."
OVER_IN_GERMAN = "Die Unterschriftsanfrage ist schon abgeschlossen."


def test_a_refused_action_speaks_german_on_the_page_and_english_over_the_api(acme):
    asked = make_signature(make_render(make_template(acme.project)), status="completed")
    german = {"accept-language": "de"}

    place = f"/projects/{acme.project.pk}/signatures/{asked.pk}/cancel"
    page = acme.client.post(place, headers=german, follow=True).content.decode()
    called = Caller(acme.live_key).post(f"/v1/signatures/{asked.pk}/cancel", accept_language="de")

    assert OVER_IN_GERMAN in page
    assert OVER not in page
    assert (called.status_code, called.json()["error"]["message"]) == (409, OVER)


def test_a_refused_form_speaks_german_at_its_field(acme):
    acme.client.post(f"/projects/{acme.project.pk}/embed/enable")

    place = f"/projects/{acme.project.pk}/embed/origins"
    page = acme.client.post(place, {"origin": "https://*.example.com"}, headers={"accept-language": "de"})

    assert page.status_code == 422
    assert "Nennen Sie jeden Host; Platzhalter sind nicht erlaubt." in page.content.decode()


def test_changes_are_english_until_somebody_reads_them():
    before, after = (parse_manifest({"variables": [{"key": "net", "dataType": kind}]}) for kind in ("text", "number"))

    with translation.override("de"):
        (change,) = compare(before, after)

        assert change.as_json()["message"] == "net was text and is number now."
        assert spoken(change.message) == "net war text und ist jetzt number."


def test_what_is_filled_in_is_english_in_every_answer_and_log():
    with translation.override("fr"):
        text = filled("The signature request is {status} already.", status=filled("completed"))

    assert text == str(text) == OVER
    assert json.dumps(text) == json.dumps(OVER)
    assert spoken(pickle.loads(pickle.dumps(text))) == OVER
    assert str(Conflict(text)) == OVER


def test_braces_in_what_is_filled_in_stay_as_they_are():
    with translation.override("de"):
        assert spoken(filled("The SVG contains <{name}>, which is not supported.", name="{0}")).startswith(
            "Das SVG enthält <{0}>"
        )
        assert spoken("{0} nobody translates") == "{0} nobody translates"
        assert spoken("") == ""


def test_the_reasons_of_a_refusal_are_those_of_its_fields_else_its_message():
    faults: AppError = InvalidRequest(issues=field_issues({"name": ["Give the set a name."], "at": ["Own words"]}))

    with translation.override("de"):
        assert reasons(faults) == ["Geben Sie der Liste einen Namen.", "Own words"]
        assert reasons(Conflict()) == ["Der jetzige Zustand lässt das nicht zu."]


def test_days_states_and_kept_problems_on_pages_are_in_the_language(acme):
    SharingPolicy.objects.create(project=acme.project, domain="docs.acme.test", domain_token="token")
    verify_domain(project=acme.project, lookup=lambda name: [])
    render = make_render(make_template(acme.project), error_message="The document took too long to print.")

    def page(path: str) -> str:
        answer = acme.client.get(f"/projects/{acme.project.pk}{path}", headers={"accept-language": "de"})
        return answer.content.decode()

    assert f'<th scope="row">{timezone.now().day}. ' in page("?env=live")
    assert "Erfolgreich" in page(f"/search?q={render.pk}")
    assert "Bei _craftkit.docs.acme.test gibt es noch keinen solchen TXT-Eintrag." in page("/sharing")

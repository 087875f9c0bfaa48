"""`POST /v1/hooks/{token}`: renders started by whoever can send JSON."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from django.test import Client

from renders.models import Render
from tests.api.calls import error
from tests.factories import make_template

BODY = json.dumps({"customer": {"name": "Acme Corp"}, "items": [{"name": "Widget", "qty": 5, "price": 9.99}]})


@pytest.fixture
def template(acme):
    return make_template(acme.project)


def call(template, body: str | bytes = BODY, token: str = "", **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    path = f"/v1/hooks/{token or template.inbound_token}"
    return Client().post(path, body, content_type="application/json", headers=named)


def sign(template, body: str = BODY) -> str:
    return hmac.new(template.inbound_secret.encode(), body.encode(), hashlib.sha256).hexdigest()


def test_an_unsigned_call_is_accepted_with_three_fields(template):
    answer = call(template)

    body = answer.json()
    assert answer.status_code == 202
    assert set(body) == {"id", "status", "pollUrl"}
    assert body["status"] == "queued"
    assert body["pollUrl"] == f"http://craftkit.test/v1/renders/{body['id']}"
    assert Render.objects.get(pk=body["id"]).source == "hook"


@pytest.mark.parametrize("spell", [str, str.upper, lambda text: f"sha256={text}"])
def test_a_right_signature_is_accepted(template, spell):
    assert call(template, x_craftkit_signature=spell(sign(template))).status_code == 202


@pytest.mark.parametrize(
    "spell",
    [
        lambda text: "",
        lambda text: "0" * 64,
        lambda text: text[:-1],
        lambda text: text + "0",
        lambda text: f"{text}, {text}",
        lambda text: f"sha512={text}",
        lambda text: "é" * 64,
        lambda text: "g" * 64,
    ],
)
@pytest.mark.parametrize("required", [False, True])
def test_a_wrong_signature_is_refused_whether_required_or_not(template, spell, required):
    template.is_signature_required = required
    template.save()

    answer = call(template, x_craftkit_signature=spell(sign(template)))

    assert (answer.status_code, error(answer)["code"]) == (401, "invalid_signature")
    assert Render.objects.count() == 0


def test_a_signature_of_another_body_or_template_is_refused(acme, template):
    other = make_template(acme.project, "letter")

    assert call(template, x_craftkit_signature=sign(template, BODY + " ")).status_code == 401
    assert call(template, x_craftkit_signature=sign(other)).status_code == 401


def test_where_signatures_are_required_an_unsigned_call_is_refused(template):
    template.is_signature_required = True
    template.save()

    assert call(template).status_code == 401
    assert call(template, x_craftkit_signature=sign(template)).status_code == 202


@pytest.mark.parametrize("token", ["hk_unknown", "x", "%00"])
def test_an_unknown_token_is_404(template, token):
    answer = call(template, token=token)

    assert (answer.status_code, error(answer)["code"]) == (404, "invalid_token")


def test_the_hook_of_a_deleted_template_or_project_is_gone(acme, template):
    acme.project.deleted_at = acme.project.created_at
    acme.project.save()

    assert call(template).status_code == 404


def test_an_unpublished_template_is_409(acme):
    draft = make_template(acme.project, "draft", published=False)

    answer = call(draft)

    assert (answer.status_code, error(answer)["code"]) == (409, "no_published_version")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "invalid_json"),
        ("{", "invalid_json"),
        ("[]", "invalid_input_data"),
        ("7", "invalid_input_data"),
        ("{}", "invalid_input_data"),
        ('{"customer": {"name": 5}}', "invalid_input_data"),
    ],
)
def test_a_body_that_does_not_fit_is_400(template, body, code):
    answer = call(template, body)

    assert (answer.status_code, error(answer)["code"]) == (400, code)


@pytest.mark.parametrize("header", ["Idempotency_Key", "x_craftkit_delivery_id"])
def test_a_call_that_names_itself_renders_once(template, header):
    first, second = (call(template, **{header: "event-1"}) for _ in range(2))

    assert (first.status_code, second.status_code) == (202, 200)
    assert second["Idempotent-Replayed"] == "true"
    assert first.json()["id"] == second.json()["id"]


def test_a_compressed_body_is_refused(template):
    assert call(template, Content_Encoding="gzip").status_code == 415


def test_too_many_calls_are_429(template, settings):
    settings.HOOK_RATE_LIMIT_PER_MINUTE = 2

    assert [call(template).status_code for _ in range(3)] == [202, 202, 429]

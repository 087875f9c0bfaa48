"""The pages on which an owner sets embedding up."""

from __future__ import annotations

import re

import pytest

from craftkit.accounts.models import ApiKey
from embed.actions import partners
from embed.models import AllowedOrigin, EmbedPartner, EmbedSession, RedirectHost, SigningKey
from tests.embed.hosts import enabled, iframe, opened, published, refused
from webhooks.models import Endpoint


def page_of(party, end: str = "") -> str:
    return f"/projects/{party.project.pk}/embed{end}"


def done_steps(party) -> int:
    words = party.client.get(page_of(party)).content.decode()
    return words.count('class="steps-done"')


def test_embedding_is_enabled_and_disabled_on_its_page(acme):
    assert "Embedding is off" in acme.client.get(page_of(acme)).content.decode()

    acme.client.post(page_of(acme, "/enable"))
    assert EmbedPartner.objects.get(project=acme.project).is_enabled
    opened(acme.live_key)

    acme.client.post(page_of(acme, "/disable"))
    answer = acme.client.get(page_of(acme))
    assert not EmbedPartner.objects.get(project=acme.project).is_enabled
    assert "Enable it again" in answer.content.decode()


def test_settings_of_a_project_that_never_embedded_lead_to_the_overview(acme):
    assert acme.client.get(page_of(acme, "/settings")).headers["Location"] == page_of(acme)


def test_the_checklist_ticks_itself(acme):
    partners.enable(project=acme.project)
    assert done_steps(acme) == 2  # enabled, and the publishable key that each project has

    acme.client.post(page_of(acme, "/origins"), {"origin": "https://app.acme.example"})
    assert done_steps(acme) == 3

    caller = iframe(acme.live_key)
    assert done_steps(acme) == 4

    published(caller)
    assert "First steps" not in acme.client.get(page_of(acme)).content.decode()


def test_the_samples_have_the_publishable_key_and_never_the_secret_one(acme):
    enabled(acme.project)
    public = ApiKey.objects.get(project=acme.project, kind="publishable_live").public_text

    words = acme.client.get(page_of(acme)).content.decode()

    assert public in words
    assert acme.live_key not in words
    assert str(ApiKey.objects.get(project=acme.project, kind="live")) in words


@pytest.mark.parametrize(
    ("origin", "reason"),
    [
        ("https://*.acme.example", "wildcards are not allowed"),
        ("https://app.acme.example/path", "Only scheme, host and port"),
        ("http://app.acme.example", "Use https"),
        ("app.acme.example", "Write an origin like"),
        ("", "This field is required"),
    ],
)
def test_an_origin_that_is_none_is_refused_with_the_reason(acme, settings, origin, reason):
    settings.SECURE = True
    partners.enable(project=acme.project)

    answer = acme.client.post(page_of(acme, "/origins"), {"origin": origin})

    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not AllowedOrigin.objects.exists()


def test_localhost_may_do_without_https(acme, settings):
    settings.SECURE = True
    partners.enable(project=acme.project)

    acme.client.post(page_of(acme, "/origins"), {"origin": "http://localhost:3000"})

    assert AllowedOrigin.objects.get().origin == "http://localhost:3000"


def test_origins_and_hosts_are_removed_again(acme):
    enabled(acme.project, "https://app.acme.example")
    acme.client.post(page_of(acme, "/hosts"), {"host": "Thanks.acme.example"})
    assert RedirectHost.objects.get().host == "thanks.acme.example"

    acme.client.post(page_of(acme, f"/origins/{AllowedOrigin.objects.get().pk}/remove"))
    acme.client.post(page_of(acme, f"/hosts/{RedirectHost.objects.get().pk}/remove"))

    assert not AllowedOrigin.objects.exists()
    assert not RedirectHost.objects.exists()


def test_a_publishable_key_is_added(acme):
    partners.enable(project=acme.project)

    acme.client.post(page_of(acme, "/keys"), {"env": "test"})

    assert ApiKey.objects.active().filter(project=acme.project, kind="publishable_test").count() == 2


def test_the_address_of_the_callback_is_kept_and_a_bad_one_refused(acme):
    partners.enable(project=acme.project)

    refusal = acme.client.post(page_of(acme, "/callback"), {"url": "http://127.0.0.1/"})
    acme.client.post(page_of(acme, "/callback"), {"url": "https://93.184.216.34/craftkit"})

    assert refusal.status_code == 422
    assert "This address is not allowed." in refusal.content.decode()
    assert EmbedPartner.objects.get().webhook_url == "https://93.184.216.34/craftkit"


def test_a_new_secret_signs_all_callbacks_from_now_on(acme):
    partner = enabled(acme.project)
    partners.set_callback(project=acme.project, url="https://93.184.216.34/craftkit")
    caller = iframe(acme.live_key)
    published(caller)
    before = partner.webhook_secret
    assert before in acme.client.get(page_of(acme, "/callback/secret")).content.decode()

    words = acme.client.post(page_of(acme, "/callback/secret")).content.decode()

    partner.refresh_from_db()
    endpoint = Endpoint.objects.get(project=acme.project, kind="callback")
    assert partner.webhook_secret != before
    assert partner.webhook_secret in words
    assert endpoint.signing_secrets(endpoint.created_at) == [partner.webhook_secret]


def test_a_new_signing_key_leaves_open_sessions_alone(acme):
    enabled(acme.project)
    caller = iframe(acme.live_key)

    acme.client.post(page_of(acme, "/signing-key"))

    assert SigningKey.objects.filter(project=acme.project).count() == 2
    assert caller.get("/v1/embed/session").status_code == 200


def test_what_is_disabled_stops_open_sessions(acme):
    enabled(acme.project)
    caller = iframe(acme.live_key)

    acme.client.post(page_of(acme, "/disable"))

    assert refused(caller.get("/v1/embed/session")) == (401, "invalid_credentials")
    assert EmbedSession.objects.get().revoked_at is None


def test_what_people_call_themselves_cannot_become_markup(acme):
    enabled(acme.project)
    opened(acme.live_key, actor={"externalId": "x", "displayName": "<script>alert(1)</script>"})

    words = acme.client.get(page_of(acme)).content.decode()

    assert not re.search(r"<script>alert", words)
    assert "&lt;script&gt;alert(1)" in words

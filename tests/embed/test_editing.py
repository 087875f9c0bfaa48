"""The builder's own calls: what a session opens, saves, publishes and takes back, and what it may not."""

from __future__ import annotations

import json

import pytest

from embed.models import EmbedSession, TenantTemplate
from templates_app.models import Template, TemplateDraft
from tests.api.calls import error
from tests.embed.hosts import BLANK, NAMED, TEMPLATES, enabled, iframe, opened, refused, session_behind, started
from tests.factories import MANIFEST, make_template
from webhooks.models import Delivery, Endpoint, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


@pytest.fixture
def caller(partner):
    return iframe(partner.live_key)


def test_the_first_save_makes_a_template_of_the_tenant(partner, caller):
    made = started(caller)

    assert (made["revision"], made["publishedVersion"], made["externalId"]) == (1, None, None)
    assert made["manifest"] == {"fields": [{"key": "customer.name", "type": "text", "required": True}]}
    assert made["content"] == NAMED
    assert TenantTemplate.objects.get().tenant.external_id == "org_42"
    assert caller.get("/v1/embed/session").json()["template"]["id"] == made["id"]


def test_the_first_save_again_makes_no_second_template(caller):
    first, again = started(caller), started(caller)

    assert first["id"] == again["id"]
    assert Template.objects.count() == 1


def test_the_host_may_give_its_own_id(partner):
    caller = iframe(partner.live_key, scope={"mode": "create", "templateExternalId": "charter-contract"})

    made = started(caller)

    assert made["externalId"] == "charter-contract"
    assert caller.get(f"{TEMPLATES}/charter-contract").json()["id"] == made["id"]
    later = opened(partner.live_key, scope={"mode": "edit", "templateExternalId": "charter-contract"})
    assert str(session_behind(later).template_id) == made["id"]


def test_saving_counts_up_and_tells_the_variables(caller):
    made = started(caller, BLANK)

    saved = caller.put(f"{TEMPLATES}/{made['id']}/draft", {"content": NAMED, "sampleData": {"a": 1}, "baseRevision": 1})

    assert saved.json() == {
        "templateId": made["id"],
        "version": 2,
        "manifest": {"fields": [{"key": "customer.name", "type": "text", "required": True}]},
    }


def test_a_save_on_an_old_revision_is_a_conflict_unless_it_says_the_same(caller):
    made = started(caller, BLANK)
    path, body = f"{TEMPLATES}/{made['id']}/draft", {"content": NAMED, "sampleData": {}, "baseRevision": 1}
    caller.put(path, body)

    assert caller.put(path, body).json()["version"] == 2
    assert refused(caller.put(path, {**body, "content": BLANK})) == (409, "draft_conflict")


def test_a_draft_may_be_unfinished_but_not_published(caller):
    broken = {"schema": 1, "body": {"type": "doc", "content": [{"type": "nonsense"}]}}
    made = started(caller, broken)

    answer = caller.post(f"{TEMPLATES}/{made['id']}/publish", {"content": broken, "baseRevision": 1})

    assert made["manifest"] == {"fields": []}
    assert answer.status_code == 400
    assert any(path.startswith("layout/body") for path in error(answer)["issues"]["fieldErrors"])


def test_publishing_saves_makes_a_version_and_tells_the_partner_with_its_own_signature_form(partner):
    caller = iframe(partner.live_key, callbacks={"onPublished": "https://saas.acme.example/api/craftkit/events"})
    made = started(caller, BLANK)

    answer = caller.post(f"{TEMPLATES}/{made['id']}/publish", {"content": NAMED, "sampleData": {}, "baseRevision": 1})

    body = answer.json()
    assert (body["version"], body["revision"], body["warnings"]) == (1, 2, [])
    told = json.loads(bytes(Event.objects.get().body))
    assert told == {
        "type": "template.published",
        "templateId": made["id"],
        "version": 1,
        "manifest": body["manifest"],
        "tenantExternalId": "org_42",
        "actorExternalId": "user_99",
        "timestamp": told["timestamp"],
    }
    endpoint = Delivery.objects.get().endpoint
    assert (endpoint.kind, endpoint.url) == ("callback", "https://saas.acme.example/api/craftkit/events")
    assert Endpoint.objects.subscriptions(partner.project).count() == 0


def test_the_callback_is_signed_with_the_partners_secret(partner):
    row = partner.project.embed_partner
    row.webhook_url = "https://saas.acme.example/hook"
    row.save()
    caller = iframe(partner.live_key)

    caller.post(f"{TEMPLATES}/{started(caller)['id']}/publish", {"baseRevision": 1})

    endpoint = Delivery.objects.get().endpoint
    assert endpoint.signing_secrets(endpoint.created_at) == [row.webhook_secret]


def test_publishing_twice_because_the_answer_was_lost_tells_once(partner):
    caller = iframe(partner.live_key, callbacks={"onPublishedUrl": "https://saas.acme.example/hook"})
    made = started(caller, BLANK)
    path, body = f"{TEMPLATES}/{made['id']}/publish", {"content": NAMED, "sampleData": {}, "baseRevision": 1}

    versions = [caller.post(path, body).json()["version"] for _ in range(2)]

    assert versions == [1, 1]
    assert Event.objects.count() == 1
    assert EmbedSession.objects.get().publishes == 1


def test_saving_a_draft_tells_nobody(partner):
    caller = iframe(partner.live_key, callbacks={"onPublishedUrl": "https://saas.acme.example/hook"})

    started(caller)

    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("limits", "method", "path", "body"),
    [
        ({"maxSaveDrafts": 1}, "PUT", "draft", {"content": BLANK, "baseRevision": 1}),
        ({"maxPublishes": 0}, "POST", "publish", {"baseRevision": 1}),
    ],
)
def test_what_is_used_up_is_429_and_nothing_happened(partner, limits, method, path, body):
    caller = iframe(partner.live_key, limits=limits)
    made = started(caller)

    answer = caller.send(method, f"{TEMPLATES}/{made['id']}/{path}", body)

    assert refused(answer) == (429, "rate_limited")
    assert TemplateDraft.objects.get().revision == 1
    assert not Template.objects.get().is_published


def test_a_template_made_by_api_opens_with_what_its_manifest_says(partner):
    template = make_template(partner.project)
    caller = iframe(partner.live_key, scope={"mode": "edit", "templateId": str(template.pk)})

    opened_template = caller.get(f"{TEMPLATES}/{template.pk}").json()
    path = f"{TEMPLATES}/{template.pk}/publish"
    published = caller.post(path, {"content": opened_template["content"], "sampleData": {}, "baseRevision": 0})

    assert opened_template["content"]["variables"]["total"]["format"] == "currency:EUR"
    assert opened_template["content"]["loops"]["items"] == {"label": "Line items"}
    assert published.json()["version"] == 2
    current = Template.objects.get().current_version
    assert current
    assert current.manifest["variables"][0] == MANIFEST["variables"][0]


def test_changes_tell_whether_senders_can_go_on(partner):
    template = make_template(partner.project)
    caller = iframe(partner.live_key, scope={"mode": "edit", "templateId": str(template.pk)})
    path = f"{TEMPLATES}/{template.pk}"
    node = {"type": "variable", "attrs": {"key": "invoice.number"}}
    content = {
        "schema": 1,
        "body": {"type": "doc", "content": [{"type": "paragraph", "content": [node]}]},
        "variables": {"invoice.number": {"type": "text", "label": "Number", "required": True}},
    }

    caller.put(f"{path}/draft", {"content": content, "baseRevision": 0})
    found = caller.get(f"{path}/changes").json()

    assert (found["compatibility"], found["fromVersion"]) == ("breaking", 1)
    assert found["changes"][0] == {
        "kind": "added",
        "key": "invoice.number",
        "message": "invoice.number is new and required.",
    }
    assert caller.get(f"{TEMPLATES}/{template.slug}/changes").status_code == 404


def test_before_the_first_version_there_is_nothing_to_compare(caller):
    made = started(caller)

    assert caller.get(f"{TEMPLATES}/{made['id']}/changes").json() == {
        "compatibility": "first",
        "changes": [],
        "fromVersion": None,
    }


def test_versions_say_who_published_them_and_can_be_restored(caller):
    made = started(caller)
    path = f"{TEMPLATES}/{made['id']}"
    caller.post(f"{path}/publish", {"baseRevision": 1})
    caller.post(f"{path}/publish", {"content": BLANK, "sampleData": {}, "baseRevision": 2})

    restored = caller.post(f"{path}/versions/1/rollback").json()
    versions = caller.get(f"{path}/versions").json()["versions"]

    assert (restored["publishedVersion"], restored["content"]) == (
        3,
        caller.get(f"{path}/versions/1").json()["content"],
    )
    assert [(entry["version"], entry["publishedBy"], entry["isCurrent"]) for entry in versions] == [
        (3, "Ops Team", True),
        (2, "Ops Team", False),
        (1, "Ops Team", False),
    ]
    assert caller.get(f"{path}/versions/9").status_code == 404
    assert caller.get(f"{path}/versions/1/thumbnail").status_code == 404

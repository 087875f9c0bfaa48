"""The builder's own calls: what a session opens, saves, publishes and takes back, and what it may not."""

from __future__ import annotations

import json

import pytest

from embed.actions import partners
from embed.models import EmbedSession, TenantTemplate
from templates_app.models import Template, TemplateDraft
from tests.api.calls import Caller, error
from tests.embed.hosts import BLANK, ORIGIN, enabled, iframe, opened, session_behind
from tests.factories import CONTENT, MANIFEST, make_template
from webhooks.models import Delivery, Endpoint, Event

pytestmark = pytest.mark.django_db
TEMPLATES = "/v1/embed/templates"
NAMED = {**CONTENT, "variables": {"customer.name": {"type": "text", "label": "Name", "required": True}}}


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


@pytest.fixture
def caller(partner):
    return iframe(partner.live_key)


def started(caller, content=NAMED):
    """A saved template, as its first save answered."""
    answer = caller.post(TEMPLATES, {"name": "Quote", "content": content, "sampleData": {}})
    assert answer.status_code == 201, answer.content
    return answer.json()


def refused(answer):
    return answer.status_code, error(answer)["code"]


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


DEEDS = {
    "publish": ("POST", "/publish", {"baseRevision": 0}),
    "saveDraft": ("PUT", "/draft", {"content": BLANK, "baseRevision": 0}),
    "rename": ("PATCH", "", {"name": "Other"}),
    "delete": ("DELETE", "", None),
    "rollback": ("POST", "/versions/1/rollback", None),
    "viewVersionHistory": ("GET", "/versions", None),
}


@pytest.mark.parametrize("flag", DEEDS)
def test_every_deed_needs_its_permission(partner, flag):
    template = make_template(partner.project)
    scope = {"mode": "edit", "templateId": str(template.pk)}
    method, path, body = DEEDS[flag]
    path = f"{TEMPLATES}/{template.pk}{path}"

    without = iframe(partner.live_key, scope=scope, permissions={}).send(method, path, body)
    having = iframe(partner.live_key, scope=scope, permissions={flag: True}).send(method, path, body)

    assert refused(without) == (403, "permission_denied")
    assert having.status_code in {200, 204}


@pytest.mark.parametrize("flag", [flag for flag in DEEDS if flag != "viewVersionHistory"])
def test_a_session_that_only_looks_changes_nothing_whatever_it_was_given(partner, flag):
    template = make_template(partner.project)
    method, path, body = DEEDS[flag]
    caller = iframe(partner.live_key, scope={"mode": "view", "templateId": str(template.pk)})

    answer = caller.send(method, f"{TEMPLATES}/{template.pk}{path}", body)

    assert refused(answer) == (403, "permission_denied")


@pytest.mark.parametrize("path", ["templates", "templates/{id}", "templates/{id}/changes", "templates/{id}/versions"])
def test_a_form_opens_no_templates(partner, path):
    template = make_template(partner.project)
    caller = iframe(partner.live_key, scope={"mode": "fill", "templateId": str(template.pk)})

    assert refused(caller.get(f"/v1/embed/{path.format(id=template.pk)}")) == (403, "wrong_mode")


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


def test_a_tenant_lists_and_opens_its_own_templates_alone(partner):
    ours, other = iframe(partner.live_key), {"externalId": "org_43", "displayName": "Globex"}
    theirs = iframe(partner.live_key, tenant=other)
    made = started(ours)
    make_template(partner.project, "shared")

    assert [row["id"] for row in ours.get(TEMPLATES).json()["templates"]] == [made["id"]]
    assert theirs.get(TEMPLATES).json()["templates"] == []
    for path in ("", "/changes", "/versions", "/versions/1"):
        assert refused(theirs.get(f"{TEMPLATES}/{made['id']}{path}")) == (404, "template_not_found")
    assert refused(theirs.put(f"{TEMPLATES}/{made['id']}/draft", {"content": BLANK, "baseRevision": 1})) == (
        404,
        "template_not_found",
    )


def test_a_session_switches_to_another_template_of_its_tenant(partner):
    first = started(iframe(partner.live_key, scope={"mode": "create", "templateExternalId": "one"}))
    started(iframe(partner.live_key, scope={"mode": "create", "templateExternalId": "two"}))
    caller = iframe(partner.live_key, scope={"mode": "edit", "templateId": first["id"]})

    assert caller.get(f"{TEMPLATES}/two").json()["externalId"] == "two"
    assert caller.patch(f"{TEMPLATES}/two", {"name": "Second"}).json()["name"] == "Second"
    assert caller.post(f"{TEMPLATES}/two/publish", {"baseRevision": 1}).status_code == 200


def test_deleting_frees_the_partners_id(partner):
    caller = iframe(partner.live_key, scope={"mode": "create", "templateExternalId": "one"})

    gone = caller.delete(f"{TEMPLATES}/{started(caller)['id']}")

    assert gone.status_code == 204
    assert caller.get("/v1/embed/session").json()["template"] is None
    again = iframe(partner.live_key, scope={"mode": "create", "templateExternalId": "one"})
    assert started(again)["externalId"] == "one"


def test_a_disabled_or_suspended_partner_stops_open_sessions(partner, caller):
    partners.suspend(project=partner.project)
    assert refused(caller.get("/v1/embed/session")) == (403, "partner_suspended")

    partners.disable(project=partner.project)
    assert refused(caller.get("/v1/embed/session")) == (401, "invalid_credentials")


@pytest.mark.parametrize(
    ("origin", "status"),
    [(None, 200), (ORIGIN, 200), ("http://craftkit.test", 200), ("https://evil.example", 403), ("null", 403)],
)
def test_only_our_pages_and_allowed_ones_may_use_a_token(partner, origin, status):
    token = opened(partner.live_key)["session_token"]

    answer = Caller(token).get("/v1/embed/session", **({"Origin": origin} if origin else {}))

    assert answer.status_code == status
    if status == 403:
        assert error(answer)["code"] == "origin_not_allowed"


@pytest.mark.parametrize("path", ["/v1/templates", "/v1/renders", "/v1/projects", "/v1/embed/catalogs"])
def test_a_session_token_opens_nothing_else(partner, path):
    assert Caller(opened(partner.live_key)["session_token"]).get(path).status_code == 401

"""`/v1/templates`: create, list, fetch, republish, delete."""

from __future__ import annotations

import pytest

from renders.models import Render
from templates_app.models import Template
from tests.api.calls import Caller, error
from tests.factories import MANIFEST, make_template

BODY = {"name": "Invoice", "manifest": MANIFEST}


@pytest.fixture
def caller(acme):
    return Caller(acme.live_key)


def test_creating_publishes_version_1_and_echoes_the_manifest(caller):
    answer = caller.post("/v1/templates", {**BODY, "slug": "billing-invoice"})

    body = answer.json()
    assert answer.status_code == 201
    assert set(body) == {"id", "slug", "currentVersionNumber", "manifest"}
    assert (body["slug"], body["currentVersionNumber"]) == ("billing-invoice", 1)
    assert [variable["key"] for variable in body["manifest"]["variables"]] == ["customer.name", "total"]


def test_a_template_has_its_own_inbound_credentials_from_birth(caller):
    slugs = [caller.post("/v1/templates", BODY).json()["slug"] for _ in range(2)]

    tokens = {Template.objects.get(slug=slug).inbound_token for slug in slugs}
    secrets = {Template.objects.get(slug=slug).inbound_secret for slug in slugs}
    assert len(tokens) == len(secrets) == 2
    assert all(tokens | secrets)
    stored = str(list(Template.objects.values()))
    assert not any(secret in stored for secret in tokens | secrets)


def test_a_derived_slug_gets_a_suffix_and_a_given_one_is_a_conflict(caller):
    first, second = (caller.post("/v1/templates", BODY).json()["slug"] for _ in range(2))
    given = caller.post("/v1/templates", {**BODY, "slug": first})

    assert first == "invoice"
    assert second.startswith("invoice-")
    assert (given.status_code, error(given)["code"]) == (409, "slug_conflict")


@pytest.mark.parametrize("name", ["Ünïcode", "!!!", "日本語", "a" * 120])
def test_any_name_gives_a_valid_slug(caller, name):
    made = caller.post("/v1/templates", {**BODY, "name": name})

    assert made.status_code == 201
    assert caller.get(f"/v1/templates/{made.json()['slug']}").json()["name"] == name


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": 5}, "name"),
        ({"slug": "Not A Slug"}, "slug"),
        ({"slug": "ends-"}, "slug"),
        ({"slug": "a b"}, "slug"),
        ({"slug": "x" * 121}, "slug"),
        ({"description": "x" * 281}, "description"),
        ({"manifest": None}, "manifest"),
        ({"manifest": []}, "manifest"),
        ({"pageConfig": {"format": "A99"}}, "pageConfig.format"),
        ({"pageConfig": {"margin": "wide"}}, "pageConfig.margin"),
    ],
)
def test_a_wrong_field_is_named(caller, change, path):
    answer = caller.post("/v1/templates", {**BODY, **change})

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")
    assert path in error(answer)["issues"]["fieldErrors"]
    assert Template.objects.count() == 0


def test_a_dot_in_a_loop_key_has_a_code_of_its_own(caller):
    loop = {**MANIFEST["loops"][0], "key": "order.items"}

    answer = caller.post("/v1/templates", {**BODY, "manifest": {"variables": [], "loops": [loop]}})

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_loop_key")


def test_the_list_shows_the_last_changed_first_without_manifests(acme, caller):
    for slug in ("one", "two"):
        caller.post("/v1/templates", {**BODY, "slug": slug})
    caller.put("/v1/templates/one", BODY)
    make_template(acme.project, "draft", published=False)

    rows = caller.get("/v1/templates").json()["templates"]

    assert [row["slug"] for row in rows] == ["draft", "one", "two"]
    assert [(row["currentVersionNumber"], row["published"]) for row in rows] == [(None, False), (2, True), (1, True)]
    assert set(rows[0]) == {
        "id", "name", "slug", "templateType", "currentVersionNumber", "published", "createdAt", "updatedAt",
    }  # fmt: skip


def test_the_list_comes_in_pages_when_asked(caller):
    for slug in ("one", "two", "three"):
        caller.post("/v1/templates", {**BODY, "slug": slug})

    first = caller.get("/v1/templates?limit=2").json()
    second = caller.get(f"/v1/templates?limit=2&cursor={first['nextCursor']}").json()

    assert [row["slug"] for row in first["templates"] + second["templates"]] == ["three", "two", "one"]
    assert second["nextCursor"] is None


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=rubbish"])
def test_a_wrong_page_is_invalid_request(caller, query):
    answer = caller.get(f"/v1/templates?{query}")

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")


def test_a_template_is_fetched_with_its_json_schema(caller):
    caller.post("/v1/templates", {**BODY, "slug": "invoice", "description": "What we send."})

    body = caller.get("/v1/templates/invoice").json()

    assert body["jsonSchema"]["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert body["jsonSchema"]["properties"]["customer"]["properties"]["name"]["type"] == "string"
    assert (body["description"], body["templateType"], body["published"]) == ("What we send.", "document", True)


def test_an_unpublished_template_has_null_for_manifest_and_schema(acme, caller):
    make_template(acme.project, "draft", published=False)

    body = caller.get("/v1/templates/draft").json()

    assert (body["published"], body["manifest"], body["jsonSchema"]) == (False, None, None)


def test_putting_creates_then_republishes_and_ignores_the_slug_of_the_body(caller):
    first = caller.put("/v1/templates/invoice", {**BODY, "slug": "other"})
    second = caller.put("/v1/templates/invoice", {**BODY, "name": "Renamed", "description": "New"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert [answer.json()["currentVersionNumber"] for answer in (first, second)] == [1, 2]
    body = caller.get("/v1/templates/invoice").json()
    assert (body["name"], body["description"]) == ("Renamed", "New")


def test_putting_under_an_impossible_slug_is_refused(caller):
    answer = caller.put("/v1/templates/Not_A_Slug", BODY)

    assert (answer.status_code, list(error(answer)["issues"]["fieldErrors"])) == (400, ["slug"])


def test_versions_are_listed_and_fetched(caller):
    for _ in range(2):
        caller.put("/v1/templates/invoice", BODY)

    listed = caller.get("/v1/templates/invoice/versions").json()["versions"]
    fetched = caller.get("/v1/templates/invoice/versions/1").json()

    assert [(row["number"], row["current"]) for row in listed] == [(2, True), (1, False)]
    assert fetched["layout"]["schema"] == 1
    missing = caller.get("/v1/templates/invoice/versions/3")
    assert (missing.status_code, error(missing)["code"]) == (404, "version_not_found")


def test_deleting_frees_the_slug_and_keeps_what_was_rendered(acme, caller):
    caller.post("/v1/templates", {**BODY, "slug": "invoice"})
    render = caller.post("/v1/templates/invoice/render", {"data": {"customer": {"name": "Acme"}}}).json()

    deleted = caller.delete("/v1/templates/invoice")

    assert set(deleted.json()) == {"id", "slug", "deletedAt"}
    assert deleted.json()["slug"] == "invoice"
    again = caller.delete("/v1/templates/invoice")
    assert (again.status_code, error(again)["code"]) == (404, "template_not_found")
    assert caller.get(f"/v1/renders/{render['id']}").status_code == 200
    assert caller.post("/v1/templates", {**BODY, "slug": "invoice"}).status_code == 201
    assert Render.objects.count() == 1


def test_a_layout_of_ones_own_is_kept(caller):
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "Hello"}]}
    layout = {"schema": 1, "body": {"type": "doc", "content": [paragraph]}}

    caller.post("/v1/templates", {**BODY, "slug": "letter", "layout": layout})

    kept = caller.get("/v1/templates/letter/versions/1").json()["layout"]
    assert kept["body"] == layout["body"]


def test_a_layout_may_say_null_for_what_it_has_not(caller):
    body = {"type": "doc", "content": [{"type": "paragraph"}]}
    layout = {"schema": 1, "header": None, "footer": None, "body": body}

    answer = caller.post("/v1/templates", {**BODY, "layout": layout})

    assert answer.status_code == 201


def test_a_faulty_layout_is_refused_with_the_place_of_the_fault(caller):
    layout = {"schema": 1, "body": {"type": "doc", "content": [{"type": "blink"}]}}

    answer = caller.post("/v1/templates", {**BODY, "layout": layout})

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")
    assert any("layout" in path for path in error(answer)["issues"]["fieldErrors"])


def test_a_layout_that_asks_for_more_than_the_manifest_has_is_refused_with_the_place(caller):
    paragraph = {"type": "paragraph", "content": [{"type": "variable", "attrs": {"key": "customer.nmae"}}]}
    layouts = {
        "layout/body/content/0/content/0/attrs/key": {"schema": 1, "body": {"type": "doc", "content": [paragraph]}},
        "layout/html": {"schema": 1, "kind": "html", "html": "<p>{{customer.nmae}}</p>", "css": ""},
    }

    for place, layout in layouts.items():
        answer = caller.post("/v1/templates", {**BODY, "layout": layout})

        assert answer.status_code == 400
        [message] = error(answer)["issues"]["fieldErrors"][place]
        assert message.endswith("customer.nmae is not in the manifest")

"""`/v1/projects`: what an account key may do."""

from __future__ import annotations

import pytest

from craftkit.accounts.models import ApiKey
from tests.api.calls import Caller, error


def test_a_project_is_made_with_a_slug_from_its_name(acme):
    answer = Caller(acme.account_key).post("/v1/projects", {"name": "North Wind"})

    assert answer.status_code == 201
    assert answer.json() == {"id": answer.json()["id"], "slug": "north-wind", "name": "North Wind"}


def test_a_taken_slug_gets_a_number_even_when_its_project_was_deleted(acme):
    caller = Caller(acme.account_key)
    first = caller.post("/v1/projects", {"name": "North Wind"}).json()
    caller.delete(f"/v1/projects/{first['id']}")

    slugs = [caller.post("/v1/projects", {"name": "North Wind"}).json()["slug"] for _ in range(2)]

    assert slugs == ["north-wind-1", "north-wind-2"]


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "x" * 121}, {"name": 7}, {"name": None}, []])
def test_a_wrong_name_is_422(acme, body):
    answer = Caller(acme.account_key).post("/v1/projects", body)

    assert answer.status_code == 422
    assert error(answer)["code"] == "invalid_request"


def test_a_missing_name_is_called_required(acme):
    answer = Caller(acme.account_key).post("/v1/projects", {})

    assert error(answer)["issues"] == {"formErrors": [], "fieldErrors": {"name": ["Required"]}}


def test_the_list_holds_own_projects_newest_first(acme, globex):
    caller = Caller(acme.account_key)
    made = [caller.post("/v1/projects", {"name": name}).json()["id"] for name in ("One", "Two")]

    projects = caller.get("/v1/projects").json()["projects"]

    assert [project["id"] for project in projects] == [made[1], made[0], str(acme.project.pk)]
    assert set(projects[0]) == {"id", "slug", "name", "createdAt", "updatedAt"}


def test_the_list_comes_in_pages_when_asked(acme):
    caller = Caller(acme.account_key)
    for name in ("One", "Two"):
        caller.post("/v1/projects", {"name": name})

    first = caller.get("/v1/projects?limit=2").json()
    second = caller.get(f"/v1/projects?limit=2&cursor={first['nextCursor']}").json()

    assert [project["name"] for project in first["projects"] + second["projects"]] == ["Two", "One", "Acme"]
    assert (first["hasMore"], second["hasMore"], second["nextCursor"]) == (True, False, None)


def test_renaming_keeps_the_slug_and_allows_200_characters(acme):
    caller = Caller(acme.account_key)

    answer = caller.patch(f"/v1/projects/{acme.project.pk}", {"name": "n" * 200})

    assert answer.status_code == 200
    assert (answer.json()["slug"], answer.json()["name"]) == ("acme", "n" * 200)
    assert caller.patch(f"/v1/projects/{acme.project.pk}", {"name": "n" * 201}).status_code == 400


def test_ownership_is_checked_before_the_body_is_read(acme, globex):
    answer = Caller(globex.account_key).patch(f"/v1/projects/{acme.project.pk}", b"{not json")

    assert answer.status_code == 404


def test_deleting_twice_is_404_and_the_keys_of_the_project_answer_403(acme):
    caller = Caller(acme.account_key)

    first, second = (caller.delete(f"/v1/projects/{acme.project.pk}") for _ in range(2))

    assert first.json() == {"id": str(acme.project.pk), "deleted": True}
    assert second.status_code == 404
    refused = Caller(acme.live_key).get("/v1/templates")
    assert (refused.status_code, error(refused)["code"]) == (403, "forbidden")


def test_a_minted_key_works_is_shown_once_and_stored_as_a_hash(acme):
    caller = Caller(acme.account_key)

    minted = caller.post(f"/v1/projects/{acme.project.pk}/keys")

    body = minted.json()
    assert minted.status_code == 201
    assert set(body) == {"id", "projectId", "name", "prefix", "key", "createdAt"}
    assert body["name"] == "API key"
    assert body["key"].startswith(body["prefix"])
    assert Caller(body["key"]).get("/v1/templates").status_code == 200
    row = ApiKey.objects.get(pk=body["id"])
    assert body["key"] not in str(vars(row))
    assert "key" not in caller.get(f"/v1/projects/{acme.project.pk}/keys").json()["keys"][0]


@pytest.mark.parametrize("name", ["", "x" * 201, 5])
def test_a_wrong_key_name_is_400(acme, name):
    answer = Caller(acme.account_key).post(f"/v1/projects/{acme.project.pk}/keys", {"name": name})

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")


def test_a_revoked_key_stops_at_once(acme):
    caller = Caller(acme.account_key)
    minted = caller.post(f"/v1/projects/{acme.project.pk}/keys").json()
    path = f"/v1/projects/{acme.project.pk}/keys/{minted['id']}"

    revoked = caller.delete(path)

    assert revoked.status_code == 200
    assert Caller(minted["key"]).get("/v1/templates").status_code == 401
    assert caller.delete(path).status_code == 404


@pytest.mark.parametrize("name", ["0193c2c3-9999-7aaa-8bbb-000000000009", "not-an-id", "0"])
def test_an_unknown_project_is_404(acme, name):
    answer = Caller(acme.account_key).get(f"/v1/projects/{name}")

    assert (answer.status_code, error(answer)["code"]) == (404, "not_found")

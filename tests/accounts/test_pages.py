"""Pages about projects and keys."""

from __future__ import annotations

import re

import pytest

from craftkit.accounts import actions
from craftkit.accounts.models import Account, ApiKey, Project, User

MOST_QUERIES = 12


def working(text: str) -> ApiKey:
    """The key that a text opens."""
    key = ApiKey.objects.holding(text)
    assert key
    return key


def test_home_leads_to_the_newest_project(acme):
    newest = actions.create_project(account=acme.account, name="Newest")

    assert acme.client.get("/")["Location"] == f"/projects/{newest.pk}"


def test_home_leads_to_the_projects_when_there_are_none(acme):
    actions.delete_project(project=acme.project)

    assert acme.client.get("/")["Location"] == "/projects"
    assert b"Create your first project" in acme.client.get("/projects").content


def test_the_list_names_own_projects_alone(acme, globex):
    page = acme.client.get("/projects").content.decode()

    assert "Acme" in page
    assert "Globex" not in page


def test_a_project_is_created_and_its_templates_are_next(acme):
    answer = acme.client.post("/projects/new", {"name": "  North Wind  "}, follow=True)

    made = Project.objects.get(slug="north-wind")
    assert made.account == acme.account
    assert answer.request["PATH_INFO"] == f"/projects/{made.pk}/templates"
    assert "Project “North Wind” is ready." in answer.content.decode()


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_name_that_does_not_do_is_said_at_the_field(acme, name):
    answer = acme.client.post("/projects/new", {"name": name})

    assert answer.status_code == 422
    assert b'id="id_name_error"' in answer.content
    assert Project.objects.count() == 1


def test_whoever_has_no_account_gets_one_with_the_first_project(client, db):
    client.force_login(User.objects.create_superuser("root@example.com", "a long enough password"))

    client.post("/projects/new", {"name": "First"})

    assert Account.objects.get().members.get().email == "root@example.com"


def test_many_projects_and_keys_take_few_queries(acme, django_assert_max_num_queries):
    for number in range(15):
        actions.create_project(account=acme.account, name=f"Project {number}")
        actions.issue_key(account=acme.account, project=acme.project, kind="live", created_by=acme.user)

    for path in ("/projects", f"/projects/{acme.project.pk}/keys", f"/account/{acme.account.pk}/keys"):
        with django_assert_max_num_queries(MOST_QUERIES):
            acme.client.get(path)


@pytest.mark.parametrize(("kind", "prefix"), [("live", "ck_live_"), ("test", "ck_test_")])
def test_a_new_key_is_shown_once_and_works(acme, kind, prefix):
    path = f"/projects/{acme.project.pk}/keys"

    page = acme.client.post(f"{path}/new", {"name": "CI", "kind": kind}).content.decode()

    text = re.findall(rf">({prefix}\w+)</code>", page)[0]
    key = working(text)
    assert (key.project, key.name, key.created_by) == (acme.project, "CI", acme.user)
    assert text not in acme.client.get(path).content.decode()
    assert str(key) in acme.client.get(path).content.decode()


@pytest.mark.parametrize("kind", ["account", "publishable_live", "admin", ""])
def test_only_live_and_test_keys_are_made_here(acme, kind):
    before = ApiKey.objects.count()

    answer = acme.client.post(f"/projects/{acme.project.pk}/keys/new", {"name": "x", "kind": kind})

    assert answer.status_code == 422
    assert ApiKey.objects.count() == before


def test_publishable_keys_are_shown_whole(acme):
    key = acme.project.keys.get(kind="publishable_live")

    assert key.public_text in acme.client.get(f"/projects/{acme.project.pk}/keys").content.decode()


def test_revoking_asks_first_and_then_ends_the_key(acme):
    key = working(acme.live_key)
    path = f"/projects/{acme.project.pk}/keys/{key.pk}/revoke"

    question = acme.client.get(path)
    still = ApiKey.objects.holding(acme.live_key)
    answer = acme.client.post(path, follow=True)

    assert "stops working at once" in question.content.decode()
    assert still == key
    assert ApiKey.objects.holding(acme.live_key) is None
    assert "no longer works" in answer.content.decode()
    assert acme.client.post(path).status_code == 404


def test_an_account_key_is_made_shown_once_and_revoked(acme):
    page = acme.client.post(f"/account/{acme.account.pk}/keys/new", {"name": "Provisioning"}).content.decode()

    text = re.findall(r">(ck_acct_\w+)</code>", page)[0]
    key = working(text)
    assert (key.kind, key.account, key.project) == ("account", acme.account, None)
    assert (
        acme.client.post(f"/account/{acme.account.pk}/keys/{key.pk}/revoke")["Location"]
        == f"/account/{acme.account.pk}/keys"
    )
    assert ApiKey.objects.holding(text) is None


def test_project_keys_cannot_be_revoked_as_account_keys(acme):
    key = working(acme.live_key)

    assert acme.client.post(f"/account/{acme.account.pk}/keys/{key.pk}/revoke").status_code == 404


def test_no_account_keys_yet_says_what_they_are_for(acme):
    ApiKey.objects.filter(kind="account").delete()

    assert b"Create an account key" in acme.client.get(f"/account/{acme.account.pk}/keys").content

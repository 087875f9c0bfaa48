"""What a session may bring into documents: of another tenant nothing prints, however it is named."""

from __future__ import annotations

from typing import Any

import pytest

from embed.models import TenantAsset, TenantTemplate
from renders.models import Render
from templates_app.models import TemplateDraft, TemplateVersion
from tests.api.calls import Caller, Form, error
from tests.embed.hosts import ALL, BLANK, TEMPLATES, enabled, iframe, opened, started
from tests.factories import make_asset, make_template, make_version

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="#0a7"/></svg>'
OTHER_TENANT = {"externalId": "org_43", "displayName": "Globex"}


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


@pytest.fixture
def theirs(partner):
    """The id of a picture that another tenant uploaded."""
    made = iframe(partner.live_key, tenant=OTHER_TENANT).post("/v1/embed/uploads", Form(file=SVG))
    return made.json()["id"]


@pytest.fixture
def caller(partner):
    return iframe(partner.live_key)


def picture(asset: str) -> dict[str, Any]:
    return {"schema": 1, "body": {"type": "doc", "content": [{"type": "image", "attrs": {"asset": asset, "alt": ""}}]}}


def markup(source: str) -> dict[str, Any]:
    return {"schema": 1, "kind": "html", "html": f'<img src="{source}" alt="">'}


def by_reference(asset: str) -> dict[str, Any]:
    return markup("".join(f"&#{ord(letter)};" for letter in asset))


def behind_a_variable(asset: str) -> dict[str, Any]:
    given = {"logo": {"type": "image", "label": "Logo", "default": asset.replace("-", "")}}
    return {**BLANK, "variables": given}


def watermark(asset: str) -> dict[str, Any]:
    return {**BLANK, "finishing": {"watermark": {"asset": asset}}}


def attached(asset: str) -> dict[str, Any]:
    return {**BLANK, "finishing": {"attachments": [{"asset": asset.upper(), "name": "a.svg"}]}}


WAYS = [picture, markup, by_reference, behind_a_variable, watermark, attached]


@pytest.mark.parametrize("way", WAYS)
def test_content_that_names_another_tenants_file_goes_nowhere(partner, caller, theirs, way):
    made, content = started(caller, BLANK), way(theirs)
    path, body = f"{TEMPLATES}/{made['id']}", {"content": content, "sampleData": {}, "baseRevision": 1}

    answers = [
        caller.put(f"{path}/draft", body),
        caller.post(f"{path}/publish", body),
        caller.post("/v1/embed/preview", {"content": content, "data": {}}),
        iframe(partner.live_key).post(TEMPLATES, {"name": "New", "content": content, "sampleData": {}}),
        caller.post("/v1/embed/builder/templates", {"documentTemplate": {"layout": content}}),
    ]

    assert [(answer.status_code, error(answer)["code"]) for answer in answers] == [(400, "invalid_request")] * 5
    assert all(next(iter(error(answer)["issues"]["fieldErrors"])).startswith("layout/") for answer in answers)
    assert TemplateDraft.objects.get().content == BLANK
    assert not TemplateVersion.objects.exists()


@pytest.mark.parametrize("named", [str, lambda asset: asset.replace("-", ""), lambda asset: f"urn:uuid:{asset}"])
def test_values_that_name_another_tenants_file_are_refused(caller, theirs, named):
    made, data = started(caller, BLANK), {"customer": {"logos": [named(theirs)]}}

    preview = caller.post("/v1/embed/preview", {"content": BLANK, "data": data})
    saved = caller.put(f"{TEMPLATES}/{made['id']}/draft", {"content": BLANK, "sampleData": data, "baseRevision": 1})

    for answer in (preview, saved):
        assert (answer.status_code, error(answer)["code"]) == (400, "invalid_input_data")
        assert list(error(answer)["issues"]["fieldErrors"]) == ["customer.logos[0]"]


def test_answers_of_a_form_that_name_another_tenants_file_make_no_document(partner, theirs):
    variable = {"key": "photo", "label": "Photo", "dataType": "image", "required": True}
    template = make_template(partner.project, published=False)
    make_version(template, manifest={"variables": [variable], "loops": []}, content=BLANK)
    scope = {"mode": "fill", "templateId": str(template.pk)}
    session = opened(partner.live_key, scope=scope, permissions=ALL)
    path, caller = f"/v1/embed/form-submit/{session['session_id']}", Caller(session["session_token"])

    answers = [caller.post(f"{path}{door}", {"data": {"photo": theirs}}) for door in ("", "/preview")]

    assert [(answer.status_code, error(answer)["code"]) for answer in answers] == [(400, "invalid_input_data")] * 2
    assert list(error(answers[0])["issues"]["fieldErrors"]) == ["photo"]
    assert not Render.objects.exists()


def test_own_files_those_of_the_project_and_ids_of_nothing_may_be_named(partner, caller, theirs):
    made = started(caller, BLANK)
    own = caller.post("/v1/embed/uploads", Form(file=SVG.replace(b"#0a7", b"#07a"))).json()["id"]
    shared = str(make_asset(partner.project, SVG.replace(b"#0a7", b"#70a")).pk)
    nothing = "0197a0b1-2222-7333-8444-555566667777"

    for revision, asset in enumerate((own, shared, nothing), 1):
        body = {"content": picture(asset), "sampleData": {}, "baseRevision": revision}
        assert caller.put(f"{TEMPLATES}/{made['id']}/draft", body).status_code == 200


def test_what_the_owner_put_into_a_template_stays_when_a_tenant_uploads_the_same(partner, caller):
    made, shared = started(caller, BLANK), make_asset(partner.project, SVG)
    TemplateDraft.objects.update(content=picture(str(shared.pk)))
    iframe(partner.live_key, tenant=OTHER_TENANT).post("/v1/embed/uploads", Form(file=SVG))

    body = {"content": picture(str(shared.pk)), "sampleData": {"a": 1}, "baseRevision": 1}

    assert not TenantAsset.objects.filter(asset=shared).exists()
    assert caller.put(f"{TEMPLATES}/{made['id']}/draft", body).status_code == 200


def test_another_tenants_template_cannot_be_joined(partner, caller):
    secret = make_template(partner.project, slug="secret-terms")
    mine, made = make_template(partner.project, slug="our-terms"), started(caller, BLANK)
    tenant = TenantTemplate.objects.get().tenant
    TenantTemplate.objects.create(project=partner.project, tenant=tenant, template=mine)

    def saving(slug: str, revision: int) -> Any:
        content = {**BLANK, "finishing": {"merge": [{"template": slug}]}}
        body = {"content": content, "sampleData": {}, "baseRevision": revision}
        return caller.put(f"{TEMPLATES}/{made['id']}/draft", body)

    allowed, refused = saving(mine.slug, 1), saving(secret.slug, 2)

    assert allowed.status_code == 200
    assert refused.status_code == 400
    assert list(error(refused)["issues"]["fieldErrors"]) == ["layout/finishing/merge/0/template"]

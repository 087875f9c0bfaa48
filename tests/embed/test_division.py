"""What is printed of a project's assets where tenants have some: never another tenant's, however it is named."""

from __future__ import annotations

import time
import uuid
from typing import Any, cast

import pytest

from craftkit.lib.outbound import Outbound
from craftkit.lib.storage import from_settings
from embed.models import EmbedSession, FormSubmission, TenantAsset, TenantTemplate
from renders import previewing
from renders.chromium import Lane
from renders.models import Render
from renders.pipeline import make_pdf
from renders.worker import Worker
from templates_app.asset_links import link
from templates_app.models import Asset, Template
from tests.api.calls import Caller, Form
from tests.embed.hosts import BLANK, enabled, iframe, opened, published
from tests.embed.test_previews import served
from tests.factories import make_asset, make_render, make_template, make_version
from tests.fakes import FakeLane, NoWeb
from tests.templates_app.uploads import font, png

pytestmark = pytest.mark.django_db
OTHER = {"externalId": "org_43", "displayName": "Globex"}
PREVIEW = "/v1/embed/preview"
LETTER: dict[str, Any] = {
    **BLANK,
    "typography": {"font": "Acme Sans", "size": 11, "lineHeight": 1.4, "color": "#111111"},
}
# A picture of which the template writes out only parts of the id.
PIECES = {
    "variables": [
        {"key": "start", "label": "Start", "dataType": "text"},
        {"key": "end", "label": "End", "dataType": "text"},
        {"key": "photo", "label": "Photo", "dataType": "text", "computed": "concat(start, end)"},
    ],
    "loops": [],
}
GIVEN = {"variables": [{"key": "photo", "label": "Photo", "dataType": "text"}], "loops": []}
MARKUP = {"schema": 1, "kind": "html", "html": '<img src="{{photo}}" alt="">'}


@pytest.fixture
def lane(monkeypatch):
    """A worker prints previews while requests wait."""
    lane = FakeLane()
    worker = Worker(lane=cast(Lane, lane), store=from_settings(), outbound=cast(Outbound, NoWeb()))
    monkeypatch.setattr(previewing, "_wait", served(previewing._wait, worker))
    return lane


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


def uploaded(caller: Caller, data: bytes) -> Asset:
    answer = caller.post("/v1/embed/uploads", Form(file=data))
    assert answer.status_code == 201, answer.content
    return Asset.objects.get(pk=answer.json()["id"])


def made(render: Render) -> tuple[str, list[str]]:
    """The page that was printed, and the codes of the warnings."""
    press = FakeLane()
    result = make_pdf(
        render,
        lane=cast(Lane, press),
        store=from_settings(),
        outbound=cast(Outbound, NoWeb()),
        deadline=time.monotonic() + 60,
    )
    return press.printed[0], [warning["code"] for warning in result.warnings]


def showing(partner: Any, manifest: dict[str, Any], data: dict[str, Any], *, tenant: str = "") -> Render:
    """A render of a template that shows `photo`; the tenant's own template where one is named."""
    template = make_template(partner.project, f"photo-{uuid.uuid4().hex[:8]}", published=False)
    make_version(template, manifest=manifest, content=MARKUP)
    if tenant:
        held = EmbedSession.objects.filter(tenant__external_id=tenant).select_related("tenant").latest("pk").tenant
        TenantTemplate.objects.create(project=partner.project, tenant=held, template=template)
    return make_render(template, data=data)


def is_shown(page: str) -> bool:
    return "data:image/png" in page


def test_another_tenants_typeface_never_prints(partner, lane):
    uploaded(iframe(partner.live_key, tenant=OTHER), font())
    caller = iframe(partner.live_key)

    preview = caller.post(PREVIEW, {"content": LETTER, "data": {}})
    template = caller.post("/v1/embed/templates", {"name": "Letter", "content": LETTER, "sampleData": {}}).json()
    released = caller.post(f"/v1/embed/templates/{template['id']}/publish", {"baseRevision": 1}).json()
    page, codes = made(make_render(Template.objects.get(pk=template["id"]), data={}))

    assert "font_missing" in preview["X-Craftkit-Warnings"]
    assert "@font-face" not in lane.printed[0]
    assert released["version"] == 1
    assert "@font-face" not in page
    assert codes == ["font_missing"]


@pytest.mark.parametrize("whose", ["own", "shared"])
def test_the_tenants_own_typefaces_and_the_projects_print(partner, lane, whose):
    caller = iframe(partner.live_key)
    stored = uploaded(caller, font()) if whose == "own" else make_asset(partner.project, font())

    caller.post(PREVIEW, {"content": LETTER, "data": {}})
    template = caller.post("/v1/embed/templates", {"name": "Letter", "content": LETTER, "sampleData": {}}).json()
    caller.post(f"/v1/embed/templates/{template['id']}/publish", {"baseRevision": 1})
    page, codes = made(make_render(Template.objects.get(pk=template["id"]), data={}))

    assert stored.sha256 in lane.printed[0]
    assert stored.sha256 in page
    assert codes == []


def test_a_template_of_the_whole_project_takes_no_tenants_typeface(partner):
    uploaded(iframe(partner.live_key, tenant=OTHER), font())
    body = {"name": "Letter", "manifest": {"variables": [], "loops": []}, "layout": LETTER}

    slug = Caller(partner.live_key).post("/v1/templates", body).json()["slug"]
    page, codes = made(make_render(Template.objects.get(slug=slug), data={}))

    assert "@font-face" not in page
    assert codes == ["font_missing"]


def test_an_id_that_is_put_together_while_printing_opens_no_other_tenants_picture(partner):
    theirs = uploaded(iframe(partner.live_key, tenant=OTHER), png())
    iframe(partner.live_key)
    text = str(theirs.pk)
    data = {"start": text[:9], "end": text[9:], "photo": text}

    for tenant in ("org_42", ""):
        page, codes = made(showing(partner, PIECES, data, tenant=tenant))
        assert not is_shown(page)
        assert codes == ["asset_failed"]
    assert is_shown(made(showing(partner, PIECES, data, tenant="org_43"))[0])


def test_data_may_not_name_another_tenants_picture_in_a_tenants_document(partner):
    theirs = uploaded(iframe(partner.live_key, tenant=OTHER), png())
    iframe(partner.live_key)
    shared = make_asset(partner.project, png(colour="#0c0"))

    foreign, codes = made(showing(partner, GIVEN, {"photo": str(theirs.pk)}, tenant="org_42"))
    common, none = made(showing(partner, GIVEN, {"photo": str(shared.pk)}, tenant="org_42"))
    whole, _ = made(showing(partner, GIVEN, {"photo": str(theirs.pk)}))
    signed, _ = made(showing(partner, GIVEN, {"photo": link(theirs)}, tenant="org_42"))

    assert (is_shown(foreign), codes) == (False, ["asset_failed"])
    assert (is_shown(common), none) == (True, [])
    assert is_shown(whole), "the project's own key may name all of the project"
    assert is_shown(signed), "an address that was signed is as good as a key"


def test_a_form_prints_for_the_tenant_whose_session_sent_it(partner):
    mine = uploaded(iframe(partner.live_key), png())
    theirs = uploaded(iframe(partner.live_key, tenant=OTHER), png(colour="#00c"))
    pages = []
    for asset in (mine, theirs):
        render = showing(partner, PIECES, {"start": "", "end": "", "photo": str(asset.pk)})
        scope = {"mode": "fill", "templateId": str(render.template_id)}
        session = EmbedSession.objects.get(pk=opened(partner.live_key, scope=scope)["session_id"])
        FormSubmission.objects.create(project=partner.project, session=session, render=render)
        pages.append(made(render))

    assert [(is_shown(page), codes) for page, codes in pages] == [(True, []), (False, ["asset_failed"])]


def test_what_the_project_shares_stays_shared_when_a_tenant_uploads_the_same(partner):
    shared = make_asset(partner.project, png())

    again = uploaded(iframe(partner.live_key), png())
    first = uploaded(iframe(partner.live_key), png(colour="#0cc"))
    uploaded(iframe(partner.live_key, tenant=OTHER), png(colour="#0cc"))

    assert again == shared
    assert not TenantAsset.objects.filter(asset=shared).exists()
    assert TenantAsset.objects.filter(asset=first).count() == 2
    assert iframe(partner.live_key, tenant=OTHER).get(f"/v1/embed/assets/{shared.pk}").status_code == 200


def test_a_published_template_keeps_its_pictures_by_id(partner):
    caller = iframe(partner.live_key)
    published(caller)
    mine = uploaded(caller, png())
    template = make_template(partner.project, "by-id", published=False)
    make_version(
        template, manifest={"variables": [], "loops": []}, content={**MARKUP, "html": f'<img src="{mine.pk}" alt="">'}
    )

    assert is_shown(made(make_render(template, data={}))[0])
